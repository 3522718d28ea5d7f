/* Step 15.1: a thousand tasks asleep, each with a thread.
 *
 * The timers are those of chapter 7, the executor is that of chapter 13.
 */
#include "../../part1-futures/07-timer/timer.h"
#include "../13-channel-executor/executor.h"
#include "cost.h"

#define COUNT_MAX EXECUTOR_CAPACITY

static const char usage[] =
    "usage: threads [COUNT]\n"
    "Has COUNT tasks (1000 if left out) sleep for one to two seconds, each on\n"
    "a thread of its own, and prints what that costs.\n";

static struct cost cost;

struct sleeper {
    struct future future;
    struct timer timer;
};

static enum poll_state sleeper_poll(struct future *self, struct context *cx)
{
    struct sleeper *sleeper = container_of(self, struct sleeper, future);
    if (future_poll(&sleeper->timer.future, cx) == POLL_PENDING)
        return POLL_PENDING;
    if (sleeper->timer.error != 0)
        die("pthread_create", sleeper->timer.error);
    cost_up(&cost, sleeper->timer.deadline_ns);
    return POLL_READY;
}

static void sleeper_drop(struct future *self)
{
    struct sleeper *sleeper = container_of(self, struct sleeper, future);
    future_drop(&sleeper->timer.future);
}

static void sleeper_release(struct future *future)
{
    free(container_of(future, struct sleeper, future));
}

static void sleeper_spawn(const struct spawner *spawner, double seconds)
{
    struct sleeper *sleeper = malloc(sizeof *sleeper);
    if (sleeper == NULL)
        die("malloc", errno);
    sleeper->future = (struct future){sleeper_poll, sleeper_drop};
    timer_init(&sleeper->timer, seconds);
    if (spawner_spawn(spawner, &sleeper->future, sleeper_release) != 0)
        die("spawner_spawn", errno);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    long count = 1000;
    if (argc > 1)
        count = program_number(argv[1], 1, COUNT_MAX, usage);

    cost_begin(&cost);
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    for (long n = 0; n < count; n++)
        sleeper_spawn(&spawner, 1 + (double)(n * 7919 % count) / (double)count);
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);

    printf("%ld sleeps, a thread each\n", count);
    cost_print(&cost, count);
    return 0;
}
