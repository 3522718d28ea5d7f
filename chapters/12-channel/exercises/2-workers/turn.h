/* Stands between the workers and their turn: notes who has it, in a call of the
 * receiver, at work, and when a worker leaves. */
#ifndef TURN_H
#define TURN_H

#include <stdatomic.h>

#include "../../../../part2-executor/12-channel/channel.h"

static _Thread_local pthread_mutex_t *turn; /* what this thread has locked */
static atomic_int receives;                 /* begun */
static atomic_bool without_turn;            /* somebody has received */
static atomic_bool left_with_it;            /* somebody has */
static void *(*worker)(void *arg);          /* worker_main */

static inline int lock_noted(pthread_mutex_t *mutex)
{
    int error = pthread_mutex_lock(mutex);
    turn = mutex;
    return error;
}

static inline int unlock_noted(pthread_mutex_t *mutex)
{
    turn = NULL;
    return pthread_mutex_unlock(mutex);
}

static inline enum channel_result receive_noted(const struct receiver *receiver,
                                                void **message)
{
    if (turn == NULL)
        atomic_store(&without_turn, true);
    atomic_fetch_add(&receives, 1);
    return receiver_receive(receiver, message);
}

/* A turn that is left locked is unlocked for the others. */
static inline void *worker_noted(void *arg)
{
    void *result = worker(arg);
    if (turn != NULL) {
        atomic_store(&left_with_it, true);
        unlock_noted(turn);
    }
    return result;
}

static inline int create_noted(pthread_t *thread, const pthread_attr_t *attr,
                               void *(*start)(void *), void *arg)
{
    if (worker == NULL)
        worker = start;
    return pthread_create(thread, attr, worker_noted, arg);
}

#endif
