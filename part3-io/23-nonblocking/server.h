/* The server of chapter 22 as a future: a task for each connection. */
#ifndef SERVER_H
#define SERVER_H

#include "../../part1-futures/04-async-functions/async.h"
#include "../../part2-executor/14-join-handles/join_handle.h"
#include "../../part2-executor/15-sleeping/sleep.h"
#include "async_tcp.h"

/* So many are served at a time. The others wait in the kernel's queue. */
#ifndef CONNECTIONS_MAX
#define CONNECTIONS_MAX 1000
#endif

/* For a connection that the server has spawned, or free. */
struct seat {
    struct join_handle handle;
    bool taken;        /* there is a handle */
    struct seat *next; /* of those that are free, or are over */
};

/* The seats of a server, which stay until the run is over. A connection that
 * is over puts its seat with the others that are, and wakes the server. */
struct seats {
    struct seat all[CONNECTIONS_MAX];
    struct seat *room;
    struct seat *over;
    struct waker waker; /* owned: the server's */
};

static inline void seat_over(struct seats *seats, struct seat *seat)
{
    seat->next = seats->over;
    seats->over = seat;
    waker_wake(&seats->waker);
}

static inline void seats_init(struct seats *seats)
{
    seats->room = NULL;
    for (int i = CONNECTIONS_MAX - 1; i >= 0; i--) {
        seats->all[i].taken = false;
        seats->all[i].next = seats->room;
        seats->room = &seats->all[i];
    }
    seats->over = NULL;
    seats->waker = (struct waker){NULL, NULL};
}

/* Says start, waits a second, says end. Who has not taken that after
 * TCP_PATIENCE seconds is not waited for any longer. */
struct connection {
    struct future future;
    int state;
    struct sleeps *sleeps; /* borrowed */
    int fd;                /* owned */
    long n;
    char lines[2][32];
    struct async_write_all start, end;
    struct sleep second, patience;
    struct seats *seats; /* borrowed */
    struct seat *seat;
    int error; /* output */
};

static inline enum poll_state connection_talk(struct connection *connection,
                                              struct context *cx)
{
    ASYNC_BEGIN(connection->state);
    AWAIT(connection->state, future_poll(&connection->start.future, cx));
    connection->error = connection->start.error;
    if (connection->error != 0)
        ASYNC_RETURN(connection->state);
    connection->second.deadline_ns = sleeps_after(connection->sleeps, 1);
    AWAIT(connection->state, future_poll(&connection->second.future, cx));
    connection->error = connection->second.error;
    if (connection->error != 0)
        ASYNC_RETURN(connection->state);
    AWAIT(connection->state, future_poll(&connection->end.future, cx));
    connection->error = connection->end.error;
    ASYNC_END(connection->state);
}

/* The talk or the patience, whichever ends first. */
static inline enum poll_state connection_poll(struct future *self,
                                              struct context *cx)
{
    struct connection *connection =
        container_of(self, struct connection, future);
    struct sleep *patience = &connection->patience;
    if (connection_talk(connection, cx) == POLL_PENDING) {
        if (future_poll(&patience->future, cx) == POLL_PENDING)
            return POLL_PENDING;
        connection->error = patience->error != 0 ? patience->error : ETIMEDOUT;
    }
    seat_over(connection->seats, connection->seat);
    return POLL_READY;
}

static inline void connection_drop(struct future *self)
{
    struct connection *connection =
        container_of(self, struct connection, future);
    future_drop(&connection->start.future);
    future_drop(&connection->second.future);
    future_drop(&connection->end.future);
    future_drop(&connection->patience.future);
    tcp_close(connection->fd);
}

static inline void connection_release(struct future *future)
{
    free(container_of(future, struct connection, future));
}

static inline void connection_say(struct connection *connection,
                                  struct async_write_all *write, char line[32],
                                  const char *word, struct readiness *readiness)
{
    int length = snprintf(line, 32, "%s %ld\n", word, connection->n);
    async_write_all_init(write, readiness, connection->fd, line,
                         (size_t)length);
}

/* On the heap, without a seat yet; connection_release frees it. NULL with
 * errno: the descriptor is still the caller's. */
static inline struct connection *connection_new(int fd, long n,
                                                struct readiness *readiness,
                                                struct sleeps *sleeps)
{
    struct connection *connection = malloc(sizeof *connection);
    if (connection == NULL)
        return NULL;
    connection->future = (struct future){connection_poll, connection_drop};
    connection->state = 0;
    connection->sleeps = sleeps;
    connection->fd = fd;
    connection->n = n;
    connection_say(connection, &connection->start, connection->lines[0],
                   "start", readiness);
    connection_say(connection, &connection->end, connection->lines[1], "end",
                   readiness);
    sleep_init(&connection->second, sleeps, 0); /* set when it begins */
    sleep_init(&connection->patience, sleeps,
               sleeps_after(sleeps, TCP_PATIENCE));
    connection->error = 0;
    return connection;
}

/* Ready only if it cannot go on. Its drop aborts the connections. */
struct server {
    struct future future;
    struct spawner spawner;      /* owned */
    struct readiness *readiness; /* borrowed, as the sleeps */
    struct sleeps *sleeps;
    int listener; /* owned */
    struct async_accept accept;
    struct seats seats;
    long n;    /* how many have come */
    int error; /* output */
};

