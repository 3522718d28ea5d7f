/* Step 6.6: a waker that is kept, but not cloned.
 *
 * EXPECT: wrong
 *
 * A task here lives as long as there are wakers of it. Ada's waits for the
 * doorbell, but this poll only copies her waker, and a copy is not counted.
 */
#include <stdatomic.h>

#include "doorbell.h"

struct task {
    const char *name;
    atomic_long alive; /* its wakers; the last to be given back frees it */
};

static void *task_clone(void *data)
{
    struct task *task = data;
    atomic_fetch_add(&task->alive, 1);
    return task;
}

static void task_wake_by_ref(void *data)
{
    struct task *task = data;
    printf("%s is woken\n", task->name);
}

static void task_drop(void *data)
{
    struct task *task = data;
    if (atomic_fetch_sub(&task->alive, 1) != 1)
        return;
    printf("%s is gone\n", task->name);
    free(task);
}

static void task_wake(void *data)
{
    task_wake_by_ref(data);
    task_drop(data);
}

static const struct waker_ops task_ops = {
    .clone = task_clone,
    .wake = task_wake,
    .wake_by_ref = task_wake_by_ref,
    .drop = task_drop,
};

/* A new task: the first waker of it. */
static struct waker task_new(const char *name)
{
    struct task *task = malloc(sizeof *task);
    if (task == NULL)
        die("malloc", errno);
    task->name = name;
    atomic_init(&task->alive, 1);
    printf("%s comes\n", name);
    return (struct waker){task, &task_ops};
}

static enum poll_state careless_poll(struct future *self, struct context *cx)
{
    struct doorbell_wait *wait =
        container_of(self, struct doorbell_wait, future);
    pthread_mutex_lock(&wait->bell->mutex);
    wait->bell->waker = *cx->waker;
    pthread_mutex_unlock(&wait->bell->mutex);
    return doorbell_was_rung(wait->bell) ? POLL_READY : POLL_PENDING;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: not_cloned\n"
                  "Rings a doorbell for Ada, and wakes somebody else.\n");
    struct doorbell bell;
    struct doorbell_wait wait;
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    wait.future.poll = careless_poll;

    struct waker ada = task_new("Ada");
    struct context cx = {&ada};
    future_poll(&wait.future, &cx);
    waker_drop(&ada);
    struct waker bob = task_new("Bob");
    printf("the bell rings\n");
    doorbell_ring(&bell);

    waker_drop(&bob);
    future_drop(&wait.future);
    doorbell_destroy(&bell);
    return 0;
}
