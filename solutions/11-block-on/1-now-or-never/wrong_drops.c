/* Wrong: what is not ready now is dropped.
 *
 * CAUGHT BY: the future is not yours to drop
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
    enum poll_state state = future_poll(future, &cx);
    if (state == POLL_PENDING)
        future_drop(future);
    return state;
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
