/* A channel: a queue of messages between threads, from many senders to one
 * receiver, with room for so many and no more.
 *
 * After std::sync::mpsc::sync_channel in Rust.
 */
#ifndef CHANNEL_H
#define CHANNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "../../part1-futures/07-timer/cond_until.h"

enum channel_result {
    CHANNEL_OK,
    CHANNEL_FULL,    /* no room now */
    CHANNEL_EMPTY,   /* no message now */
    CHANNEL_CLOSED,  /* never again */
    CHANNEL_TIMEOUT, /* nothing until the deadline */
};

/* Shared by both sides, and freed with the last of them. */
struct channel {
    pthread_mutex_t mutex; /* guards the rest */
    pthread_cond_t not_empty;
    pthread_cond_t not_full;
    void (*notify)(void *data); /* NULL but for chapter 24 */
    void *notify_data;
    size_t senders;    /* that have not been dropped */
    bool has_receiver; /* that has not been dropped */
    bool closed;       /* nothing is taken in any more */
    size_t first;      /* index of the oldest message */
    size_t count;      /* of messages; those after the first wrap around */
    size_t capacity;
    void *messages[];
};

/* The way in. Any thread may use it, several at a time too; whoever needs one
 * of their own clones it. Each is dropped once, and the last to be dropped
 * closes the channel. No call uses it then or later; a send whose message was
 * received does not, even if it has not returned yet. */
struct sender {
    struct channel *channel;
};

/* The way out. One thread at a time receives. Any thread may close it, until
 * it is dropped. */
struct receiver {
    struct channel *channel;
};

/* A channel with room for `capacity` messages, one at least, and both of its
 * ends. 0, or -1 with errno. */
static inline int channel_new(size_t capacity, struct sender *sender,
                              struct receiver *receiver)
{
    size_t most = (SIZE_MAX - sizeof(struct channel)) / sizeof(void *);
    if (capacity == 0 || capacity > most) {
        errno = EINVAL;
        return -1;
    }
    struct channel *channel =
        malloc(sizeof *channel + capacity * sizeof channel->messages[0]);
    if (channel == NULL)
        return -1;
    pthread_mutex_init(&channel->mutex, NULL);
    cond_init(&channel->not_empty);
    cond_init(&channel->not_full);
    channel->notify = NULL;
    channel->notify_data = NULL;
    channel->senders = 1;
    channel->has_receiver = true;
    channel->closed = false;
    channel->first = 0;
    channel->count = 0;
    channel->capacity = capacity;
    *sender = (struct sender){channel};
    *receiver = (struct receiver){channel};
    return 0;
}

/* Both drops end with this, holding the mutex: frees it if nobody is left. Then
 * nobody will lock the mutex again, and that is enough to destroy it: another
 * thread may be about to return from its own unlock. */
static inline void channel_unlock(struct channel *channel)
{
    bool unused = channel->senders == 0 && !channel->has_receiver;
    pthread_mutex_unlock(&channel->mutex);
    if (!unused)
        return;
    pthread_cond_destroy(&channel->not_full);
    pthread_cond_destroy(&channel->not_empty);
    pthread_mutex_destroy(&channel->mutex);
    free(channel);
}

/* There is something for the receiver, wherever it sleeps. The caller holds the
 * mutex. */
static inline void channel_tell_receiver(struct channel *channel)
{
    pthread_cond_signal(&channel->not_empty);
    if (channel->notify != NULL)
        channel->notify(channel->notify_data);
}

/* Tells everybody who waits for what will not come: the receiver, and every
 * sender. The caller holds the mutex. */
static inline void channel_close(struct channel *channel)
{
    channel->closed = true;
    channel_tell_receiver(channel);
    pthread_cond_broadcast(&channel->not_full);
}

/* An attempt to send, and one to receive. The caller holds the mutex. */
static inline enum channel_result channel_put(struct channel *channel,
                                              void *message)
{
    if (channel->closed)
        return CHANNEL_CLOSED;
    if (channel->count == channel->capacity)
        return CHANNEL_FULL;
    size_t last = (channel->first + channel->count) % channel->capacity;
    channel->messages[last] = message;
    channel->count++;
    channel_tell_receiver(channel);
    return CHANNEL_OK;
}

static inline enum channel_result channel_take(struct channel *channel,
                                               void **message)
{
    if (channel->count == 0)
        return channel->closed ? CHANNEL_CLOSED : CHANNEL_EMPTY;
    *message = channel->messages[channel->first];
    channel->first = (channel->first + 1) % channel->capacity;
    channel->count--;
    pthread_cond_signal(&channel->not_full);
    return CHANNEL_OK;
}

/* CHANNEL_OK: the message, and what it points to, is the receiver's, who sees
 * all that was written before. CHANNEL_CLOSED: it is still the caller's.
 * Blocks while the channel is full. */
static inline enum channel_result sender_send(const struct sender *sender,
                                              void *message)
{
    struct channel *channel = sender->channel;
    enum channel_result result;
    pthread_mutex_lock(&channel->mutex);
    while ((result = channel_put(channel, message)) == CHANNEL_FULL)
        pthread_cond_wait(&channel->not_full, &channel->mutex);
    pthread_mutex_unlock(&channel->mutex);
    return result;
}

