/* Sleeps: futures that are ready when their deadline has come, all on one
 * thread. The deadlines lie in a heap, and whoever runs the thread asks for the
 * earliest and wakes what is due.
 *
 * After tokio::time::{sleep_until, interval} and libuv's timers.
 */
#ifndef SLEEP_H
#define SLEEP_H

#include "../../part1-futures/06-wakers/future.h"
#include "clocks.h"

/* The sleeps of one thread; nothing here is locked. Those that are waited for
 * stand in the heap: heap[1] is due first, and none is due earlier than the
 * one in half its place. */
struct sleeps {
    struct clock *clock; /* borrowed */
    struct sleep **heap; /* heap[0] is not used */
    size_t count;
    size_t capacity;
    long looks; /* pairs of times compared so far */
};

/* Stays where it was first polled: the heap points to it. */
struct sleep {
    struct future future;
    int64_t deadline_ns;
    int error; /* output: 0, or why it could not wait */
    struct sleeps *sleeps;
    size_t place;       /* in the heap; 0: not there */
    struct waker waker; /* owned: that of the latest poll */
};

static inline void sleeps_init(struct sleeps *sleeps, struct clock *clock)
{
    *sleeps = (struct sleeps){.clock = clock};
}

/* By now every sleep that was polled is ready or dropped. */
static inline void sleeps_destroy(struct sleeps *sleeps)
{
    if (sleeps->count > 0)
        bug("sleeps were destroyed that somebody waits for");
    free(sleeps->heap);
}

static inline int64_t sleeps_now_ns(const struct sleeps *sleeps)
{
    return sleeps->clock->now_ns(sleeps->clock);
}

/* later_ns after deadline_ns, or INT64_MAX if that is too far. */
static inline int64_t deadline_later(int64_t deadline_ns, int64_t later_ns)
{
    if (deadline_ns > INT64_MAX - later_ns)
        return INT64_MAX;
    return deadline_ns + later_ns;
}

/* The deadline that is `seconds` of the book from now; now, if they are less
 * than none. */
static inline int64_t sleeps_after(const struct sleeps *sleeps, double seconds)
{
    double ns = seconds * (double)clock_second_ns();
    if (ns >= (double)INT64_MAX)
        return INT64_MAX;
    return deadline_later(sleeps_now_ns(sleeps), ns > 0 ? (int64_t)ns : 0);
}

static inline bool sleeps_earlier(struct sleeps *sleeps, size_t a, size_t b)
{
    sleeps->looks++;
    return sleeps->heap[a]->deadline_ns < sleeps->heap[b]->deadline_ns;
}

static inline void sleeps_put(struct sleeps *sleeps, size_t place,
                              struct sleep *sleep)
{
    sleeps->heap[place] = sleep;
    sleep->place = place;
}

static inline void sleeps_swap(struct sleeps *sleeps, size_t a, size_t b)
{
    struct sleep *sleep = sleeps->heap[a];
    sleeps_put(sleeps, a, sleeps->heap[b]);
    sleeps_put(sleeps, b, sleep);
}

/* As long as it is due earlier than the one above it, they change places. */
static inline void sleeps_sift_up(struct sleeps *sleeps, size_t place)
{
    while (place > 1 && sleeps_earlier(sleeps, place, place / 2)) {
        sleeps_swap(sleeps, place, place / 2);
        place /= 2;
    }
}

/* The same with the earlier one of the two below it. */
static inline void sleeps_sift_down(struct sleeps *sleeps, size_t place)
{
    size_t below;
    while ((below = 2 * place) <= sleeps->count) {
        if (below < sleeps->count && sleeps_earlier(sleeps, below + 1, below))
            below++;
        if (!sleeps_earlier(sleeps, below, place))
            return;
        sleeps_swap(sleeps, below, place);
        place = below;
    }
}

/* Makes room for one more. 0, or -1 with errno. */
static inline int sleeps_grow(struct sleeps *sleeps)
{
    if (sleeps->count + 1 < sleeps->capacity)
        return 0;
    size_t capacity = sleeps->capacity == 0 ? 16 : 2 * sleeps->capacity;
    struct sleep **heap =
        realloc(sleeps->heap, capacity * sizeof(struct sleep *));
    if (heap == NULL)
        return -1;
    sleeps->heap = heap;
    sleeps->capacity = capacity;
    return 0;
}

/* 0, or -1 with errno. */
static inline int sleeps_insert(struct sleeps *sleeps, struct sleep *sleep)
{
    if (sleeps_grow(sleeps) != 0)
        return -1;
    sleeps_put(sleeps, ++sleeps->count, sleep);
    sleeps_sift_up(sleeps, sleep->place);
    return 0;
}

/* The heap says that the sleep is at this place, and so does the sleep. */
static inline void sleeps_check(const struct sleeps *sleeps, size_t place,
                                const struct sleep *sleep)
{
    if (sleeps->heap[place] != sleep || sleep->place != place)
        bug("a sleep was moved, or set up anew while it was in the heap");
}

