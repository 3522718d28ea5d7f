/* Watch: the descriptors that the futures of one thread wait for, all in one
 * call of poll(). The readiness that sleeps.
 */
#ifndef WATCH_H
#define WATCH_H

#include <limits.h>

#include "../../part1-futures/01-waiting/clock.h"
#include "../23-nonblocking/readiness.h"

/* One thread, no mutex. Stays where watch_new found it: interests point to
 * `readiness`. */
struct watch {
    struct readiness readiness;
    struct pollfd *fds;          /* fds[0] is its owner's, and stays */
    struct interest **interests; /* interests[n] waits for fds[n], n > 0 */
    size_t count;                /* of fds, with the first */
    size_t capacity;
    long waits; /* calls of poll() so far */
};

/* Makes room for one more. 0, or -1 with errno. */
static inline int watch_grow(struct watch *watch)
{
    if (watch->count < watch->capacity)
        return 0;
    size_t capacity = watch->capacity == 0 ? 16 : 2 * watch->capacity;
    struct pollfd *fds = realloc(watch->fds, capacity * sizeof watch->fds[0]);
    if (fds == NULL)
        return -1;
    watch->fds = fds;
    struct interest **interests =
        realloc(watch->interests, capacity * sizeof(struct interest *));
    if (interests == NULL)
        return -1;
    watch->interests = interests;
    watch->capacity = capacity;
    return 0;
}

static inline int watch_insert(struct watch *watch, struct interest *interest)
{
    if (watch_grow(watch) != 0)
        return -1;
    interest->place = watch->count++;
    watch->interests[interest->place] = interest;
    return 0;
}

/* From any place: the last one takes it. */
static inline void watch_remove(struct watch *watch, struct interest *interest)
{
    size_t place = interest->place;
    size_t last = --watch->count;
    watch->fds[place] = watch->fds[last];
    watch->interests[place] = watch->interests[last];
    watch->interests[place]->place = place;
    interest->place = 0;
}

/* See readiness.h. The same descriptor may be there twice: to read, and to
 * write. poll() passes over a number that is negative, so nobody would be
 * woken: that is EBADF. */
static inline int watch_wait(struct readiness *self, struct interest *interest,
                             const struct waker *waker)
{
    struct watch *watch = container_of(self, struct watch, readiness);
    if (interest->fd < 0) {
        errno = EBADF;
        return -1;
    }
    if (interest->place == 0 && watch_insert(watch, interest) != 0)
        return -1;
    watch->fds[interest->place] = (struct pollfd){
        .fd = interest->fd,
        .events = interest->events,
    };
    waker_keep(&interest->waker, waker);
    return 0;
}

static inline void watch_forget(struct readiness *self,
                                struct interest *interest)
{
    if (interest->place != 0)
        watch_remove(container_of(self, struct watch, readiness), interest);
    waker_drop(&interest->waker);
}

/* What is left until the deadline, in the milliseconds of poll(): rounded up,
 * or the rest would be waited for by asking again and again. INT64_MAX is for
 * ever. */
static inline int watch_timeout_ms(int64_t deadline_ns)
{
    if (deadline_ns == INT64_MAX)
        return -1;
    int64_t left_ns = deadline_ns - clock_now_ns();
    if (left_ns <= 0)
        return 0;
    if (left_ns / NS_PER_MS >= INT_MAX)
        return INT_MAX;
    return (int)((left_ns + NS_PER_MS - 1) / NS_PER_MS);
}

/* Blocks until a descriptor is ready: true. Until the deadline, or for nothing:
 * false. */
static inline bool watch_poll(struct watch *watch, int64_t deadline_ns)
{
    watch->waits++;
    int ready =
        poll(watch->fds, (nfds_t)watch->count, watch_timeout_ms(deadline_ns));
    if (ready < 0 && errno != EINTR)
        die("poll", errno);
    return ready > 0;
}

/* After watch_poll has said true: wakes those that are ready. Any bit will do;
 * what it means, the future's next call will say. From the end, since a place
 * that becomes free is taken by the last one, which was looked at; and a wake
 * may drop others. */
static inline void watch_wake(struct watch *watch)
{
    for (size_t place = watch->count - 1; place > 0; place--) {
        if (place >= watch->count || watch->fds[place].revents == 0)
            continue;
        struct interest *interest = watch->interests[place];
        watch_remove(watch, interest);
        waker_wake(&interest->waker);
    }
}

/* It also polls `fd` to read from, for its owner; -1: none. 0, or -1 with
 * errno. */
static inline int watch_new(struct watch *watch, int fd)
{
    *watch = (struct watch){.readiness = {watch_wait, watch_forget}};
    if (watch_grow(watch) != 0) {
        free(watch->fds);
        return -1;
    }
    watch->fds[0] = (struct pollfd){.fd = fd, .events = POLLIN};
    watch->interests[0] = NULL;
    watch->count = 1;
    return 0;
}

/* By now every interest was woken or forgotten. */
static inline void watch_drop(struct watch *watch)
{
    if (watch->count > 1)
        bug("a watch was dropped that somebody waits for");
    free(watch->fds);
    free(watch->interests);
}

#endif
