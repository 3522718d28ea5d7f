/* Step 13.6: a main that keeps its spawner.
 *
 * EXPECT: hang
 *
 * The async function of step 7.6, as a task, with half the pause. When it is
 * done, main could still spawn another one, for all that the executor knows.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "../../part1-futures/07-timer/timer.h"
#include "executor.h"

static const char usage[] =
    "usage: kept_spawner\n"
    "Says howdy, waits a second, says done, and waits.\n";

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
    timer_init(&howdy->pause, 1);
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

    int64_t begin_ns = clock_now_ns();
    long polls = executor_run(&executor);
    printf("%.1f seconds, %ld polls\n",
           clock_seconds(clock_now_ns() - begin_ns), polls);
    spawner_drop(&spawner);
    executor_drop(&executor);
    return 0;
}
