/* For the checks: futures that count what is done to them, and an executor to
 * spawn them on. Memory and threads are counted as in chapter 13, and mutexes
 * as well: a timer that nobody has polled has nothing else to give back. */
#ifndef PROBE_H
#define PROBE_H

#include "../../13-channel-executor/exercises/counted.h"

static atomic_int mutexes;

static inline int mutex_init_counted(pthread_mutex_t *mutex,
                                     const pthread_mutexattr_t *attr)
{
    mutexes++;
    return pthread_mutex_init(mutex, attr);
}

static inline int mutex_destroy_counted(pthread_mutex_t *mutex)
{
    mutexes--;
    return pthread_mutex_destroy(mutex);
}

#define pthread_mutex_init    mutex_init_counted
#define pthread_mutex_destroy mutex_destroy_counted

#include "../../../part1-futures/06-wakers/counting_waker.h"
#include "../../../part2-executor/14-join-handles/join_handle.h"

struct probe {
    struct future future;
    int turns; /* to come until it is ready; below 0: it waits for the bell */
    int polls;
};

static struct executor test_executor;
static struct spawner test_spawner;
static int dropped, released;
static struct counting_waker counting;

/* Where a probe that waits leaves its waker, if it is not NULL. Without one it
 * waits for nothing, and only its handle keeps it. */
static struct waker *bell;

static inline enum poll_state probe_poll(struct future *self,
                                         struct context *cx)
{
    struct probe *probe = container_of(self, struct probe, future);
    probe->polls++;
    if (probe->turns < 0) {
        if (bell != NULL)
            waker_keep(bell, cx->waker);
        return POLL_PENDING;
    }
    if (probe->turns-- == 0)
        return POLL_READY;
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}

static inline void probe_drop(struct future *self)
{
    (void)self;
    dropped++;
}

static inline void probe_release(struct future *future)
{
    (void)future;
    released += released < dropped;
}

static inline struct future *probe_init(struct probe *probe, int turns)
{
    *probe = (struct probe){{probe_poll, probe_drop}, turns, 0};
    return &probe->future;
}

static inline void begin(void)
{
    setenv("SECOND_MS", "100", 1);
    dropped = released = 0;
    counting_waker_init(&counting);
    if (executor_new(&test_executor, &test_spawner) != 0)
        die("executor_new", errno);
}

/* Polls what is queued, and what that wakes, so many times at most. */
static inline void turn(int times)
{
    void *message;
    while (times-- > 0 && receiver_try_receive(&test_executor.receiver,
                                               &message) == CHANNEL_OK)
        task_run(message);
}

static inline void end(void)
{
    spawner_drop(&test_spawner);
    executor_run(&test_executor);
    executor_drop(&test_executor);
}

/* Polls once, with a waker that counts. */
static inline bool is_ready(struct future *future)
{
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};
    bool ready = future_poll(future, &cx) == POLL_READY;
    waker_drop(&waker);
    return ready;
}

#define CHECK_GONE(expected) \
    do { \
        CHECK_INT(dropped, expected, "tasks dropped", \
                  "a handle is not dropped, or a task not aborted"); \
        CHECK_INT(released, expected, "tasks released after that", \
                  "release is not handed on"); \
        CHECK_INT(blocks, 0, "blocks of memory left", \
                  "a handle is not dropped"); \
    } while (0)

#endif
