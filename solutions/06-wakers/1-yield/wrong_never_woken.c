/* Wrong: it says pending, and hopes that somebody polls it again.
 *
 * CAUGHT BY: pending without a wake: the driver would sleep for ever
 */
#include "../../../part1-futures/06-wakers/counting_waker.h"

struct yield {
    struct future future;
    bool yielded; /* the turn was given away */
};

static enum poll_state yield_poll(struct future *self, struct context *cx)
{
    struct yield *yield = container_of(self, struct yield, future);
    if (yield->yielded)
        return POLL_READY;
    yield->yielded = true;
    (void)cx;
    return POLL_PENDING;
}

static void yield_drop(struct future *self)
{
    (void)self; /* it owns nothing */
}

static void yield_init(struct yield *yield)
{
    yield->future = (struct future){yield_poll, yield_drop};
    yield->yielded = false;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Lets others have a turn, of whom there are none.\n");
    struct counting_waker counting;
    struct yield yield;
    counting_waker_init(&counting);
    yield_init(&yield);
    long polls = counting_waker_run(&counting, &yield.future);
    future_drop(&yield.future);
    printf("polls: %ld, wakes: %ld, alive: %ld\n", polls,
           counting_waker_wakes(&counting), counting_waker_alive(&counting));
    counting_waker_destroy(&counting);
    return 0;
}
