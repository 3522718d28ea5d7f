/* Wrong: a waker that counts, and is gone while the future keeps a clone.
 *
 * CAUGHT BY: it was ended by signal 6
 */
#include "../../../part1-futures/06-wakers/counting_waker.h"
#include "../../../part1-futures/06-wakers/doorbell.h"
#include "../../../part2-executor/11-block-on/block_on.h"

static enum poll_state poll_now(struct future *future)
{
    struct counting_waker counting;
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};
    enum poll_state state = future_poll(future, &cx);
    waker_drop(&waker);
    counting_waker_destroy(&counting);
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
