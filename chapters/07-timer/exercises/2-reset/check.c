/* Exercise 7.2: threads and locks are counted; a second is short. */
#include "../counted.h"
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

static struct counting_waker counting;
static struct waker waker;
static struct timer timer;
static pthread_t test_thread;

/* A timer that a test has polled, if it is to be polled. */
static void begin(double seconds, bool poll)
{
    setenv("SECOND_MS", "150", 1);
    counting_waker_init(&counting);
    waker = counting_waker_new(&counting);
    struct context cx = {&waker};
    timer_init(&timer, seconds);
    if (poll)
        future_poll(&timer.future, &cx);
}

static void end(void)
{
    future_drop(&timer.future);
    waker_drop(&waker);
    counting_waker_destroy(&counting);
}

/* Seconds of the book until the timer wakes its first waker. */
static double seconds_to_wake(void)
{
    int64_t begin_ns = clock_now_ns();
    counting_waker_wait(&counting, 0);
    return clock_seconds(clock_now_ns() - begin_ns);
}

TEST(not_begun, "a timer that was not polled yet gets its new deadline",
     "timer_init, then timer_reset to 100 seconds", "A thread that waits")
{
    begin(0, false);
    int64_t begin_ns = clock_now_ns();
    CHECK(timer_reset(&timer, 100), "true", "false",
          "a timer that was not polled has not fired");
    CHECK(timer.deadline_ns >= begin_ns + 100 * clock_second_ns(),
          "a deadline 100 seconds from now", "an earlier one",
          "deadline_ns is not changed, or is not in nanoseconds of now");
    CHECK_INT(created, 0, "threads", "the thread is started by the first poll");
    end();
}

TEST(guarded, "the deadline is changed with the mutex held",
     "timer_reset, of a timer that waits", "A thread that waits")
{
    begin(10, true);
    locks = unlocks = 0;
    timer_reset(&timer, 20);
    CHECK(locks > 0, "the mutex is locked", "it is not",
          "the thread reads deadline_ns while it is being written");
    CHECK_INT(unlocks, locks, "times it was unlocked",
              "not every way out gives the mutex back");
    end();
}

TEST(later, "a later deadline is kept, by the same thread",
     "a timer of a second, reset to three, awaited", "A thread that is told")
{
    begin(1, true);
    CHECK(timer_reset(&timer, 3), "true", "false", "it has not fired yet");
    CHECK_INT(timer.started, 1, "threads that wait",
              "the timer is set up anew; whoever polled it is never woken");
    CHECK(seconds_to_wake() >= 3, "a wake after 3 seconds", "an earlier one",
          "the new deadline is not the one that the thread reads");
    CHECK_INT(created, 1, "threads", "another thread was started");
    end();
}

TEST(earlier, "an earlier deadline is kept, too",
     "a timer of ten seconds, reset to one, awaited", "A thread that is told")
{
    begin(10, true);
    /* By then the thread sleeps; one that does not yet needs no telling. */
    clock_sleep_until(clock_now_ns() + 100 * NS_PER_MS);
    timer_reset(&timer, 1);
    CHECK(seconds_to_wake() < 8, "a wake after a second", "one after 8 or more",
          "the thread sleeps on: nobody has told it");
    end();
}

TEST(ready, "a timer that is ready stays so",
     "timer_reset, of one that has fired, and of one that got no thread",
     "A thousand timers")
{
    begin(0, true);
    seconds_to_wake();
    int64_t deadline_ns = timer.deadline_ns;
    CHECK(!timer_reset(&timer, 100), "false", "true",
          "it does not look whether the timer has fired");
    CHECK(timer.deadline_ns == deadline_ns, "the deadline that it had",
          "another", "deadline_ns is changed though the timer has fired");
    struct context cx = {&waker};
    CHECK(future_poll(&timer.future, &cx) == POLL_READY, "ready", "pending",
          "fired is taken back, but the thread is gone");
    end();
    refusing = true;
    begin(10, true);
    CHECK(!timer_reset(&timer, 100), "no thread: false", "true",
          "it does not look at error");
    end();
}

/* Before the nth lock of timer_reset the timer fires. */
static int locks_to_go; /* 0: not now */

static void fire_before_lock(void)
{
    if (!pthread_equal(pthread_self(), test_thread) || locks_to_go == 0 ||
        --locks_to_go != 0)
        return;
    for (bool fired = false; !fired;) {
        clock_sleep_until(clock_now_ns() + NS_PER_MS);
        pthread_mutex_lock(&timer.mutex);
        fired = timer.fired;
        pthread_mutex_unlock(&timer.mutex);
    }
}

TEST(one_lock, "it looks and changes in one go",
     "timer_reset; before each of its locks the timer fires",
     "A thread that waits")
{
    test_thread = pthread_self();
    before_lock = fire_before_lock;
    bool was_reached = true;
    for (int n = 1; was_reached; n++) {
        begin(0.3, true);
        struct context cx = {&waker};
        locks_to_go = n;
        bool waits = timer_reset(&timer, 100);
        was_reached = locks_to_go == 0;
        locks_to_go = 0;
        bool pending = future_poll(&timer.future, &cx) == POLL_PENDING;
        CHECK(waits == pending, waits ? "true, so pending" : "false, so ready",
              waits ? "ready" : "pending",
              "the mutex is given back between the look and the change");
        end();
    }
}

TEST(as_it_fires, "when reset and deadline meet, one of them wins",
     "timer_reset at the moment of the deadline, 300 times",
     "What a drop leaves behind")
{
    for (int n = 0; n < 300; n++) {
        begin(0.002, true);
        struct context cx = {&waker};
        clock_sleep_until(timer.deadline_ns);
        bool waits = timer_reset(&timer, 100);
        bool pending = future_poll(&timer.future, &cx) == POLL_PENDING;
        CHECK(waits == pending, waits ? "true, so pending" : "false, so ready",
              waits ? "ready" : "pending",
              "the mutex is given back between the look and the change");
        end();
    }
}

CHECK_MAIN("chapters/07-timer/README.md", not_begun, guarded, later, earlier,
           ready, one_lock, as_it_fires)
