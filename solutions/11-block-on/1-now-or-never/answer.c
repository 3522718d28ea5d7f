/* Exercise 11.1: now or never.
 *
 * Not everybody who has a future may sleep. A game must draw its next picture,
 * a poll must not wait at all. Write poll_now: it polls a future, and says
 * whether it is ready now.
 *
 * - It polls once, whatever comes of it.
 * - Nobody wants to be woken, so its waker wakes nobody. The future may keep a
 *   clone of it all the same, and wake or drop that on any thread, at any time.
 * - Nothing is allocated.
 * - The future is not dropped: it may be polled again, or go to block_on.
 * - It may be called in a poll.
 *
 * main looks whether a doorbell was rung, and later waits for it. Done right,
 * it says "not yet", "not yet" and, after a second, "rung".
 *
 * Difficulty: easy
 * Time: 15 minutes
 * Section: A thread that parks
 */
#include "../../../part1-futures/06-wakers/doorbell.h"
#include "../../../part2-executor/11-block-on/block_on.h"

static void *nobody_clone(void *data)
{
    return data;
}

static void nobody_wake(void *data)
{
    (void)data;
}

static const struct waker_ops nobody_ops = {
    .clone = nobody_clone,
    .wake = nobody_wake,
    .wake_by_ref = nobody_wake,
    .drop = nobody_wake,
};

static enum poll_state poll_now(struct future *future)
{
    struct waker waker = {NULL, &nobody_ops};
    struct context cx = {&waker};
    return future_poll(future, &cx);
}

static void look(struct future *future)
{
    bool ready = poll_now(future) == POLL_READY;
    printf("%s\n", ready ? "rung" : "not yet");
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Looks for a visitor twice, and then waits for one.\n");
    struct doorbell bell;
    struct doorbell_wait wait;
    struct visitor visitor;
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    look(&wait.future);
    visitor_start(&visitor, &bell, 1);
    look(&wait.future);
    block_on(&wait.future);
    printf("rung\n");
    future_drop(&wait.future);
    visitor_join(&visitor);
    doorbell_destroy(&bell);
    return 0;
}
