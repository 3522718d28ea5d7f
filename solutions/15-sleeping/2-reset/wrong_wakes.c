/* Wrong: if the new deadline has passed, it wakes at once.
 *
 * CAUGHT BY: it wakes at once
 */
#include "../../../part1-futures/06-wakers/counting_waker.h"
#include "../../../part2-executor/15-sleeping/sleep.h"

/* Of a sleep that was not ready yet. */
static void sleep_reset(struct sleep *sleep, int64_t deadline_ns)
{
    sleep->deadline_ns = deadline_ns;
    if (sleep->place == 0)
        return;
    if (deadline_ns <= sleeps_now_ns(sleep->sleeps)) {
        sleeps_remove(sleep->sleeps, sleep);
        waker_wake(&sleep->waker);
        return;
    }
    sleeps_sift_up(sleep->sleeps, sleep->place);
    sleeps_sift_down(sleep->sleeps, sleep->place);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Makes two seconds of ten.\n");
    struct held_clock held;
    struct sleeps sleeps;
    struct sleep sleep;
    struct counting_waker counting;
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};
    held_clock_init(&held, false);
    sleeps_init(&sleeps, &held.clock);

    sleep_init(&sleep, &sleeps, 10 * NS_PER_SECOND);
    future_poll(&sleep.future, &cx);
    held_clock_advance(&held, NS_PER_SECOND);
    sleep_reset(&sleep, 2 * NS_PER_SECOND);
    held.now_ns = sleeps_deadline(&sleeps);
    sleeps_wake(&sleeps);
    printf("woken after %.1f seconds\n", (double)held.now_ns / NS_PER_SECOND);

    future_drop(&sleep.future);
    sleeps_destroy(&sleeps);
    waker_drop(&waker);
    counting_waker_destroy(&counting);
    return 0;
}
