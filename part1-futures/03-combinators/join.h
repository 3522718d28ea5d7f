/* Join: two futures at once, ready when both are. It allocates nothing: it
 * borrows its children, and is itself part of whatever holds it. */
#ifndef JOIN_H
#define JOIN_H

#include "../02-simple-future/simple_future.h"

struct join {
    struct simple_future future;
    struct simple_future *a; /* borrowed; NULL once it was ready */
    struct simple_future *b; /* the same */
};

/* Poll *child unless it is finished; when it is, forget it. */
static inline void join_poll_child(struct simple_future **child,
                                   void (*wake)(void))
{
    if (*child != NULL && simple_future_poll(*child, wake) == POLL_READY)
        *child = NULL;
}

static inline enum poll_state join_poll(struct simple_future *self,
                                        void (*wake)(void))
{
    struct join *join = container_of(self, struct join, future);
    join_poll_child(&join->a, wake);
    join_poll_child(&join->b, wake);
    if (join->a != NULL || join->b != NULL)
        return POLL_PENDING;
    return POLL_READY;
}

/* The children must stay until the join is ready; what came of them, they
 * hold. */
static inline void join_init(struct join *join, struct simple_future *a,
                             struct simple_future *b)
{
    join->future.poll = join_poll;
    join->a = a;
    join->b = b;
}

#endif
