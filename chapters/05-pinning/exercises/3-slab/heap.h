/* Stands before an answer: counts what it asks of the heap, fills what it is
 * given with rubbish, and gives nothing while `empty`. */
#ifndef HEAP_H
#define HEAP_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static struct {
    int allocations;
    size_t size; /* of the latest */
    int reallocs;
    int frees;
    bool empty;
} heap;

static inline void *heap_malloc(size_t size)
{
    if (heap.empty)
        return NULL;
    heap.allocations++;
    heap.size = size;
    void *memory = malloc(size);
    return memory == NULL ? NULL : memset(memory, '-', size);
}

static inline void *heap_calloc(size_t count, size_t size)
{
    void *memory = heap_malloc(count * size);
    return memory == NULL ? NULL : memset(memory, 0, count * size);
}

static inline void *heap_realloc(void *memory, size_t size)
{
    if (memory == NULL)
        return heap_malloc(size);
    heap.reallocs++;
    return heap.empty ? NULL : realloc(memory, size);
}

static inline void heap_free(void *memory)
{
    heap.frees += memory != NULL;
    free(memory);
}

#define malloc(size)          heap_malloc(size)
#define calloc(count, size)   heap_calloc(count, size)
#define realloc(memory, size) heap_realloc(memory, size)
#define free(memory)          heap_free(memory)

#endif
