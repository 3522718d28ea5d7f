/* Step 14.7: tasks that fail, and who hears of it.
 *
 * Three tasks read a number each, a fourth adds up what came of them. One has
 * a number, one has none, one is aborted. A fifth fails, and nobody awaits it.
 */
#include "../11-block-on/block_on.h"
#include "join_handle.h"
#include "say.h"

#define NUMBERS 3

/* Reads the number in a text. */
struct reading {
    struct future future;
    const char *text; /* borrowed */
    int error;        /* output: 0, or why there is no number */
    long number;      /* output */
};

static enum poll_state reading_poll(struct future *self, struct context *cx)
{
    struct reading *reading = container_of(self, struct reading, future);
    char *end;
    (void)cx;
    reading->number = strtol(reading->text, &end, 10);
    if (end == reading->text)
        reading->error = EINVAL;
    return POLL_READY;
}

static void reading_drop(struct future *self)
{
    (void)self; /* it owns nothing */
}

static void spawn(struct join_handle *handle, const struct spawner *spawner,
                  struct reading *reading, const char *text)
{
    *reading = (struct reading){{reading_poll, reading_drop}, text, 0, 0};
    if (join_handle_spawn(handle, spawner, &reading->future, NULL) != 0)
        die("join_handle_spawn", errno);
}

/* What came of a task that has ended: 0, or why there is no number. */
static int outcome(const struct join_handle *handle, long *number)
{
    if (handle->finished == NULL)
        return ECANCELED;
    struct reading *reading =
        container_of(handle->finished, struct reading, future);
    *number = reading->number;
    return reading->error;
}

/* Awaits the numbers, one after the other, and goes on where one fails. */
struct sum {
    struct future future;
    int state;
    int n;
    struct join_handle handles[NUMBERS]; /* owned */
    int error;                           /* output: the first there was */
    long total;                          /* output: of those that came */
};

static void sum_add(struct sum *sum, const struct join_handle *handle)
{
    long number = 0;
    int error = outcome(handle, &number);
    if (sum->error == 0)
        sum->error = error;
    sum->total += number;
    if (error == 0)
        printf("task %d: %ld\n", sum->n, number);
    else
        printf("task %d: %s\n", sum->n, strerror(error));
}

static enum poll_state sum_poll(struct future *self, struct context *cx)
{
    struct sum *sum = container_of(self, struct sum, future);
    ASYNC_BEGIN(sum->state);
    join_handle_abort(&sum->handles[2]);
    for (sum->n = 0; sum->n < NUMBERS; sum->n++) {
        AWAIT(sum->state, future_poll(&sum->handles[sum->n].future, cx));
        sum_add(sum, &sum->handles[sum->n]);
    }
    ASYNC_END(sum->state);
}

static void sum_drop(struct future *self)
{
    struct sum *sum = container_of(self, struct sum, future);
    for (int n = 0; n < NUMBERS; n++)
        future_drop(&sum->handles[n].future);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: failed\n"
                  "Adds up numbers that are read by tasks, if they can.\n");
    struct reading readings[NUMBERS], unheard;
    struct sum sum = {.future = {sum_poll, sum_drop}};
    struct join_handle handle, detached;
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    if (join_handle_spawn(&handle, &spawner, &sum.future, NULL) != 0)
        die("join_handle_spawn", errno);
    spawn(&sum.handles[0], &spawner, &readings[0], "12");
    spawn(&sum.handles[1], &spawner, &readings[1], "twelve");
    spawn(&sum.handles[2], &spawner, &readings[2], "7");
    spawn(&detached, &spawner, &unheard, "seven");
    future_drop(&detached.future);
    spawner_drop(&spawner);
    executor_run(&executor);

    block_on(&handle.future);
    printf("total %ld, error: %s\n", sum.total, strerror(sum.error));
    future_drop(&handle.future);
    executor_drop(&executor);
    return 0;
}
