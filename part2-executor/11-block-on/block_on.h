/* block_on: one future and the thread that calls. The simplest executor.
 *
 * After std::thread::park and unpark in Rust, and the crate pollster.
 */
#ifndef BLOCK_ON_H
#define BLOCK_ON_H

#include <stdatomic.h>

#include "../../part1-futures/06-wakers/future.h"

/* What a thread sleeps on, and what its wakers point to. They may be kept for
 * longer than the thread sleeps or lives, so each counts as a reference. */
struct parker {
    atomic_long references; /* the last to be dropped frees it */
    pthread_mutex_t mutex;  /* guards unparked */
    pthread_cond_t changed;
    bool unparked; /* an unpark that no park has used up yet */
};

/* With one reference, the caller's; or NULL, and errno says why. */
static inline struct parker *parker_new(void)
{
    struct parker *parker = malloc(sizeof *parker);
    if (parker == NULL)
        return NULL;
    atomic_init(&parker->references, 1);
    pthread_mutex_init(&parker->mutex, NULL);
    pthread_cond_init(&parker->changed, NULL);
    parker->unparked = false;
    return parker;
}

/* Another reference. */
static inline struct parker *parker_clone(struct parker *parker)
{
    atomic_fetch_add(&parker->references, 1);
    return parker;
}

static inline void parker_drop(struct parker *parker)
{
    if (atomic_fetch_sub(&parker->references, 1) != 1)
        return;
    pthread_cond_destroy(&parker->changed);
    pthread_mutex_destroy(&parker->mutex);
    free(parker);
}

/* Block until there has been an unpark since the last park. For one thread. */
static inline void parker_park(struct parker *parker)
{
    pthread_mutex_lock(&parker->mutex);
    while (!parker->unparked)
        pthread_cond_wait(&parker->changed, &parker->mutex);
    parker->unparked = false;
    pthread_mutex_unlock(&parker->mutex);
}

/* From any thread, at any time. Several before a park are as good as one. */
static inline void parker_unpark(struct parker *parker)
{
    pthread_mutex_lock(&parker->mutex);
    parker->unparked = true;
    pthread_cond_signal(&parker->changed);
    pthread_mutex_unlock(&parker->mutex);
}

static inline void *parker_waker_clone(void *data)
{
    return parker_clone(data);
}

static inline void parker_waker_wake_by_ref(void *data)
{
    parker_unpark(data);
}

static inline void parker_waker_drop(void *data)
{
    parker_drop(data);
}

/* The reference is given back last: it is what keeps the parker alive while
 * the thread is being woken. */
static inline void parker_waker_wake(void *data)
{
    parker_unpark(data);
    parker_drop(data);
}

static const struct waker_ops parker_waker_ops = {
    .clone = parker_waker_clone,
    .wake = parker_waker_wake,
    .wake_by_ref = parker_waker_wake_by_ref,
    .drop = parker_waker_drop,
};

/* A waker that unparks. It has a reference of its own. */
static inline struct waker parker_waker(struct parker *parker)
{
    return (struct waker){parker_clone(parker), &parker_waker_ops};
}

/* True while this thread is in a poll: its executor sees to that. */
static _Thread_local bool inside_poll;

/* Poll on this thread until ready, parked in between. Returns how many polls
 * it took. The future is not dropped. Not to be called in a poll: this thread
 * would sleep, and with it all that the outer executor drives. */
static inline long block_on(struct future *future)
{
    if (inside_poll)
        bug("block_on inside a poll: await the future instead");
    inside_poll = true;
    struct parker *parker = parker_new();
    if (parker == NULL)
        die("block_on", errno);
    struct waker waker = parker_waker(parker);
    struct context cx = {&waker};
    long polls = 1;
    while (future_poll(future, &cx) == POLL_PENDING) {
        parker_park(parker);
        polls++;
    }
    waker_drop(&waker);
    parker_drop(parker);
    inside_poll = false;
    return polls;
}

#endif
