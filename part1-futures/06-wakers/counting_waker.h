/* A waker that counts how often it was woken and how many of it are alive,
 * and on which a thread can sleep. */
#ifndef COUNTING_WAKER_H
#define COUNTING_WAKER_H

#include "future.h"

struct counting_waker {
    pthread_mutex_t mutex; /* guards wakes and alive */
    pthread_cond_t woken;
    long wakes;
    long alive; /* wakers handed out and not yet given back */
};

static inline void *counting_waker_clone(void *data)
{
    struct counting_waker *counting = data;
    pthread_mutex_lock(&counting->mutex);
    counting->alive++;
    pthread_mutex_unlock(&counting->mutex);
    return counting;
}

static inline void counting_waker_wake_by_ref(void *data)
{
    struct counting_waker *counting = data;
    pthread_mutex_lock(&counting->mutex);
    counting->wakes++;
    pthread_cond_broadcast(&counting->woken);
    pthread_mutex_unlock(&counting->mutex);
}

/* The caller holds the mutex. */
static inline void counting_waker_give_back(struct counting_waker *counting)
{
    if (counting->alive == 0)
        bug("a waker was given back twice");
    counting->alive--;
}

static inline void counting_waker_drop(void *data)
{
    struct counting_waker *counting = data;
    pthread_mutex_lock(&counting->mutex);
    counting_waker_give_back(counting);
    pthread_mutex_unlock(&counting->mutex);
}

/* In one go: who sees the wake also sees that the waker is given back. */
static inline void counting_waker_wake(void *data)
{
    struct counting_waker *counting = data;
    pthread_mutex_lock(&counting->mutex);
    counting_waker_give_back(counting);
    counting->wakes++;
    pthread_cond_broadcast(&counting->woken);
    pthread_mutex_unlock(&counting->mutex);
}

static const struct waker_ops counting_waker_ops = {
    .clone = counting_waker_clone,
    .wake = counting_waker_wake,
    .wake_by_ref = counting_waker_wake_by_ref,
    .drop = counting_waker_drop,
};

static inline void counting_waker_init(struct counting_waker *counting)
{
    pthread_mutex_init(&counting->mutex, NULL);
    pthread_cond_init(&counting->woken, NULL);
    counting->wakes = 0;
    counting->alive = 0;
}

/* By now every waker must have been given back. */
static inline void counting_waker_destroy(struct counting_waker *counting)
{
    if (counting->alive > 0)
        bug("a waker was not given back");
    pthread_cond_destroy(&counting->woken);
    pthread_mutex_destroy(&counting->mutex);
}

/* A waker that wakes *counting. Its owner gives it back. */
static inline struct waker counting_waker_new(struct counting_waker *counting)
{
    return (struct waker){counting_waker_clone(counting), &counting_waker_ops};
}

static inline long counting_waker_wakes(struct counting_waker *counting)
{
    pthread_mutex_lock(&counting->mutex);
    long wakes = counting->wakes;
    pthread_mutex_unlock(&counting->mutex);
    return wakes;
}

static inline long counting_waker_alive(struct counting_waker *counting)
{
    pthread_mutex_lock(&counting->mutex);
    long alive = counting->alive;
    pthread_mutex_unlock(&counting->mutex);
    return alive;
}

/* Block until it was woken more than `seen` times; returns how often. */
static inline long counting_waker_wait(struct counting_waker *counting,
                                       long seen)
{
    pthread_mutex_lock(&counting->mutex);
    while (counting->wakes <= seen)
        pthread_cond_wait(&counting->woken, &counting->mutex);
    long wakes = counting->wakes;
    pthread_mutex_unlock(&counting->mutex);
    return wakes;
}

/* Poll until ready, and sleep in between. Returns how many polls it took. */
static inline long counting_waker_run(struct counting_waker *counting,
                                      struct future *future)
{
    struct waker waker = counting_waker_new(counting);
    struct context cx = {&waker};
    long seen = counting_waker_wakes(counting);
    long polls = 1;
    while (future_poll(future, &cx) == POLL_PENDING) {
        seen = counting_waker_wait(counting, seen);
        polls++;
    }
    waker_drop(&waker);
    return polls;
}

#endif
