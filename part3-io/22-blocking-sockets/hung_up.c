/* Step 22.6: a client that hangs up.
 *
 * EXPECT: error
 *
 * It has connected, and leaves before it is served.
 */
#include "stop.h"
#include "tcp.h"

static int say(int fd, const char *word, long n)
{
    char line[32];
    int length = snprintf(line, sizeof line, "%s %ld\n", word, n);
    return tcp_write_all(fd, line, (size_t)length);
}

static void connect_and_leave(int listener)
{
    struct sockaddr_in to = tcp_address(listener);
    int fd = tcp_connect(&to);
    if (fd < 0)
        die("tcp_connect", errno);
    close(fd);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: hung_up\n"
                  "Serves a client that is gone.\n");
    signal(SIGPIPE, SIG_DFL); /* whoever started us may have ignored it */
    int listener = tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        tcp_die("listen on", "127.0.0.1", 0);
    connect_and_leave(listener);

    int fd = tcp_accept(listener);
    if (fd < 0)
        die("accept", errno);
    printf("start: %s\n", say(fd, "start", 1) == 0 ? "ok" : strerror(errno));
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    printf("end: %s\n", say(fd, "end", 1) == 0 ? "ok" : strerror(errno));
    close(fd);
    close(listener);
    return 0;
}
