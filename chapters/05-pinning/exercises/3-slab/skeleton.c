/* Exercise 5.3: a slab.
 *
 * Futures come one by one, and how many there will be is not known. An array
 * that grows would move them. A slab takes its memory in blocks, each with
 * room for ROOMS of them, and never moves a block.
 *
 * - slab_new gives room for one more: `size` bytes, all zero, that are nobody
 *   else's and stay where they are until slab_destroy.
 * - It allocates a block when there is none yet or the latest is full, and at
 *   no other time. If there is no memory it returns NULL, what was given
 *   before stays as it is, and it may be asked again.
 * - The first room of a block is at the address of `rooms`, which is aligned
 *   for whatever a struct may hold; the others follow without a gap. `rooms`
 *   has no size of its own: what is allocated beyond sizeof(struct block) is
 *   rooms.
 * - slab_destroy gives back all blocks.
 *
 * main sets up a hundred countdowns in a slab, each with a pin, and polls each
 * as soon as it is there. Done right, it says that all are ready.
 *
 * Difficulty: medium
 * Time: 30 minutes
 * Section: Keeping it in place
 */
#include <stdalign.h>

#include "../../../../part1-futures/05-pinning/pin.h"

#define ROOMS      16 /* in a block */
#define COUNTDOWNS 100

struct block {
    struct block *next; /* the one that was the latest before; or NULL */
    alignas(max_align_t) char rooms[];
};

struct slab {
    size_t size;          /* of a room */
    struct block *latest; /* owned, with those behind it; NULL at first */
    size_t used;          /* rooms of the latest that are given away */
};

static void slab_init(struct slab *slab, size_t size)
{
    *slab = (struct slab){.size = size};
}

/* Room for one more, all zero; NULL if there is no memory for it. */
static void *slab_new(struct slab *slab)
{
    /* TODO: another block where it is needed, and the next room of it. */
    (void)slab;
    errno = ENOMEM;
    return NULL;
}

static void slab_destroy(struct slab *slab)
{
    /* TODO: give back every block. */
    slab->latest = NULL;
}

struct countdown {
    struct simple_future future;
    struct pin pin;
    int left;
};

static enum poll_state countdown_poll(struct simple_future *self,
                                      void (*wake)(void))
{
    struct countdown *countdown = container_of(self, struct countdown, future);
    PIN_CHECK(countdown);
    if (countdown->left == 0)
        return POLL_READY;
    countdown->left--;
    wake();
    return POLL_PENDING;
}

/* A countdown that has been polled once. */
static struct countdown *countdown_begin(struct slab *slab, int left)
{
    struct countdown *countdown = slab_new(slab);
    if (countdown == NULL)
        die("slab_new", errno);
    *countdown = (struct countdown){.future = {countdown_poll}, .left = left};
    simple_future_poll(&countdown->future, simple_future_wake);
    return countdown;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Runs a hundred countdowns out of a slab.\n");
    struct slab slab;
    struct countdown *countdowns[COUNTDOWNS];
    slab_init(&slab, sizeof(struct countdown));
    for (int n = 0; n < COUNTDOWNS; n++)
        countdowns[n] = countdown_begin(&slab, n + 1);
    for (int n = 0; n < COUNTDOWNS; n++)
        simple_future_run(&countdowns[n]->future);
    printf("%d are ready\n", COUNTDOWNS);
    slab_destroy(&slab);
    return 0;
}
