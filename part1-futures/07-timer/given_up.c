/* Step 7.3: a timer that tells its thread.
 *
 * Dropped before its time, it wakes its thread up, and joins it at once.
 */
#include "../01-waiting/clock.h"
#include "../06-wakers/counting_waker.h"
#include "timer.h"

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: given_up\n"
                  "Gives up a timer after one of its three seconds, and waits\n"
                  "for another one in its place.\n");
    struct counting_waker counting;
    struct timer timer;
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};

    timer_init(&timer, 3);
    future_poll(&timer.future, &cx);
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    int64_t begin_ns = clock_now_ns();
    future_drop(&timer.future);
    printf("given up in %.1f seconds\n",
           clock_seconds(clock_now_ns() - begin_ns));

    begin_ns = clock_now_ns();
    timer_init(&timer, 3);
    counting_waker_run(&counting, &timer.future);
    printf("three seconds took %.1f seconds\n",
           clock_seconds(clock_now_ns() - begin_ns));
    future_drop(&timer.future);
    waker_drop(&waker);
    counting_waker_destroy(&counting);
    return 0;
}
