/* Wrong: it adds without deadline_later, and goes past the end of time.
 *
 * CAUGHT BY: + and += overflow: deadline_later adds, and stops in time
 */
#include "../../../part1-futures/06-wakers/counting_waker.h"
#include "../../../part2-executor/15-sleeping/sleep.h"

static enum poll_state interval_poll_skipping(struct interval *interval,
                                              struct context *cx, long *missed)
{
    if (interval_poll(interval, cx) == POLL_PENDING)
        return POLL_PENDING;
    struct sleep *next = &interval->sleep; /* not polled: in no heap */
    int64_t late_ns = sleeps_now_ns(next->sleeps) - next->deadline_ns;
    *missed = late_ns < 0 ? 0 : (long)(late_ns / interval->period_ns) + 1;
    next->deadline_ns += *missed * interval->period_ns;
    return POLL_READY;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Ticks, misses two, and ticks on.\n");
    struct held_clock held;
    struct sleeps sleeps;
    struct interval seconds;
    struct counting_waker counting;
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};
    held_clock_init(&held, false);
    sleeps_init(&sleeps, &held.clock);
    interval_init(&seconds, &sleeps, NS_PER_SECOND, NS_PER_SECOND);

    for (int tick = 1; tick <= 5; tick++) {
        long missed;
        while (interval_poll_skipping(&seconds, &cx, &missed) == POLL_PENDING)
            held.now_ns = sleeps_deadline(&sleeps);
        printf("after %.1f seconds, %ld missed\n",
               (double)held.now_ns / NS_PER_SECOND, missed);
        if (tick == 2)
            held_clock_advance(&held, 7 * NS_PER_SECOND / 2);
    }
    interval_drop(&seconds);
    sleeps_destroy(&sleeps);
    waker_drop(&waker);
    counting_waker_destroy(&counting);
    return 0;
}
