/* Exercise 14.2: the tasks of the tests are probes, the time is real, and
 * short. */
#include <sched.h>

#include "../probe.h"
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

static struct probe probe;
static struct patience patience;

static void spawn(int turns, double seconds)
{
    begin();
    int64_t from_ns =
        clock_now_ns() + (int64_t)(seconds * (double)clock_second_ns());
    CHECK_INT(patience_spawn(&patience, &test_spawner,
                             probe_init(&probe, turns), probe_release, seconds),
              0, "what patience_spawn returns", "it is not spawned");
    CHECK(patience.timer.deadline_ns >= from_ns &&
              patience.timer.deadline_ns - from_ns < 50 * clock_second_ns(),
          "the deadline of the timer after as many seconds as were asked for",
          "another one", "timer_init has `seconds`");
}

/* Polls until the timer was ready, for two seconds at most. */
static bool is_ready_later(void)
{
    int64_t deadline_ns = clock_now_ns() + 2 * NS_PER_SECOND;
    bool ready = false;
    while (!ready && !patience.aborted && clock_now_ns() < deadline_ns)
        ready = is_ready(&patience.future);
    return ready;
}

static void check_end(bool finished)
{
    CHECK((patience.finished == &probe.future) == finished,
          finished ? "the future that was spawned" : "NULL",
          finished ? "NULL" : "another pointer",
          "the handle's `finished` is not handed on");
    future_drop(&patience.future);
    CHECK_INT(threads, 0, "threads left", "the timer is not dropped");
    CHECK_GONE(1);
}

TEST(in_time, "a task that ends in time is awaited, and not aborted",
     "patience_spawn with 60 seconds, and polls", "Shared, and handed over")
{
    spawn(2, 60);
    CHECK(!is_ready(&patience.future), "pending", "ready",
          "it does not ask the handle");
    end();
    CHECK(is_ready(&patience.future), "ready", "pending",
          "it does not ask the handle, or not what it says");
    check_end(true);
}

TEST(late, "a task that does not is aborted when the time is up",
     "patience_spawn with 0.1 seconds, and polls", "An abort has to wake")
{
    spawn(-1, 0.1);
    turn(1);
    CHECK(!is_ready_later(), "pending, until the task is dropped", "ready",
          "an abort is a request: its outcome is told by the handle");
    CHECK(patience.aborted, "aborted", "not", "the timer is not polled");
    turn(10);
    CHECK_INT(dropped, 1, "drops of the task's future by the executor",
              "the timer is ready, and the task not aborted");
    CHECK_INT(probe.polls, 1, "polls of the task", "it is not aborted");
    end();
    CHECK(is_ready(&patience.future), "ready", "pending",
          "the handle is not polled after the abort");
    check_end(false);
}

static int agains;

/* In place of the one that says that this is a bug. */
static enum poll_state again_poll(struct future *self, struct context *cx)
{
    (void)self;
    (void)cx;
    agains++;
    return POLL_PENDING;
}

TEST(gone, "woken for nothing after the abort, it goes on waiting",
     "polls after the abort, and before the executor runs",
     "Before, during, after")
{
    spawn(-1, 0.1);
    turn(1);
    is_ready_later();
    patience.timer.future.poll = again_poll;
    for (int n = 0; n < 3; n++)
        CHECK(!is_ready(&patience.future), "pending", "ready",
              "woken for nothing, it is ready before the task is gone");
    CHECK_INT(agains, 0, "polls of the timer after it was ready",
              "nobody polls what was ready: look whether it has aborted");
    end();
    CHECK(is_ready(&patience.future), "ready", "pending",
          "the handle is not polled after the abort");
    check_end(false);
}

/* Until it has fired, so that the next poll finds it ready. */
static void timer_run(struct timer *timer)
{
    is_ready(&timer->future);
    for (bool fired = false; !fired; sched_yield()) {
        pthread_mutex_lock(&timer->mutex);
        fired = timer->fired;
        pthread_mutex_unlock(&timer->mutex);
    }
}

TEST(woken, "whoever awaits it is woken for the task's end",
     "one poll, which finds the time to be up, then the run",
     "Shared, and handed over")
{
    spawn(-1, 0);
    turn(1);
    timer_run(&patience.timer);
    is_ready(&patience.future);
    CHECK(patience.aborted, "aborted", "not", "the timer is not polled");
    long wakes = counting_waker_wakes(&counting);
    end();
    CHECK(counting_waker_wakes(&counting) > wakes, "a wake", "none",
          "the poll that aborts leaves no waker with the handle");
    CHECK(is_ready(&patience.future), "ready", "pending",
          "the handle is not polled after the abort");
    check_end(false);
}

/* In place of that of a timer that has got no thread. */
static enum poll_state failed_poll(struct future *self, struct context *cx)
{
    (void)cx;
    container_of(self, struct timer, future)->error = EAGAIN;
    return POLL_READY;
}

TEST(no_timer, "a timer that fails ends it, too, and it says why",
     "patience_spawn with a timer that has the error EAGAIN",
     "A task that fails")
{
    spawn(-1, 60);
    patience.timer.future.poll = failed_poll;
    turn(1);
    CHECK(!is_ready(&patience.future), "pending, until the task is dropped",
          "ready", "an abort is a request: its outcome is told by the handle");
    end();
    CHECK(is_ready(&patience.future), "ready", "pending",
          "the task is not aborted, or its handle not polled");
    CHECK_INT(patience.error, EAGAIN, "its error, which should be EAGAIN",
              "the timer's error is not handed on");
    check_end(false);
}

TEST(dropped_early, "dropped before the end it detaches, and nothing is left",
     "patience_spawn, a poll, future_drop, then the run", "Detached")
{
    spawn(2, 60);
    turn(1);
    is_ready(&patience.future);
    future_drop(&patience.future);
    CHECK_INT(threads, 0, "threads left", "the timer is not dropped");
    end();
    CHECK_INT(probe.polls, 3, "polls of the task", "it was aborted");
    CHECK_GONE(1);
}

TEST(refused, "a spawn that is refused: -1, and nothing is left of it",
     "patience_spawn, with malloc refused", "What C makes you own")
{
    begin();
    for (int mallocs = 0; mallocs < 2; mallocs++) {
        int before = mutexes;
        mallocs_to_go = mallocs;
        CHECK_INT(patience_spawn(&patience, &test_spawner,
                                 probe_init(&probe, 0), probe_release, 1),
                  -1, "what patience_spawn returns",
                  "what join_handle_spawn returns is not handed on");
        CHECK_INT(mutexes - before, 0, "timers left",
                  "it was made before the spawn, and is not dropped");
        CHECK_INT(dropped, 0, "drops of the future", "it is its caller's");
    }
    mallocs_to_go = -1;
    end();
}

CHECK_MAIN("chapters/14-join-handles/README.md", in_time, late, gone, woken,
           no_timer, dropped_early, refused)
