/* Wrong: it looks, lets go of the mutex, and takes it again to leave its
 * waker. The function may return in between.
 *
 * CAUGHT BY: it looks, lets go of the mutex, and then keeps the waker
 */
#include "../../../part1-futures/01-waiting/clock.h"
#include "../../../part1-futures/06-wakers/counting_waker.h"

struct errand {
    struct future future;
    int (*run)(void *arg);
    void *arg;  /* borrowed */
    int error;  /* output: 0, or why there was no thread */
    int result; /* output, if error is 0 */
    bool started;
    pthread_t thread;

    pthread_mutex_t mutex; /* guards all below */
    bool done;
    struct waker waker; /* owned: that of the latest poll */
};

static void *errand_main(void *arg)
{
    struct errand *errand = arg;
    int result = errand->run(errand->arg);
    pthread_mutex_lock(&errand->mutex);
    errand->result = result;
    errand->done = true;
    struct waker waker = waker_take(&errand->waker);
    pthread_mutex_unlock(&errand->mutex);
    waker_wake(&waker);
    return NULL;
}

static void errand_start(struct errand *errand)
{
    errand->error = pthread_create(&errand->thread, NULL, errand_main, errand);
    errand->started = errand->error == 0;
}

static enum poll_state errand_poll(struct future *self, struct context *cx)
{
    struct errand *errand = container_of(self, struct errand, future);
    pthread_mutex_lock(&errand->mutex);
    bool done = errand->done;
    pthread_mutex_unlock(&errand->mutex);
    if (done)
        return POLL_READY;

    struct waker latest = waker_clone(cx->waker);
    pthread_mutex_lock(&errand->mutex);
    struct waker old = errand->waker;
    errand->waker = latest;
    if (!errand->started)
        errand_start(errand);
    pthread_mutex_unlock(&errand->mutex);
    waker_drop(&old);
    return errand->started ? POLL_PENDING : POLL_READY;
}

static void errand_drop(struct future *self)
{
    struct errand *errand = container_of(self, struct errand, future);
    if (errand->started)
        pthread_join(errand->thread, NULL);
    waker_drop(&errand->waker);
    pthread_mutex_destroy(&errand->mutex);
}

/* `arg` must outlive the errand. */
static void errand_init(struct errand *errand, int (*run)(void *arg), void *arg)
{
    errand->future = (struct future){errand_poll, errand_drop};
    errand->run = run;
    errand->arg = arg;
    errand->error = 0;
    errand->result = 0;
    pthread_mutex_init(&errand->mutex, NULL);
    errand->started = false;
    errand->done = false;
    errand->waker = (struct waker){NULL, NULL};
}

static int answer_slowly(void *arg)
{
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    return *(int *)arg;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Sends for an answer that takes a second.\n");
    struct counting_waker counting;
    struct errand errand;
    int answer = 42;
    counting_waker_init(&counting);
    errand_init(&errand, answer_slowly, &answer);
    int64_t begin_ns = clock_now_ns();
    long polls = counting_waker_run(&counting, &errand.future);
    printf("the answer is %d: %.1f seconds, %ld polls\n", errand.result,
           clock_seconds(clock_now_ns() - begin_ns), polls);
    future_drop(&errand.future);
    counting_waker_destroy(&counting);
    return 0;
}
