/* Exercise 6.1: each test polls by hand, with a waker that counts. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

static struct counting_waker counting;
static struct waker waker;

static void begin(void)
{
    counting_waker_init(&counting);
    waker = counting_waker_new(&counting);
}

static enum poll_state polled(struct yield *yield)
{
    struct context cx = {&waker};
    return future_poll(&yield->future, &cx);
}

TEST(pending_first, "the first poll is pending", "yield_poll, once",
     "Pending is a promise")
{
    struct yield yield;
    begin();
    yield_init(&yield);
    CHECK(polled(&yield) == POLL_PENDING, "pending", "ready",
          "it is ready at once, so nobody else has had a turn");
}

TEST(woken, "it has woken its task during the first poll, once",
     "yield_poll, once", "Pending is a promise")
{
    struct yield yield;
    begin();
    yield_init(&yield);
    polled(&yield);
    CHECK(counting_waker_wakes(&counting) > 0, "1 wake", "none",
          "pending without a wake: the driver would sleep for ever");
    CHECK_INT(counting_waker_wakes(&counting), 1, "wakes",
              "one wake is enough for one more poll");
}

TEST(ready_second, "the second poll is ready and wakes nobody",
     "yield_poll, twice", "Pending is a promise")
{
    struct yield yield;
    begin();
    yield_init(&yield);
    polled(&yield);
    CHECK(polled(&yield) == POLL_READY, "ready", "pending",
          "it does not remember that it has given its turn away");
    CHECK_INT(counting_waker_wakes(&counting), 1, "wakes after two polls",
              "it wakes before it looks whether it is done");
}

TEST(keeps_nothing, "afterwards the driver has its waker, nobody else has one",
     "yield_poll, twice, and the drop", "Two words")
{
    struct yield yield;
    begin();
    yield_init(&yield);
    polled(&yield);
    CHECK(counting_waker_alive(&counting) > 0, "1 waker alive", "none",
          "the borrowed waker is used up; it can be woken by reference");
    polled(&yield);
    future_drop(&yield.future);
    CHECK_INT(counting_waker_alive(&counting), 1, "wakers alive",
              "a clone that is not given back; there is no need for one");
}

TEST(each_for_itself, "two of them give away a turn each",
     "a poll of one Yield, then two polls of another", "The future, for good")
{
    struct yield first, second;
    begin();
    yield_init(&first);
    yield_init(&second);
    polled(&first);
    CHECK(polled(&second) == POLL_PENDING, "the other is pending", "ready",
          "what it remembers is shared by all, not in its struct");
    CHECK(polled(&second) == POLL_READY, "then it is ready", "pending",
          "what it remembers is shared by all, not in its struct");
    CHECK_INT(counting_waker_wakes(&counting), 2, "wakes by the two of them",
              "what it remembers is shared by all, not in its struct");
}

TEST(driven, "a driver gets through it in two polls", "counting_waker_run",
     "Every waker counted")
{
    struct yield yield;
    begin();
    yield_init(&yield);
    CHECK_INT(counting_waker_run(&counting, &yield.future), 2, "polls",
              "it is pending more often than once");
    future_drop(&yield.future);
    waker_drop(&waker);
    counting_waker_destroy(&counting);
}

CHECK_MAIN("chapters/06-wakers/README.md", pending_first, woken, ready_second,
           keeps_nothing, each_for_itself, driven)
