/* The event loop: an executor whose thread sleeps in poll(), until a descriptor
 * is ready, a deadline has come, or another thread has woken a task.
 */
#ifndef EVENT_LOOP_H
#define EVENT_LOOP_H

#include <fcntl.h>
#include <unistd.h>

#include "../../part2-executor/13-channel-executor/executor.h"
#include "../../part2-executor/15-sleeping/sleep.h"
#include "watch.h"

/* Stays where event_loop_new found it: what its tasks wait for points to
 * `sleeps` and to `watch`. */
struct event_loop {
    struct executor executor;
    struct sleeps sleeps;
    struct watch watch;
    int self_pipe[2];   /* a byte in it ends the poll() */
    atomic_bool asleep; /* or about to be: whoever sends writes a byte */
};

/* Both ends do not block, and no program that is started has them. 0, or -1
 * with errno. */
static inline int self_pipe_new(int ends[2])
{
    if (pipe(ends) != 0)
        return -1;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    }
    return 0;
}

static inline void self_pipe_drop(const int ends[2])
{
    close(ends[0]);
    close(ends[1]);
}

/* Something was sent to the executor: from any thread, with the channel's mutex
 * held. One byte for each sleep, so the pipe has always room for it. */
static inline void event_loop_notify(void *data)
{
    struct event_loop *loop = data;
    if (!atomic_exchange(&loop->asleep, false))
        return;
    while (write(loop->self_pipe[1], "", 1) < 0 && errno == EINTR)
        ;
}

/* With room for `capacity` queued tasks: for as many as descriptors and other
 * threads may wake at once. By this clock, which outlives it. 0, or -1 with
 * errno. */
static inline int event_loop_with(struct event_loop *loop,
                                  struct spawner *spawner, size_t capacity,
                                  struct clock *clock)
{
    if (self_pipe_new(loop->self_pipe) != 0)
        return -1;
    if (watch_new(&loop->watch, loop->self_pipe[0]) != 0)
        goto drop_pipe;
    if (executor_with_capacity(&loop->executor, spawner, capacity) != 0)
        goto drop_watch;
    sleeps_init(&loop->sleeps, clock);
    atomic_init(&loop->asleep, false);
    receiver_set_notify(&loop->executor.receiver, event_loop_notify, loop);
    return 0;
drop_watch:
    watch_drop(&loop->watch);
drop_pipe:
    self_pipe_drop(loop->self_pipe);
    return -1;
}

static inline int event_loop_new(struct event_loop *loop,
                                 struct spawner *spawner)
{
    return event_loop_with(loop, spawner, EXECUTOR_CAPACITY, real_clock());
}

/* What executor_drop drops may wait for something, so that goes first. */
static inline void event_loop_drop(struct event_loop *loop)
{
    if (inside_poll)
        bug("event_loop_drop inside a poll: let the run end first");
    executor_drop(&loop->executor);
    sleeps_destroy(&loop->sleeps);
    watch_drop(&loop->watch);
    self_pipe_drop(loop->self_pipe);
}

/* Polls as many tasks as are queued now. Those that they wake come after the
 * next look at the descriptors, so a task that keeps waking itself delays
 * nobody else for long. */
static inline long event_loop_run_queued(struct event_loop *loop, size_t queued)
{
    const struct receiver *receiver = &loop->executor.receiver;
    long polls = 0;
    void *message;
    for (; queued > 0; queued--)
        if (receiver_receive(receiver, &message) == CHANNEL_OK)
            polls += task_run(message);
    return polls;
}

/* Wakes what is due, as long as there is room in the queue. The rest is still
 * due in the next turn. */
static inline void event_loop_wake_due(struct event_loop *loop)
{
    const struct receiver *receiver = &loop->executor.receiver;
    size_t queued;
    do
        receiver_look(receiver, &queued);
    while (queued < receiver->channel->capacity &&
           sleeps_wake_one(&loop->sleeps));
}

/* Asks the kernel, and wakes what is ready or due. If no task is queued, it
 * sleeps until there is something to be done. `asleep` goes up before the look
 * at the queue: a message that comes after the look brings a byte. */
static inline void event_loop_wait(struct event_loop *loop)
{
    size_t queued;
    int64_t until_ns = 0;
    atomic_store(&loop->asleep, true);
    if (receiver_look(&loop->executor.receiver, &queued) == CHANNEL_EMPTY)
        until_ns = sleeps_idle_until_ns(&loop->sleeps);
    bool ready = watch_poll(&loop->watch, until_ns);
    atomic_store(&loop->asleep, false);
    char bytes[8];
    if (ready && loop->watch.fds[0].revents != 0)
        while (read(loop->self_pipe[0], bytes, sizeof bytes) > 0)
            ;
    if (ready)
        watch_wake(&loop->watch);
    event_loop_wake_due(loop);
}

/* Polls what is woken, by a descriptor, its deadline or another thread, until
 * the last spawner was dropped and the last task is finished. Returns how many
 * polls it took. */
static inline long event_loop_run(struct event_loop *loop)
{
    if (inside_poll)
        bug("event_loop_run inside a poll: spawn the future instead");
    if (loop->executor.receiver.channel->notify_data != loop)
        bug("an event loop was moved: wakes go to where it was");
    long polls = 0;
    size_t queued;
    while (receiver_look(&loop->executor.receiver, &queued) != CHANNEL_CLOSED) {
        polls += event_loop_run_queued(loop, queued);
        event_loop_wait(loop);
    }
    return polls;
}

#endif
