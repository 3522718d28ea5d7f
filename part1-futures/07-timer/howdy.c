/* Step 7.6: howdy, pause, done.
 *
 * An async function that awaits a timer. Between its two polls nothing of it
 * runs but the timer's thread, which sleeps.
 */
#include "../04-async-functions/async.h"
#include "../06-wakers/counting_waker.h"
#include "timer.h"

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
    program_begin(argc, argv, 0,
                  "usage: howdy\n"
                  "Says howdy, waits for two seconds, says done.\n");
    struct counting_waker counting;
    struct howdy howdy = {.future = {howdy_poll, howdy_drop}};
    counting_waker_init(&counting);

    int64_t begin_ns = clock_now_ns();
    long polls = counting_waker_run(&counting, &howdy.future);
    printf("%.1f seconds, %ld polls, %ld wake\n",
           clock_seconds(clock_now_ns() - begin_ns), polls,
           counting_waker_wakes(&counting));
    future_drop(&howdy.future);
    counting_waker_destroy(&counting);
    return 0;
}
