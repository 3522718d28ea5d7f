/* pthread_cond_timedwait on the monotonic clock, where systems differ: most
 * choose the clock when the condition is made, macOS takes a time from now. */
#ifndef COND_UNTIL_H
#define COND_UNTIL_H

#include <pthread.h>

#include "../01-waiting/clock.h"

/* Make a condition that cond_wait_until can wait on. */
static inline void cond_init(pthread_cond_t *cond)
{
#ifdef __APPLE__
    pthread_cond_init(cond, NULL);
#else
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(cond, &attr);
    pthread_condattr_destroy(&attr);
#endif
}

/* Block until the condition is signalled, or clock_now_ns() has reached
 * deadline_ns, or for nothing: look again, in a loop. The caller holds the
 * mutex. */
static inline void cond_wait_until(pthread_cond_t *cond, pthread_mutex_t *mutex,
                                   int64_t deadline_ns)
{
#ifdef __APPLE__
    int64_t ns = deadline_ns - clock_now_ns();
#else
    int64_t ns = deadline_ns;
#endif
    if (ns < 0)
        ns = 0;
    struct timespec time = {
        .tv_sec = (time_t)(ns / NS_PER_SECOND),
        .tv_nsec = (long)(ns % NS_PER_SECOND),
    };
#ifdef __APPLE__
    pthread_cond_timedwait_relative_np(cond, mutex, &time);
#else
    pthread_cond_timedwait(cond, mutex, &time);
#endif
}

#endif
