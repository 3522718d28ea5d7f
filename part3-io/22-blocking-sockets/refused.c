/* Step 22.3: a client that comes too early.
 *
 * EXPECT: error
 *
 * The server has a thread of its own, and listens when that gets round to it.
 */
#include <pthread.h>

#include "stop.h"
#include "tcp.h"

static void *server_main(void *arg)
{
    const int *bound = arg;
    clock_sleep_until(clock_now_ns() + clock_second_ns() / 2);
    listen(*bound, TCP_QUEUE_MAX);
    int fd = tcp_accept(*bound);
    fd_write_all(fd, "welcome\n", 8);
    close(fd);
    return NULL;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: refused\n"
                  "Starts a server, and a client that is faster.\n");
    int bound = tcp_bind("127.0.0.1", 0);
    if (bound < 0)
        die("tcp_bind", errno);
    struct sockaddr_in to = tcp_address(bound);
    pthread_t server;
    int error = pthread_create(&server, NULL, server_main, &bound);
    if (error != 0)
        die("pthread_create", error);

    int fd = tcp_connect(&to);
    if (fd < 0)
        tcp_die("connect to", "127.0.0.1", ntohs(to.sin_port));
    fd_print_all(fd);
    close(fd);
    pthread_join(server, NULL);
    close(bound);
    return 0;
}
