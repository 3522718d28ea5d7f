/* Step 6.8: a waker that is kept, and never given back.
 *
 * EXPECT: error
 *
 * Nobody rings, and the wait is given up. Its drop forgets what it owns.
 */
#include "counting_waker.h"
#include "doorbell.h"

static void forgetful_drop(struct future *self)
{
    (void)self;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: leaked\n"
                  "Gives up waiting for a doorbell, and leaves a waker.\n");
    struct counting_waker counting;
    struct doorbell bell;
    struct doorbell_wait wait;
    counting_waker_init(&counting);
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    wait.future.drop = forgetful_drop;

    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};
    future_poll(&wait.future, &cx);
    printf("waiting: %ld alive\n", counting_waker_alive(&counting));
    future_drop(&wait.future);
    waker_drop(&waker);
    printf("given up: %ld alive\n", counting_waker_alive(&counting));

    doorbell_destroy(&bell);
    counting_waker_destroy(&counting);
    return 0;
}
