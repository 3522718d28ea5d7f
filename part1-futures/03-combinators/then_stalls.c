/* Step 3.4: one after the other, as one future, and a promise not kept.
 *
 * EXPECT: hang
 *
 * When the first is ready, it says pending: the second's turn will come with
 * the next poll.
 */
#include "../02-simple-future/socket.h"

struct then {
    struct simple_future future;
    struct simple_future *first;  /* borrowed; NULL once it was ready */
    struct simple_future *second; /* borrowed */
};

static enum poll_state then_poll(struct simple_future *self, void (*wake)(void))
{
    struct then *then = container_of(self, struct then, future);
    if (then->first != NULL) {
        if (simple_future_poll(then->first, wake) == POLL_READY)
            then->first = NULL;
        return POLL_PENDING;
    }
    return simple_future_poll(then->second, wake);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: then_stalls\n"
                  "Reads from two peers, in order, and never ends.\n");
    struct socket alice, bob;
    struct socket_read name, greeting;
    int64_t begin_ns = clock_now_ns();
    socket_init(&alice, 1, "Ada");
    socket_init(&bob, 2, "hello, whoever you are");
    socket_read_init(&name, &alice);
    socket_read_init(&greeting, &bob);
    struct then then = {{then_poll}, &name.future, &greeting.future};

    printf("reading\n");
    long polls = simple_future_run(&then.future);
    socket_read_print(&name);
    socket_read_print(&greeting);
    printf("%.1f seconds, %ld polls of the then\n",
           clock_seconds(clock_now_ns() - begin_ns), polls);
    socket_destroy(&alice);
    socket_destroy(&bob);
    return 0;
}
