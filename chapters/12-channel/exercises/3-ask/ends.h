/* Stands between the answer and its channels: notes what is sent, dropped and
 * closed in an order that could go wrong, plays the other side while the answer
 * waits, and counts the channels. */
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

static void (*before_send)(void);         /* while the answer waits for room */
static void (*before_receive)(void);      /* while it waits for a message */
static void (*after_send)(void *message); /* it is the other side's now */
static struct sender *lent; /* in a question: it is gone after the next send */
static bool touched;        /* even so it was to be dropped */

static inline void call_once(void (**function)(void))
{
    void (*call)(void) = *function;
    if (call == NULL)
        return;
    *function = NULL;
    call();
}

static inline enum channel_result sent(enum channel_result result,
                                       void *message)
{
    if (result != CHANNEL_OK)
        return result;
    if (after_send != NULL)
        after_send(message);
    if (lent != NULL)
        lent->channel = NULL;
    return result;
}

static inline enum channel_result send_watched(const struct sender *sender,
                                               void *message)
{
    call_once(&before_send);
    return sent(sender_send(sender, message), message);
}

static int attempts; /* that did not sleep and found nothing */

/* The other side does something at the hundredth. */
static inline void attempt_failed(void (**function)(void))
{
    if (++attempts >= 100)
        call_once(function);
}

static inline enum channel_result try_send_watched(const struct sender *sender,
                                                   void *message)
{
    enum channel_result result = sender_try_send(sender, message);
    if (result == CHANNEL_FULL)
        attempt_failed(&before_send);
    return sent(result, message);
}

static inline void drop_watched(struct sender *sender)
{
    if (lent != NULL && sender->channel == NULL)
        touched = true;
    else
        sender_drop(sender);
}

static int others = -1;       /* who could send; -1 if that is not known */
static bool waits_for_itself; /* ask, on a sender that only it has */
static atomic_bool closed;    /* by ask, or it was told so */
static atomic_bool dropped_open;

static inline bool too_many(const struct receiver *receiver)
{
    if (others >= 0 && receiver->channel->senders > (size_t)others)
        waits_for_itself = true;
    return waits_for_itself;
}

static inline enum channel_result
receive_watched(const struct receiver *receiver, void **message)
{
    if (too_many(receiver))
        return CHANNEL_CLOSED;
    call_once(&before_receive);
    enum channel_result result = receiver_receive(receiver, message);
    if (result == CHANNEL_CLOSED)
        atomic_store(&closed, true);
    return result;
}

static inline enum channel_result
try_receive_watched(const struct receiver *receiver, void **message)
{
    enum channel_result result = receiver_try_receive(receiver, message);
    if (result == CHANNEL_CLOSED)
        atomic_store(&closed, true);
    if (result != CHANNEL_EMPTY)
        return result;
    attempt_failed(&before_receive);
    return attempts >= 100 && too_many(receiver) ? CHANNEL_CLOSED : result;
}

static bool impatient; /* a wait with a deadline has begun */

/* The other side is slow: time is up before it does anything. Who waits again
 * has time enough. */
static inline enum channel_result
receive_until_watched(const struct receiver *receiver, void **message,
                      int64_t deadline_ns)
{
    bool first = !impatient;
    (void)deadline_ns;
    impatient = true;
    if (first && before_receive != NULL)
        return CHANNEL_TIMEOUT;
    return receive_watched(receiver, message);
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
