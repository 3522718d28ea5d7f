/* Beat: pending once, then ready. Whoever awaits one lets the others have
 * their turn. */
#ifndef BEAT_H
#define BEAT_H

#include "../02-simple-future/simple_future.h"

struct beat {
    struct simple_future future;
    bool passed;
};

static inline enum poll_state beat_poll(struct simple_future *self,
                                        void (*wake)(void))
{
    struct beat *beat = container_of(self, struct beat, future);
    if (beat->passed)
        return POLL_READY;
    beat->passed = true;
    wake();
    return POLL_PENDING;
}

static inline void beat_init(struct beat *beat)
{
    beat->future.poll = beat_poll;
    beat->passed = false;
}

#endif
