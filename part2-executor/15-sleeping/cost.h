/* What many sleepers cost: memory and processor for each, and how late they
 * were woken. */
#ifndef COST_H
#define COST_H

#include "../../part1-futures/01-waiting/clock.h"

struct cost {
    long before_bytes;
    int64_t before_cpu_ns;
    int64_t late_ns;   /* all of them together */
    int64_t latest_ns; /* the latest of them */
};

static inline void cost_begin(struct cost *cost)
{
    *cost = (struct cost){
        .before_bytes = program_peak_bytes(),
        .before_cpu_ns = clock_cpu_ns(),
    };
}

/* A sleeper is up who was to be woken at deadline_ns. */
static inline void cost_up(struct cost *cost, int64_t deadline_ns)
{
    int64_t late_ns = clock_now_ns() - deadline_ns;
    cost->late_ns += late_ns;
    if (late_ns > cost->latest_ns)
        cost->latest_ns = late_ns;
}

static inline void cost_print(const struct cost *cost, long count)
{
    double each = (double)count;
    printf("each: %.0f bytes of memory\n",
           (double)(program_peak_bytes() - cost->before_bytes) / each);
    printf("each: %.1f us of processor\n",
           (double)(clock_cpu_ns() - cost->before_cpu_ns) / 1000 / each);
    printf("late: %.2f ms on average, %.2f at most\n",
           (double)cost->late_ns / NS_PER_MS / each,
           (double)cost->latest_ns / NS_PER_MS);
}

#endif
