/* Stands between the answer and its mutex. What another thread does in between
 * is done here by the same thread, at the moments at which another one can get
 * in: just before a mutex is taken, and just after it is given back. */
#ifndef MOMENTS_H
#define MOMENTS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_int locks;
static atomic_int unlocks;
static void (*intruder)(void); /* waits for its moment */
static int moments;            /* that many from now */

static inline void moment(void)
{
    if (intruder == NULL || --moments > 0)
        return;
    void (*does)(void) = intruder;
    intruder = NULL;
    does();
}

static inline int lock_at_a_moment(pthread_mutex_t *mutex)
{
    moment();
    locks++;
    return pthread_mutex_lock(mutex);
}

static inline int unlock_at_a_moment(pthread_mutex_t *mutex)
{
    unlocks++;
    int error = pthread_mutex_unlock(mutex);
    moment();
    return error;
}

#endif
