/* Step 7.4: a timer that keeps its first waker.
 *
 * EXPECT: hang
 *
 * Whoever polled first is woken. By then the timer is somebody else's.
 */
#include "../06-wakers/counting_waker.h"
#include "timer.h"

static enum poll_state careless_poll(struct future *self, struct context *cx)
{
    struct timer *timer = container_of(self, struct timer, future);
    pthread_mutex_lock(&timer->mutex);
    if (!timer->started) {
        timer_start(timer);
        timer->waker = waker_clone(cx->waker);
    }
    bool ready = timer->fired || timer->error != 0;
    pthread_mutex_unlock(&timer->mutex);
    return ready ? POLL_READY : POLL_PENDING;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: stale_waker\n"
                  "Polls a timer in one task and waits for it in another.\n");
    struct counting_waker first, second;
    struct timer timer;
    counting_waker_init(&first);
    counting_waker_init(&second);
    struct waker waker = counting_waker_new(&first);
    struct context cx = {&waker};
    timer_init(&timer, 1);
    timer.future.poll = careless_poll;

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
