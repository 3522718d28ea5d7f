/* Step 15.6: howdy, pause, done.
 *
 * The async function of step 7.6, as a task on the main loop. While it pauses,
 * the thread sleeps that runs it, and there is no other.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "loop.h"

struct howdy {
    struct future future;
    int state;
    struct sleeps *sleeps; /* borrowed */
    struct sleep pause;
};

static enum poll_state howdy_poll(struct future *self, struct context *cx)
{
    struct howdy *howdy = container_of(self, struct howdy, future);
    ASYNC_BEGIN(howdy->state);
    printf("howdy!\n");
    sleep_init(&howdy->pause, howdy->sleeps, sleeps_after(howdy->sleeps, 2));
    AWAIT(howdy->state, future_poll(&howdy->pause.future, cx));
    if (howdy->pause.error != 0)
        die("sleep", howdy->pause.error);
    printf("done!\n");
    ASYNC_END(howdy->state);
}

static void howdy_drop(struct future *self)
{
    struct howdy *howdy = container_of(self, struct howdy, future);
    if (howdy->state != 0) /* it was polled: there is a pause */
        future_drop(&howdy->pause.future);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: howdy\n"
                  "Says howdy, waits for two seconds, says done.\n");
    struct loop loop;
    struct spawner spawner;
    if (loop_new(&loop, &spawner) != 0)
        die("loop_new", errno);
    struct howdy howdy = {
        .future = {howdy_poll, howdy_drop},
        .sleeps = &loop.sleeps,
    };
    if (spawner_spawn(&spawner, &howdy.future, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);

    int64_t begin_ns = clock_now_ns();
    long polls = loop_run(&loop);
    printf("%.1f seconds, %ld polls\n",
           clock_seconds(clock_now_ns() - begin_ns), polls);
    loop_drop(&loop);
    return 0;
}
