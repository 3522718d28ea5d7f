/* A doorbell that any thread may ring, and DoorbellWait: a future that is
 * ready when it was rung. The bell's part is what any source of events does:
 * keep a waker, and wake it. */
#ifndef DOORBELL_H
#define DOORBELL_H

#include "../01-waiting/clock.h"
#include "future.h"

/* For one wait at a time: a second one's waker would replace the first's. */
struct doorbell {
    pthread_mutex_t mutex; /* guards the rest */
    bool rung;             /* and it stays so */
    struct waker waker;    /* owned: whom to wake */
};

static inline void doorbell_init(struct doorbell *bell)
{
    pthread_mutex_init(&bell->mutex, NULL);
    bell->rung = false;
    bell->waker = (struct waker){NULL, NULL};
}

static inline void doorbell_destroy(struct doorbell *bell)
{
    pthread_mutex_destroy(&bell->mutex);
}

/* Here as below, no waker is called under the lock: it might want it. */
static inline void doorbell_ring(struct doorbell *bell)
{
    pthread_mutex_lock(&bell->mutex);
    bell->rung = true;
    struct waker waker = waker_take(&bell->waker);
    pthread_mutex_unlock(&bell->mutex);
    waker_wake(&waker);
}

static inline bool doorbell_was_rung(struct doorbell *bell)
{
    pthread_mutex_lock(&bell->mutex);
    bool rung = bell->rung;
    pthread_mutex_unlock(&bell->mutex);
    return rung;
}

static inline void doorbell_keep_waker(struct doorbell *bell,
                                       const struct waker *waker)
{
    struct waker clone = waker_clone(waker);
    pthread_mutex_lock(&bell->mutex);
    struct waker old = bell->waker;
    bell->waker = clone;
    pthread_mutex_unlock(&bell->mutex);
    waker_drop(&old);
}

static inline void doorbell_drop_waker(struct doorbell *bell)
{
    pthread_mutex_lock(&bell->mutex);
    struct waker waker = waker_take(&bell->waker);
    pthread_mutex_unlock(&bell->mutex);
    waker_drop(&waker);
}

struct doorbell_wait {
    struct future future;
    struct doorbell *bell; /* borrowed */
};

/* Leaves its waker, then looks. The other way round, a ring between the two
 * would wake nobody. */
static inline enum poll_state doorbell_wait_poll(struct future *self,
                                                 struct context *cx)
{
    struct doorbell_wait *wait =
        container_of(self, struct doorbell_wait, future);
    doorbell_keep_waker(wait->bell, cx->waker);
    return doorbell_was_rung(wait->bell) ? POLL_READY : POLL_PENDING;
}

static inline void doorbell_wait_drop(struct future *self)
{
    struct doorbell_wait *wait =
        container_of(self, struct doorbell_wait, future);
    doorbell_drop_waker(wait->bell);
}

static inline void doorbell_wait_init(struct doorbell_wait *wait,
                                      struct doorbell *bell)
{
    wait->future = (struct future){doorbell_wait_poll, doorbell_wait_drop};
    wait->bell = bell;
}

/* Somebody who comes after a while and rings, on a thread of their own. */
struct visitor {
    pthread_t thread;
    struct doorbell *bell; /* borrowed */
    int64_t deadline_ns;
};

static inline void *visitor_main(void *arg)
{
    struct visitor *visitor = arg;
    clock_sleep_until(visitor->deadline_ns);
    doorbell_ring(visitor->bell);
    return NULL;
}

/* Rings `seconds` of the book from now. */
static inline void visitor_start(struct visitor *visitor, struct doorbell *bell,
                                 double seconds)
{
    visitor->bell = bell;
    visitor->deadline_ns =
        clock_now_ns() + (int64_t)(seconds * (double)clock_second_ns());
    int error = pthread_create(&visitor->thread, NULL, visitor_main, visitor);
    if (error != 0)
        die("pthread_create", error);
}

/* Waits until they have rung. */
static inline void visitor_join(struct visitor *visitor)
{
    pthread_join(visitor->thread, NULL);
}

#endif
