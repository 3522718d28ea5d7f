/* Exercise 6.1: let others have a turn.
 *
 * A future that computes for long keeps its driver from all others. Between
 * two pieces of work it can let them have a turn: it says pending, and has
 * seen to it that it is polled again. Write Yield, the future for that.
 *
 * - The first poll is pending. During it the task is woken, once.
 * - The second poll is ready, and wakes nobody: what would be polled again?
 * - It keeps no waker. The one of the context is borrowed: the driver still
 *   has it after the poll.
 * - Every Yield counts for itself.
 *
 * main drives one. Done right, it says "polls: 2, wakes: 1, alive: 0".
 *
 * Difficulty: easy
 * Time: 10 minutes
 * Section: Pending is a promise
 */
#include "../../../../part1-futures/06-wakers/counting_waker.h"

struct yield {
    struct future future;
    /* TODO: what it has to remember. */
};

static enum poll_state yield_poll(struct future *self, struct context *cx)
{
    /* TODO */
    (void)self;
    (void)cx;
    return POLL_READY;
}

static void yield_drop(struct future *self)
{
    (void)self; /* it owns nothing */
}

static void yield_init(struct yield *yield)
{
    yield->future = (struct future){yield_poll, yield_drop};
    /* TODO */
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
