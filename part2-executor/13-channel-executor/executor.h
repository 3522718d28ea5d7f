/* Executor, spawner, task: many futures on one thread. What is to be polled
 * waits in a channel, and to wake a task is to send it there again.
 *
 * After the executor of "Asynchronous Programming in Rust", with a flag that
 * keeps a task from being queued twice.
 */
#ifndef EXECUTOR_H
#define EXECUTOR_H

#include <stdatomic.h>

#include "../../part1-futures/06-wakers/future.h"
#include "../11-block-on/block_on.h"
#include "../12-channel/channel.h"

/* At most so many tasks are queued, if nothing else is said; any number may be
 * pending. */
#define EXECUTOR_CAPACITY 10000

/* Receives tasks and polls them. One thread has it, "the executor's". */
struct executor {
    struct receiver receiver;
};

/* Brings futures in, from any thread. One for each who needs it: clone it. */
struct spawner {
    struct sender sender;
};

/* A future and its way into the queue. It is its own waker. The future and the
 * sender go when it is finished; the memory goes with the last reference,
 * which may be a waker's, on any thread and long afterwards. */
struct task {
    atomic_long references; /* its message's, and one for each waker */
    atomic_bool queued;     /* and for good when it is finished: never again */
    bool forgotten;         /* not to be polled any more, only finished */
    struct sender sender;   /* keeps the channel open until it is finished */
    struct future *future;  /* owned; NULL when it is finished */
    void (*release)(struct future *future); /* frees its storage, or NULL */
};

/* Into the queue, with a reference that whoever receives it gives back. To wait
 * for room would be a deadlock on the executor's thread. */
static inline void task_send(struct task *task)
{
    atomic_fetch_add(&task->references, 1);
    enum channel_result result = sender_try_send(&task->sender, task);
    if (result == CHANNEL_OK)
        return;
    if (result == CHANNEL_CLOSED)
        bug("a pending task has outlived its executor");
    fprintf(stderr, "executor: more than %zu tasks are queued\n",
            task->sender.channel->capacity);
    exit(1);
}

/* Gives back a reference. With the last one of a task that is pending goes the
 * last who could wake it. The future is the executor's to drop, so the task
 * goes there once more. */
static inline void task_drop(struct task *task)
{
    if (atomic_fetch_sub(&task->references, 1) != 1)
        return;
    if (task->future == NULL) {
        free(task);
        return;
    }
    task->forgotten = true;
    task_send(task);
}

static inline void *task_waker_clone(void *data)
{
    struct task *task = data;
    atomic_fetch_add(&task->references, 1);
    return task;
}

static inline void task_waker_wake_by_ref(void *data)
{
    struct task *task = data;
    if (!atomic_exchange(&task->queued, true))
        task_send(task);
}

static inline void task_waker_drop(void *data)
{
    task_drop(data);
}

/* The reference is given back last: it keeps the task while it is sent. */
static inline void task_waker_wake(void *data)
{
    task_waker_wake_by_ref(data);
    task_drop(data);
}

static const struct waker_ops task_waker_ops = {
    .clone = task_waker_clone,
    .wake = task_waker_wake,
    .wake_by_ref = task_waker_wake_by_ref,
    .drop = task_waker_drop,
};

/* From here on, all is done on the executor's thread. The flag goes up and
 * stays: no wake sends the task any more. If it was down, all that was sent
 * has been received, and nobody needs the sender: a send that has not returned
 * yet has only the channel to unlock. If it was up, a wake has sent the task or
 * is about to: it comes out of the queue once more. */
static inline void task_finish(struct task *task)
{
    bool woken = atomic_exchange(&task->queued, true);
    struct future *future = task->future;
    task->future = NULL;
    future_drop(future);
    if (task->release != NULL)
        task->release(future);
    if (!woken)
        sender_drop(&task->sender);
}

/* The waker is borrowed: its reference is the one that came with the message. */
static inline enum poll_state task_poll(struct task *task)
{
    struct waker waker = {task, &task_waker_ops};
    struct context cx = {&waker};
    bool outer = inside_poll;
    inside_poll = true;
    enum poll_state state = future_poll(task->future, &cx);
    inside_poll = outer;
    return state;
}

/* With a task that was received. The flag goes down before the poll: whoever
 * wakes from now on wants another one. An exchange, since a store would not
 * see what was done before a wake that found the flag up. True if it polled. */
static inline bool task_run(struct task *task)
{
    bool poll = false;
    if (task->future == NULL) { /* woken in its last poll */
        sender_drop(&task->sender);
    } else {
        atomic_exchange(&task->queued, false);
        poll = !task->forgotten;
        if (!poll || task_poll(task) == POLL_READY)
            task_finish(task);
    }
    task_drop(task);
    return poll;
}

/* An executor with room for `capacity` queued tasks, and its first spawner. 0,
 * or -1 with errno. */
static inline int executor_with_capacity(struct executor *executor,
                                         struct spawner *spawner,
                                         size_t capacity)
{
    return channel_new(capacity, &spawner->sender, &executor->receiver);
}

static inline int executor_new(struct executor *executor,
                               struct spawner *spawner)
{
    return executor_with_capacity(executor, spawner, EXECUTOR_CAPACITY);
}

/* Polls what is woken, until the last spawner was dropped and the last task is
 * finished. Returns how many polls it took. Not to be called in a poll: what
 * that belongs to would wait for it. */
static inline long executor_run(struct executor *executor)
{
    if (inside_poll)
        bug("executor_run inside a poll: spawn the future instead");
    long polls = 0;
    void *message;
    while (receiver_receive(&executor->receiver, &message) == CHANNEL_OK)
        polls += task_run(message);
    return polls;
}

/* When it has run, or instead: what was spawned is dropped, unpolled. */
static inline void executor_drop(struct executor *executor)
{
    void *message;
    receiver_close(&executor->receiver);
    while (receiver_receive(&executor->receiver, &message) == CHANNEL_OK) {
        struct task *task = message;
        task->forgotten = true;
        task_run(task);
    }
    receiver_drop(&executor->receiver);
}

/* 0: the future is the executor's, which drops it and then calls `release`, if
 * that is not NULL, to free its storage. -1: it is still the caller's. errno is
 * EAGAIN if as many tasks are queued as there is room for, EPIPE if the executor
 * is gone, or that of malloc. */
static inline int spawner_spawn(const struct spawner *spawner,
                                struct future *future,
                                void (*release)(struct future *future))
{
    struct task *task = malloc(sizeof *task);
    if (task == NULL)
        return -1;
    atomic_init(&task->references, 1);
    atomic_init(&task->queued, true);
    task->forgotten = false;
    task->sender = sender_clone(&spawner->sender);
    task->future = future;
    task->release = release;
    enum channel_result result = sender_try_send(&spawner->sender, task);
    if (result == CHANNEL_OK)
        return 0;
    sender_drop(&task->sender);
    free(task);
    errno = result == CHANNEL_FULL ? EAGAIN : EPIPE;
    return -1;
}

static inline struct spawner spawner_clone(const struct spawner *spawner)
{
    return (struct spawner){sender_clone(&spawner->sender)};
}

static inline void spawner_drop(struct spawner *spawner)
{
    sender_drop(&spawner->sender);
}

#endif