static inline void connection_failed(long n, int error)
{
    fprintf(stderr, "connection %ld: %s\n", n, strerror(error));
}

/* Its task has ended with the poll that put it there: the handle is ready. */
static inline void seat_clear(struct seat *seat, struct context *cx)
{
    if (future_poll(&seat->handle.future, cx) == POLL_PENDING)
        bug("a connection is over and its task is not");
    const struct connection *connection =
        container_of(seat->handle.finished, struct connection, future);
    if (connection->error != 0)
        connection_failed(connection->n, connection->error);
    future_drop(&seat->handle.future);
    seat->taken = false;
}

/* A seat for one more. NULL if there is none, until a connection is over: it
 * has the waker. */
static inline struct seat *server_room(struct server *server,
                                       struct context *cx)
{
    struct seats *seats = &server->seats;
    struct seat *seat;
    waker_keep(&seats->waker, cx->waker);
    while ((seat = seats->over) != NULL) {
        seats->over = seat->next;
        seat_clear(seat, cx);
        seat->next = seats->room;
        seats->room = seat;
    }
    return seats->room;
}

static inline int server_spawn(struct server *server, struct seat *seat, int fd)
{
    struct connection *connection =
        connection_new(fd, server->n, server->readiness, server->sleeps);
    if (connection == NULL)
        return -1;
    connection->seats = &server->seats;
    connection->seat = seat;
    if (join_handle_spawn(&seat->handle, &server->spawner, &connection->future,
                          connection_release) == 0)
        return 0;
    int error = errno;
    free(connection);
    errno = error;
    return -1;
}

/* What was accepted gets a task, and the next one is accepted. */
static inline void server_serve(struct server *server, struct seat *seat)
{
    int fd = fd_take(&server->accept.fd);
    future_drop(&server->accept.future);
    async_accept_init(&server->accept, server->readiness, server->listener);
    server->n++;
    if (server_spawn(server, seat, fd) == 0) {
        server->seats.room = seat->next;
        seat->taken = true;
        return;
    }
    connection_failed(server->n, errno);
    close(fd);
}

static inline enum poll_state server_poll(struct future *self,
                                          struct context *cx)
{
    struct server *server = container_of(self, struct server, future);
    struct seat *room;
    while ((room = server_room(server, cx)) != NULL) {
        if (future_poll(&server->accept.future, cx) == POLL_PENDING)
            return POLL_PENDING;
        server->error = server->accept.error;
        if (server->error != 0)
            return POLL_READY;
        server_serve(server, room);
    }
    return POLL_PENDING;
}

static inline void seat_drop(struct seat *seat)
{
    if (!seat->taken)
        return;
    join_handle_abort(&seat->handle);
    future_drop(&seat->handle.future);
}

static inline void server_drop(struct future *self)
{
    struct server *server = container_of(self, struct server, future);
    for (int i = 0; i < CONNECTIONS_MAX; i++)
        seat_drop(&server->seats.all[i]);
    waker_drop(&server->seats.waker);
    future_drop(&server->accept.future);
    close(server->listener);
    spawner_drop(&server->spawner);
}

/* The listener is non-blocking, and from now on the server's. */
static inline void server_init(struct server *server, int listener,
                               const struct spawner *spawner,
                               struct readiness *readiness,
                               struct sleeps *sleeps)
{
    server->future = (struct future){server_poll, server_drop};
    server->spawner = spawner_clone(spawner);
    server->readiness = readiness;
    server->sleeps = sleeps;
    server->listener = listener;
    async_accept_init(&server->accept, readiness, listener);
    seats_init(&server->seats);
    server->n = 0;
    server->error = 0;
}

/* A server and what it is there for: when that is ready, the server is
 * aborted. Ready when it is gone. */
struct serve_until {
    struct future future;
    struct join_handle server;
    struct future *until; /* borrowed */
    bool aborted;
    int error; /* output: 0, or why the server could not go on */
};

static inline enum poll_state serve_until_poll(struct future *self,
                                               struct context *cx)
{
    struct serve_until *serve = container_of(self, struct serve_until, future);
    if (!serve->aborted && future_poll(serve->until, cx) == POLL_READY) {
        join_handle_abort(&serve->server);
        serve->aborted = true;
    }
    if (future_poll(&serve->server.future, cx) == POLL_PENDING)
        return POLL_PENDING;
    struct future *finished = serve->server.finished;
    if (finished != NULL)
        serve->error = container_of(finished, struct server, future)->error;
    return POLL_READY;
}

static inline void serve_until_drop(struct future *self)
{
    struct serve_until *serve = container_of(self, struct serve_until, future);
    join_handle_abort(&serve->server);
    future_drop(&serve->server.future);
}

/* Spawns the server. 0; or -1 with errno, and it is still the caller's. */
static inline int serve_until_init(struct serve_until *serve,
                                   const struct spawner *spawner,
                                   struct server *server, struct future *until)
{
    serve->future = (struct future){serve_until_poll, serve_until_drop};
    serve->until = until;
    serve->aborted = false;
    serve->error = 0;
    return join_handle_spawn(&serve->server, spawner, &server->future, NULL);
}

#endif
