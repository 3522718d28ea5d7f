/* Exercise 7.1: ticks.
 *
 * Ticks is an async function. As often as `left` says, it waits for a second
 * and prints "tick". Then it is ready. It has one timer for all its waits.
 *
 * - The first second begins with the first poll, each further one with the
 *   tick before it.
 * - There is never more than one thread: before the timer is used again, it
 *   is dropped.
 * - Ticks can be dropped at any point: before its first poll, during a wait,
 *   once it is ready. A timer that is there is dropped with it; one that was
 *   never set up or has been dropped is left alone.
 *
 * main prints a tick, a tick, a tick, and "3.0 seconds, 4 polls".
 *
 * Difficulty: easy
 * Time: 20 minutes
 * Section: What C makes you own
 */
#include "../../../../part1-futures/04-async-functions/async.h"
#include "../../../../part1-futures/06-wakers/counting_waker.h"
#include "../../../../part1-futures/07-timer/timer.h"

struct ticks {
    struct future future;
    int state;
    int left; /* ticks to come */
    struct timer timer;
};

static enum poll_state ticks_poll(struct future *self, struct context *cx)
{
    /* TODO: ASYNC_BEGIN, a loop with an AWAIT in it, ASYNC_END. */
    (void)self;
    (void)cx;
    return POLL_READY;
}

static void ticks_drop(struct future *self)
{
    /* TODO: drop the timer, if there is one. What tells you? */
    (void)self;
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
