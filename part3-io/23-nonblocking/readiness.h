/* Readiness: "wake this waker once this descriptor is ready for that". What a
 * socket's future asks for when a call would have blocked; whom it asks is a
 * parameter. Here: somebody who wakes at once.
 */
#ifndef READINESS_H
#define READINESS_H

#include <poll.h>

#include "../../part1-futures/06-wakers/future.h"

/* What one future waits for, a member of it. It stays where it is from the
 * wait until the wake or the forget: whoever watches points to it. */
struct interest {
    struct readiness *readiness; /* borrowed: who watches */
    int fd;                      /* borrowed: open until the forget */
    short events; /* POLLIN: to read or to accept; POLLOUT: to write */

    struct waker waker; /* these two are for who watches; owned */
    size_t place;       /* where it stands there; 0: nowhere */
};

/* Who watches descriptors. All on one thread, that of the futures. */
struct readiness {
    /* Wakes a clone of `waker` once the descriptor is ready or has failed; at
     * once if it is so already. Wakes may be spurious. After a wake it is not
     * watched any more. A second wait before the wake replaces the first one's
     * waker. 0; or -1 with errno, and it is not watched. */
    int (*wait)(struct readiness *self, struct interest *interest,
                const struct waker *waker);

    /* No wake from now on. Nothing, if it is not watched. */
    void (*forget)(struct readiness *self, struct interest *interest);
};

static inline void interest_init(struct interest *interest,
                                 struct readiness *readiness, int fd,
                                 short events)
{
    *interest = (struct interest){
        .readiness = readiness,
        .fd = fd,
        .events = events,
    };
}

static inline int interest_wait(struct interest *interest,
                                const struct waker *waker)
{
    return interest->readiness->wait(interest->readiness, interest, waker);
}

static inline void interest_forget(struct interest *interest)
{
    interest->readiness->forget(interest->readiness, interest);
}

static inline int busy_wait(struct readiness *self, struct interest *interest,
                            const struct waker *waker)
{
    (void)self;
    (void)interest;
    waker_wake_by_ref(waker);
    return 0;
}

static inline void busy_forget(struct readiness *self,
                               struct interest *interest)
{
    (void)self;
    (void)interest;
}

/* Watches nothing: every wait is answered by a wake at once. It has no state,
 * so there is one for all. */
static inline struct readiness *busy_readiness(void)
{
    static struct readiness busy = {busy_wait, busy_forget};
    return &busy;
}

#endif
