/* Clocks: what sleeps ask for the time. The real one, and one that stands still
 * until it is moved, for tests and for programs that have no time to wait.
 */
#ifndef CLOCKS_H
#define CLOCKS_H

#include "../../part1-futures/01-waiting/clock.h"
#include "../../part1-futures/02-simple-future/simple_future.h"

struct clock {
    int64_t (*now_ns)(struct clock *self); /* never less than before */

    /* Nothing is to be done before deadline_ns. Returns until when the thread
     * may sleep, as a time of clock_now_ns(); INT64_MAX is for ever. */
    int64_t (*idle_until_ns)(struct clock *self, int64_t deadline_ns);
};

static inline int64_t real_clock_now_ns(struct clock *self)
{
    (void)self;
    return clock_now_ns();
}

static inline int64_t real_clock_idle_until_ns(struct clock *self,
                                               int64_t deadline_ns)
{
    (void)self;
    return deadline_ns;
}

/* The one of clock.h. It has no state, so there is one for all. */
static inline struct clock *real_clock(void)
{
    static struct clock real = {real_clock_now_ns, real_clock_idle_until_ns};
    return &real;
}

/* Moved by the thread that has the sleeps, and by no other. If it jumps, it
 * goes to the earliest deadline when there is nothing else to do: for a program
 * in which nobody waits for another thread. */
struct held_clock {
    struct clock clock;
    int64_t now_ns;
    bool jumps;
};

static inline int64_t held_clock_now_ns(struct clock *self)
{
    return container_of(self, struct held_clock, clock)->now_ns;
}

static inline int64_t held_clock_idle_until_ns(struct clock *self,
                                               int64_t deadline_ns)
{
    struct held_clock *held = container_of(self, struct held_clock, clock);
    if (!held->jumps || deadline_ns == INT64_MAX)
        return INT64_MAX;
    if (held->now_ns < deadline_ns)
        held->now_ns = deadline_ns;
    return 0; /* do not sleep at all */
}

static inline void held_clock_init(struct held_clock *held, bool jumps)
{
    held->clock = (struct clock){held_clock_now_ns, held_clock_idle_until_ns};
    held->now_ns = 0;
    held->jumps = jumps;
}

static inline void held_clock_advance(struct held_clock *held, int64_t ns)
{
    held->now_ns += ns;
}

#endif
