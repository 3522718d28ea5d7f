/* Exercise 24.3: children that end in different ways; a kill() that refuses
 * what is no child's number, a close() that looks whether somebody waits, and a
 * fork() that may fail. */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "../../../../part3-io/24-poll/watch.h"

static struct watch watch;
static int refused;     /* kills of no process */
static int signal_sent; /* by the latest kill */
static int early;       /* descriptors that were closed and still watched */
static bool no_fork;

/* kill(0, ...) and kill(-1, ...) are for many. SIGKILL in any case: no test is
 * to wait for a child that goes on. */
static int careful_kill(pid_t pid, int signal)
{
    signal_sent = signal;
    if (pid > 0)
        return kill(pid, SIGKILL);
    refused++;
    errno = EPERM;
    return -1;
}

static int careful_close(int fd)
{
    for (size_t place = 1; place < watch.count; place++)
        early += watch.fds[place].fd == fd;
    return close(fd);
}

static pid_t careful_fork(void)
{
    if (!no_fork)
        return fork();
    errno = EAGAIN;
    return -1;
}

#define kill(pid, signal) careful_kill(pid, signal)
#define close(fd)         careful_close(fd)
#define fork()            careful_fork()
#define main              answer_main
#include ANSWER
#undef main
#undef kill
#undef close
#undef fork
#include "../../../../book/tools/check.h"
#include "../../../../part1-futures/06-wakers/counting_waker.h"

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

/* How many descriptors it has more than the test had before: the gate's two,
 * and the write end. */
static int counts(void)
{
    return descriptors() - before;
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

/* What waits for a child that goes on would wait for ever. */
static void poll_blocked(int signal)
{
    (void)signal;
    CHECK(false, "pending", "the poll does not return",
          "the poll waits for the process");
}

static void drop_blocked(int signal)
{
    (void)signal;
    CHECK(false, "a drop", "it does not return",
          "the drop waits for a child that nobody killed");
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
    CHECK_INT(child->pid, 0, "pid when it is ready",
              "it was waited for, and its number may be another process's");
}

static void end(void)
{
    CHECK_INT(refused, 0, "kills of no process",
              "the drop kills although the child was waited for; kill(0, ...) "
              "kills all in our group");
    CHECK_INT(early, 0, "descriptors closed while they are watched",
              "the read end is closed before the wait for it is dropped");
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
    signal(SIGALRM, poll_blocked);
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

TEST(ends, "the child has the write end and not the read end",
     "a child that counts its descriptors", "Forget, then close")
{
    struct child child;
    begin();
    start(&child, counts);
    run(&child);
    CHECK_INT(WEXITSTATUS(child.status), 3,
              "descriptors of the child, with the gate's two",
              "it does not close the read end");
    future_drop(&child.future);
    end();
}

static pid_t tester;

static void child_exits(void)
{
    if (getpid() != tester)
        _exit(99);
}

TEST(handlers, "what is to be done at our exit, the child does not do",
     "a function for atexit(), and a child that returns 7", "Any bit will do")
{
    struct child child;
    begin();
    tester = getpid();
    atexit(child_exits);
    start(&child, returns_seven);
    run(&child);
    CHECK_INT(WEXITSTATUS(child.status), 7, "the exit status",
              "exit() in the child does what is for our exit, and prints its "
              "copy of what we have not printed yet; _exit() does not");
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
    signal(SIGALRM, drop_blocked);
    alarm(1);
    future_drop(&polled.future);
    future_drop(&unpolled.future);
    alarm(0);
    CHECK_INT(signal_sent, SIGKILL, "the signal of the kill",
              "a process may ignore any other signal");
    end();
}

TEST(no_process, "if there is no process to be had, nothing stays open",
     "child_start, while fork() fails with EAGAIN", "What C makes you own")
{
    struct child child = {.fd = -1};
    begin();
    int open = descriptors();
    no_fork = true;
    int result = child_start(&child, &watch.readiness, returns_seven);
    CHECK(result == -1 && errno == EAGAIN, "-1, and errno is EAGAIN",
          "something else", "fork() has failed, and is not looked at");
    CHECK_INT(descriptors(), open, "descriptors open after it",
              "the ends of the pipe are not closed when fork() fails");
    end();
}

CHECK_MAIN("chapters/24-poll/README.md", status, pending, killed, ends,
           handlers, two, dropped, no_process)
