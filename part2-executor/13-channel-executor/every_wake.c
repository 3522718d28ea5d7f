/* Step 13.1: an executor, and a task that is queued at every wake.
 *
 * A task has a sender and sends itself. The postman brings ten letters at
 * once, and wakes the reader for each.
 */
#include "../12-channel/channel.h"
#include "letters.h"

#define QUEUED_MAX 100

/* A future and its way into the queue. The storage outlives every waker. */
struct task {
    struct future *future; /* borrowed */
    struct sender sender;  /* dropped when it is done */
    bool done;
};

static void task_wake(void *data)
{
    struct task *task = data;
    if (task->done)
        return;
    if (sender_try_send(&task->sender, task) != CHANNEL_OK)
        bug("the queue is full");
}

static void *task_waker_clone(void *data)
{
    return data;
}

static void task_waker_drop(void *data)
{
    (void)data;
}

static const struct waker_ops task_waker_ops = {
    .clone = task_waker_clone,
    .wake = task_wake,
    .wake_by_ref = task_wake,
    .drop = task_waker_drop,
};

static enum poll_state task_poll(struct task *task)
{
    struct waker waker = {task, &task_waker_ops};
    struct context cx = {&waker};
    return future_poll(task->future, &cx);
}

static void task_run(struct task *task)
{
    if (task->done)
        return;
    task->done = task_poll(task) == POLL_READY;
    if (task->done)
        sender_drop(&task->sender);
}

/* Woken for its first poll. */
static void spawn(struct task *task, struct future *future,
                  const struct sender *spawner)
{
    *task = (struct task){.future = future, .sender = sender_clone(spawner)};
    task_wake(task);
}

/* Until every sender is dropped. */
static void run(const struct receiver *queue)
{
    void *message;
    while (receiver_receive(queue, &message) == CHANNEL_OK)
        task_run(message);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: every_wake\n"
                  "A postman brings letters, a reader reads them.\n");
    struct letterbox box;
    struct reader reader;
    struct postman postman;
    letterbox_init(&box);
    reader_init(&reader, &box);
    postman_init(&postman, &box);

    struct task tasks[2];
    struct sender spawner;
    struct receiver queue;
    if (channel_new(QUEUED_MAX, &spawner, &queue) != 0)
        die("channel_new", errno);
    spawn(&tasks[0], &reader.future, &spawner);
    spawn(&tasks[1], &postman.future, &spawner);
    sender_drop(&spawner);
    run(&queue);
    receiver_drop(&queue);
    printf("%ld wakes, %ld polls of the reader\n", box.wakes, reader.polls);

    future_drop(&postman.future);
    future_drop(&reader.future);
    letterbox_destroy(&box);
    return 0;
}
