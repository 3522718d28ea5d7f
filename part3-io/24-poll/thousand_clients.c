/* Step 24.10: a thousand clients at once, and their server, in one thread.
 *
 * They count what they hear.
 */
#include <signal.h>

#include "../23-nonblocking/server.h"
#include "descriptors.h"
#include "event_loop.h"

#define COUNT 1000

/* Ready when all of them have left. */
struct crowd {
    struct future future;
    long left; /* who are still there */
    long lines;
    bool failed; /* one of them at least */
    struct waker waker;
};

static enum poll_state crowd_poll(struct future *self, struct context *cx)
{
    struct crowd *crowd = container_of(self, struct crowd, future);
    waker_keep(&crowd->waker, cx->waker);
    return crowd->left == 0 ? POLL_READY : POLL_PENDING;
}

static void crowd_drop(struct future *self)
{
    struct crowd *crowd = container_of(self, struct crowd, future);
    waker_drop(&crowd->waker);
}

static void crowd_leave(struct crowd *crowd, int error)
{
    if (error != 0) {
        fprintf(stderr, "client: %s\n", strerror(error));
        crowd->failed = true;
    }
    if (--crowd->left == 0)
        waker_wake(&crowd->waker);
}

/* Connects, and listens to the end. */
struct visitor {
    struct future future;
    int state;
    struct crowd *crowd; /* borrowed */
    struct async_connect connect;
    struct async_ready readable;
};

/* What has come by now. False if nothing will come any more. */
static bool visitor_hear(struct visitor *visitor)
{
    char heard[64];
    int fd = visitor->connect.fd;
    ssize_t length = fd_read_some(fd, heard, sizeof heard);
    for (ssize_t i = 0; i < length; i++)
        visitor->crowd->lines += heard[i] == '\n';
    return length > 0;
}

static enum poll_state visitor_poll(struct future *self, struct context *cx)
{
    struct visitor *visitor = container_of(self, struct visitor, future);
    ASYNC_BEGIN(visitor->state);
    AWAIT(visitor->state, future_poll(&visitor->connect.future, cx));
    while (visitor->connect.error == 0) {
        async_ready_init(&visitor->readable,
                         visitor->connect.interest.readiness,
                         visitor->connect.fd, POLLIN);
        AWAIT(visitor->state, future_poll(&visitor->readable.future, cx));
        if (!visitor_hear(visitor))
            break;
    }
    crowd_leave(visitor->crowd, visitor->connect.error);
    ASYNC_END(visitor->state);
}

/* Closes the connection. */
static void visitor_drop(struct future *self)
{
    struct visitor *visitor = container_of(self, struct visitor, future);
    future_drop(&visitor->connect.future);
}

static void visitors_spawn(struct visitor *visitors, struct crowd *crowd,
                           const struct spawner *spawner,
                           struct readiness *readiness,
                           const struct sockaddr_in *to)
{
    for (long n = 0; n < crowd->left; n++) {
        struct visitor *visitor = &visitors[n];
        visitor->future = (struct future){visitor_poll, visitor_drop};
        visitor->crowd = crowd;
        async_connect_init(&visitor->connect, readiness, to);
        if (spawner_spawn(spawner, &visitor->future, NULL) != 0)
            die("spawner_spawn", errno);
    }
}

static long run(struct crowd *crowd, long *waits)
{
    static struct visitor visitors[COUNT];
    struct event_loop loop;
    struct spawner spawner;
    struct server server;
    struct serve_until until;
    int listener = tcp_listen("127.0.0.1", 0);
    if (listener < 0 || fd_set_nonblocking(listener) != 0)
        tcp_die("listen on", "127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);
    if (event_loop_new(&loop, &spawner) != 0)
        die("event_loop_new", errno);
    struct readiness *readiness = &loop.watch.readiness;
    server_init(&server, listener, &spawner, readiness, &loop.sleeps);
    visitors_spawn(visitors, crowd, &spawner, readiness, &to);
    if (serve_until_init(&until, &spawner, &server, &crowd->future) != 0 ||
        spawner_spawn(&spawner, &until.future, NULL) != 0)
        die("spawn", errno);
    spawner_drop(&spawner);
    long polls = event_loop_run(&loop);
    *waits = loop.watch.waits;
    future_drop(&crowd->future);
    event_loop_drop(&loop);
    if (until.error != 0)
        die("accept", until.error);
    return polls;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: thousand_clients\n"
                  "Runs a server and a thousand clients of it at once.\n");
    struct crowd crowd = {.future = {crowd_poll, crowd_drop}, .left = COUNT};
    descriptors_allow(2 * COUNT + 16);
    signal(SIGPIPE, SIG_IGN);
    int64_t begin_ns = clock_now_ns();
    int64_t cpu_ns = clock_cpu_ns();
    long waits;
    long polls = run(&crowd, &waits);
    printf("%d clients, %ld lines: %.1f seconds\n", COUNT, crowd.lines,
           clock_seconds(clock_now_ns() - begin_ns));
    printf("%ld polls, %ld calls of poll(), %.2f seconds of processor\n", polls,
           waits, clock_seconds(clock_cpu_ns() - cpu_ns));
    return crowd.failed ? 1 : 0;
}