/* From any place: the last one takes it, and finds its own. */
static inline void sleeps_remove(struct sleeps *sleeps, struct sleep *sleep)
{
    size_t place = sleep->place;
    sleeps_check(sleeps, place, sleep);
    struct sleep *last = sleeps->heap[sleeps->count--];
    sleep->place = 0;
    if (last == sleep)
        return;
    sleeps_put(sleeps, place, last);
    sleeps_sift_up(sleeps, place);
    sleeps_sift_down(sleeps, last->place);
}

/* When the earliest is due; INT64_MAX if nobody waits. */
static inline int64_t sleeps_deadline(const struct sleeps *sleeps)
{
    return sleeps->count == 0 ? INT64_MAX : sleeps->heap[1]->deadline_ns;
}

/* Wakes the earliest if it is due: true. It has left the heap before its wake,
 * which may drop it. */
static inline bool sleeps_wake_one(struct sleeps *sleeps)
{
    if (sleeps->count == 0)
        return false;
    struct sleep *earliest = sleeps->heap[1];
    sleeps_check(sleeps, 1, earliest);
    sleeps->looks++;
    if (sleeps_now_ns(sleeps) < earliest->deadline_ns)
        return false;
    sleeps_remove(sleeps, earliest);
    waker_wake(&earliest->waker);
    return true;
}

/* Wakes all that is due. Returns how many it woke. */
static inline long sleeps_wake(struct sleeps *sleeps)
{
    long wakes = 0;
    while (sleeps_wake_one(sleeps))
        wakes++;
    return wakes;
}

/* Until when the thread may sleep, as a time of clock_now_ns(), if it has
 * nothing else to do. */
static inline int64_t sleeps_idle_until_ns(const struct sleeps *sleeps)
{
    return sleeps->clock->idle_until_ns(sleeps->clock, sleeps_deadline(sleeps));
}

static inline void sleep_leave(struct sleep *sleep)
{
    if (sleep->place != 0)
        sleeps_remove(sleep->sleeps, sleep);
    waker_drop(&sleep->waker);
}

/* Into the heap with the first poll that is too early. */
static inline enum poll_state sleep_poll(struct future *self,
                                         struct context *cx)
{
    struct sleep *sleep = container_of(self, struct sleep, future);
    if (sleeps_now_ns(sleep->sleeps) < sleep->deadline_ns) {
        waker_keep(&sleep->waker, cx->waker);
        if (sleep->place != 0 || sleeps_insert(sleep->sleeps, sleep) == 0)
            return POLL_PENDING;
        sleep->error = errno;
    }
    sleep_leave(sleep);
    return POLL_READY;
}

static inline void sleep_drop(struct future *self)
{
    sleep_leave(container_of(self, struct sleep, future));
}

/* Ready at deadline_ns, by the clock of `sleeps`. One that was polled before is
 * dropped first: the heap may point to it. */
static inline void sleep_init(struct sleep *sleep, struct sleeps *sleeps,
                              int64_t deadline_ns)
{
    *sleep = (struct sleep){
        .future = {sleep_poll, sleep_drop},
        .deadline_ns = deadline_ns,
        .sleeps = sleeps,
    };
}

/* Ticks that are period_ns apart. Each deadline is counted from the one before
 * and not from when somebody came for it, so the ticks do not drift. Those that
 * nobody came for in time come at once, one poll each. */
struct interval {
    struct sleep sleep; /* until the next tick */
    int64_t period_ns;  /* more than 0 */
    int error;          /* output: 0, or why it could not wait */
};

/* The first tick is at first_ns. */
static inline void interval_init(struct interval *interval,
                                 struct sleeps *sleeps, int64_t first_ns,
                                 int64_t period_ns)
{
    if (period_ns <= 0)
        bug("an interval needs a period");
    sleep_init(&interval->sleep, sleeps, first_ns);
    interval->period_ns = period_ns;
    interval->error = 0;
}

/* Ready at a tick. It is polled again for the next one, which is ready at once
 * if it is due as well: a task whose work takes longer than the period never
 * gets to wait, and lets nobody else run. */
static inline enum poll_state interval_poll(struct interval *interval,
                                            struct context *cx)
{
    struct sleep *sleep = &interval->sleep;
    if (future_poll(&sleep->future, cx) == POLL_PENDING)
        return POLL_PENDING;
    int64_t next_ns = deadline_later(sleep->deadline_ns, interval->period_ns);
    interval->error = sleep->error;
    future_drop(&sleep->future);
    sleep_init(sleep, sleep->sleeps, next_ns);
    return POLL_READY;
}

static inline void interval_drop(struct interval *interval)
{
    future_drop(&interval->sleep.future);
}

#endif
