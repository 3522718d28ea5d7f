/* Step 22.8: a server that is started again.
 *
 * EXPECT: error
 *
 * It has served one client, and ended. Its port has not.
 */
#include "tcp.h"

static int careless_listen(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0)
        die("socket", errno);
    if (bind(fd, (const struct sockaddr *)&at, sizeof at) != 0)
        tcp_die("bind", "127.0.0.1", port);
    if (listen(fd, TCP_QUEUE_MAX) != 0)
        die("listen", errno);
    tcp_announce(fd);
    return fd;
}

/* Both ends of the conversation. The server is the first to close. */
static void serve_one(int listener)
{
    struct sockaddr_in to = tcp_address(listener);
    int client = tcp_connect(&to);
    int server = tcp_accept(listener);
    if (client < 0 || server < 0)
        die("connect or accept", errno);
    fd_write_all(server, "welcome\n", 8);
    close(server);
    fd_print_all(client);
    close(client);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: in_use\n"
                  "Starts a server, serves a client, and starts it again.\n");
    int listener = careless_listen(0);
    int port = ntohs(tcp_address(listener).sin_port);
    serve_one(listener);
    close(listener);
    listener = careless_listen(port);
    close(listener);
    return 0;
}
