/* Step 13.9: one task too many.
 *
 * EXPECT: error
 *
 * Nobody runs the executor while main spawns, so they all stay in the queue.
 */
#include "executor.h"

#define COUNT_MAX 1000000

static const char usage[] =
    "usage: too_many [COUNT]\n"
    "Spawns COUNT tasks (10001 if left out) before it runs any of them.\n";

static long dropped, released;

static enum poll_state nothing_poll(struct future *self, struct context *cx)
{
    (void)self;
    (void)cx;
    return POLL_READY;
}

static void nothing_drop(struct future *self)
{
    (void)self;
    dropped++;
}

static void nothing_release(struct future *future)
{
    free(future);
    released++;
}

/* -1, with errno, if there is no room for it. */
static int spawn(const struct spawner *spawner)
{
    struct future *nothing = malloc(sizeof *nothing);
    if (nothing == NULL)
        die("malloc", errno);
    *nothing = (struct future){nothing_poll, nothing_drop};
    if (spawner_spawn(spawner, nothing, nothing_release) == 0)
        return 0;
    future_drop(nothing);
    nothing_release(nothing);
    return -1;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    long count = EXECUTOR_CAPACITY + 1;
    if (argc > 1)
        count = program_number(argv[1], 1, COUNT_MAX, usage);
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);

    long spawned = 0;
    while (spawned < count && spawn(&spawner) == 0)
        spawned++;
    if (spawned < count)
        fprintf(stderr, "task %ld: %s: at most %d can be queued\n", spawned + 1,
                strerror(errno), EXECUTOR_CAPACITY);
    spawner_drop(&spawner);
    long polls = spawned < count ? 0 : executor_run(&executor);
    executor_drop(&executor);
    printf("%ld polls, %ld dropped, %ld released\n", polls, dropped, released);
    return spawned < count;
}
