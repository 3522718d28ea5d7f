/* Exercise 5.3: each test takes rooms and counts what that costs. */
#include "heap.h"

#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

static int slab_blocks(const struct slab *slab)
{
    int count = 0;
    for (struct block *block = slab->latest; block != NULL; block = block->next)
        count++;
    return count;
}

TEST(one_room, "a room is there, and is zero", "slab_new, once",
     "Keeping it in place")
{
    struct slab slab;
    slab_init(&slab, 40);
    const char *room = slab_new(&slab);
    CHECK(room != NULL, "a room", "NULL", "slab_new does not allocate a block");
    CHECK(heap.size >= sizeof(struct block) + ROOMS * (size_t)40,
          "a block with a header and ROOMS rooms", "a smaller one",
          "the header is forgotten, or a room is not `size` bytes");
    for (int n = 0; n < 40; n++)
        CHECK_INT(room[n], 0, "a byte of the room",
                  "the room is not cleared, and malloc gives what others left");
    slab_destroy(&slab);
}

TEST(in_place, "what was given stays, however many come",
     "slab_new, 1000 times, with a number left in each room", "What moves")
{
    static int *rooms[1000];
    struct slab slab;
    slab_init(&slab, sizeof(int));
    for (int n = 0; n < 1000; n++) {
        rooms[n] = slab_new(&slab);
        CHECK(rooms[n] != NULL, "a room", "NULL", "there is no second block");
        CHECK_INT(heap.reallocs, 0, "calls of realloc",
                  "realloc: it may move what is there");
        CHECK_INT(heap.frees, 0, "calls of free",
                  "a block is given back while futures stand in it");
        *rooms[n] = n;
    }
    for (int n = 0; n < 1000; n++)
        CHECK_INT(*rooms[n], n, "the number that was left in a room",
                  "two have the same room, or overlap");
    slab_destroy(&slab);
}

TEST(blocks, "a block is allocated for every ROOMS rooms",
     "slab_new, 1, ROOMS, ROOMS + 1 and 10 * ROOMS times",
     "Keeping it in place")
{
    struct slab slab;
    slab_init(&slab, 48);
    slab_new(&slab);
    CHECK_INT(heap.allocations, 1, "allocations for one room",
              "more is allocated than a block");
    for (int n = 1; n < ROOMS; n++)
        slab_new(&slab);
    CHECK_INT(heap.allocations, 1, "allocations for ROOMS rooms",
              "a block is allocated for less than ROOMS rooms");
    slab_new(&slab);
    CHECK_INT(heap.allocations, 2, "allocations for ROOMS + 1 rooms",
              "the block is full, and is used on");
    for (int n = ROOMS + 1; n < 10 * ROOMS; n++)
        slab_new(&slab);
    CHECK_INT(heap.allocations, 10, "allocations for 10 * ROOMS rooms",
              "a block is allocated too often, or too late");
    slab_destroy(&slab);
}

TEST(next_rooms, "rooms follow each other, and the first is aligned",
     "slab_new, ROOMS times", "Keeping it in place")
{
    struct slab slab;
    slab_init(&slab, 48);
    char *first = slab_new(&slab);
    CHECK(first == slab.latest->rooms, "the address of `rooms`", "another one",
          "the first room is not where the block has its rooms");
    for (int n = 1; n < ROOMS; n++)
        CHECK_INT((char *)slab_new(&slab) - first, 48 * n,
                  "bytes from the first room to a later one",
                  "a room is given twice, or `size` is not what it is");
    slab_destroy(&slab);
}

TEST(all_back, "slab_destroy gives back every block",
     "slab_new, 5 * ROOMS times, slab_destroy; and one without a room",
     "What C makes you own")
{
    struct slab slab, empty;
    slab_init(&empty, 48);
    slab_destroy(&empty);
    slab_init(&slab, 48);
    for (int n = 0; n < 5 * ROOMS; n++)
        slab_new(&slab);
    slab_destroy(&slab);
    CHECK_INT(heap.allocations - heap.frees, 0, "blocks left",
              "a block that no other points to, or a loop that ends too soon");
}

TEST(no_memory, "without memory: NULL, and all is as it was",
     "slab_new, ROOMS times, then when malloc fails, then again",
     "Keeping it in place")
{
    struct slab slab;
    slab_init(&slab, sizeof(int));
    int *first = slab_new(&slab);
    *first = 42;
    for (int n = 1; n < ROOMS; n++)
        slab_new(&slab);
    heap.empty = true;
    CHECK(slab_new(&slab) == NULL, "NULL", "a room",
          "what malloc returns is not looked at");
    CHECK_INT(slab_blocks(&slab), 1, "blocks",
              "the slab is changed before it is known that there is memory");
    heap.empty = false;
    const int *next = slab_new(&slab);
    CHECK(next != NULL, "a room", "NULL",
          "one failure, and the slab is of no use any more");
    CHECK(next != first, "a room of its own", "the first room once more",
          "after the failure a used room is given again: was `used` set back "
          "before there was a block?");
    CHECK_INT(slab_blocks(&slab), 2, "blocks", "the first one was lost");
    CHECK_INT(*first, 42, "the number in the first room",
              "a room was given twice");
    slab_destroy(&slab);
    CHECK_INT(heap.allocations - heap.frees, 0, "blocks left",
              "a failure leaves a block that nobody gives back");
}

CHECK_MAIN("chapters/05-pinning/README.md", one_room, in_place, blocks,
           next_rooms, all_back, no_memory)
