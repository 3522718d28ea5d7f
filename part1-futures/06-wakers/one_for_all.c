/* Step 6.1: one wake for all.
 *
 * Many tasks under one driver. Each waits for a bell of its own, and the bells
 * are rung one after the other. The wake of chapter 2 says that a bell was
 * rung; whose, it cannot say.
 */
#include "../02-simple-future/simple_future.h"

#define COUNT_MAX 100000

static const char usage[] =
    "usage: one_for_all [COUNT]\n"
    "Runs COUNT tasks (10 if left out), with one wake for all of them.\n";

struct bell {
    struct simple_future future;
    bool rung;
    void (*wake)(void);
};

static enum poll_state bell_poll(struct simple_future *self, void (*wake)(void))
{
    struct bell *bell = container_of(self, struct bell, future);
    bell->wake = wake;
    return bell->rung ? POLL_READY : POLL_PENDING;
}

static void bell_init(struct bell *bell)
{
    bell->future.poll = bell_poll;
    bell->rung = false;
}

static void bell_ring(struct bell *bell)
{
    bell->rung = true;
    bell->wake();
}

/* A future, and what the driver has to know about it. */
struct task {
    struct bell bell;
    bool done;
};

static void task_init(struct task *task)
{
    bell_init(&task->bell);
    task->done = false;
}

/* Poll those that are not done, for it may be any of them. Returns how many. */
static long tasks_poll(struct task *tasks, long count)
{
    long polls = 0;
    for (struct task *task = tasks; task < tasks + count; task++) {
        if (task->done)
            continue;
        task->done = simple_future_poll(&task->bell.future,
                                        simple_future_wake) == POLL_READY;
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
    for (long n = 0; n < count; n++)
        task_init(&tasks[n]);

    long polls = tasks_poll(tasks, count);
    for (long n = 0; n < count; n++) {
        bell_ring(&tasks[n].bell);
        simple_future_wait();
        polls += tasks_poll(tasks, count);
    }
    printf("%ld tasks: %ld polls\n", count, polls);
    free(tasks);
    return 0;
}
