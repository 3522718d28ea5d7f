/* Step 23.2: what calls say that do not block.
 *
 * Nobody has connected, nobody has said anything, nobody reads. Each call
 * would have to wait.
 */
#include "both_ends.h"

static char page[65536];

static const char *said(int result)
{
    return result < 0 ? strerror(errno) : "ok";
}

static int try_accept(int listener)
{
    if (listener < 0 || fd_set_nonblocking(listener) != 0)
        tcp_die("listen on", "127.0.0.1", 0);
    return accept(listener, NULL, NULL);
}

static int try_connect(int fd, const struct sockaddr_in *to)
{
    if (fd < 0 || fd_set_nonblocking(fd) != 0)
        die("socket", errno);
    return connect(fd, (const struct sockaddr *)to, sizeof *to);
}

static void try_write(int fd)
{
    long whole = 0;
    ssize_t written;
    while ((written = write(fd, page, sizeof page)) == sizeof page)
        whole++;
    printf("write: %ld times %zu bytes\n", whole, sizeof page);
    printf("write: %zd bytes of %zu\n", written, sizeof page);
    while (written > 0)
        written = write(fd, page, sizeof page);
    printf("write: %s\n", said((int)written));
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: would_block\n"
                  "Makes four calls that would have to wait.\n");
    int listener = tcp_listen("127.0.0.1", 0);
    printf("accept: %s\n", said(try_accept(listener)));
    struct sockaddr_in to = tcp_address(listener);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    printf("connect: %s\n", said(try_connect(fd, &to)));
    int ends[2];
    char byte;
    both_ends(ends);
    printf("read: %s\n", said((int)read(ends[1], &byte, 1)));
    try_write(ends[1]);
    close(ends[0]);
    close(ends[1]);
    close(fd);
    close(listener);
    return 0;
}
