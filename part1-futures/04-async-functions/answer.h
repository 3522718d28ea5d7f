/* Answer: ask a peer and wait for what it says. It is a socket and the read of
 * it in one future, and is what the functions of this chapter wait for. */
#ifndef ANSWER_H
#define ANSWER_H

#include "../02-simple-future/socket.h"

/* Once ready, the answer stands in `read`, and the socket is closed. */
struct answer {
    struct simple_future future;
    struct socket socket;
    struct socket_read read;
};

static inline enum poll_state answer_poll(struct simple_future *self,
                                          void (*wake)(void))
{
    struct answer *answer = container_of(self, struct answer, future);
    if (simple_future_poll(&answer->read.future, wake) == POLL_PENDING)
        return POLL_PENDING;
    socket_destroy(&answer->socket);
    return POLL_READY;
}

/* The peer will say `text`, `seconds` of the book from now. */
static inline void answer_init(struct answer *answer, double seconds,
                               const char *text)
{
    answer->future.poll = answer_poll;
    socket_init(&answer->socket, seconds, text);
    socket_read_init(&answer->read, &answer->socket);
}

#endif
