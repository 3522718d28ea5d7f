/* Step 23.6: a connect that failed, and nobody asked.
 *
 * EXPECT: wrong
 *
 * The port is taken, so that no other program has it, but nobody listens there.
 * When a connect is over, the socket is writable.
 */
#include "async_tcp.h"

static int connect_begin(const struct sockaddr_in *to)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || fd_set_nonblocking(fd) != 0)
        die("socket", errno);
    if (connect(fd, (const struct sockaddr *)to, sizeof *to) != 0)
        printf("connect: %s\n", strerror(errno));
    return fd;
}

static void wait_until_writable(int fd)
{
    while (fd_ready(fd, POLLOUT) == 0) {
        /* burn */
    }
    printf("writable\n");
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: not_asked\n"
                  "Connects to a port where nobody listens.\n");
    int bound = tcp_bind("127.0.0.1", 0);
    if (bound < 0)
        die("tcp_bind", errno);
    struct sockaddr_in to = tcp_address(bound);
    int fd = connect_begin(&to);
    wait_until_writable(fd);
    printf("connected\n");
    close(fd);
    close(bound);
    return 0;
}
