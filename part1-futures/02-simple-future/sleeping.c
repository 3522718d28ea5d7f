/* Step 2.5: sleep until woken.
 *
 * The same read, driven by simple_future_run: one poll to ask, one when the
 * data is there.
 */
#include "socket.h"

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: sleeping\n"
                  "Reads from a socket, asleep until there is something.\n");
    struct socket socket;
    struct socket_read read;
    socket_init(&socket, 1, "howdy");
    socket_read_init(&read, &socket);

    int64_t cpu_ns = clock_cpu_ns();
    long polls = simple_future_run(&read.future);
    socket_read_print(&read);
    printf("%ld polls, %.2f seconds of processor\n", polls,
           clock_seconds(clock_cpu_ns() - cpu_ns));
    socket_destroy(&socket);
    return 0;
}
