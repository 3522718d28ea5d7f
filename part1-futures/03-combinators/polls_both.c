/* Step 3.2: both at once, by someone who does not remember.
 *
 * EXPECT: error
 *
 * This pair polls both its children every time, also the one that is done.
 */
#include "../02-simple-future/socket.h"

struct pair {
    struct simple_future future;
    struct simple_future *a; /* borrowed */
    struct simple_future *b; /* borrowed */
};

static enum poll_state pair_poll(struct simple_future *self, void (*wake)(void))
{
    struct pair *pair = container_of(self, struct pair, future);
    enum poll_state a = simple_future_poll(pair->a, wake);
    enum poll_state b = simple_future_poll(pair->b, wake);
    if (a == POLL_PENDING || b == POLL_PENDING)
        return POLL_PENDING;
    return POLL_READY;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: polls_both\n"
                  "Asks two peers at once, and polls one once too often.\n");
    struct socket alice, bob;
    struct socket_read hello, goodbye;
    socket_init(&alice, 1, "hello from Alice");
    socket_init(&bob, 2, "goodbye from Bob");
    socket_read_init(&hello, &alice);
    socket_read_init(&goodbye, &bob);

    struct pair pair = {{pair_poll}, &hello.future, &goodbye.future};
    printf("asking both\n");
    simple_future_run(&pair.future);
    printf("nobody minded\n");
    socket_destroy(&alice);
    socket_destroy(&bob);
    return 0;
}
