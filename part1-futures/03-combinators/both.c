/* Step 3.3: both at once, joined.
 *
 * The questions of step 3.1 take as long as the slower of the two.
 */
#include "../02-simple-future/socket.h"
#include "join.h"

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: both\n"
                  "Asks two peers at once.\n");
    struct socket alice, bob;
    struct socket_read hello, goodbye;
    struct join join;
    int64_t begin_ns = clock_now_ns();
    socket_init(&alice, 1, "hello from Alice");
    socket_init(&bob, 2, "goodbye from Bob");
    socket_read_init(&hello, &alice);
    socket_read_init(&goodbye, &bob);
    join_init(&join, &hello.future, &goodbye.future);

    long polls = simple_future_run(&join.future);
    socket_read_print(&hello);
    socket_read_print(&goodbye);
    printf("%.1f seconds, %ld polls of the join\n",
           clock_seconds(clock_now_ns() - begin_ns), polls);
    socket_destroy(&alice);
    socket_destroy(&bob);
    return 0;
}
