/* Wrong: the timer is dropped in the end only. The threads of those
 * before are still there when it is set up anew.
 *
 * CAUGHT BY: the timer is set up anew without having been dropped
 */
#include "../../../part1-futures/04-async-functions/async.h"
#include "../../../part1-futures/06-wakers/counting_waker.h"
#include "../../../part1-futures/07-timer/timer.h"

struct ticks {
    struct future future;
    int state;
    int left; /* ticks to come */
    struct timer timer;
};

static enum poll_state ticks_poll(struct future *self, struct context *cx)
{
    struct ticks *ticks = container_of(self, struct ticks, future);
    ASYNC_BEGIN(ticks->state);
    while (ticks->left > 0) {
        timer_init(&ticks->timer, 1);
        AWAIT(ticks->state, future_poll(&ticks->timer.future, cx));
        printf("tick\n");
        ticks->left--;
    }
    ASYNC_END(ticks->state);
}

static void ticks_drop(struct future *self)
{
    struct ticks *ticks = container_of(self, struct ticks, future);
    if (ticks->state != 0)
        future_drop(&ticks->timer.future);
}

static void ticks_init(struct ticks *ticks, int count)
{
    ticks->future = (struct future){ticks_poll, ticks_drop};
    ticks->state = 0;
    ticks->left = count;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Ticks three times, a second apart.\n");
    struct counting_waker counting;
    struct ticks ticks;
    counting_waker_init(&counting);
    ticks_init(&ticks, 3);
    int64_t begin_ns = clock_now_ns();
    long polls = counting_waker_run(&counting, &ticks.future);
    printf("%.1f seconds, %ld polls\n",
           clock_seconds(clock_now_ns() - begin_ns), polls);
    future_drop(&ticks.future);
    counting_waker_destroy(&counting);
    return 0;
}
