/* Stands before an answer: counts the blocks of memory that it takes. */
#ifndef BLOCKS_H
#define BLOCKS_H

#include <stdatomic.h>
#include <stdlib.h>

static atomic_long allocations;
static atomic_long blocks; /* allocated and not yet freed */

static inline void *block_new(void *memory)
{
    atomic_fetch_add(&allocations, 1);
    atomic_fetch_add(&blocks, 1);
    return memory;
}

static inline void block_free(void *memory)
{
    if (memory != NULL)
        atomic_fetch_sub(&blocks, 1);
    free(memory);
}

#define malloc(size)        block_new(malloc(size))
#define calloc(count, size) block_new(calloc(count, size))
#define free(memory)        block_free(memory)

#endif
