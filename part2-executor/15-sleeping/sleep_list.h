/* The first try: sleeps in a list, in no order. The functions are those of
 * sleep.h, so a program can have the one or the other. */
#ifndef SLEEP_LIST_H
#define SLEEP_LIST_H

#include "../../part1-futures/06-wakers/future.h"
#include "clocks.h"

struct entry {
    int64_t deadline_ns;
    struct waker waker; /* owned: that of the first poll */
};

struct sleeps {
    struct clock *clock; /* borrowed */
    struct entry *list;
    size_t count;
    size_t capacity;
    long looks; /* pairs of times compared so far */
};

static inline void sleeps_init(struct sleeps *sleeps, struct clock *clock)
{
    *sleeps = (struct sleeps){.clock = clock};
}

static inline void sleeps_destroy(struct sleeps *sleeps)
{
    for (size_t n = 0; n < sleeps->count; n++)
        waker_drop(&sleeps->list[n].waker);
    free(sleeps->list);
}

static inline int64_t sleeps_now_ns(const struct sleeps *sleeps)
{
    return sleeps->clock->now_ns(sleeps->clock);
}

/* The deadline that is `seconds` of the book from now. */
static inline int64_t sleeps_after(const struct sleeps *sleeps, double seconds)
{
    return sleeps_now_ns(sleeps) +
           (int64_t)(seconds * (double)clock_second_ns());
}

static inline void sleeps_insert(struct sleeps *sleeps, struct entry entry)
{
    if (sleeps->count == sleeps->capacity) {
        sleeps->capacity = 2 * sleeps->capacity + 16;
        sleeps->list =
            realloc(sleeps->list, sleeps->capacity * sizeof sleeps->list[0]);
        if (sleeps->list == NULL)
            die("realloc", errno);
    }
    sleeps->list[sleeps->count++] = entry;
}

/* When the earliest is due; INT64_MAX if nobody waits. */
static inline int64_t sleeps_deadline(struct sleeps *sleeps)
{
    int64_t earliest_ns = INT64_MAX;
    for (size_t n = 0; n < sleeps->count; n++) {
        sleeps->looks++;
        if (sleeps->list[n].deadline_ns < earliest_ns)
            earliest_ns = sleeps->list[n].deadline_ns;
    }
    return earliest_ns;
}

/* Wakes what is due. */
static inline void sleeps_wake(struct sleeps *sleeps)
{
    int64_t now_ns = sleeps_now_ns(sleeps);
    size_t n = 0;
    while (n < sleeps->count) {
        struct entry entry = sleeps->list[n];
        sleeps->looks++;
        if (entry.deadline_ns > now_ns) {
            n++;
            continue;
        }
        sleeps->list[n] = sleeps->list[--sleeps->count];
        waker_wake(&entry.waker);
    }
}

struct sleep {
    struct future future;
    int64_t deadline_ns;
    struct sleeps *sleeps;
    bool listed;
};

static inline enum poll_state sleep_poll(struct future *self,
                                         struct context *cx)
{
    struct sleep *sleep = container_of(self, struct sleep, future);
    if (sleeps_now_ns(sleep->sleeps) >= sleep->deadline_ns)
        return POLL_READY;
    if (!sleep->listed)
        sleeps_insert(sleep->sleeps, (struct entry){sleep->deadline_ns,
                                                    waker_clone(cx->waker)});
    sleep->listed = true;
    return POLL_PENDING;
}

static inline void sleep_drop(struct future *self)
{
    (void)self; /* its entry is somewhere in the list */
}

/* Ready at deadline_ns, by the clock of `sleeps`. */
static inline void sleep_init(struct sleep *sleep, struct sleeps *sleeps,
                              int64_t deadline_ns)
{
    sleep->future = (struct future){sleep_poll, sleep_drop};
    sleep->deadline_ns = deadline_ns;
    sleep->sleeps = sleeps;
    sleep->listed = false;
}

#endif
