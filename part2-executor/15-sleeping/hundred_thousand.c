/* Step 15.7: a hundred thousand tasks asleep, with one thread.
 *
 * The sleepers of step 15.1 on the main loop.
 */
#include "cost.h"
#include "loop.h"

#define COUNT_MAX  1000000
#define PER_SECOND 100000

static const char usage[] =
    "usage: hundred_thousand [COUNT]\n"
    "Has COUNT tasks (100000 if left out) sleep for one to two seconds, all\n"
    "on one thread, and prints what that costs. More of them sleep longer:\n"
    "100000 are due in a second.\n";

static struct cost cost;

struct sleeper {
    struct future future;
    struct sleep sleep;
};

static enum poll_state sleeper_poll(struct future *self, struct context *cx)
{
    struct sleeper *sleeper = container_of(self, struct sleeper, future);
    if (future_poll(&sleeper->sleep.future, cx) == POLL_PENDING)
        return POLL_PENDING;
    if (sleeper->sleep.error != 0)
        die("sleep", sleeper->sleep.error);
    cost_up(&cost, sleeper->sleep.deadline_ns);
    return POLL_READY;
}

static void sleeper_drop(struct future *self)
{
    struct sleeper *sleeper = container_of(self, struct sleeper, future);
    future_drop(&sleeper->sleep.future);
}

static void sleeper_release(struct future *future)
{
    free(container_of(future, struct sleeper, future));
}

static void sleeper_spawn(const struct spawner *spawner, struct sleeps *sleeps,
                          double seconds)
{
    struct sleeper *sleeper = malloc(sizeof *sleeper);
    if (sleeper == NULL)
        die("malloc", errno);
    sleeper->future = (struct future){sleeper_poll, sleeper_drop};
    sleep_init(&sleeper->sleep, sleeps, sleeps_after(sleeps, seconds));
    if (spawner_spawn(spawner, &sleeper->future, sleeper_release) != 0)
        die("spawner_spawn", errno);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    long count = 100000;
    if (argc > 1)
        count = program_number(argv[1], 1, COUNT_MAX, usage);

    cost_begin(&cost);
    struct loop loop;
    struct spawner spawner;
    if (loop_with(&loop, &spawner, (size_t)count, real_clock()) != 0)
        die("loop_with", errno);
    double length = count > PER_SECOND ? (double)count / PER_SECOND : 1;
    for (long n = 0; n < count; n++)
        sleeper_spawn(&spawner, &loop.sleeps,
                      length *
                          (1 + (double)(n * 7919 % count) / (double)count));
    spawner_drop(&spawner);
    loop_run(&loop);
    loop_drop(&loop);

    printf("%ld sleeps, one thread\n", count);
    cost_print(&cost, count);
    return 0;
}
