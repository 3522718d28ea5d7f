/* Stands between the answer and its channels: notes what is sent, dropped and
 * closed in an order that could go wrong, and counts the channels. */
#ifndef ENDS_H
#define ENDS_H

#include <stdatomic.h>
#include <stdlib.h>

static atomic_int channels; /* allocated and not freed */

static inline void *malloc_counted(size_t size)
{
    atomic_fetch_add(&channels, 1);
    return malloc(size);
}

static inline void free_counted(void *memory)
{
    atomic_fetch_sub(&channels, 1);
    free(memory);
}

#define malloc malloc_counted
#define free   free_counted
#include "../../../../part2-executor/12-channel/channel.h"
#undef malloc
#undef free

static struct sender *lent; /* in a question: it is gone after the next send */
static bool touched;        /* even so it was to be dropped */

static inline enum channel_result send_watched(const struct sender *sender,
                                               void *message)
{
    enum channel_result result = sender_send(sender, message);
    if (lent != NULL)
        lent->channel = NULL;
    return result;
}

static inline void drop_watched(struct sender *sender)
{
    if (lent != NULL && sender->channel == NULL)
        touched = true;
    else
        sender_drop(sender);
}

static bool nobody_answers;
static bool waits_for_itself; /* with the only sender of the channel */
static atomic_bool closed;    /* by ask, or it was told so */
static atomic_bool dropped_open;

static inline enum channel_result
receive_watched(const struct receiver *receiver, void **message)
{
    if (nobody_answers && receiver->channel->senders > 0) {
        waits_for_itself = true;
        return CHANNEL_CLOSED;
    }
    enum channel_result result = receiver_receive(receiver, message);
    if (result == CHANNEL_CLOSED)
        atomic_store(&closed, true);
    return result;
}

static inline void close_watched(const struct receiver *receiver)
{
    receiver_close(receiver);
    atomic_store(&closed, true);
}

/* Closes and drains it first: the sender may be gone by now, or not yet. */
static inline void drop_receiver_watched(struct receiver *receiver)
{
    void *message;
    if (!atomic_load(&closed))
        atomic_store(&dropped_open, true);
    receiver_close(receiver);
    while (receiver_receive(receiver, &message) == CHANNEL_OK)
        ;
    receiver_drop(receiver);
}

#endif
