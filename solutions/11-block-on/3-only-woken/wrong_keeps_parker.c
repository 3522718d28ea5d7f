/* Wrong: the last waker frees the part, and not its reference to the parker.
 *
 * CAUGHT BY: a reference to the parker that nobody gives back
 */
#include "../../../part1-futures/06-wakers/doorbell.h"
#include "../../../part2-executor/11-block-on/block_on.h"

/* What the wakers of one of the two futures point to. */
struct part {
    struct parker *parker;  /* owned: a reference */
    atomic_long references; /* the last to be dropped frees it */
    atomic_bool woken;      /* since its last poll began */
};

static void *part_clone(void *data)
{
    struct part *part = data;
    atomic_fetch_add(&part->references, 1);
    return part;
}

static void part_wake_by_ref(void *data)
{
    struct part *part = data;
    atomic_store(&part->woken, true);
    parker_unpark(part->parker);
}

static void part_drop(void *data)
{
    struct part *part = data;
    if (atomic_fetch_sub(&part->references, 1) != 1)
        return;
    free(part);
}

static void part_wake(void *data)
{
    part_wake_by_ref(data);
    part_drop(data);
}

static const struct waker_ops part_ops = {
    .clone = part_clone,
    .wake = part_wake,
    .wake_by_ref = part_wake_by_ref,
    .drop = part_drop,
};

/* One of the two futures, and the waker for it. Woken: it is to be polled. */
struct half {
    struct future *future;
    struct waker waker;
    bool ready;
};

static struct half half_new(struct future *future, struct parker *parker)
{
    struct part *part = malloc(sizeof *part);
    if (part == NULL)
        die("block_on_both", errno);
    part->parker = parker_clone(parker);
    atomic_init(&part->references, 1);
    atomic_init(&part->woken, true);
    return (struct half){future, {part, &part_ops}, false};
}

/* Returns how many polls it took, one or none. */
static long half_poll(struct half *half)
{
    struct part *part = half->waker.data;
    struct context cx = {&half->waker};
    if (half->ready || !atomic_exchange(&part->woken, false))
        return 0;
    half->ready = future_poll(half->future, &cx) == POLL_READY;
    return 1;
}

static long block_on_both(struct future *left, struct future *right)
{
    struct parker *parker = parker_new();
    if (parker == NULL)
        die("block_on_both", errno);
    struct half first = half_new(left, parker);
    struct half second = half_new(right, parker);
    long polls = half_poll(&first);
    polls += half_poll(&second);
    while (!first.ready || !second.ready) {
        parker_park(parker);
        polls += half_poll(&first);
        polls += half_poll(&second);
    }
    waker_drop(&first.waker);
    waker_drop(&second.waker);
    parker_drop(parker);
    return polls;
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
