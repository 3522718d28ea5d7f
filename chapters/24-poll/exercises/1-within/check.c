/* Exercise 24.1: a pipe, and a clock that the test holds. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"
#include "../../../../part1-futures/06-wakers/counting_waker.h"

static struct held_clock held;
static struct event_loop loop;
static struct spawner spawner;
static struct counting_waker counting;
static struct waker waker;
static int letters[2];
static struct within within;

static void begin(void)
{
    held_clock_init(&held, false);
    event_loop_with(&loop, &spawner, 1, &held.clock);
    counting_waker_init(&counting);
    waker = counting_waker_new(&counting);
    if (pipe(letters) != 0)
        die("pipe", errno);
    within_init(&within, &loop, letters[0], 1);
}

static enum poll_state poll_it(void)
{
    struct context cx = {&waker};
    return future_poll(&within.future, &cx);
}

static void pending(void)
{
    CHECK(poll_it() == POLL_PENDING, "pending", "ready",
          "it says ready before anything has happened");
}

static void ready(bool in_time)
{
    CHECK(poll_it() == POLL_READY, "ready", "pending",
          "one of the two is not polled, or its answer is not looked at");
    CHECK(within.in_time == in_time, in_time ? "in time" : "not in time",
          in_time ? "not in time" : "in time",
          in_time ? "the time is looked at first, or in_time is not set"
                  : "in_time is set although the descriptor was not ready");
}

static void letter(void)
{
    fd_write_all(letters[1], "x", 1);
}

/* The second is over. */
static void time_up(void)
{
    held_clock_advance(&held, clock_second_ns());
}

/* One turn: whoever is ready or due is woken. */
static void turn(void)
{
    if (watch_poll(&loop.watch, 0))
        watch_wake(&loop.watch);
    sleeps_wake(&loop.sleeps);
}

static void end(void)
{
    future_drop(&within.future);
    CHECK_INT(loop.watch.count - 1, 0, "descriptors watched after the drop",
              "the interest is still there after the drop");
    CHECK_INT(loop.sleeps.count, 0, "sleeps in the heap after the drop",
              "the sleep is still there after the drop");
    waker_drop(&waker);
    CHECK_INT(counting_waker_alive(&counting), 0, "wakers alive at the end",
              "a waker was not given back");
    counting_waker_destroy(&counting);
    spawner_drop(&spawner);
    event_loop_drop(&loop);
    close(letters[0]);
    close(letters[1]);
}

TEST(waits_for_both, "pending, it waits for the descriptor and for the time",
     "one poll, with an empty pipe", "The event loop")
{
    begin();
    pending();
    CHECK_INT(loop.watch.count - 1, 1, "descriptors that are watched",
              "the descriptor is not polled, or forgotten at once");
    CHECK_INT(loop.sleeps.count, 1, "sleeps that are waited for",
              "the sleep is not polled as long as the descriptor is pending");
    end();
}

TEST(letter_comes, "a letter in time wakes it, and it is ready",
     "a poll, a letter, a turn of the loop, a poll", "One call for all")
{
    begin();
    pending();
    letter();
    turn();
    CHECK_INT(counting_waker_wakes(&counting), 1, "wakes",
              "the descriptor is not watched");
    ready(true);
    end();
}

TEST(time_comes, "when the time is up it is woken, and ready",
     "a poll, a second, a turn of the loop, a poll", "The event loop")
{
    begin();
    pending();
    time_up();
    turn();
    CHECK_INT(counting_waker_wakes(&counting), 1, "wakes",
              "the sleep is not in the heap");
    ready(false);
    end();
}

TEST(both, "a letter and the end of the time before one poll: in time",
     "a poll, a letter and a second, a poll", "The event loop")
{
    begin();
    pending();
    letter();
    time_up();
    turn();
    ready(true);
    end();
}

/* Polled by two tasks, the second later: that one is to be woken. */
static void latest_is_woken(void (*happens)(void), bool in_time)
{
    struct counting_waker second;
    counting_waker_init(&second);
    begin();
    pending();
    pending();
    struct waker first = waker;
    waker = counting_waker_new(&second);
    pending();
    happens();
    turn();
    CHECK_INT(counting_waker_wakes(&second), 1, "wakes of the second waker",
              "not both are polled each time: one has the waker of before");
    CHECK_INT(counting_waker_wakes(&counting), 0, "wakes of the first waker",
              "not both are polled each time: one has the waker of before");
    ready(in_time);
    waker_drop(&waker);
    waker = first;
    end();
    CHECK_INT(counting_waker_alive(&second), 0, "wakers alive at the end",
              "a waker was not given back");
    counting_waker_destroy(&second);
}

TEST(for_nothing, "woken for nothing, it goes on waiting for both",
     "two polls, a third with another waker; a letter or a second",
     "One call for all")
{
    latest_is_woken(letter, true);
    latest_is_woken(time_up, false);
}

TEST(dropped, "dropped in the middle, it leaves nothing behind",
     "a poll, then the drop; and a drop without a poll", "What C makes you own")
{
    begin();
    pending();
    end();
    begin();
    end();
}

CHECK_MAIN("chapters/24-poll/README.md", waits_for_both, letter_comes,
           time_comes, both, for_nothing, dropped)
