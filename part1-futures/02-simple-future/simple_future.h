/* A future, for now: something that will be there later, and a way to ask.
 *
 * After SimpleFuture in "Asynchronous Programming in Rust". Chapter 6 gives
 * its wake an argument and makes it the real one.
 */
#ifndef SIMPLE_FUTURE_H
#define SIMPLE_FUTURE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "../01-waiting/program.h"

enum poll_state { POLL_PENDING, POLL_READY };

/* poll gets on with it as far as it goes without waiting, and says:
 *   POLL_READY    done; what came of it stands in the struct around this one
 *   POLL_PENDING  not yet; wake is called, from any thread, when it is worth
 *                 polling again
 */
struct simple_future {
    enum poll_state (*poll)(struct simple_future *self, void (*wake)(void));
};

/* The struct of which *pointer is the member. */
/* clang-format off */
#define container_of(pointer, type, member) \
    ((type *)((char *)(pointer) - offsetof(type, member)))
/* clang-format on */

static inline enum poll_state
simple_future_poll_after_ready(struct simple_future *self, void (*wake)(void))
{
    (void)self;
    (void)wake;
    bug("a future was polled after it was ready");
}

/* How everyone polls: once a future was ready, asking again is a bug. */
static inline enum poll_state simple_future_poll(struct simple_future *self,
                                                 void (*wake)(void))
{
    enum poll_state state = self->poll(self, wake);
    if (state == POLL_READY)
        self->poll = simple_future_poll_after_ready;
    return state;
}

/* What simple_future_run sleeps on. A wake without an argument can only reach
 * a global, so there is one of it: one run at a time. */
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool woken;
} simple_future_sleep = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
                         false};

static inline void simple_future_wake(void)
{
    pthread_mutex_lock(&simple_future_sleep.mutex);
    simple_future_sleep.woken = true;
    pthread_cond_signal(&simple_future_sleep.changed);
    pthread_mutex_unlock(&simple_future_sleep.mutex);
}

/* Block until simple_future_wake has been called since the last time. */
static inline void simple_future_wait(void)
{
    pthread_mutex_lock(&simple_future_sleep.mutex);
    while (!simple_future_sleep.woken)
        pthread_cond_wait(&simple_future_sleep.changed,
                          &simple_future_sleep.mutex);
    simple_future_sleep.woken = false;
    pthread_mutex_unlock(&simple_future_sleep.mutex);
}

/* Poll until ready, and sleep in between. Returns how many polls it took. */
static inline long simple_future_run(struct simple_future *future)
{
    long polls = 1;
    while (simple_future_poll(future, simple_future_wake) == POLL_PENDING) {
        simple_future_wait();
        polls++;
    }
    return polls;
}

#endif
