/* For the checks: a readiness that notes what it is asked for and wakes nobody,
 * a way to poll once, and reads and writes that can be interrupted. */
#ifndef WATCHED_H
#define WATCHED_H

#include <signal.h>

#include "../../../part1-futures/06-wakers/counting_waker.h"
#include "../../../part3-io/23-nonblocking/both_ends.h"

static struct interest *watched; /* the latest that was not forgotten */
static int refuses;              /* the error of every wait; 0: it succeeds */

static inline int watched_wait(struct readiness *self,
                               struct interest *interest,
                               const struct waker *waker)
{
    (void)self;
    if (refuses != 0) {
        errno = refuses;
        return -1;
    }
    waker_keep(&interest->waker, waker);
    watched = interest;
    return 0;
}

static inline void watched_forget(struct readiness *self,
                                  struct interest *interest)
{
    (void)self;
    waker_drop(&interest->waker);
    if (watched == interest)
        watched = NULL;
}

static struct readiness watching = {watched_wait, watched_forget};

static inline bool watches(int fd, short events)
{
    return watched != NULL && watched->fd == fd && watched->events == events;
}

static struct counting_waker counting;

/* One poll, by a waker that is given back at once. */
static inline bool ready(struct future *future)
{
    if (counting.wakes == 0 && counting.alive == 0)
        counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};
    enum poll_state state = future_poll(future, &cx);
    waker_drop(&waker);
    return state == POLL_READY;
}

/* Up to a hundred polls. Returns whether that was enough. */
static inline bool ready_soon(struct future *future)
{
    for (int polls = 0; polls < 100; polls++)
        if (ready(future))
            return true;
    return false;
}

/* The lowest number that no descriptor has. */
static inline int lowest(void)
{
    int fd = dup(STDIN_FILENO);
    close(fd);
    return fd;
}

/* The other end closes at once, and the kernel says so: an error. */
static inline void reset(int mine, int theirs)
{
    struct linger at_once = {1, 0};
    setsockopt(theirs, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(theirs);
    while (fd_ready(mine, POLLIN) == 0) {
        /* it is on its way */
    }
}

#endif
