/* Step 2.3: ask, and ask again.
 *
 * EXPECT: busy
 *
 * The driver does not know when a poll is worth its while, so it polls all
 * the time.
 */
#include "socket.h"

static void wake_nobody(void)
{
}

/* Poll round and round until ready. Returns how many polls it took. */
static long run_busily(struct simple_future *future)
{
    long polls = 1;
    while (simple_future_poll(future, wake_nobody) == POLL_PENDING)
        polls++;
    return polls;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: busy\n"
                  "Reads from a socket, polling all the time.\n");
    struct socket socket;
    struct socket_read read;
    socket_init(&socket, 1, "howdy");
    socket_read_init(&read, &socket);

    int64_t cpu_ns = clock_cpu_ns();
    long polls = run_busily(&read.future);
    socket_read_print(&read);
    printf("%ld polls, %.2f seconds of processor\n", polls,
           clock_seconds(clock_cpu_ns() - cpu_ns));
    socket_destroy(&socket);
    return 0;
}
