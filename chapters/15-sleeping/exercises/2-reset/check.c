/* Exercise 15.2: sleeps by a clock that the test holds. After each reset the
 * heap is looked at. */
#include <stdbool.h>
#include <stdlib.h>

static bool refused; /* memory; a sleep that is polled anew may need it */
static int allocated;

static inline void *realloc_counted(void *memory, size_t size)
{
    allocated++;
    return refused ? NULL : realloc(memory, size);
}

#define realloc realloc_counted
#define main    answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"
#include "../held.h"

#define COUNT 100

static struct sleep many[COUNT];

/* It is 1000. Due at 1010, 1020, 1030 ... */
static void begin(int count)
{
    held_begin();
    held.now_ns = 1000;
    for (int n = 0; n < count; n++) {
        sleep_init(&many[n], &sleeps, 1010 + 10 * n);
        future_poll(&many[n].future, &cx);
    }
}

static void end(int count)
{
    for (int n = 0; n < count; n++)
        future_drop(&many[n].future);
    CHECK_INT(counting_waker_alive(&counting), 1, "wakers left, the test's own",
              "a waker was cloned or lost");
    held_end();
}

static void check_heap(void)
{
    for (size_t n = 1; n <= sleeps.count; n++) {
        CHECK(sleeps.heap[n]->place == n, "each sleep knows its place",
              "one does not", "a sleep was moved by hand and not told");
        CHECK(n == 1 || sleeps.heap[n]->deadline_ns >=
                            sleeps.heap[n / 2]->deadline_ns,
              "none is due before the one above it", "one is",
              "the deadline is changed and the place is not, or only upwards "
              "or only downwards");
    }
}

static void check_wakes(int64_t now_ns, long expected)
{
    held.now_ns = now_ns;
    sleeps_wake(&sleeps);
    CHECK_INT(counting_waker_wakes(&counting), expected, "wakes so far",
              "the sleep is not in the heap with its new deadline, or has "
              "lost its waker");
}

TEST(not_polled, "a sleep that was not polled gets its new deadline",
     "at 1000: sleep_init with 1010, sleep_reset to 1030, then polls", "A heap")
{
    begin(0);
    struct sleep sleep;
    sleep_init(&sleep, &sleeps, 1010);
    sleep_reset(&sleep, 1030);
    CHECK_INT(sleep.deadline_ns, 1030, "deadline_ns",
              sleep.deadline_ns > 2000
                  ? "the new deadline is taken as a time from now: like that "
                    "of sleep_init it is one by the clock"
                  : "it is not changed");
    CHECK_INT(sleeps.count, 0, "sleeps in the heap",
              "the first poll brings it there, since it brings the waker");
    held.now_ns = 1029;
    CHECK(future_poll(&sleep.future, &cx) == POLL_PENDING, "pending at 1029",
          "ready", "the deadline is another one");
    check_wakes(1030, 1);
    future_drop(&sleep.future);
    end(0);
}

TEST(earlier, "the last becomes the first",
     "ten sleeps, due at 1010 to 1100; the one at 1100 reset to 1005", "A heap")
{
    begin(10);
    sleep_reset(&many[9], 1005);
    check_heap();
    CHECK_INT(sleeps_deadline(&sleeps), 1005, "the earliest deadline",
              "it has not moved up");
    check_wakes(1005, 1);
    CHECK_INT(many[9].place, 0, "place of the one that was woken",
              "another one was woken");
    end(10);
}

TEST(later, "the first becomes the last",
     "ten sleeps, due at 1010 to 1100; the one at 1010 reset to 1200", "A heap")
{
    begin(10);
    sleep_reset(&many[0], 1200);
    check_heap();
    CHECK_INT(sleeps_deadline(&sleeps), 1020, "the earliest deadline",
              "it has not moved down");
    check_wakes(1100, 9);
    check_wakes(1200, 10);
    end(10);
}

TEST(passed, "a deadline that has passed is the next that sleeps_wake wakes",
     "ten sleeps, due at 1010 to 1100; at 1000, the one at 1050 reset to 900",
     "A heap")
{
    begin(10);
    sleep_reset(&many[4], 900);
    CHECK_INT(counting_waker_wakes(&counting), 0, "wakes by the reset",
              "it wakes at once, perhaps in the middle of a poll; sleeps_wake "
              "does that");
    check_heap();
    CHECK_INT(sleeps_deadline(&sleeps), 900, "the earliest deadline",
              "it has not moved up, or has left the heap");
    check_wakes(1000, 1);
    end(10);
}

TEST(stays, "it asks for no memory, and nobody is woken",
     "a heap that is full; one of its sleeps reset", "A heap")
{
    begin(15);
    refused = true;
    allocated = 0;
    sleep_reset(&many[7], 1500);
    sleep_reset(&many[8], 1001);
    CHECK_INT(allocated, 0, "allocations", "it does more than move a sleep");
    CHECK_INT(sleeps.count, 15, "sleeps in the heap", "one has left it");
    CHECK_INT(counting_waker_wakes(&counting), 0, "wakes",
              "a reset is no reason to wake");
    CHECK_INT(counting_waker_alive(&counting), 16, "wakers",
              "the waker of whoever has polled it is gone");
    check_heap();
    end(15);
}

TEST(at_random, "ten thousand resets at random, and the heap is in order",
     "a hundred sleeps, reset earlier and later, woken and polled anew",
     "A heap")
{
    begin(COUNT);
    srand(1);
    for (int n = 0; n < 10000; n++) {
        sleep_reset(&many[rand() % COUNT], 1001 + rand() % 1000);
        check_heap();
    }
    long due = 0;
    for (int n = 0; n < COUNT; n++)
        due += many[n].deadline_ns <= 1500;
    check_wakes(1500, due);
    check_wakes(2000, COUNT);
    end(COUNT);
}

CHECK_MAIN("chapters/15-sleeping/README.md", not_polled, earlier, later, passed,
           stays, at_random)
