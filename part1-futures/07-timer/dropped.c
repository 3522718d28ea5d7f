/* Step 7.7: what a dropped timer leaves behind.
 *
 * Dropped before its first poll, while it is pending, once it is ready, and at
 * the very moment when it fires.
 */
#include "../06-wakers/counting_waker.h"
#include "timer.h"

#define ROUNDS 1000

static void drop_and_print(struct timer *timer, const char *when)
{
    const char *thread = timer->started ? "a" : "no";
    int64_t begin_ns = clock_now_ns();
    future_drop(&timer->future);
    printf("%s: %s thread, dropped in %.0f us\n", when, thread,
           (double)(clock_now_ns() - begin_ns) / 1000);
}

/* Main and the timer's thread sleep until the same moment. */
static void drop_as_it_fires(struct timer *timer, struct context *cx)
{
    for (int n = 0; n < ROUNDS; n++) {
        timer_init(timer, 0.001);
        future_poll(&timer->future, cx);
        clock_sleep_until(timer->deadline_ns);
        future_drop(&timer->future);
    }
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: dropped\n"
                  "Drops timers early and late, and counts what is left.\n");
    struct counting_waker counting;
    struct timer timer;
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};

    timer_init(&timer, 1);
    drop_and_print(&timer, "never polled");
    timer_init(&timer, 1);
    future_poll(&timer.future, &cx);
    drop_and_print(&timer, "pending");
    timer_init(&timer, 1);
    counting_waker_run(&counting, &timer.future);
    drop_and_print(&timer, "ready");
    printf("wakes: %ld\n", counting_waker_wakes(&counting));

    drop_as_it_fires(&timer, &cx);
    long wakes = counting_waker_wakes(&counting);
    printf("as it fires: %ld of %d woke\n", wakes - 1, ROUNDS);
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    waker_drop(&waker);
    printf("a second later: %ld late wakes, %ld wakers alive\n",
           counting_waker_wakes(&counting) - wakes,
           counting_waker_alive(&counting));
    counting_waker_destroy(&counting);
    return 0;
}
