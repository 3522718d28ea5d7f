/* Wrong: a byte is kept for the '\0', where the end of the line could be.
 *
 * CAUGHT BY: the end of the longest line may come alone
 */
#include <pthread.h>

#include "../../../part3-io/22-blocking-sockets/stop.h"
#include "../../../part3-io/22-blocking-sockets/tcp.h"

enum line_result { LINE_OK, LINE_LATE, LINE_END, LINE_LONG, LINE_FAILED };

/* Like poll() for one descriptor: 0 when the deadline has come. */
static int readable_until(int fd, int64_t deadline_ns)
{
    struct pollfd readable = {.fd = fd, .events = POLLIN};
    int ready;
    do
        ready = poll(&readable, 1, stop_timeout_ms(deadline_ns));
    while (ready < 0 && errno == EINTR);
    return ready;
}

static enum line_result line_read(int fd, char *line, size_t size,
                                  int64_t deadline_ns)
{
    size_t have = 0;
    while (have < size - 1) {
        int ready = readable_until(fd, deadline_ns);
        if (ready <= 0)
            return ready == 0 ? LINE_LATE : LINE_FAILED;
        ssize_t length = read(fd, line + have, size - have);
        if (length < 0 && errno == EINTR)
            continue;
        if (length <= 0)
            return length == 0 ? LINE_END : LINE_FAILED;
        char *end = memchr(line + have, '\n', (size_t)length);
        if (end != NULL) {
            *end = '\0';
            return LINE_OK;
        }
        have += (size_t)length;
    }
    return LINE_LONG;
}

/* Three clients, one after the other: "Bob", nothing, and a letter every half
 * second until the server has had enough. */
static void *clients_main(void *arg)
{
    const struct sockaddr_in *to = arg;
    static const char *const says[] = {"Bob\n", "", "so slow a client\n"};
    char rest[8];
    for (int n = 0; n < 3; n++) {
        int fd = tcp_connect(to);
        size_t size = n == 2 ? 1 : strlen(says[n]);
        for (const char *next = says[n]; *next != '\0'; next += size) {
            if (fd_write_all(fd, next, size) != 0)
                break;
            clock_sleep_until(clock_now_ns() + clock_second_ns() / 2);
        }
        while (read(fd, rest, sizeof rest) > 0)
            ;
        close(fd);
    }
    return NULL;
}

static void greet(int listener)
{
    char line[32];
    int fd = tcp_accept(listener);
    int64_t deadline_ns = clock_now_ns() + 2 * clock_second_ns();
    enum line_result result = line_read(fd, line, sizeof line, deadline_ns);
    printf("%s\n", result == LINE_OK     ? line
                   : result == LINE_LATE ? "late"
                                         : "something else");
    tcp_close(fd);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Greets three clients, two of which are too slow.\n");
    signal(SIGPIPE, SIG_IGN);
    int listener = tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        tcp_die("listen on", "127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);
    pthread_t clients;
    int error = pthread_create(&clients, NULL, clients_main, &to);
    if (error != 0)
        die("pthread_create", error);
    int64_t begin_ns = clock_now_ns();
    for (int n = 0; n < 3; n++)
        greet(listener);
    printf("%.1f seconds\n", clock_seconds(clock_now_ns() - begin_ns));
    pthread_join(clients, NULL);
    close(listener);
    return 0;
}
