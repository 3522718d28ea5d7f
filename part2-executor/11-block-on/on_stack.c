/* Step 11.3: a wake that comes when block_on is over.
 *
 * EXPECT: wrong
 *
 * The parker is on the stack of block_on. The last poll has left a waker in
 * the doorbell, and when it rings again, something else is in that place.
 */
#include "../../part1-futures/06-wakers/doorbell.h"

#define ZEROS 1000

/* Keeps a function out of its caller: each is to have a frame of its own. */
#define NOINLINE __attribute__((noinline))

struct parker {
    pthread_mutex_t mutex; /* guards unparked */
    pthread_cond_t changed;
    bool unparked; /* an unpark that no park has used up yet */
};

static void parker_init(struct parker *parker)
{
    pthread_mutex_init(&parker->mutex, NULL);
    pthread_cond_init(&parker->changed, NULL);
    parker->unparked = false;
}

static void parker_destroy(struct parker *parker)
{
    pthread_cond_destroy(&parker->changed);
    pthread_mutex_destroy(&parker->mutex);
}

static void parker_park(struct parker *parker)
{
    pthread_mutex_lock(&parker->mutex);
    while (!parker->unparked)
        pthread_cond_wait(&parker->changed, &parker->mutex);
    parker->unparked = false;
    pthread_mutex_unlock(&parker->mutex);
}

static void parker_unpark(struct parker *parker)
{
    pthread_mutex_lock(&parker->mutex);
    parker->unparked = true;
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

static NOINLINE long block_on(struct future *future)
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

/* Waits until somebody has rung. */
static NOINLINE void wait_for_visitor(struct doorbell *bell,
                                      struct doorbell_wait *wait)
{
    struct visitor visitor;
    visitor_start(&visitor, bell, 1);
    block_on(&wait->future);
    visitor_join(&visitor);
    printf("the bell was rung\n");
}

/* Adds up zeros. Meanwhile the bell rings again. The compiler sees nobody who
 * could change a zero; volatile tells it to look. */
static NOINLINE int zeros_sum(struct doorbell *bell)
{
    volatile unsigned char zeros[ZEROS] = {0};
    int sum = 0;
    doorbell_ring(bell);
    for (int n = 0; n < ZEROS; n++)
        sum += zeros[n];
    return sum;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: on_stack\n"
                  "Waits for a doorbell, and adds up a thousand zeros.\n");
    struct doorbell bell;
    struct doorbell_wait wait;
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    wait_for_visitor(&bell, &wait);
    printf("a thousand zeros: %d\n", zeros_sum(&bell));
    future_drop(&wait.future);
    doorbell_destroy(&bell);
    return 0;
}
