/* Exercise 2.1: each test polls a countdown by hand, with a wake that counts;
 * the last one lets simple_future_run drive it. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

static int wakes;

static void wake_counted(void)
{
    wakes++;
}

static enum poll_state polled(struct countdown *countdown)
{
    return simple_future_poll(&countdown->future, wake_counted);
}

#define CHECK_PENDING(countdown, cause) \
    CHECK(polled(countdown) == POLL_PENDING, "pending", "ready", cause)

#define CHECK_READY(countdown, cause) \
    CHECK(polled(countdown) == POLL_READY, "ready", "pending", cause)

TEST(counts, "a poll takes one step, and the poll with none left is ready",
     "countdown_poll, a countdown from two, three times", "Two answers")
{
    struct countdown countdown;
    countdown_init(&countdown, 2);
    CHECK_PENDING(&countdown, "ready although steps are left");
    CHECK_INT(countdown.left, 1, "steps left after the first poll",
              "a pending poll does not take exactly one step");
    CHECK_PENDING(&countdown, "ready in the poll that takes the last step, "
                              "not in the one after it");
    CHECK_INT(countdown.left, 0, "steps left after the second poll",
              "a pending poll does not take exactly one step");
    CHECK_READY(&countdown, "it does not look whether steps are left");
    CHECK_INT(countdown.left, 0, "steps left when it is ready",
              "the step is taken before it looks whether there is one");
}

TEST(promised, "pending comes with a wake, ready without",
     "countdown_poll, a countdown from two, three times", "Do not call us")
{
    struct countdown countdown;
    countdown_init(&countdown, 2);
    for (int polls = 1; polls <= 2; polls++) {
        CHECK_PENDING(&countdown, "ready although steps are left");
        CHECK_INT(wakes, polls, "wakes, one for each pending poll",
                  "a pending poll has not called wake: a driver that sleeps "
                  "would sleep for ever");
    }
    CHECK_READY(&countdown, "it does not look whether steps are left");
    CHECK_INT(wakes, 2, "wakes when it is ready",
              "wake is called before it is known whether it will be pending");
}

TEST(shorter, "steps that are skipped need no poll",
     "a countdown from five: a poll, countdown_skip of three, a poll, a poll",
     "Two answers")
{
    struct countdown countdown;
    countdown_init(&countdown, 5);
    CHECK_PENDING(&countdown, "ready although steps are left");
    countdown_skip(&countdown, 3);
    CHECK_INT(countdown.left, 1, "steps left after the skip",
              "the steps are not taken off, or others than those");
    countdown_skip(&countdown, 0);
    CHECK_INT(countdown.left, 1, "steps left after a skip of none",
              "a skip takes a step that it was not told to");
    CHECK_PENDING(&countdown, "ready with the last step still to take");
    CHECK_READY(&countdown,
                "polls are counted, where left has to be looked at");
}

TEST(not_below, "more cannot be skipped than there is",
     "a countdown from three: countdown_skip of ten, a poll", "Two answers")
{
    struct countdown countdown;
    countdown_init(&countdown, 3);
    countdown_skip(&countdown, 10);
    CHECK_INT(countdown.left, 0, "steps left",
              "all the steps are taken off, whether they exist or not");
    CHECK(countdown.future.poll == countdown_poll,
          "a countdown that has not been polled yet", "one that is over",
          "countdown_skip polls; only the driver may, or it misses the ready");
    CHECK_READY(&countdown, "it wants another poll after a skip to zero");
}

TEST(only_the_owner_knows, "a skip wakes nobody, also the last one",
     "a countdown from three: a poll, countdown_skip of two", "Do not call us")
{
    struct countdown countdown;
    countdown_init(&countdown, 3);
    CHECK_PENDING(&countdown, "ready although steps are left");
    countdown_skip(&countdown, 2);
    CHECK_INT(wakes, 1, "wakes by the poll and the skip",
              "the skip wakes, which the poll before it has done already");
    CHECK_READY(&countdown, "it does not look whether steps are left");
}

TEST(ready_once, "a countdown that was ready is over",
     "a countdown from zero: a poll, countdown_skip of one, a poll",
     "Ready is once")
{
    struct countdown countdown;
    countdown_init(&countdown, 0);
    CHECK_READY(&countdown, "it does not look whether steps are left");
    countdown_skip(&countdown, 1);
    CHECK_INT(countdown.left, 0, "steps left", "it was skipped below zero");
    CHECK_ABORTS(polled(&countdown),
                 "the skip has made it go on after it was ready");
}

TEST(driven, "a driver that sleeps until it is woken gets to the end",
     "simple_future_run, a countdown from a thousand, 990 skipped",
     "Do not call us")
{
    struct countdown countdown;
    countdown_init(&countdown, 1000);
    countdown_skip(&countdown, 990);
    CHECK_INT(simple_future_run(&countdown.future), 11, "polls",
              "a poll takes more than one step, or none");
}

CHECK_MAIN("chapters/02-simple-future/README.md", counts, promised, shorter,
           not_below, only_the_owner_knows, ready_once, driven)
