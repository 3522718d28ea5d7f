/* Step 3.1: two questions, one after the other.
 *
 * Alice answers after one second, Bob after two. Bob is asked when Alice has
 * answered.
 */
#include "../02-simple-future/socket.h"

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: one_by_one\n"
                  "Asks two peers, one after the other.\n");
    struct socket alice, bob;
    struct socket_read hello, goodbye;
    int64_t begin_ns = clock_now_ns();

    socket_init(&alice, 1, "hello from Alice");
    socket_read_init(&hello, &alice);
    long polls = simple_future_run(&hello.future);
    socket_read_print(&hello);

    socket_init(&bob, 2, "goodbye from Bob");
    socket_read_init(&goodbye, &bob);
    polls += simple_future_run(&goodbye.future);
    socket_read_print(&goodbye);

    printf("%.1f seconds, %ld polls\n",
           clock_seconds(clock_now_ns() - begin_ns), polls);
    socket_destroy(&alice);
    socket_destroy(&bob);
    return 0;
}
