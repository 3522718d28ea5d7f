/* Step 13.7: howdy, pause, done.
 *
 * The async function of step 7.6, as a task. Main drops its spawner, so the
 * run ends with the task.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "../../part1-futures/07-timer/timer.h"
#include "executor.h"

static const char usage[] = "usage: howdy\n"
                            "Says howdy, waits for two seconds, says done.\n";

struct howdy {
    struct future future;
    int state;
    struct timer pause;
};

static enum poll_state howdy_poll(struct future *self, struct context *cx)
{
    struct howdy *howdy = container_of(self, struct howdy, future);
    ASYNC_BEGIN(howdy->state);
    printf("howdy!\n");
    timer_init(&howdy->pause, 2);
    AWAIT(howdy->state, future_poll(&howdy->pause.future, cx));
    if (howdy->pause.error != 0)
        die("pthread_create", howdy->pause.error);
    printf("done!\n");
    ASYNC_END(howdy->state);
}

static void howdy_drop(struct future *self)
{
    struct howdy *howdy = container_of(self, struct howdy, future);
    if (howdy->state != 0) /* it was polled: there is a timer */
        future_drop(&howdy->pause.future);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0, usage);
    struct howdy howdy = {.future = {howdy_poll, howdy_drop}};
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    if (spawner_spawn(&spawner, &howdy.future, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);

    int64_t begin_ns = clock_now_ns();
    long polls = executor_run(&executor);
    printf("%.1f seconds, %ld polls\n",
           clock_seconds(clock_now_ns() - begin_ns), polls);
    executor_drop(&executor);
    return 0;
}
