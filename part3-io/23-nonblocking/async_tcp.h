/* TCP with calls that do not block: accept, connect, write all, print all, as
 * futures. The descriptors are non-blocking, and EAGAIN is pending.
 *
 * A poll makes one call, so no connection keeps the thread to itself. What
 * fails says why in `error`, an errno value. Whoever writes ignores SIGPIPE.
 * Each future goes before its descriptor is closed.
 */
#ifndef ASYNC_TCP_H
#define ASYNC_TCP_H

#include <fcntl.h>

#include "../22-blocking-sockets/tcp.h"
#include "readiness.h"

/* 0, or -1 with errno. */
static inline int fd_set_nonblocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

/* A call on one that blocks would keep the thread, and nobody would know why.
 * What is no descriptor is left to the call. */
static inline void fd_check_nonblocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    if (flags >= 0 && (flags & O_NONBLOCK) == 0)
        bug("a descriptor that blocks was given to a future");
}

/* Out of where it was kept: *fd is none afterwards. */
static inline int fd_take(int *fd)
{
    int taken = *fd;
    *fd = -1;
    return taken;
}

/* After a call that said -1: it had to wait. */
static inline bool fd_would_block(void)
{
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

/* 1 if it is ready now, 0 if it is not, -1 with errno. */
static inline int fd_ready(int fd, short events)
{
    struct pollfd one = {.fd = fd, .events = events};
    int ready;
    do
        ready = poll(&one, 1, 0);
    while (ready < 0 && errno == EINTR);
    if (ready <= 0 || (one.revents & POLLNVAL) == 0)
        return ready;
    errno = EBADF; /* which poll() calls ready */
    return -1;
}

/* Pending until the descriptor is ready; if nobody can watch it, the error. */
static inline enum poll_state interest_pending(struct interest *interest,
                                               struct context *cx, int *error)
{
    if (interest_wait(interest, cx->waker) == 0)
        return POLL_PENDING;
    *error = errno;
    return POLL_READY;
}

static inline enum poll_state interest_ready(struct interest *interest)
{
    interest_forget(interest);
    return POLL_READY;
}

/* Ready when a client has connected. */
struct async_accept {
    struct future future;
    struct interest interest;
    int fd;    /* output, owned: fd_take it; or -1 */
    int error; /* output */
};

/* A connection, non-blocking; or -1. A client that has left is none. */
static inline int async_accept_try(int listener)
{
    int fd;
    do
        fd = accept(listener, NULL, NULL);
    while (fd < 0 && (errno == EINTR || errno == ECONNABORTED));
    if (fd < 0 || fd_set_nonblocking(fd) == 0)
        return fd;
    fd_close(fd);
    return -1;
}

static inline enum poll_state async_accept_poll(struct future *self,
                                                struct context *cx)
{
    struct async_accept *accepting =
        container_of(self, struct async_accept, future);
    accepting->fd = async_accept_try(accepting->interest.fd);
    if (accepting->fd < 0 && fd_would_block())
        return interest_pending(&accepting->interest, cx, &accepting->error);
    accepting->error = accepting->fd < 0 ? errno : 0;
    return interest_ready(&accepting->interest);
}

static inline void async_accept_drop(struct future *self)
{
    struct async_accept *accepting =
        container_of(self, struct async_accept, future);
    interest_forget(&accepting->interest);
    if (accepting->fd >= 0)
        close(accepting->fd);
}

/* The listener is non-blocking, and the caller's. */
static inline void async_accept_init(struct async_accept *accepting,
                                     struct readiness *readiness, int listener)
{
    fd_check_nonblocking(listener);
    accepting->future = (struct future){async_accept_poll, async_accept_drop};
    interest_init(&accepting->interest, readiness, listener, POLLIN);
    accepting->fd = -1;
    accepting->error = 0;
}

/* Ready when the kernel has taken all. */
struct async_write_all {
    struct future future;
    struct interest interest;
    const char *data; /* borrowed: what is left, and how much */
    size_t size;
    int error; /* output; if not 0, part of it may have been written */
};

static inline ssize_t fd_write_some(int fd, const void *data, size_t size)
{
    ssize_t written;
    do
        written = write(fd, data, size);
    while (written < 0 && errno == EINTR);
    return written;
}

static inline enum poll_state async_write_all_poll(struct future *self,
                                                   struct context *cx)
{
    struct async_write_all *all =
        container_of(self, struct async_write_all, future);
    ssize_t written = fd_write_some(all->interest.fd, all->data, all->size);
    if (written > 0) {
        all->data += written;
        all->size -= (size_t)written;
    }
    if (written < 0 ? fd_would_block() : all->size > 0)
        return interest_pending(&all->interest, cx, &all->error);
    all->error = written < 0 ? errno : 0;
    return interest_ready(&all->interest);
}

static inline void async_write_all_drop(struct future *self)
{
    interest_forget(
        &container_of(self, struct async_write_all, future)->interest);
}

static inline void async_write_all_init(struct async_write_all *all,
                                        struct readiness *readiness, int fd,
                                        const void *data, size_t size)
{
    fd_check_nonblocking(fd);
    all->future = (struct future){async_write_all_poll, async_write_all_drop};
    interest_init(&all->interest, readiness, fd, POLLOUT);
    all->data = data;
    all->size = size;
    all->error = 0;
}

/* Copies to standard output what comes, as it comes. Ready at the end of it.
 * To print may block: that is not a socket's affair. */
struct async_print_all {
    struct future future;
    struct interest interest;
    int error; /* output */
};

static inline ssize_t fd_read_some(int fd, void *buffer, size_t size)
{
    ssize_t length;
    do
        length = read(fd, buffer, size);
    while (length < 0 && errno == EINTR);
    return length;
}

static inline enum poll_state async_print_all_poll(struct future *self,
                                                   struct context *cx)
{
    struct async_print_all *all =
        container_of(self, struct async_print_all, future);
    char buffer[1024];
    ssize_t length = fd_read_some(all->interest.fd, buffer, sizeof buffer);
    bool more = length < 0 && fd_would_block();
    if (length > 0)
        more = fd_write_all(STDOUT_FILENO, buffer, (size_t)length) == 0;
    if (more)
        return interest_pending(&all->interest, cx, &all->error);
    all->error = length != 0 ? errno : 0;
    return interest_ready(&all->interest);
}

static inline void async_print_all_drop(struct future *self)
{
    interest_forget(
        &container_of(self, struct async_print_all, future)->interest);
}

static inline void async_print_all_init(struct async_print_all *all,
                                        struct readiness *readiness, int fd)
{
    fd_check_nonblocking(fd);
    all->future = (struct future){async_print_all_poll, async_print_all_drop};
    interest_init(&all->interest, readiness, fd, POLLIN);
    all->error = 0;
}

/* Ready when there is a connection, or will be none. */
struct async_connect {
    struct future future;
    struct interest interest;
    struct sockaddr_in to;
    int fd;    /* output, owned: fd_take it; or -1 */
    int error; /* output */
};

/* The first poll: 0; or -1, and errno is EINPROGRESS if it goes on. */
static inline int async_connect_begin(struct async_connect *connecting)
{
    const struct sockaddr_in *to = &connecting->to;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    connecting->fd = connecting->interest.fd = fd;
    if (fd < 0 || fd_set_nonblocking(fd) != 0)
        return -1;
    if (connect(fd, (const struct sockaddr *)to, sizeof *to) == 0)
        return 0;
    if (errno == EINTR) /* it goes on all the same */
        errno = EINPROGRESS;
    return -1;
}

/* Those that follow: while it is in progress, the socket is not writable.
 * Afterwards it is, and knows how it went. */
static inline int async_connect_resume(struct async_connect *connecting)
{
    int ready = fd_ready(connecting->fd, POLLOUT);
    if (ready > 0)
        return tcp_connected(connecting->fd);
    if (ready == 0)
        errno = EINPROGRESS;
    return -1;
}

static inline void async_connect_close(struct async_connect *connecting)
{
    interest_forget(&connecting->interest);
    if (connecting->fd >= 0)
        close(fd_take(&connecting->fd));
}

static inline enum poll_state async_connect_poll(struct future *self,
                                                 struct context *cx)
{
    struct async_connect *connecting =
        container_of(self, struct async_connect, future);
    int result = connecting->fd < 0 ? async_connect_begin(connecting)
                                    : async_connect_resume(connecting);
    if (result == 0)
        return interest_ready(&connecting->interest);
    if (errno == EINPROGRESS &&
        interest_wait(&connecting->interest, cx->waker) == 0)
        return POLL_PENDING;
    connecting->error = errno;
    async_connect_close(connecting);
    return POLL_READY;
}

static inline void async_connect_drop(struct future *self)
{
    async_connect_close(container_of(self, struct async_connect, future));
}

static inline void async_connect_init(struct async_connect *connecting,
                                      struct readiness *readiness,
                                      const struct sockaddr_in *to)
{
    connecting->future =
        (struct future){async_connect_poll, async_connect_drop};
    interest_init(&connecting->interest, readiness, -1, POLLOUT);
    connecting->to = *to;
    connecting->fd = -1;
    connecting->error = 0;
}

/* Ready when the descriptor is, which nobody reads or writes: stop.h's. */
struct async_ready {
    struct future future;
    struct interest interest;
    int error; /* output */
};

static inline enum poll_state async_ready_poll(struct future *self,
                                               struct context *cx)
{
    struct async_ready *wait = container_of(self, struct async_ready, future);
    int ready = fd_ready(wait->interest.fd, wait->interest.events);
    if (ready == 0)
        return interest_pending(&wait->interest, cx, &wait->error);
    wait->error = ready < 0 ? errno : 0;
    return interest_ready(&wait->interest);
}

static inline void async_ready_drop(struct future *self)
{
    interest_forget(&container_of(self, struct async_ready, future)->interest);
}

static inline void async_ready_init(struct async_ready *wait,
                                    struct readiness *readiness, int fd,
                                    short events)
{
    wait->future = (struct future){async_ready_poll, async_ready_drop};
    interest_init(&wait->interest, readiness, fd, events);
    wait->error = 0;
}

#endif