/* The same, but CHANNEL_FULL where that would block: still the caller's. */
static inline enum channel_result sender_try_send(const struct sender *sender,
                                                  void *message)
{
    struct channel *channel = sender->channel;
    pthread_mutex_lock(&channel->mutex);
    enum channel_result result = channel_put(channel, message);
    pthread_mutex_unlock(&channel->mutex);
    return result;
}

/* CHANNEL_OK: *message is the oldest one, and the caller's. CHANNEL_CLOSED:
 * every message was received, and there will be no other. Blocks while the
 * channel is empty. */
static inline enum channel_result
receiver_receive(const struct receiver *receiver, void **message)
{
    struct channel *channel = receiver->channel;
    enum channel_result result;
    pthread_mutex_lock(&channel->mutex);
    while ((result = channel_take(channel, message)) == CHANNEL_EMPTY)
        pthread_cond_wait(&channel->not_empty, &channel->mutex);
    pthread_mutex_unlock(&channel->mutex);
    return result;
}

/* The same, but CHANNEL_EMPTY where that would block. */
static inline enum channel_result
receiver_try_receive(const struct receiver *receiver, void **message)
{
    struct channel *channel = receiver->channel;
    pthread_mutex_lock(&channel->mutex);
    enum channel_result result = channel_take(channel, message);
    pthread_mutex_unlock(&channel->mutex);
    return result;
}

/* The same, but CHANNEL_TIMEOUT if the channel is still empty when
 * clock_now_ns() has reached deadline_ns. */
static inline enum channel_result
receiver_receive_until(const struct receiver *receiver, void **message,
                       int64_t deadline_ns)
{
    struct channel *channel = receiver->channel;
    enum channel_result result;
    pthread_mutex_lock(&channel->mutex);
    while ((result = channel_take(channel, message)) == CHANNEL_EMPTY &&
           clock_now_ns() < deadline_ns)
        cond_wait_until(&channel->not_empty, &channel->mutex, deadline_ns);
    pthread_mutex_unlock(&channel->mutex);
    return result == CHANNEL_EMPTY ? CHANNEL_TIMEOUT : result;
}

/* What a receive would find, and how many messages there are. */
static inline enum channel_result receiver_look(const struct receiver *receiver,
                                                size_t *count)
{
    struct channel *channel = receiver->channel;
    pthread_mutex_lock(&channel->mutex);
    bool closed = channel->closed;
    *count = channel->count;
    pthread_mutex_unlock(&channel->mutex);
    if (*count > 0)
        return CHANNEL_OK;
    return closed ? CHANNEL_CLOSED : CHANNEL_EMPTY;
}

/* For a receiver that sleeps elsewhere: from now on until it is dropped, each
 * message that is put in and each close calls `notify`, with the mutex held. So
 * notify takes no lock and calls nothing of this channel. It is not told of what
 * is in the channel already: set it first, then look. */
static inline void receiver_set_notify(const struct receiver *receiver,
                                       void (*notify)(void *data), void *data)
{
    struct channel *channel = receiver->channel;
    pthread_mutex_lock(&channel->mutex);
    channel->notify = notify;
    channel->notify_data = data;
    pthread_mutex_unlock(&channel->mutex);
}

/* From now on nothing is taken in: every send, also one that waits for room,
 * is CHANNEL_CLOSED. What is in the channel can still be received. */
static inline void receiver_close(const struct receiver *receiver)
{
    struct channel *channel = receiver->channel;
    pthread_mutex_lock(&channel->mutex);
    channel_close(channel);
    pthread_mutex_unlock(&channel->mutex);
}

/* When a receive has said CHANNEL_CLOSED, and not before: a message that is
 * left would be lost. To leave early is to close, receive the rest, drop. */
static inline void receiver_drop(struct receiver *receiver)
{
    struct channel *channel = receiver->channel;
    if (channel == NULL)
        bug("a receiver was dropped twice");
    receiver->channel = NULL;
    pthread_mutex_lock(&channel->mutex);
    if (!channel->closed || channel->count > 0)
        bug("a receiver was dropped that could still receive");
    channel->has_receiver = false;
    channel->notify = NULL;
    channel_unlock(channel);
}

/* Another one into the same channel. */
static inline struct sender sender_clone(const struct sender *sender)
{
    struct channel *channel = sender->channel;
    pthread_mutex_lock(&channel->mutex);
    channel->senders++;
    pthread_mutex_unlock(&channel->mutex);
    return *sender;
}

/* The last one closes the channel. */
static inline void sender_drop(struct sender *sender)
{
    struct channel *channel = sender->channel;
    if (channel == NULL)
        bug("a sender was dropped twice");
    sender->channel = NULL;
    pthread_mutex_lock(&channel->mutex);
    if (channel->senders == 0)
        bug("a sender was dropped that was not counted");
    channel->senders--;
    if (channel->senders == 0)
        channel_close(channel);
    channel_unlock(channel);
}

#endif
