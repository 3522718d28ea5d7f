/* TCP with calls that block: listen, accept, connect, write all, print all.
 *
 * IPv4 only. What fails returns -1 and sets errno; what a signal interrupts
 * is gone on with. Whoever writes ignores SIGPIPE.
 */
#ifndef TCP_H
#define TCP_H

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "../../part1-futures/01-waiting/clock.h"

/* How long a server waits until a client has taken what it is told, in seconds
 * of the book. */
#define TCP_PATIENCE 10

/* How many connections may wait to be accepted. It is a wish: the kernel cuts it
 * to its own limit. SOMAXCONN is 128 in some C libraries, whatever the kernel
 * has. */
#define TCP_QUEUE_MAX 4096

/* How much of what a client has sent unasked is thrown away, in bytes. */
#define TCP_UNREAD_MAX (100 << 10)

/* Close after a failure, and keep what it was. */
static inline void fd_close(int fd)
{
    int error = errno;
    close(fd);
    errno = error;
}

/* Returns when all has been handed to the kernel, however long that takes. On
 * an error, part of it may have been. */
static inline int fd_write_all(int fd, const void *data, size_t size)
{
    const char *left = data;
    while (size > 0) {
        ssize_t written = write(fd, left, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -1;
        left += written;
        size -= (size_t)written;
    }
    return 0;
}

/* Copy to standard output whatever comes, as it comes, until the end. */
static inline int fd_print_all(int fd)
{
    char buffer[1024];
    for (;;) {
        ssize_t length = read(fd, buffer, sizeof buffer);
        if (length < 0 && errno == EINTR)
            continue;
        if (length <= 0)
            return (int)length;
        if (fd_write_all(STDOUT_FILENO, buffer, (size_t)length) != 0)
            return -1;
    }
}

/* A socket with an address of this machine: "127.0.0.1" is for programs on it
 * alone, "0.0.0.0" for whoever can reach it. Port 0: the kernel picks one. */
static inline int tcp_bind(const char *address, int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port)};
    const int yes = 1;
    if (inet_pton(AF_INET, address, &at.sin_addr) != 1) {
        errno = EINVAL;
        return -1;
    }
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
        bind(fd, (const struct sockaddr *)&at, sizeof at) == 0)
        return fd;
    fd_close(fd);
    return -1;
}

/* From here on clients may connect. They wait in a queue of the kernel's until
 * they are accepted. */
static inline int tcp_listen(const char *address, int port)
{
    int fd = tcp_bind(address, port);
    if (fd >= 0 && listen(fd, TCP_QUEUE_MAX) != 0) {
        fd_close(fd);
        return -1;
    }
    return fd;
}

/* The address that a socket was bound to; as given, or as the kernel chose. */
static inline struct sockaddr_in tcp_address(int fd)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t size = sizeof at;
    if (getsockname(fd, (struct sockaddr *)&at, &size) != 0)
        die("getsockname", errno);
    return at;
}

/* For whoever waits for it: now clients may come. */
static inline void tcp_announce(int listener)
{
    struct sockaddr_in at = tcp_address(listener);
    char address[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &at.sin_addr, address, sizeof address);
    printf("listening on %s:%d\n", address, ntohs(at.sin_port));
}

/* Block until a client has connected, and return the connection. A client that
 * has left while it was waiting is none. */
static inline int tcp_accept(int listener)
{
    int fd;
    do
        fd = accept(listener, NULL, NULL);
    while (fd < 0 && (errno == EINTR || errno == ECONNABORTED));
    return fd;
}

/* The next write waits until the deadline at most, and gives what it got rid of
 * or EAGAIN. Where the limit cannot be set, the connection is gone, and that
 * write will say so. Returns -1 with errno ETIMEDOUT if no time is left. */
static inline int tcp_limit_write(int fd, int64_t deadline_ns)
{
    const int64_t left_ns = deadline_ns - clock_now_ns();
    const int64_t left_us = left_ns / 1000 + 1; /* 0 would be for ever */
    const struct timeval left = {.tv_sec = (time_t)(left_us / 1000000),
                                 .tv_usec = (suseconds_t)(left_us % 1000000)};
    if (left_ns <= 0) {
        errno = ETIMEDOUT;
        return -1;
    }
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &left, sizeof left);
    return 0;
}

/* fd_write_all to a client, which has TCP_PATIENCE seconds for all of it. One
 * that takes a little now and then has no longer: ETIMEDOUT. */
static inline int tcp_write_all(int fd, const void *data, size_t size)
{
    const int64_t deadline_ns =
        clock_now_ns() + TCP_PATIENCE * clock_second_ns();
    const char *left = data;
    while (size > 0) {
        if (tcp_limit_write(fd, deadline_ns) != 0)
            return -1;
        ssize_t written = write(fd, left, size);
        if (written < 0 &&
            (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK))
            continue; /* the clock decides */
        if (written < 0)
            return -1;
        left += written;
        size -= (size_t)written;
    }
    return 0;
}

/* Close after the last write. To close with something unread means to the
 * kernel that it was lost: it resets the connection, and what we have written
 * may not be read any more. So what has come is thrown away before, up to a limit: a
 * client that never stops sending must not keep us. */
static inline void tcp_close(int fd)
{
    char unread[1024];
    shutdown(fd, SHUT_WR);
    for (int n = 0; n < TCP_UNREAD_MAX; n += (int)sizeof unread)
        if (recv(fd, unread, sizeof unread, MSG_DONTWAIT) <= 0)
            break;
    close(fd);
}

/* Where a host is, given as a name or as an address. Blocks if somebody has to
 * be asked. Returns 0, or an error for gai_strerror. */
static inline int tcp_lookup(const char *host, int port, struct sockaddr_in *to)
{
    const struct addrinfo hints = {.ai_family = AF_INET,
                                   .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    int error = getaddrinfo(host, NULL, &hints, &found);
    if (error != 0)
        return error;
    memcpy(to, found->ai_addr, sizeof *to);
    to->sin_port = htons((uint16_t)port);
    freeaddrinfo(found);
    return 0;
}

/* How a connect has gone that went on in the background. */
static inline int tcp_connected(int fd)
{
    int error;
    socklen_t size = sizeof error;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
        return -1;
    errno = error;
    return error == 0 ? 0 : -1;
}

/* A connect that was interrupted goes on; to call it again would be an error.
 * When it is over, the socket is writable. */
static inline int tcp_connect_resume(int fd)
{
    struct pollfd writable = {.fd = fd, .events = POLLOUT};
    while (poll(&writable, 1, -1) < 0)
        if (errno != EINTR)
            return -1;
    return tcp_connected(fd);
}

/* Block until there is a connection, and return it. */
static inline int tcp_connect(const struct sockaddr_in *to)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0)
        return -1;
    if (connect(fd, (const struct sockaddr *)to, sizeof *to) == 0)
        return fd;
    if (errno == EINTR && tcp_connect_resume(fd) == 0)
        return fd;
    fd_close(fd);
    return -1;
}

/* Give up: `what` failed, as errno says: "connect to", "listen on". */
static inline _Noreturn void tcp_die(const char *what, const char *host,
                                     int port)
{
    fprintf(stderr, "%s %s:%d: %s\n", what, host, port, strerror(errno));
    exit(1);
}

#endif
