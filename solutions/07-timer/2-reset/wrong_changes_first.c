/* Wrong: it changes the deadline before it looks. A timer that has fired says
 * afterwards that it will.
 *
 * CAUGHT BY: deadline_ns is changed though the timer has fired
 */
#include "../../../part1-futures/06-wakers/counting_waker.h"
#include "../../../part1-futures/07-timer/timer.h"

/* True if the timer will be ready `seconds` of the book from now; false if it
 * is ready already. */
static bool timer_reset(struct timer *timer, double seconds)
{
    pthread_mutex_lock(&timer->mutex);
    timer->deadline_ns =
        clock_now_ns() + (int64_t)(seconds * (double)clock_second_ns());
    bool ready = timer->fired || timer->error != 0;
    if (!ready)
        pthread_cond_signal(&timer->changed);
    pthread_mutex_unlock(&timer->mutex);
    return !ready;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Makes two seconds of ten.\n");
    struct counting_waker counting;
    struct timer timer;
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};
    int64_t begin_ns = clock_now_ns();
    timer_init(&timer, 10);
    future_poll(&timer.future, &cx);
    clock_sleep_until(begin_ns + clock_second_ns());

    timer_reset(&timer, 1);
    counting_waker_run(&counting, &timer.future);
    printf("%.1f seconds, ", clock_seconds(clock_now_ns() - begin_ns));
    printf("%s to reset\n",
           timer_reset(&timer, 1) ? "and not too late" : "and too late");
    future_drop(&timer.future);
    waker_drop(&waker);
    counting_waker_destroy(&counting);
    return 0;
}
