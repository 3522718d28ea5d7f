/* Step 13.10: ten thousand tasks, a million wakes.
 *
 * Each task is a hiker who goes a hundred steps and lets the others go after
 * each of them. Every hundredth then takes a rest, on a timer.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "../../part1-futures/07-timer/timer.h"
#include "executor.h"

#define HIKERS EXECUTOR_CAPACITY
#define STEPS  100
#define ROUNDS 3

static long wakes, released;

struct hiker {
    struct future future;
    int state;
    int steps;
    bool rests;
    struct timer rest;
};

/* Pending after each step, and woken at once. */
static enum poll_state hiker_go(struct hiker *hiker, struct context *cx)
{
    if (hiker->steps == STEPS)
        return POLL_READY;
    hiker->steps++;
    wakes++;
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}

static enum poll_state hiker_poll(struct future *self, struct context *cx)
{
    struct hiker *hiker = container_of(self, struct hiker, future);
    ASYNC_BEGIN(hiker->state);
    AWAIT(hiker->state, hiker_go(hiker, cx));
    if (!hiker->rests)
        ASYNC_RETURN(hiker->state);
    timer_init(&hiker->rest, 1);
    AWAIT(hiker->state, future_poll(&hiker->rest.future, cx));
    if (hiker->rest.error != 0)
        die("timer", hiker->rest.error);
    ASYNC_END(hiker->state);
}

static void hiker_drop(struct future *self)
{
    struct hiker *hiker = container_of(self, struct hiker, future);
    if (hiker->rests && hiker->steps == STEPS) /* there is a timer */
        future_drop(&hiker->rest.future);
}

static void hiker_release(struct future *future)
{
    free(container_of(future, struct hiker, future));
    released++;
}

static void hiker_spawn(const struct spawner *spawner, bool rests)
{
    struct hiker *hiker = malloc(sizeof *hiker);
    if (hiker == NULL)
        die("malloc", errno);
    *hiker = (struct hiker){.future = {hiker_poll, hiker_drop}, .rests = rests};
    if (spawner_spawn(spawner, &hiker->future, hiker_release) != 0)
        die("spawner_spawn", errno);
}

/* Returns how many polls it took. */
static long hike(void)
{
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    for (int n = 0; n < HIKERS; n++)
        hiker_spawn(&spawner, n % 100 == 0);
    spawner_drop(&spawner);
    long polls = executor_run(&executor);
    executor_drop(&executor);
    return polls;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: ten_thousand\n"
                  "Three times, ten thousand tasks go a hundred steps each.\n");
    for (int n = 0; n < ROUNDS; n++) {
        wakes = released = 0;
        int64_t begin_ns = clock_now_ns();
        long polls = hike();
        double seconds = clock_seconds(clock_now_ns() - begin_ns);
        printf("%ld wakes of themselves, %ld polls, %ld released\n", wakes,
               polls, released);
        printf("  %.1f seconds, %.1f MiB at most so far\n", seconds,
               (double)program_peak_bytes() / 1024 / 1024);
    }
    return 0;
}
