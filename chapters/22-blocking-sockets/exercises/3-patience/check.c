/* Exercise 22.3: the client is a thread of the test at the other end of a
 * socketpair. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

static int fds[2]; /* [0] is the answer's end, [1] the client's */
static char line[8];
static const char *says; /* a byte every 20 ms; then the client closes */

static int64_t in_ms(int ms)
{
    return clock_now_ns() + ms * NS_PER_MS;
}

static void begin(const char *text)
{
    signal(SIGPIPE, SIG_IGN);
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0)
        die("socketpair", errno);
    fd_write_all(fds[1], text, strlen(text));
    memset(line, '#', sizeof line);
}

static const char *name_of(enum line_result came)
{
    static const char *const names[] = {"LINE_OK", "LINE_LATE", "LINE_END",
                                        "LINE_LONG", "LINE_FAILED"};
    return names[came];
}

static const char *result(int64_t deadline_ns)
{
    return name_of(line_read(fds[0], line, sizeof line, deadline_ns));
}

static void end(void)
{
    close(fds[0]);
    close(fds[1]);
}

TEST(at_once, "a line that is there", "line_read, \"hello\\n\" was sent",
     "A server, a client")
{
    begin("hello\n");
    CHECK_STR(result(in_ms(3000)), "LINE_OK", "it does not find the line");
    CHECK_STR(line, "hello", "the line is no string, or has its end in it");
    end();
}

TEST(behind, "what comes behind the line does not get into it",
     "line_read, \"one\\ntwo\\n\" was sent", "A server, a client")
{
    begin("one\ntwo\n");
    CHECK_STR(result(in_ms(3000)), "LINE_OK", "it does not find the line");
    CHECK_STR(line, "one",
              "the end of the line is looked for in the last "
              "byte only");
    end();
}

TEST(past, "what has come in time is used, even after the deadline",
     "line_read, \"hello\\n\" was sent, a deadline of 0", "Asked to stop")
{
    begin("hello\n");
    CHECK_STR(result(0), "LINE_OK", "the clock is looked at before the socket");
    end();
}

static void *talking(void *arg)
{
    for (; *says != '\0' && fd_write_all(fds[1], says, 1) == 0; says++)
        clock_sleep_until(in_ms(20));
    shutdown(fds[1], SHUT_WR);
    return arg;
}

static const char *result_while(const char *text, int64_t deadline_ns)
{
    pthread_t thread;
    says = text;
    int error = pthread_create(&thread, NULL, talking, NULL);
    if (error != 0)
        die("pthread_create", error);
    const char *came = result(deadline_ns);
    shutdown(fds[0], SHUT_RD); /* the client gives up */
    pthread_join(thread, NULL);
    return came;
}

TEST(in_pieces, "a line that comes byte by byte",
     "line_read; the client says \"hello\\n\", a byte every 20 ms",
     "A write that writes less")
{
    begin("");
    CHECK_STR(result_while("hello\n", in_ms(3000)), "LINE_OK",
              "one read is not a line");
    CHECK_STR(line, "hello", "each piece goes behind the one before it");
    end();
}

TEST(closed, "the client closes in the middle of its line",
     "line_read; the client says \"hel\" and closes", "A server, a client")
{
    begin("");
    CHECK_STR(result_while("hel", in_ms(1000)), "LINE_END",
              "a read that returns 0 is the end: there will never be more");
    end();
}

TEST(left, "a client that leaves after its line has been understood",
     "line_read, \"hello\\n\" was sent, and the client has closed",
     "A server, a client")
{
    begin("hello\n");
    shutdown(fds[1], SHUT_RDWR);
    CHECK_STR(result(in_ms(3000)), "LINE_OK",
              "POLLHUP is taken for the end; what came before it can be read");
    CHECK_STR(line, "hello", "the line is no string, or has its end in it");
    end();
}

TEST(longest, "a line that fits, and one that does not",
     "line_read into 8 bytes: \"seven..\\n\", \"eight...\\n\"; both in pieces, "
     "too",
     "A write that writes less")
{
    begin("seven..\n");
    CHECK_STR(result(in_ms(1000)), "LINE_OK",
              "seven bytes and the '\\0' fit into eight");
    CHECK_STR(line, "seven..", "seven bytes and the '\\0' fit into eight");
    end();
    begin("eight...\n");
    CHECK_STR(result(in_ms(1000)), "LINE_LONG",
              "a client that never ends its line fills what there is");
    end();
    begin("");
    CHECK_STR(result_while("seven..\n", in_ms(3000)), "LINE_OK",
              "the end of the longest line may come alone, and needs a byte");
    CHECK_STR(line, "seven..", "each piece goes behind the one before it");
    end();
    begin("");
    CHECK_STR(result_while("eight...\n", in_ms(3000)), "LINE_LONG",
              "a client that never ends its line fills what there is");
    end();
}

