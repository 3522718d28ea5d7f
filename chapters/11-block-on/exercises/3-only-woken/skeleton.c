/* Exercise 11.3: only who was woken.
 *
 * A join has one waker for all of its futures, and each wake polls them all.
 * block_on_both drives two futures, each with a waker of its own, and polls
 * only what was woken. Write it, and the wakers.
 *
 * - Both are polled once at the beginning. After that a future is polled once
 *   it has been woken since its last poll began, and not otherwise; never
 *   after it was ready.
 * - It returns when both are ready: how many polls that took, of both.
 * - In between the thread is parked. No wake is lost, from whichever thread.
 * - Wakers may be kept for ever. Nothing is left allocated when the last of
 *   them is given back.
 *
 * main waits for two visitors, one after a second and one after two. Done
 * right, it says "4 polls"; a join would take 5.
 *
 * Difficulty: hard
 * Time: 45 minutes
 * Section: What is wrong with it
 */
#include "../../../../part1-futures/06-wakers/doorbell.h"
#include "../../../../part2-executor/11-block-on/block_on.h"

/* What the wakers of one of the two futures point to. */
struct part {
    struct parker *parker; /* owned: a reference */
    /* TODO: was it woken? And who frees it? */
};

static void *part_clone(void *data)
{
    /* TODO */
    return data;
}

static void part_wake(void *data)
{
    /* TODO */
    (void)data;
}

static void part_wake_by_ref(void *data)
{
    /* TODO */
    (void)data;
}

static void part_drop(void *data)
{
    /* TODO */
    (void)data;
}

static const struct waker_ops part_ops = {
    .clone = part_clone,
    .wake = part_wake,
    .wake_by_ref = part_wake_by_ref,
    .drop = part_drop,
};

static long block_on_both(struct future *left, struct future *right)
{
    /* TODO */
    (void)left;
    (void)right;
    (void)part_ops;
    return 0;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Waits for two visitors, and counts the polls.\n");
    struct doorbell bells[2];
    struct doorbell_wait waits[2];
    struct visitor visitors[2];
    for (int n = 0; n < 2; n++) {
        doorbell_init(&bells[n]);
        doorbell_wait_init(&waits[n], &bells[n]);
        visitor_start(&visitors[n], &bells[n], n + 1);
    }
    long polls = block_on_both(&waits[0].future, &waits[1].future);
    printf("%ld polls\n", polls);
    for (int n = 0; n < 2; n++) {
        future_drop(&waits[n].future);
        visitor_join(&visitors[n]);
        doorbell_destroy(&bells[n]);
    }
    return 0;
}
