/* Stands between the workers and their turn: notes who has it, in a call of the
 * receiver, at work, and when a worker leaves. */
#ifndef TURN_H
#define TURN_H

#include <sched.h>
#include <stdatomic.h>

#include "../../../../part2-executor/12-channel/channel.h"

static _Thread_local pthread_mutex_t *turn; /* what this thread has locked */
static _Atomic(pthread_mutex_t *) its_turn; /* of the first that received */
static atomic_int sleeps;                   /* receives that may sleep, begun */
static atomic_int looks;                    /* receives that may not, done */
static atomic_bool without_turn;            /* somebody has received */
static atomic_bool other_turn;              /* somebody has had, not its_turn */
static atomic_bool left_with_it;            /* somebody has */
static void *(*worker)(void *arg);          /* worker_main */

static inline int lock_noted(pthread_mutex_t *mutex)
{
    int error = pthread_mutex_lock(mutex);
    turn = mutex;
    return error;
}

static inline int trylock_noted(pthread_mutex_t *mutex)
{
    int error = pthread_mutex_trylock(mutex);
    if (error == 0)
        turn = mutex;
    return error;
}

static inline int unlock_noted(pthread_mutex_t *mutex)
{
    turn = NULL;
    return pthread_mutex_unlock(mutex);
}

static inline void turn_noted(void)
{
    pthread_mutex_t *first = NULL;
    if (turn == NULL)
        atomic_store(&without_turn, true);
    else if (!atomic_compare_exchange_strong(&its_turn, &first, turn) &&
             first != turn)
        atomic_store(&other_turn, true);
}

static inline enum channel_result receive_noted(const struct receiver *receiver,
                                                void **message)
{
    turn_noted();
    atomic_fetch_add(&sleeps, 1);
    return receiver_receive(receiver, message);
}

static inline enum channel_result
try_receive_noted(const struct receiver *receiver, void **message)
{
    turn_noted();
    enum channel_result result = receiver_try_receive(receiver, message);
    atomic_fetch_add(&looks, 1);
    if (result == CHANNEL_EMPTY)
        sched_yield();
    return result;
}

/* As if the deadline had come: who takes that for the end leaves. */
static inline enum channel_result
receive_until_noted(const struct receiver *receiver, void **message,
                    int64_t deadline_ns)
{
    (void)deadline_ns;
    enum channel_result result = try_receive_noted(receiver, message);
    return result == CHANNEL_EMPTY ? CHANNEL_TIMEOUT : result;
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
