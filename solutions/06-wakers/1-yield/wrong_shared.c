/* Wrong: one flag for all of them.
 *
 * CAUGHT BY: what it remembers is shared by all, not in its struct
 */
#include "../../../part1-futures/06-wakers/counting_waker.h"

struct yield {
    struct future future;
};

static bool yielded; /* the turn was given away */

static enum poll_state yield_poll(struct future *self, struct context *cx)
{
    (void)self;
    if (yielded)
        return POLL_READY;
    yielded = true;
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}

static void yield_drop(struct future *self)
{
    (void)self; /* it owns nothing */
}

static void yield_init(struct yield *yield)
{
    yield->future = (struct future){yield_poll, yield_drop};
    yielded = false;
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
