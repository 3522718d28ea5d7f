/* Wrong: it clones the waker, as for an event, and never gives it back.
 *
 * CAUGHT BY: a clone that is not given back; there is no need for one
 */
#include "../../../part1-futures/06-wakers/counting_waker.h"

struct yield {
    struct future future;
    bool yielded; /* the turn was given away */
    struct waker waker;
};

static enum poll_state yield_poll(struct future *self, struct context *cx)
{
    struct yield *yield = container_of(self, struct yield, future);
    if (yield->yielded)
        return POLL_READY;
    yield->yielded = true;
    yield->waker = waker_clone(cx->waker);
    waker_wake_by_ref(&yield->waker);
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
