/* Clients of the server of chapter 22, as futures. */
#ifndef CLIENT_H
#define CLIENT_H

#include "../../part1-futures/04-async-functions/async.h"
#include "../../part2-executor/14-join-handles/join_handle.h"
#include "async_tcp.h"

#define CLIENTS_MAX 1000

/* Connects, and prints what it hears until the server has said all. */
struct client {
    struct future future;
    int state;
    struct async_connect connect;
    int fd; /* owned; -1 as long as there is no connection */
    struct async_print_all print; /* there is one if there is a connection */
    int error;                    /* output */
};

static inline enum poll_state client_poll(struct future *self,
                                          struct context *cx)
{
    struct client *client = container_of(self, struct client, future);
    ASYNC_BEGIN(client->state);
    AWAIT(client->state, future_poll(&client->connect.future, cx));
    client->error = client->connect.error;
    if (client->error != 0)
        ASYNC_RETURN(client->state);
    client->fd = fd_take(&client->connect.fd);
    async_print_all_init(&client->print, client->connect.interest.readiness,
                         client->fd);
    AWAIT(client->state, future_poll(&client->print.future, cx));
    client->error = client->print.error;
    ASYNC_END(client->state);
}

static inline void client_drop(struct future *self)
{
    struct client *client = container_of(self, struct client, future);
    future_drop(&client->connect.future);
    if (client->fd < 0)
        return;
    future_drop(&client->print.future);
    close(client->fd);
}

static inline void client_init(struct client *client,
                               struct readiness *readiness,
                               const struct sockaddr_in *to)
{
    client->future = (struct future){client_poll, client_drop};
    client->state = 0;
    async_connect_init(&client->connect, readiness, to);
    client->fd = -1;
    client->error = 0;
}

/* Ready when each of them has heard all. */
struct clients {
    struct future future;
    int state;
    long count, awaited;
    struct client clients[CLIENTS_MAX];
    struct join_handle handles[CLIENTS_MAX];
};

static inline enum poll_state clients_poll(struct future *self,
                                           struct context *cx)
{
    struct clients *clients = container_of(self, struct clients, future);
    ASYNC_BEGIN(clients->state);
    for (; clients->awaited < clients->count; clients->awaited++)
        AWAIT(clients->state,
              future_poll(&clients->handles[clients->awaited].future, cx));
    ASYNC_END(clients->state);
}

static inline void clients_drop(struct future *self)
{
    struct clients *clients = container_of(self, struct clients, future);
    for (long i = 0; i < clients->count; i++)
        future_drop(&clients->handles[i].future);
}

static inline void clients_init(struct clients *clients, long count,
                                const struct spawner *spawner,
                                struct readiness *readiness,
                                const struct sockaddr_in *to)
{
    clients->future = (struct future){clients_poll, clients_drop};
    clients->state = 0;
    clients->count = count;
    clients->awaited = 0;
    for (long i = 0; i < count; i++) {
        client_init(&clients->clients[i], readiness, to);
        if (join_handle_spawn(&clients->handles[i], spawner,
                              &clients->clients[i].future, NULL) != 0)
            die("join_handle_spawn", errno);
    }
}

/* When the run is over: says which could not connect or hear, and why. True if
 * there are any. */
static inline bool clients_failed(const struct clients *clients)
{
    bool failed = false;
    for (long i = 0; i < clients->count; i++) {
        int error = clients->clients[i].error;
        if (error == 0)
            continue;
        fprintf(stderr, "client: %s\n", strerror(error));
        failed = true;
    }
    return failed;
}

#endif
