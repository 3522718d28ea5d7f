/* Exercise 7.1: threads are counted, and so are wakers. */
#include "../counted.h"
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

static struct counting_waker counting;
static struct waker waker;
static struct ticks ticks;

static void begin(const char *second_ms, int count)
{
    setenv("SECOND_MS", second_ms, 1);
    counting_waker_init(&counting);
    waker = counting_waker_new(&counting);
    ticks_init(&ticks, count);
}

static enum poll_state polled(void)
{
    struct context cx = {&waker};
    return future_poll(&ticks.future, &cx);
}

/* Nobody has set this timer up. */
static int stray_drops;

static void stray_drop(struct future *self)
{
    (void)self;
    stray_drops++;
}

static void drop_and_check(void)
{
    if (ticks.timer.future.drop == future_drop_again)
        ticks.timer.future.drop = stray_drop;
    future_drop(&ticks.future);
    CHECK_INT(stray_drops, 0, "drops of a timer that had been dropped",
              "drop does not ask whether there still is a timer");
    CHECK_INT(created - joined, 0, "threads left",
              "the timer that was there is not dropped");
    CHECK_INT(counting_waker_alive(&counting), 1,
              "wakers alive, with that of the test",
              "a timer still has its waker");
}

TEST(waits_first, "at first it waits, and does not tick", "one poll",
     "What C makes you own")
{
    begin("5000", 3);
    enum poll_state state = POLL_READY;
    CHECK_OUTPUT(state = polled(), "", "it ticks before it has waited");
    CHECK(state == POLL_PENDING, "pending", "ready",
          "no AWAIT, or there is nothing that it awaits");
    CHECK_INT(created, 1, "threads", "the timer has not been polled");
    drop_and_check();
}

TEST(three, "three ticks, and a poll for each and one to begin with",
     "counting_waker_run, with three ticks", "What C makes you own")
{
    begin("20", 3);
    long polls = 0;
    CHECK_OUTPUT(polls = counting_waker_run(&counting, &ticks.future),
                 "tick\ntick\ntick\n", "the loop, or what counts it");
    CHECK_INT(polls, 4, "polls", "it returns where there is nothing to await");
    begin("20", 0);
    CHECK(polled() == POLL_READY, "no ticks to come: ready", "pending",
          "it waits first and asks afterwards whether to tick");
}

TEST(in_time, "each second begins when the one before is over",
     "counting_waker_run, with two ticks, a while after ticks_init",
     "A thread that waits")
{
    begin("50", 2);
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    int64_t begin_ns = clock_now_ns();
    counting_waker_run(&counting, &ticks.future);
    CHECK(clock_now_ns() - begin_ns >= 2 * clock_second_ns(),
          "at least 2 seconds", "less",
          "the timers are set up too early: all at once, or in ticks_init");
}

TEST(one_thread, "there is never more than one thread",
     "counting_waker_run, with three ticks", "A thread that is told")
{
    begin("20", 3);
    counting_waker_run(&counting, &ticks.future);
    CHECK_INT(most, 1, "threads at a time",
              "the timer is set up anew without having been dropped");
}

TEST(no_timer, "dropped before its first poll or at the end, it has no timer",
     "future_drop after ticks_init; then after counting_waker_run",
     "What C makes you own")
{
    begin("20", 3);
    ticks.timer.future.drop = stray_drop;
    future_drop(&ticks.future);
    CHECK_INT(stray_drops, 0, "drops of a timer that was never set up",
              "drop does not ask whether it was ever polled");
    begin("20", 3);
    counting_waker_run(&counting, &ticks.future);
    drop_and_check();
}

TEST(half_way, "dropped during a wait, it drops the timer, once",
     "a tick, then future_drop in the wait for the second",
     "What a drop leaves behind")
{
    begin("100", 2);
    long wakes = counting_waker_wakes(&counting);
    polled();
    counting_waker_wait(&counting, wakes);
    CHECK(polled() == POLL_PENDING, "pending, before the second tick", "ready",
          "the loop ends after the first tick");
    drop_and_check();
}

CHECK_MAIN("chapters/07-timer/README.md", waits_first, three, in_time,
           one_thread, no_timer, half_way)
