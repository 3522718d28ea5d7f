/* Step 22.2: a client that blocks.
 *
 * It does not say anything. It copies what it hears.
 */
#include "tcp.h"

static const char usage[] =
    "usage: client [HOST] PORT\n"
    "Connects to HOST (127.0.0.1 if left out) and prints what it says, as it\n"
    "comes, until it has said all.\n";

int main(int argc, char **argv)
{
    program_begin(argc, argv, 2, usage);
    if (argc < 2)
        program_refuse(usage);
    const char *host = argc > 2 ? argv[1] : "127.0.0.1";
    int port = (int)program_number(argv[argc - 1], 1, 65535, usage);
    struct sockaddr_in to;
    int unknown = tcp_lookup(host, port, &to);
    if (unknown != 0) {
        fprintf(stderr, "%s: %s\n", host, gai_strerror(unknown));
        return 1;
    }

    int fd = tcp_connect(&to);
    if (fd < 0)
        tcp_die("connect to", host, port);
    if (fd_print_all(fd) != 0)
        die("fd_print_all", errno);
    close(fd);
    return 0;
}
