/* Exercise 22.3: patience.
 *
 * This server asks for a name and greets. One of its clients says nothing, one
 * says a byte from time to time, and the server is never to wait longer than
 * two seconds. Write line_read, which reads one line until a deadline.
 *
 * - LINE_OK: the line is in `line`, as a string, without its "\n". What has
 *   come behind it may be thrown away.
 * - LINE_LATE: clock_now_ns() has reached deadline_ns, and there is no whole
 *   line. It sleeps until then. What has come in time is used, even if it is
 *   looked at late.
 * - LINE_END: the client has closed before its line was whole.
 * - LINE_LONG: the line and its '\0' do not fit into `size` bytes.
 * - LINE_FAILED: a call has failed, and errno says why. What a signal has
 *   interrupted is no failure.
 *
 * poll() waits for a descriptor, and stop_timeout_ms of stop.h says how many
 * milliseconds it is to a deadline, 0 if it is past. main prints "Bob", "late",
 * "late". It takes 4.5 seconds.
 *
 * Difficulty: medium
 * Time: 30 minutes
 * Section: Asked to stop
 */
#include <pthread.h>

#include "../../../../part3-io/22-blocking-sockets/stop.h"
#include "../../../../part3-io/22-blocking-sockets/tcp.h"

enum line_result { LINE_OK, LINE_LATE, LINE_END, LINE_LONG, LINE_FAILED };

static enum line_result line_read(int fd, char *line, size_t size,
                                  int64_t deadline_ns)
{
    /* TODO */
    (void)fd;
    (void)line;
    (void)size;
    (void)deadline_ns;
    return LINE_FAILED;
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
