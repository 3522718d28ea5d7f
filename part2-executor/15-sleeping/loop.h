/* The main loop: an executor that sleeps for its tasks. It runs what is ready
 * and wakes what is due; when there is neither, its thread sleeps until the
 * earliest deadline or until another thread wakes a task.
 */
#ifndef LOOP_H
#define LOOP_H

#include "../13-channel-executor/executor.h"
#include "sleep.h"

/* Stays where loop_new found it: the sleeps of its tasks point to `sleeps`. */
struct loop {
    struct executor executor;
    struct sleeps sleeps;
};

/* With room for `capacity` queued tasks, by this clock, which outlives it. 0,
 * or -1 with errno. */
static inline int loop_with(struct loop *loop, struct spawner *spawner,
                            size_t capacity, struct clock *clock)
{
    sleeps_init(&loop->sleeps, clock);
    return executor_with_capacity(&loop->executor, spawner, capacity);
}

static inline int loop_new(struct loop *loop, struct spawner *spawner)
{
    return loop_with(loop, spawner, EXECUTOR_CAPACITY, real_clock());
}

/* What executor_drop drops may be asleep, so the sleeps go last. */
static inline void loop_drop(struct loop *loop)
{
    executor_drop(&loop->executor);
    sleeps_destroy(&loop->sleeps);
}

/* Wakes one sleep that is due and polls one task that is ready. Both, each
 * time: a task that keeps waking itself delays no sleep. And one, not all: the
 * queue does not grow, however many are due at once. CHANNEL_EMPTY if no task
 * is ready, CHANNEL_CLOSED if there will be none. */
static inline enum channel_result loop_turn(struct loop *loop, long *polls)
{
    void *message;
    sleeps_wake_one(&loop->sleeps);
    enum channel_result result =
        receiver_try_receive(&loop->executor.receiver, &message);
    if (result == CHANNEL_OK)
        *polls += task_run(message);
    return result;
}

/* Until the earliest deadline, or until another thread sends a task, which it
 * polls. */
static inline void loop_sleep(struct loop *loop, long *polls)
{
    void *message;
    if (receiver_receive_until(&loop->executor.receiver, &message,
                               sleeps_idle_until_ns(&loop->sleeps)) ==
        CHANNEL_OK)
        *polls += task_run(message);
}

/* Polls what is woken, by other threads or by its deadline, until the last
 * spawner was dropped and the last task is finished. Returns how many polls it
 * took. Not to be called in a poll, like executor_run. With a held clock that
 * does not jump no deadline comes while the thread sleeps: it waits for messages
 * only. */
static inline long loop_run(struct loop *loop)
{
    if (inside_poll)
        bug("loop_run inside a poll: spawn the future instead");
    long polls = 0;
    enum channel_result result;
    while ((result = loop_turn(loop, &polls)) != CHANNEL_CLOSED)
        if (result == CHANNEL_EMPTY)
            loop_sleep(loop, &polls);
    return polls;
}

/* The same without sleeping: until nothing is left to be done now, which is
 * never if a task wakes itself in each poll. For whoever holds the clock. */
static inline long loop_run_ready(struct loop *loop)
{
    if (inside_poll)
        bug("loop_run_ready inside a poll: spawn the future instead");
    long polls = 0;
    while (loop_turn(loop, &polls) == CHANNEL_OK)
        ;
    return polls;
}

#endif
