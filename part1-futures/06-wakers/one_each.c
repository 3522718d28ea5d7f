/* Step 6.2: a waker each.
 *
 * The tasks of step 6.1. The waker of each says which of them it wakes, and
 * the driver polls only those that were woken. All of it is on one thread, so
 * nothing is locked.
 */
#include "future.h"

#define COUNT_MAX 100000

static const char usage[] =
    "usage: one_each [COUNT]\n"
    "Runs COUNT tasks (10 if left out), with a waker for each of them.\n";

struct bell {
    struct future future;
    bool rung;
    struct waker waker; /* owned */
};

static enum poll_state bell_poll(struct future *self, struct context *cx)
{
    struct bell *bell = container_of(self, struct bell, future);
    waker_keep(&bell->waker, cx->waker);
    return bell->rung ? POLL_READY : POLL_PENDING;
}

static void bell_drop(struct future *self)
{
    struct bell *bell = container_of(self, struct bell, future);
    waker_drop(&bell->waker);
}

static void bell_init(struct bell *bell)
{
    bell->future = (struct future){bell_poll, bell_drop};
    bell->rung = false;
    bell->waker = (struct waker){NULL, NULL};
}

static void bell_ring(struct bell *bell)
{
    bell->rung = true;
    waker_wake(&bell->waker);
}

/* A queue of the tasks that were woken. */
struct driver {
    struct task *first;
    struct task **end; /* where the next one goes */
};

/* A future, and what the driver has to know about it. */
struct task {
    struct bell bell;
    bool done;
    struct driver *driver;
    bool woken;
    struct task *next; /* in the driver's queue, if woken */
};

static void task_wake(void *data)
{
    struct task *task = data;
    if (task->woken || task->done)
        return;
    task->woken = true;
    task->next = NULL;
    *task->driver->end = task;
    task->driver->end = &task->next;
}

/* The tasks outlive their wakers, so there is nothing to count. */
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

static void task_init(struct task *task, struct driver *driver)
{
    bell_init(&task->bell);
    task->done = false;
    task->driver = driver;
    task->woken = false;
    task_wake(task); /* to be polled for the first time */
}

static void task_poll(struct task *task)
{
    task->woken = false; /* from here on, a wake is for the next poll */
    struct waker waker = {task, &task_waker_ops};
    struct context cx = {&waker};
    task->done = future_poll(&task->bell.future, &cx) == POLL_READY;
    waker_drop(&waker);
}

/* Poll those that were woken. Returns how many. */
static long driver_poll(struct driver *driver)
{
    long polls = 0;
    while (driver->first != NULL) {
        struct task *task = driver->first;
        driver->first = task->next;
        if (driver->first == NULL)
            driver->end = &driver->first;
        task_poll(task);
        polls++;
    }
    return polls;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    long count = 10;
    if (argc > 1)
        count = program_number(argv[1], 1, COUNT_MAX, usage);
    struct task *tasks = malloc((size_t)count * sizeof *tasks);
    if (tasks == NULL)
        die("malloc", errno);
    struct driver driver = {NULL, &driver.first};
    for (long n = 0; n < count; n++)
        task_init(&tasks[n], &driver);

    long polls = driver_poll(&driver);
    for (long n = 0; n < count; n++) {
        bell_ring(&tasks[n].bell);
        polls += driver_poll(&driver);
    }
    printf("%ld tasks: %ld polls\n", count, polls);
    for (long n = 0; n < count; n++)
        future_drop(&tasks[n].bell.future);
    free(tasks);
    return 0;
}
