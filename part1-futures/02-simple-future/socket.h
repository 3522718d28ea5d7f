/* A toy socket with a peer at its other end, and SocketRead: a future for
 * what the peer sends.
 *
 * Real sockets come in chapter 22. This one shows what a future needs from
 * any source of events: to look without waiting, and to be called back.
 */
#ifndef SOCKET_H
#define SOCKET_H

#include "../01-waiting/clock.h"
#include "simple_future.h"

#define SOCKET_CAPACITY 64

struct socket {
    pthread_mutex_t mutex; /* guards data, length and readable */
    char data[SOCKET_CAPACITY];
    size_t length;
    void (*readable)(void);

    pthread_t peer; /* sends `answer` at deadline_ns */
    const char *answer;
    int64_t deadline_ns;
};

static inline bool socket_has_data_to_read(struct socket *socket)
{
    pthread_mutex_lock(&socket->mutex);
    bool has_data = socket->length > 0;
    pthread_mutex_unlock(&socket->mutex);
    return has_data;
}

/* Take up to `size` bytes of what has arrived; never waits. */
static inline size_t socket_read_now(struct socket *socket, char *buffer,
                                     size_t size)
{
    pthread_mutex_lock(&socket->mutex);
    size_t length = socket->length < size ? socket->length : size;
    memcpy(buffer, socket->data, length);
    memmove(socket->data, socket->data + length, socket->length - length);
    socket->length -= length;
    pthread_mutex_unlock(&socket->mutex);
    return length;
}

/* From now on the peer's thread calls `readable` when it has sent something;
 * NULL: it calls nobody. */
static inline void socket_set_readable_callback(struct socket *socket,
                                                void (*readable)(void))
{
    pthread_mutex_lock(&socket->mutex);
    socket->readable = readable;
    pthread_mutex_unlock(&socket->mutex);
}

/* The network's side: `text` arrives, and whoever asked for it is told. */
static inline void socket_deliver(struct socket *socket, const char *text)
{
    pthread_mutex_lock(&socket->mutex);
    socket->length = strlen(text);
    memcpy(socket->data, text, socket->length);
    void (*readable)(void) = socket->readable;
    pthread_mutex_unlock(&socket->mutex);
    if (readable != NULL)
        readable();
}

static inline void *socket_peer(void *arg)
{
    struct socket *socket = arg;
    clock_sleep_until(socket->deadline_ns);
    socket_deliver(socket, socket->answer);
    return NULL;
}

/* Connect to a peer that sends `answer` once, `seconds` of the book from now.
 * At most SOCKET_CAPACITY bytes; borrowed until socket_destroy. */
static inline void socket_init(struct socket *socket, double seconds,
                               const char *answer)
{
    if (strlen(answer) > SOCKET_CAPACITY)
        bug("an answer is longer than a toy socket");
    pthread_mutex_init(&socket->mutex, NULL);
    socket->length = 0;
    socket->readable = NULL;
    socket->answer = answer;
    socket->deadline_ns =
        clock_now_ns() + (int64_t)(seconds * (double)clock_second_ns());
    int error = pthread_create(&socket->peer, NULL, socket_peer, socket);
    if (error != 0)
        die("pthread_create", error);
}

/* Waits until the peer has sent its answer. */
static inline void socket_destroy(struct socket *socket)
{
    pthread_join(socket->peer, NULL);
    pthread_mutex_destroy(&socket->mutex);
}

/* SocketRead: ready when there is something to read; then `length` bytes of
 * it stand in `data`. */
struct socket_read {
    struct simple_future future;
    struct socket *socket; /* borrowed */
    char data[SOCKET_CAPACITY];
    size_t length;
};

/* Ask to be called back, then look. The other way round, what arrives between
 * the look and the call would wake nobody. */
static inline enum poll_state socket_read_poll(struct simple_future *self,
                                               void (*wake)(void))
{
    struct socket_read *read = container_of(self, struct socket_read, future);
    socket_set_readable_callback(read->socket, wake);
    if (!socket_has_data_to_read(read->socket))
        return POLL_PENDING;
    socket_set_readable_callback(read->socket, NULL);
    read->length = socket_read_now(read->socket, read->data, sizeof read->data);
    return POLL_READY;
}

static inline void socket_read_init(struct socket_read *read,
                                    struct socket *socket)
{
    read->future.poll = socket_read_poll;
    read->socket = socket;
    read->length = 0;
}

static inline void socket_read_print(const struct socket_read *read)
{
    printf("read: %.*s\n", (int)read->length, read->data);
}

#endif
