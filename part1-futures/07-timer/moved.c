/* Step 7.5: a timer that keeps its latest waker.
 *
 * The main of step 7.4, with the poll of timer.h. Whoever polled last is woken.
 */
#include "../06-wakers/counting_waker.h"
#include "timer.h"

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: moved\n"
                  "Polls a timer in one task and waits for it in another.\n");
    struct counting_waker first, second;
    struct timer timer;
    counting_waker_init(&first);
    counting_waker_init(&second);
    struct waker waker = counting_waker_new(&first);
    struct context cx = {&waker};
    timer_init(&timer, 1);

    printf("the first task polls\n");
    future_poll(&timer.future, &cx);
    printf("the second task takes over\n");
    long polls = counting_waker_run(&second, &timer.future);
    printf("polled %ld times by the second\n", polls);
    printf("woken: the first %ld times, the second %ld\n",
           counting_waker_wakes(&first), counting_waker_wakes(&second));
    future_drop(&timer.future);
    waker_drop(&waker);
    counting_waker_destroy(&second);
    counting_waker_destroy(&first);
    return 0;
}
