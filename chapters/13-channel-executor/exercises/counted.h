/* Stands between an answer and its memory and threads, and counts. Included
 * before the answer, so that the executor's calls are counted as well. */
#ifndef COUNTED_H
#define COUNTED_H

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

static atomic_int blocks; /* of memory, not yet freed */
static atomic_int threads;
static int mallocs_to_go = -1; /* then they are refused */

/* Zeroed, so that a pointer that is not set is null. */
static inline void *malloc_counted(size_t size)
{
    if (mallocs_to_go == 0) {
        errno = ENOMEM;
        return NULL;
    }
    mallocs_to_go -= mallocs_to_go > 0;
    blocks++;
    return calloc(1, size);
}

static inline void free_counted(void *memory)
{
    blocks -= memory != NULL;
    free(memory);
}

static inline int create_counted(pthread_t *thread, const pthread_attr_t *attr,
                                 void *(*run)(void *), void *arg)
{
    int error = pthread_create(thread, attr, run, arg);
    threads += error == 0;
    return error;
}

static inline int join_counted(pthread_t thread, void **result)
{
    threads--;
    return pthread_join(thread, result);
}

#define malloc         malloc_counted
#define free           free_counted
#define pthread_create create_counted
#define pthread_join   join_counted

#endif
