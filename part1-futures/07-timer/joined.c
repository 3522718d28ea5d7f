/* Step 7.2: a timer that waits for its thread.
 *
 * EXPECT: wrong
 *
 * Dropped before its time, it joins its thread. The thread goes on waiting,
 * and so does whoever has given up the timer.
 */
#include "../01-waiting/clock.h"
#include "../06-wakers/counting_waker.h"

struct timer {
    struct future future;
    int64_t deadline_ns;
    bool started;
    pthread_t thread;

    pthread_mutex_t mutex; /* guards all below */
    bool fired;
    struct waker waker; /* owned: that of the latest poll */
};

static void *timer_main(void *arg)
{
    struct timer *timer = arg;
    clock_sleep_until(timer->deadline_ns);
    pthread_mutex_lock(&timer->mutex);
    timer->fired = true;
    struct waker waker = waker_take(&timer->waker);
    pthread_mutex_unlock(&timer->mutex);
    waker_wake(&waker);
    return NULL;
}

static void timer_start(struct timer *timer)
{
    int error = pthread_create(&timer->thread, NULL, timer_main, timer);
    if (error != 0)
        die("pthread_create", error);
    timer->started = true;
}

static enum poll_state timer_poll(struct future *self, struct context *cx)
{
    struct timer *timer = container_of(self, struct timer, future);
    struct waker latest = waker_clone(cx->waker);
    pthread_mutex_lock(&timer->mutex);
    struct waker old = timer->waker;
    timer->waker = latest;
    if (!timer->started)
        timer_start(timer);
    bool ready = timer->fired;
    pthread_mutex_unlock(&timer->mutex);
    waker_drop(&old);
    return ready ? POLL_READY : POLL_PENDING;
}

static void timer_drop(struct future *self)
{
    struct timer *timer = container_of(self, struct timer, future);
    if (timer->started)
        pthread_join(timer->thread, NULL);
    waker_drop(&timer->waker);
    pthread_mutex_destroy(&timer->mutex);
}

static void timer_init(struct timer *timer, double seconds)
{
    timer->future = (struct future){timer_poll, timer_drop};
    timer->deadline_ns =
        clock_now_ns() + (int64_t)(seconds * (double)clock_second_ns());
    pthread_mutex_init(&timer->mutex, NULL);
    timer->started = false;
    timer->fired = false;
    timer->waker = (struct waker){NULL, NULL};
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: joined\n"
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
