/* Wrong: the rooms are paid for, and the header before them is not.
 *
 * CAUGHT BY: the header is forgotten
 */
#include <stdalign.h>

#include "../../../part1-futures/05-pinning/pin.h"

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

/* True if the latest block has room, which may be a new one. */
static bool slab_has_room(struct slab *slab)
{
    if (slab->latest != NULL && slab->used < ROOMS)
        return true;
    struct block *block = calloc(ROOMS, slab->size);
    if (block == NULL)
        return false;
    block->next = slab->latest;
    slab->latest = block;
    slab->used = 0;
    return true;
}

/* Room for one more, all zero; NULL if there is no memory for it. */
static void *slab_new(struct slab *slab)
{
    if (!slab_has_room(slab))
        return NULL;
    return slab->latest->rooms + slab->size * slab->used++;
}

static void slab_destroy(struct slab *slab)
{
    while (slab->latest != NULL) {
        struct block *block = slab->latest;
        slab->latest = block->next;
        free(block);
    }
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
