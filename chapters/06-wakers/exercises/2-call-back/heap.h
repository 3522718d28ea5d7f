/* Stands before an answer: counts the blocks that it has, and keeps those that
 * it frees. So a block that is used or freed too late does no harm, and a test
 * can count what has been done with it. */
#ifndef HEAP_H
#define HEAP_H

#include <pthread.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct heap_block {
    struct heap_block *next;
    alignas(max_align_t) char memory[];
};

static struct {
    pthread_mutex_t mutex;     /* guards the rest */
    struct heap_block *blocks; /* all that were ever allocated */
    long used;                 /* allocated and not freed */
} heap = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static inline void *heap_malloc(size_t size)
{
    struct heap_block *block = malloc(sizeof *block + size);
    if (block == NULL)
        return NULL;
    pthread_mutex_lock(&heap.mutex);
    block->next = heap.blocks;
    heap.blocks = block;
    heap.used++;
    pthread_mutex_unlock(&heap.mutex);
    return memset(block->memory, '-', size);
}

static inline void *heap_calloc(size_t count, size_t size)
{
    void *memory = heap_malloc(count * size);
    return memory == NULL ? NULL : memset(memory, 0, count * size);
}

static inline void heap_free(void *memory)
{
    pthread_mutex_lock(&heap.mutex);
    heap.used -= memory != NULL;
    pthread_mutex_unlock(&heap.mutex);
}

#define malloc(size)        heap_malloc(size)
#define calloc(count, size) heap_calloc(count, size)
#define free(memory)        heap_free(memory)

#endif
