/* Exercise 15.3: five waits for one pacer, by a clock that the test holds. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

static bool refused; /* memory */

static inline void *realloc_refused(void *memory, size_t size)
{
    errno = ENOMEM;
    return refused ? NULL : realloc(memory, size);
}

#define realloc realloc_refused
#define main    answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"
#include "../held.h"

static struct pacer pacer;
static struct pacer_wait waits[5];

/* Stands where the sleep of a wait will be, until its first poll. */
static void drop_never_polled(struct future *self)
{
    (void)self;
    CHECK(false, "no sleep to be dropped", "one that was never set up",
          "drop of a wait that was never polled: has_turn says whether there "
          "is a sleep");
}

/* At 100, with a period of 10. */
static void begin(void)
{
    held_begin();
    held.now_ns = 100;
    pacer = (struct pacer){&sleeps, 10, INT64_MIN};
    for (int n = 0; n < 5; n++) {
        pacer_wait_init(&waits[n], &pacer);
        waits[n].turn.future.drop = drop_never_polled;
    }
}

static void end(void)
{
    for (int n = 0; n < 5; n++)
        future_drop(&waits[n].future);
    CHECK_INT(sleeps.count, 0, "sleeps in the heap when all are dropped",
              "a wait is dropped, and its sleep is not");
    held_end();
}

static bool passes(int n)
{
    return future_poll(&waits[n].future, &cx) == POLL_READY;
}

static void pending(int n, const char *cause)
{
    CHECK(!passes(n), "pending", "ready", cause);
}

static void ready(int n, const char *cause)
{
    CHECK(passes(n), "ready", "pending", cause);
}

static const char *const early = "it passes before its turn";
static const char *const late = "its turn has come";

TEST(a_period, "the second passes a period after the first",
     "two waits, polled at 100; then time goes on", "Ticks")
{
    begin();
    ready(0, "nobody came before, so the first passes at once");
    pending(1, "it passes together with the first");
    CHECK_INT(sleeps_deadline(&sleeps), 110, "it sleeps until",
              "the turn is a period after the one before");
    held.now_ns = 109;
    pending(1, early);
    held.now_ns = 110;
    CHECK_INT(sleeps_wake(&sleeps), 1, "wakes",
              "it does not wait in a sleep, or not until its turn");
    ready(1, late);
    end();
}

TEST(in_order,
     "each has a turn of its own, and keeps it when it is polled again",
     "five waits, polled at 100 and several times more", "Ticks")
{
    begin();
    ready(0, late);
    for (int poll = 0; poll < 3; poll++)
        for (int n = 1; n < 5; n++)
            pending(n, "it passes together with another");
    for (int n = 1; n < 5; n++) {
        CHECK_INT(sleeps_deadline(&sleeps), 100 + 10 * n, "the next turn is at",
                  "a turn is taken at each poll, or counted from now");
        held.now_ns = 100 + 10 * n;
        sleeps_wake(&sleeps);
        ready(n, late);
    }
    end();
}

TEST(not_saved, "turns that nobody took are not saved up",
     "one wait at 100, three more at 155", "Ticks")
{
    begin();
    ready(0, late);
    held.now_ns = 155;
    ready(1, "nobody came for a period, so it passes at once");
    pending(2, "turns that nobody took are saved up");
    held.now_ns = 164;
    pending(2, early);
    held.now_ns = 165;
    ready(2, "its turn is a period after the one at 155");
    end();
}

TEST(a_little_late, "who comes soon after a turn that is free passes at once",
     "one wait at 100, two more at 115", "Ticks")
{
    begin();
    ready(0, late);
    held.now_ns = 115;
    ready(1, "nobody came for a period, so it passes at once");
    pending(2, "it passes together with the one before it");
    CHECK_INT(sleeps_deadline(&sleeps), 125, "the third sleeps until",
              "a turn is never before now: its turn is a period after the one "
              "at 115");
    held.now_ns = 125;
    ready(2, late);
    end();
}

TEST(dropped, "who is dropped leaves the heap, and the others keep their turns",
     "three waits; the second is dropped while it waits, then comes a fourth",
     "What C makes you own")
{
    begin();
    ready(0, late);
    pending(1, early);
    pending(2, early);
    future_drop(&waits[1].future);
    CHECK_INT(sleeps.count, 1, "sleeps in the heap",
              "a wait is dropped, and its sleep is not");
    CHECK_INT(sleeps_deadline(&sleeps), 120, "the third sleeps until",
              "it has got another turn");
    pending(3, early);
    held.now_ns = 120;
    ready(2, late);
    pending(3, "the turn that was dropped is given back, so two have the same");
    CHECK_INT(sleeps_deadline(&sleeps), 130, "the fourth sleeps until",
              "its turn is a period after that of the third");
    pacer_wait_init(&waits[1], &pacer);
    end();
}

TEST(no_memory, "without memory to wait it says so",
     "a wait that has to sleep, and no memory for the heap", "A heap")
{
    begin();
    ready(0, late);
    CHECK_INT(waits[0].error, 0, "error of the first", "it did not fail");
    refused = true;
    ready(1, "a sleep that has no memory is ready, with its error");
    CHECK_INT(waits[1].error, ENOMEM, "error of the second",
              "the error of the sleep is not handed on");
    end();
}

CHECK_MAIN("chapters/15-sleeping/README.md", a_period, in_order, not_saved,
           a_little_late, dropped, no_memory)
