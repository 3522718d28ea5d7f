/* Step 6.3: pending, and nobody has been asked to wake it.
 *
 * EXPECT: hang
 *
 * This wait looks at the doorbell and leaves nothing there.
 */
#include "counting_waker.h"
#include "doorbell.h"

static enum poll_state forgetful_poll(struct future *self, struct context *cx)
{
    struct doorbell_wait *wait =
        container_of(self, struct doorbell_wait, future);
    (void)cx;
    return doorbell_was_rung(wait->bell) ? POLL_READY : POLL_PENDING;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: never_woken\n"
                  "Waits for a doorbell, and does not hear it.\n");
    struct counting_waker counting;
    struct doorbell bell;
    struct doorbell_wait wait;
    struct visitor visitor;
    counting_waker_init(&counting);
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    wait.future.poll = forgetful_poll;

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
