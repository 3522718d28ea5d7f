/* Exercise 15.1: ticks at 5, 15, 25 ... by a clock that the test holds. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"
#include "../held.h"

static struct interval ticks;
static long missed;

static void begin(void)
{
    held_begin();
    interval_init(&ticks, &sleeps, 5, 10);
}

static void end(void)
{
    interval_drop(&ticks);
    CHECK_INT(sleeps.count, 0, "sleeps in the heap after the drop",
              "a sleep was set up anew while it was in the heap");
    held_end();
}

/* The next tick, when the clock says now_ns. */
static void tick(int64_t now_ns, long expected)
{
    held.now_ns = now_ns;
    missed = -1;
    CHECK(interval_poll_skipping(&ticks, &cx, &missed) == POLL_READY, "ready",
          "pending", "a tick is due, and is left out as well");
    CHECK_INT(missed, expected, "ticks missed",
              missed == expected + 1
                  ? "the tick that is given is counted as missed"
                  : "those that are due by now are not counted, or not left "
                    "out");
}

static void next_at(int64_t deadline_ns)
{
    held.now_ns = deadline_ns - 1;
    CHECK(interval_poll_skipping(&ticks, &cx, &missed) == POLL_PENDING,
          "pending until the next tick", "ready before it",
          "a tick comes before it is due, or one that was missed still comes");
    CHECK_INT(sleeps_deadline(&sleeps), deadline_ns, "the next tick is at",
              "the next tick is counted from now, and not from those before");
}

TEST(in_time, "who comes in time misses nothing",
     "an interval with ticks at 5, 15, 25; polled at 4, 5, 15", "Ticks")
{
    begin();
    next_at(5);
    tick(5, 0);
    next_at(15);
    tick(15, 0);
    next_at(25);
    end();
}

TEST(late, "who comes late for a tick has that one, and the next in time",
     "polled at 12 for the tick at 5", "Ticks")
{
    begin();
    tick(12, 0);
    next_at(15);
    end();
}

TEST(skips, "of those that are due, one is given and the others are counted",
     "polled at 38, when 5, 15, 25 and 35 are due", "Ticks")
{
    begin();
    tick(38, 3);
    next_at(45);
    tick(45, 0);
    end();
}

TEST(to_the_point, "a tick that is due just now is due",
     "polled at 15, when 5 and 15 are due", "Ticks")
{
    begin();
    tick(15, 1);
    next_at(25);
    end();
}

TEST(far, "so many are left out by one deadline_later, and not one by one",
     "polled when 500,000,000,000 ticks are missed", "Ticks")
{
    begin();
    held.now_ns = INT64_C(5000000000005);
    CHECK(interval_poll_skipping(&ticks, &cx, &missed) == POLL_READY, "ready",
          "pending", "a tick is due, and is left out as well");
    CHECK_INT(missed, INT64_C(500000000000), "ticks missed",
              "an int is too small for so many");
    next_at(INT64_C(5000000000015));
    end();
}

TEST(end_of_time, "the ticks end with INT64_MAX, where deadline_later stops",
     "a tick at INT64_MAX - 15 and the one after it, both due, with a period "
     "of 10",
     "The main loop")
{
    begin();
    interval_drop(&ticks);
    interval_init(&ticks, &sleeps, INT64_MAX - 15, 10);
    tick(INT64_MAX - 3, 1);
    CHECK_INT(ticks.sleep.deadline_ns, INT64_MAX, "the next tick is at",
              "+ and += overflow: deadline_later adds, and stops in time");
    next_at(INT64_MAX);
    end();
}

CHECK_MAIN("chapters/15-sleeping/README.md", in_time, late, skips, to_the_point,
           far, end_of_time)
