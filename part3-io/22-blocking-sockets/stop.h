/* A clean stop. After stop_begin, SIGINT and SIGTERM do not end the program:
 * they ask it to stop, and whoever waits here hears of it.
 *
 * The word is a byte in a pipe that nobody takes out again, so the read end
 * stays readable: it may come before, during or after the look for it, and
 * any number of threads see it.
 */
#ifndef STOP_H
#define STOP_H

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#include "../../part1-futures/01-waiting/clock.h"

/* The read end and the write end. A signal handler gets no argument of ours,
 * so it is a global, and there is one of it. */
static int stop_pipe[2] = {-1, -1};

/* Ask to stop. From any thread, and from a signal handler. */
static inline void stop_request(void)
{
    int error = errno;
    while (write(stop_pipe[1], "", 1) < 0 && errno == EINTR)
        ; /* any other error: no room, it was asked often enough */
    errno = error;
}

static inline void stop_handler(int signal)
{
    (void)signal;
    stop_request();
}

/* SA_RESTART: a call that is interrupted goes on by itself after the handler.
 * poll() never does; those that wait in it hear of the stop at once. */
static inline void stop_on_signals(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* Returns 0, or -1 and sets errno. A full pipe must not block the handler. */
static inline int stop_begin(void)
{
    if (pipe(stop_pipe) != 0)
        return -1;
    fcntl(stop_pipe[1], F_SETFL, O_NONBLOCK);
    stop_on_signals(stop_handler);
    return 0;
}

/* When nobody waits here any more. */
static inline void stop_end(void)
{
    stop_on_signals(SIG_DFL);
    close(stop_pipe[0]);
    close(stop_pipe[1]);
}

/* What is left until the deadline as poll() wants it: rounded up. */
static inline int stop_timeout_ms(int64_t deadline_ns)
{
    int64_t left_ns = deadline_ns - clock_now_ns();
    if (left_ns <= 0)
        return 0;
    if (left_ns / NS_PER_MS >= INT_MAX)
        return INT_MAX;
    return (int)((left_ns + NS_PER_MS - 1) / NS_PER_MS);
}

/* Block until the program is asked to stop: true. If it is not, until `fd` has
 * something to read (-1: no such descriptor) or the deadline: false. */
static inline bool stop_comes_first(int fd, int64_t deadline_ns)
{
    struct pollfd fds[] = {{.fd = stop_pipe[0], .events = POLLIN},
                           {.fd = fd, .events = POLLIN}};
    for (;;) {
        int ready = poll(fds, 2, stop_timeout_ms(deadline_ns));
        if (ready > 0)
            return fds[0].revents != 0;
        if (ready < 0 && errno != EINTR)
            die("poll", errno);
        if (ready == 0 && clock_now_ns() >= deadline_ns)
            return false;
    }
}

static inline bool stop_before_readable(int fd)
{
    return stop_comes_first(fd, INT64_MAX);
}

static inline bool stop_before(int64_t deadline_ns)
{
    return stop_comes_first(-1, deadline_ns);
}

#endif
