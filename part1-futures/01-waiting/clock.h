/* Time, in nanoseconds, on the clock that no one can set back.
 *
 * A second of the book's programs is a real one, unless the environment
 * variable SECOND_MS says how many milliseconds it should take: the tests
 * shorten it, and you may stretch it to watch.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "program.h"

#define NS_PER_MS     INT64_C(1000000)
#define NS_PER_SECOND INT64_C(1000000000)

/* Nanoseconds since some moment in the past that never changes. */
static inline int64_t clock_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * NS_PER_SECOND + now.tv_nsec;
}

/* Nanoseconds of processor this program has used, all its threads together. */
static inline int64_t clock_cpu_ns(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return used.tv_sec * NS_PER_SECOND + used.tv_nsec;
}

/* Block the calling thread until clock_now_ns() has reached deadline_ns. */
static inline void clock_sleep_until(int64_t deadline_ns)
{
    int64_t left_ns;
    while ((left_ns = deadline_ns - clock_now_ns()) > 0) {
        struct timespec left = {
            .tv_sec = (time_t)(left_ns / NS_PER_SECOND),
            .tv_nsec = (long)(left_ns % NS_PER_SECOND),
        };
        nanosleep(&left, NULL); /* a signal may cut it short: look again */
    }
}

/* A second of the book, in nanoseconds. */
static inline int64_t clock_second_ns(void)
{
    const char *ms = getenv("SECOND_MS");
    if (ms == NULL)
        return NS_PER_SECOND;
    return NS_PER_MS * program_number(ms, 1, 60000,
                                      "SECOND_MS: how many milliseconds a "
                                      "second of this program takes\n");
}

/* How long `ns` is in seconds of the book, to print it. */
static inline double clock_seconds(int64_t ns)
{
    return (double)ns / (double)clock_second_ns();
}

#endif
