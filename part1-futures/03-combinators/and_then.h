/* AndThen: one future, and then a second that is made from what came of the
 * first. It allocates nothing: the caller has the room for both. */
#ifndef AND_THEN_H
#define AND_THEN_H

#include "../02-simple-future/simple_future.h"

/* `next` is called once, when the first is ready. It finds the struct around
 * its and_then, sets up the second there, and returns it. */
struct and_then {
    struct simple_future future;
    struct simple_future *first; /* borrowed; NULL once it was ready */
    struct simple_future *(*next)(struct and_then *self);
    struct simple_future *second; /* borrowed; NULL until it is made */
};

static inline enum poll_state and_then_poll(struct simple_future *self,
                                            void (*wake)(void))
{
    struct and_then *and_then = container_of(self, struct and_then, future);
    if (and_then->first != NULL) {
        if (simple_future_poll(and_then->first, wake) == POLL_PENDING)
            return POLL_PENDING;
        and_then->first = NULL;
        and_then->second = and_then->next(and_then);
    }
    return simple_future_poll(and_then->second, wake);
}

/* Both futures must stay until the and_then is ready. */
static inline void
and_then_init(struct and_then *and_then, struct simple_future *first,
              struct simple_future *(*next)(struct and_then *self))
{
    and_then->future.poll = and_then_poll;
    and_then->first = first;
    and_then->next = next;
    and_then->second = NULL;
}

#endif
