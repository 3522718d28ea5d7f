/* Wrong: it passes a waker that is none, because none is needed.
 *
 * CAUGHT BY: a pointer that is null
 */
#include "../../../part1-futures/06-wakers/doorbell.h"
#include "../../../part2-executor/11-block-on/block_on.h"

static enum poll_state poll_now(struct future *future)
{
    struct waker waker = {NULL, NULL};
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
