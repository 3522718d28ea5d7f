/* Step 6.4: pending, and woken at once, by itself.
 *
 * EXPECT: busy
 *
 * This wait does not leave its waker at the doorbell. It uses it.
 */
#include "counting_waker.h"
#include "doorbell.h"

static enum poll_state impatient_poll(struct future *self, struct context *cx)
{
    struct doorbell_wait *wait =
        container_of(self, struct doorbell_wait, future);
    if (doorbell_was_rung(wait->bell))
        return POLL_READY;
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: busy\n"
                  "Waits for a doorbell, by asking all the time.\n");
    struct counting_waker counting;
    struct doorbell bell;
    struct doorbell_wait wait;
    struct visitor visitor;
    counting_waker_init(&counting);
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    wait.future.poll = impatient_poll;

    printf("waiting\n");
    visitor_start(&visitor, &bell, 1);
    int64_t cpu_ns = clock_cpu_ns();
    long polls = counting_waker_run(&counting, &wait.future);
    printf("%ld polls, %.2f seconds of processor\n", polls,
           clock_seconds(clock_cpu_ns() - cpu_ns));
    future_drop(&wait.future);
    visitor_join(&visitor);
    doorbell_destroy(&bell);
    counting_waker_destroy(&counting);
    return 0;
}