/* A connection that the client has reset. */
static void reset(void)
{
    const struct linger no_goodbye = {1, 0};
    int listener = tcp_listen("127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);
    fds[1] = tcp_connect(&to);
    fds[0] = tcp_accept(listener);
    close(listener);
    setsockopt(fds[1], SOL_SOCKET, SO_LINGER, &no_goodbye, sizeof no_goodbye);
    close(fds[1]);
}

TEST(failed, "a connection that is reset is a failure, and errno says so",
     "line_read; the client resets the connection",
     "A port that is still in use")
{
    reset();
    errno = 0;
    CHECK_STR(result(in_ms(3000)), "LINE_FAILED",
              "a read that returns -1 is no end");
    CHECK_STR(errno == ECONNRESET ? "ECONNRESET" : strerror(errno),
              "ECONNRESET", "errno is changed on the way out");
    close(fds[0]);
}

/* Nothing for as long as it takes to see that nobody waits so long. */
static void *keeping_quiet(void *arg)
{
    for (int n = 0; n < 50; n++)
        clock_sleep_until(in_ms(20));
    shutdown(fds[1], SHUT_WR);
    return arg;
}

TEST(quiet, "a client that says nothing is given up at the deadline",
     "line_read, a deadline in 200 ms; the client closes after 1 s",
     "Asked to stop")
{
    pthread_t thread;
    begin("");
    int error = pthread_create(&thread, NULL, keeping_quiet, NULL);
    if (error != 0)
        die("pthread_create", error);
    int64_t deadline_ns = in_ms(200);
    int64_t cpu_ns = clock_cpu_ns();
    const char *came = result(deadline_ns);
    CHECK_STR(came, "LINE_LATE",
              "it waits for the client, and not until the "
              "deadline");
    CHECK(clock_now_ns() >= deadline_ns, "it waits until the deadline",
          "it gives up earlier", "poll() takes milliseconds, from now");
    CHECK(clock_cpu_ns() - cpu_ns < 100 * NS_PER_MS,
          "next to no processor time", "100 ms of it or more",
          "it looks again and again instead of sleeping");
    pthread_join(thread, NULL);
    end();
}

static pthread_t answering;

static void ignore(int signal)
{
    (void)signal;
}

/* A signal every 20 ms, and the line after the twentieth. */
static void *interrupting(void *arg)
{
    for (int n = 0; n < 20; n++) {
        clock_sleep_until(in_ms(20));
        pthread_kill(answering, SIGUSR1);
    }
    fd_write_all(fds[1], "hello\n", 6);
    return arg;
}

TEST(interrupted, "signals do not disturb it",
     "line_read; twenty signals, one every 20 ms, then \"hello\\n\"",
     "Asked to stop")
{
    struct sigaction action = {.sa_handler = ignore};
    pthread_t thread;
    begin("");
    sigaction(SIGUSR1, &action, NULL);
    answering = pthread_self();
    int error = pthread_create(&thread, NULL, interrupting, NULL);
    if (error != 0)
        die("pthread_create", error);
    CHECK_STR(result(in_ms(4000)), "LINE_OK",
              "EINTR is taken for a failure, or for the deadline");
    pthread_join(thread, NULL);
    end();
}

TEST(dripping, "a byte from time to time does not make it wait longer",
     "line_read, a deadline in 300 ms; a byte comes every 20 ms, for ever",
     "Asked to stop")
{
    static char drops[61], room[128];
    memset(drops, '.', sizeof drops - 1);
    begin("");
    pthread_t thread;
    says = drops;
    int error = pthread_create(&thread, NULL, talking, NULL);
    if (error != 0)
        die("pthread_create", error);
    enum line_result came = line_read(fds[0], room, sizeof room, in_ms(300));
    CHECK_STR(name_of(came), "LINE_LATE",
              "each byte starts the wait anew: the deadline is a moment, not "
              "a length");
    shutdown(fds[0], SHUT_RD);
    pthread_join(thread, NULL);
    end();
}

CHECK_MAIN("chapters/22-blocking-sockets/README.md", at_once, behind, past,
           in_pieces, closed, left, longest, failed, quiet, interrupted,
           dripping)
