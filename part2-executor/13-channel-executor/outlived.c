/* Step 13.4: a task that is freed when it is done.
 *
 * EXPECT: error
 *
 * The executor of step 13.3, with tasks on the heap. The letterbox has a waker
 * of the reader, and the postman comes a last time when the reader is gone.
 */
#include "../12-channel/channel.h"
#include "letters.h"

#define QUEUED_MAX 100

/* A future and its way into the queue, on the heap until it is done. */
struct task {
    struct future *future; /* borrowed */
    struct sender sender;
    bool queued; /* no need to send it */
};

static void task_wake(void *data)
{
    struct task *task = data;
    if (task->queued)
        return;
    task->queued = true;
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
    task->queued = false;
    if (task_poll(task) == POLL_PENDING)
        return;
    sender_drop(&task->sender);
    free(task);
}

/* Woken for its first poll. */
static void spawn(struct future *future, const struct sender *spawner)
{
    struct task *task = malloc(sizeof *task);
    if (task == NULL)
        die("malloc", errno);
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
                  "usage: outlived\n"
                  "A postman brings letters, a reader reads them.\n");
    struct letterbox box;
    struct reader reader;
    struct postman postman;
    letterbox_init(&box);
    reader_init(&reader, &box);
    postman_init(&postman, &box);

    struct sender spawner;
    struct receiver queue;
    if (channel_new(QUEUED_MAX, &spawner, &queue) != 0)
        die("channel_new", errno);
    spawn(&reader.future, &spawner);
    spawn(&postman.future, &spawner);
    sender_drop(&spawner);
    run(&queue);
    receiver_drop(&queue);
    printf("%ld wakes, %ld polls of the reader\n", box.wakes, reader.polls);

    future_drop(&postman.future);
    future_drop(&reader.future);
    letterbox_destroy(&box);
    return 0;
}
