/* Stands before an answer that must not allocate: counts what it does. */
#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <stdlib.h>

static int allocations;

static inline void *allocation_count(void *memory)
{
    allocations++;
    return memory;
}

#define malloc(size)          allocation_count(malloc(size))
#define calloc(count, size)   allocation_count(calloc(count, size))
#define realloc(memory, size) allocation_count(realloc(memory, size))

#endif
