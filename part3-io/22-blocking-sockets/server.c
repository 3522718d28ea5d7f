/* Step 22.1: a server that blocks.
 *
 * TALK: server client
 *
 * It has one thread. While it waits for somebody, or a second with somebody,
 * everybody else waits too.
 */
#include "stop.h"
#include "tcp.h"

static const char usage[] =
    "usage: server [PORT [ADDRESS]]\n"
    "Says start and end to each client, with a second between them.\n"
    "PORT is 8000 if left out; 0 picks one. ADDRESS is 127.0.0.1, this\n"
    "machine alone, if left out; 0.0.0.0 lets others in.\n"
    "SIGINT (Ctrl-C) and SIGTERM stop it.\n";

static int say(int fd, const char *word, long n)
{
    char line[32];
    int length = snprintf(line, sizeof line, "%s %ld\n", word, n);
    return tcp_write_all(fd, line, (size_t)length);
}

static int respond(int fd, long n)
{
    if (say(fd, "start", n) != 0)
        return -1;
    if (stop_before(clock_now_ns() + clock_second_ns()))
        return 0;
    return say(fd, "end", n);
}

static void serve(int listener)
{
    for (long n = 1; !stop_before_readable(listener); n++) {
        int fd = tcp_accept(listener);
        if (fd < 0)
            die("accept", errno);
        if (respond(fd, n) != 0)
            fprintf(stderr, "connection %ld: %s\n", n, strerror(errno));
        tcp_close(fd);
    }
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 2, usage);
    int port = 8000;
    if (argc > 1)
        port = (int)program_number(argv[1], 0, 65535, usage);
    const char *address = argc > 2 ? argv[2] : "127.0.0.1";
    signal(SIGPIPE, SIG_IGN);
    if (stop_begin() != 0)
        die("stop_begin", errno);
    int listener = tcp_listen(address, port);
    if (listener < 0)
        tcp_die("listen on", address, port);

    tcp_announce(listener);
    serve(listener);
    close(listener);
    stop_end();
    return 0;
}
