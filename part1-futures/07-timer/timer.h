/* A future that is ready when its deadline has come. It waits on a thread of
 * its own, which it starts at the first poll and joins when it is dropped.
 *
 * After TimerFuture in "Asynchronous Programming in Rust", where the thread is
 * never joined. Chapter 15 needs no thread for it.
 */
#ifndef TIMER_H
#define TIMER_H

#include "../06-wakers/future.h"
#include "cond_until.h"

/* It stays where timer_init found it. `started` and `thread` belong to whoever
 * polls and drops; what both threads use stands below the mutex. With the
 * mutex held, nothing of a waker is called. */
struct timer {
    struct future future;
    int64_t deadline_ns;
    int error;    /* output: 0, or why there was no thread to wait */
    bool started; /* there is a thread to join */
    pthread_t thread;

    pthread_mutex_t mutex; /* guards all below */
    pthread_cond_t changed;
    bool fired;
    bool cancelled;
    struct waker waker; /* owned: that of the latest poll */
};

/* The timer's thread. Its wake may do as it likes, except drop the timer: the
 * poll that it answers may not have returned yet. */
static inline void *timer_main(void *arg)
{
    struct timer *timer = arg;
    struct waker waker = {NULL, NULL};
    pthread_mutex_lock(&timer->mutex);
    while (!timer->cancelled && clock_now_ns() < timer->deadline_ns)
        cond_wait_until(&timer->changed, &timer->mutex, timer->deadline_ns);
    if (!timer->cancelled) {
        timer->fired = true;
        waker = waker_take(&timer->waker);
    }
    pthread_mutex_unlock(&timer->mutex);
    waker_wake(&waker);
    return NULL;
}

static inline void timer_start(struct timer *timer)
{
    timer->error = pthread_create(&timer->thread, NULL, timer_main, timer);
    timer->started = timer->error == 0;
}

/* Leaves its waker and looks under one lock: the thread cannot fire between
 * the two. */
static inline enum poll_state timer_poll(struct future *self,
                                         struct context *cx)
{
    struct timer *timer = container_of(self, struct timer, future);
    struct waker latest = waker_clone(cx->waker);
    pthread_mutex_lock(&timer->mutex);
    struct waker old = timer->waker;
    timer->waker = latest;
    if (!timer->started)
        timer_start(timer);
    bool ready = timer->fired || timer->error != 0;
    pthread_mutex_unlock(&timer->mutex);
    waker_drop(&old);
    return ready ? POLL_READY : POLL_PENDING;
}

/* Tell the thread, and wait until it is gone. It may be in the middle of its
 * wake: the caller holds no lock that a wake takes. */
static inline void timer_stop(struct timer *timer)
{
    if (pthread_equal(timer->thread, pthread_self()))
        bug("a timer was dropped by its own wake");
    pthread_mutex_lock(&timer->mutex);
    timer->cancelled = true;
    pthread_cond_signal(&timer->changed);
    pthread_mutex_unlock(&timer->mutex);
    pthread_join(timer->thread, NULL);
}

/* When this returns, nobody will wake for the timer any more. */
static inline void timer_drop(struct future *self)
{
    struct timer *timer = container_of(self, struct timer, future);
    if (timer->started)
        timer_stop(timer);
    waker_drop(&timer->waker);
    pthread_cond_destroy(&timer->changed);
    pthread_mutex_destroy(&timer->mutex);
}

/* Ready `seconds` of the book from now. */
static inline void timer_init(struct timer *timer, double seconds)
{
    timer->future = (struct future){timer_poll, timer_drop};
    timer->deadline_ns =
        clock_now_ns() + (int64_t)(seconds * (double)clock_second_ns());
    timer->error = 0;
    pthread_mutex_init(&timer->mutex, NULL);
    cond_init(&timer->changed);
    timer->started = false;
    timer->fired = false;
    timer->cancelled = false;
    timer->waker = (struct waker){NULL, NULL};
}

#endif
