/* Stands between an answer and its threads and mutexes, and counts. Included
 * before the answer, so that the timer's calls are counted as well. */
#ifndef COUNTED_H
#define COUNTED_H

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

static atomic_int created;
static atomic_int joined;
static atomic_int most;         /* threads at a time */
static _Thread_local int locks; /* each thread counts its own */
static _Thread_local int unlocks;
static bool refusing; /* as a machine that has no more threads */
static void (*before_lock)(void);
static void (*after_unlock)(void);

static inline int create_counted(pthread_t *thread, const pthread_attr_t *attr,
                                 void *(*run)(void *), void *arg)
{
    if (refusing)
        return EAGAIN;
    created++;
    if (created - joined > most)
        most = created - joined;
    return pthread_create(thread, attr, run, arg);
}

static inline int join_counted(pthread_t thread, void **result)
{
    int error = pthread_join(thread, result);
    joined++;
    return error;
}

static inline int lock_counted(pthread_mutex_t *mutex)
{
    if (before_lock != NULL)
        before_lock();
    locks++;
    return pthread_mutex_lock(mutex);
}

static inline int unlock_counted(pthread_mutex_t *mutex)
{
    int error = pthread_mutex_unlock(mutex);
    unlocks++;
    if (after_unlock != NULL)
        after_unlock();
    return error;
}

#define pthread_create       create_counted
#define pthread_join         join_counted
#define pthread_mutex_lock   lock_counted
#define pthread_mutex_unlock unlock_counted

#endif
