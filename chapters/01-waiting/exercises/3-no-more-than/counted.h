/* Stands between the answer and the system: counts the threads that are started
 * and joined and how often a mutex is taken, and can refuse a thread. */
#ifndef COUNTED_H
#define COUNTED_H

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

static int given_most = 1000; /* threads that may be started */
static int given;
static int joined;
static int joined_strangers; /* joins of what is no thread of ours */
static pthread_t given_threads[1000];
static const void *given_arg; /* what a thread has to be given, if not NULL */
static int given_strange;     /* threads that were refused for it */
static atomic_int locks;
static atomic_int unlocks;

static inline int create_counted(pthread_t *thread, const pthread_attr_t *attr,
                                 void *(*body)(void *), void *arg)
{
    if (given_arg != NULL && arg != given_arg)
        given_strange++;
    if (given_strange > 0 || given == given_most)
        return EAGAIN;
    int error = pthread_create(thread, attr, body, arg);
    if (error == 0)
        given_threads[given++] = *thread;
    return error;
}

static inline int join_counted(pthread_t thread, void **result)
{
    for (int n = 0; n < given; n++)
        if (pthread_equal(given_threads[n], thread)) {
            joined++;
            return pthread_join(thread, result);
        }
    joined_strangers++;
    return ESRCH;
}

static inline int lock_counted(pthread_mutex_t *mutex)
{
    locks++;
    return pthread_mutex_lock(mutex);
}

static inline int unlock_counted(pthread_mutex_t *mutex)
{
    unlocks++;
    return pthread_mutex_unlock(mutex);
}

#endif
