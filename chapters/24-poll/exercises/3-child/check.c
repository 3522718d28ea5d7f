/* Exercise 24.3: children that end in different ways. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"
#include "../../../../part1-futures/06-wakers/counting_waker.h"

static struct watch watch;
static struct counting_waker counting;
static struct waker waker;
static int gate[2]; /* children wait until its write end is closed */
static int before;

static int descriptors(void)
{
    int open = 0;
    for (int fd = 0; fd < 100; fd++)
        open += fcntl(fd, F_GETFD) != -1;
    return open;
}

static void begin(void)
{
    watch_new(&watch, -1);
    counting_waker_init(&counting);
    waker = counting_waker_new(&counting);
    before = descriptors();
    if (pipe(gate) != 0)
        die("pipe", errno);
}

static void gate_open(void)
{
    close(gate[1]);
    gate[1] = -1;
}

static int returns_seven(void)
{
    return 7;
}

static int is_killed(void)
{
    raise(SIGTERM);
    return 0;
}

static int waits_at_gate(void)
{
    char byte;
    close(gate[1]);
    while (read(gate[0], &byte, 1) < 0)
        ;
    return 1;
}

static void start(struct child *child, int (*work)(void))
{
    child->pid = 0;
    child->fd = -1;
    CHECK_INT(child_start(child, &watch.readiness, work), 0,
              "what child_start returns", "it failed");
    CHECK(child->pid > 0, "a process", "none", "nothing was forked");
}

/* A poll that waits for the child would wait for ever. */
static void blocked(int signal)
{
    (void)signal;
    CHECK(false, "pending", "the poll does not return",
          "the poll waits for the process");
}

static bool ready(struct child *child)
{
    struct context cx = {&waker};
    return future_poll(&child->future, &cx) == POLL_READY;
}

/* Until it is ready, asleep in poll() for a second at most. */
static void run(struct child *child)
{
    int64_t deadline_ns = clock_now_ns() + NS_PER_SECOND;
    while (!ready(child)) {
        if (watch_poll(&watch, deadline_ns))
            watch_wake(&watch);
        CHECK(clock_now_ns() < deadline_ns, "ready when the child has ended",
              "still pending a second later",
              "the pipe does not hang up: who else has the write end?");
    }
}

static void end(void)
{
    close(gate[0]);
    if (gate[1] >= 0)
        close(gate[1]);
    CHECK_INT(descriptors(), before, "descriptors open at the end",
              "the read end is not closed, or not once");
    CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD,
          "no process is left", "there is one",
          "a child was not waited for: a zombie, or one that still runs");
    waker_drop(&waker);
    CHECK_INT(counting_waker_alive(&counting), 0, "wakers alive at the end",
              "the wait for the pipe was not dropped");
    counting_waker_destroy(&counting);
    watch_drop(&watch);
}

TEST(status, "ready when the child has ended, with its status",
     "a child that returns 7", "Any bit will do")
{
    struct child child;
    begin();
    start(&child, returns_seven);
    run(&child);
    CHECK(WIFEXITED(child.status), "an exit", "something else",
          "status is not what waitpid() has said");
    CHECK_INT(WEXITSTATUS(child.status), 7, "the exit status",
              "the child does not end with _exit(work())");
    future_drop(&child.future);
    end();
}

TEST(pending, "pending as long as the child runs, and it does not block",
     "a poll of a child that waits for the test", "Any bit will do")
{
    struct child child;
    begin();
    start(&child, waits_at_gate);
    signal(SIGALRM, blocked);
    alarm(1);
    CHECK(!ready(&child), "pending", "ready",
          "the poll does not ask whether the pipe has hung up");
    CHECK_INT(watch.count - 1, 1, "descriptors that are watched",
              "pending, and nobody will wake it");
    alarm(0);
    gate_open();
    run(&child);
    future_drop(&child.future);
    end();
}

TEST(killed, "a child that a signal has ended hangs up as well",
     "a child that raises SIGTERM", "Any bit will do")
{
    struct child child;
    begin();
    start(&child, is_killed);
    run(&child);
    CHECK(WIFSIGNALED(child.status) && WTERMSIG(child.status) == SIGTERM,
          "ended by SIGTERM", "something else",
          "status is not what waitpid() has said");
    future_drop(&child.future);
    end();
}

TEST(two, "the first ends while the second, started later, still runs",
     "two children; the second waits for the test", "Any bit will do")
{
    struct child first, second;
    begin();
    start(&first, returns_seven);
    start(&second, waits_at_gate);
    run(&first);
    CHECK(!ready(&second), "the second is pending", "ready",
          "the two share something");
    gate_open();
    run(&second);
    future_drop(&first.future);
    future_drop(&second.future);
    end();
}

TEST(dropped, "dropped while it runs, nothing is left of the child",
     "a drop after a poll, and one without", "What C makes you own")
{
    struct child polled, unpolled;
    begin();
    start(&polled, waits_at_gate);
    start(&unpolled, waits_at_gate);
    ready(&polled);
    future_drop(&polled.future);
    future_drop(&unpolled.future);
    end();
}

CHECK_MAIN("chapters/24-poll/README.md", status, pending, killed, two, dropped)
