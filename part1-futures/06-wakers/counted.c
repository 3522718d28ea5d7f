/* Step 6.5: a wait polled by hand, and every waker counted.
 *
 * The poll of doorbell.h leaves a clone of its waker and is woken by the
 * visitor. Before that it is woken for nothing, afterwards too late.
 */
#include "counting_waker.h"
#include "doorbell.h"

static void show(struct counting_waker *counting, const char *what)
{
    printf("%-18s wakes %ld, alive %ld\n", what, counting_waker_wakes(counting),
           counting_waker_alive(counting));
}

static void poll_and_show(struct counting_waker *counting,
                          struct future *future, const struct waker *waker)
{
    struct context cx = {waker};
    bool ready = future_poll(future, &cx) == POLL_READY;
    show(counting, ready ? "poll: ready" : "poll: pending");
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: counted\n"
                  "Polls a wait for a doorbell, and counts its wakers.\n");
    struct counting_waker counting;
    struct doorbell bell;
    struct doorbell_wait wait;
    struct visitor visitor;
    counting_waker_init(&counting);
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);

    struct waker waker = counting_waker_new(&counting);
    show(&counting, "a waker");
    poll_and_show(&counting, &wait.future, &waker);
    poll_and_show(&counting, &wait.future, &waker);
    waker_wake_by_ref(&waker);
    show(&counting, "woken for nothing");
    poll_and_show(&counting, &wait.future, &waker);
    visitor_start(&visitor, &bell, 1);
    counting_waker_wait(&counting, 1);
    show(&counting, "the bell was rung");
    poll_and_show(&counting, &wait.future, &waker);
    future_drop(&wait.future);
    show(&counting, "drop");
    waker_wake(&waker);
    show(&counting, "woken too late");

    visitor_join(&visitor);
    doorbell_destroy(&bell);
    counting_waker_destroy(&counting);
    return 0;
}
