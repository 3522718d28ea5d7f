/* Step 11.1: a thread that parks, and misses what was before.
 *
 * EXPECT: hang
 *
 * A countdown wakes its task in the middle of the poll. The thread is not
 * parked yet, and the signal finds nobody.
 */
#include "../../part1-futures/06-wakers/future.h"

struct parker {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
};

static void parker_init(struct parker *parker)
{
    pthread_mutex_init(&parker->mutex, NULL);
    pthread_cond_init(&parker->changed, NULL);
}

static void parker_destroy(struct parker *parker)
{
    pthread_cond_destroy(&parker->changed);
    pthread_mutex_destroy(&parker->mutex);
}

static void parker_park(struct parker *parker)
{
    pthread_mutex_lock(&parker->mutex);
    pthread_cond_wait(&parker->changed, &parker->mutex);
    pthread_mutex_unlock(&parker->mutex);
}

static void parker_unpark(struct parker *parker)
{
    pthread_mutex_lock(&parker->mutex);
    pthread_cond_signal(&parker->changed);
    pthread_mutex_unlock(&parker->mutex);
}

static void *parker_waker_clone(void *data)
{
    return data;
}

static void parker_waker_wake(void *data)
{
    parker_unpark(data);
}

static void parker_waker_drop(void *data)
{
    (void)data;
}

static const struct waker_ops parker_waker_ops = {
    .clone = parker_waker_clone,
    .wake = parker_waker_wake,
    .wake_by_ref = parker_waker_wake,
    .drop = parker_waker_drop,
};

static long block_on(struct future *future)
{
    struct parker parker;
    parker_init(&parker);
    struct waker waker = {&parker, &parker_waker_ops};
    struct context cx = {&waker};
    long polls = 1;
    while (future_poll(future, &cx) == POLL_PENDING) {
        parker_park(&parker);
        polls++;
    }
    parker_destroy(&parker);
    return polls;
}

struct countdown {
    struct future future;
    int left;
};

static enum poll_state countdown_poll(struct future *self, struct context *cx)
{
    struct countdown *countdown = container_of(self, struct countdown, future);
    printf("%d\n", countdown->left);
    if (countdown->left == 0)
        return POLL_READY;
    countdown->left--;
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}

static void countdown_drop(struct future *self)
{
    (void)self; /* it owns nothing */
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: lost_unpark\n"
                  "Counts down from three, and does not get far.\n");
    struct countdown countdown = {{countdown_poll, countdown_drop}, 3};
    long polls = block_on(&countdown.future);
    printf("%ld polls\n", polls);
    future_drop(&countdown.future);
    return 0;
}
