/* Stands between the answer and its sockets: they have no peer, and what
 * arrives is delivered by the test. */
#ifndef BY_HAND_H
#define BY_HAND_H

#include "../../../../part1-futures/02-simple-future/socket.h"

static bool with_peers; /* they have one after all */
static const struct socket *asked[16];
static int asks;

static inline void ask_by_hand(struct socket *socket, double seconds,
                               const char *answer)
{
    if (asks < 16)
        asked[asks++] = socket;
    if (with_peers) {
        socket_init(socket, seconds, answer);
        return;
    }
    pthread_mutex_init(&socket->mutex, NULL);
    socket->length = 0;
    socket->readable = NULL;
    socket->answer = answer;
}

/* How often the peer of this socket has been asked. */
static inline int asks_of(const struct socket *socket)
{
    int count = 0;
    for (int n = 0; n < asks; n++)
        count += asked[n] == socket;
    return count;
}

#endif
