/* Exercise 14.1: the tasks of the tests are probes. */
#include "../probe.h"
static void watched_abort(const struct join_handle *handle);
#define main              answer_main
#define join_handle_abort watched_abort
#include ANSWER
#undef main
#undef join_handle_abort
#include "../../../../book/tools/check.h"

static struct probe probe;
static struct leash leash;

static void watched_abort(const struct join_handle *handle)
{
    CHECK(handle->joinable != NULL, "an abort, and then the handle's drop",
          "an abort after the drop",
          "nobody can abort what is detached: abort first");
    join_handle_abort(handle);
}

static void spawn(int turns)
{
    begin();
    CHECK_INT(leash_spawn(&leash, &test_spawner, probe_init(&probe, turns),
                          probe_release),
              0, "what leash_spawn returns", "it is not spawned");
}

TEST(awaited, "a leash is awaited like a handle",
     "leash_spawn, polls, and the run in between", "Shared, and handed over")
{
    spawn(2);
    turn(1);
    CHECK(!is_ready(&leash.future), "pending", "ready",
          "the handle is not asked");
    end();
    CHECK(is_ready(&leash.future), "ready", "pending",
          "leash_poll does not return what the handle's poll does");
    CHECK(leash.finished == &probe.future, "the future that was spawned",
          leash.finished == NULL ? "NULL" : "another one",
          "the handle's `finished` is not handed on");
    CHECK_INT(probe.polls, 3, "polls of the task", "it was aborted too early");
    future_drop(&leash.future);
    CHECK_GONE(1);
}

TEST(after, "dropped after the end, awaited or not: the handle goes with it",
     "leash_spawn, the run, then future_drop", "Shared, and handed over")
{
    spawn(0);
    end();
    CHECK_INT(dropped, 0, "drops of the task's future before that",
              "it is the handle's until that is dropped");
    future_drop(&leash.future);
    CHECK_GONE(1);
}

TEST(pending, "dropped while its task goes on: that is aborted",
     "future_drop of a leash whose task is pending", "An abort has to wake")
{
    spawn(100);
    turn(3);
    future_drop(&leash.future);
    CHECK_INT(dropped, 0, "drops of the task's future in leash_drop",
              "only the executor may drop it: abort the task");
    end();
    CHECK_INT(probe.polls, 3, "polls of the task",
              "to drop the handle is to detach: abort before that");
    CHECK_GONE(1);
}

TEST(waiting, "dropped while its task waits: that is woken, and dropped",
     "future_drop of a leash whose task has left its waker elsewhere",
     "An abort has to wake")
{
    static struct waker kept;
    bell = &kept;
    spawn(-1);
    turn(1);
    future_drop(&leash.future);
    turn(1);
    CHECK_INT(
        dropped, 1, "drops of the task's future, one turn later",
        "the task goes on waiting: abort it before the handle is dropped");
    waker_drop(&kept);
    end();
    CHECK_INT(probe.polls, 1, "polls of the task", "it is not aborted");
    CHECK_GONE(1);
}

TEST(before, "dropped before its task was polled: it never is",
     "leash_spawn, future_drop, then the run", "Before, during, after")
{
    spawn(2);
    future_drop(&leash.future);
    end();
    CHECK_INT(probe.polls, 0, "polls of the task",
              "to drop the handle is to detach: abort before that");
    CHECK_GONE(1);
}

TEST(cancelled, "a task that was cancelled otherwise: ready, with NULL",
     "leash_spawn, executor_drop, a poll", "The end is in the drop")
{
    spawn(2);
    executor_drop(&test_executor);
    spawner_drop(&test_spawner);
    CHECK(is_ready(&leash.future), "ready", "pending",
          "leash_poll waits for more than the handle does");
    CHECK(leash.finished == NULL, "NULL", "another pointer",
          "`finished` is what the handle says, also if it is NULL");
    future_drop(&leash.future);
    CHECK_GONE(1);
}

TEST(refused, "a spawn that is refused: -1, and the future is its caller's",
     "leash_spawn, with malloc refused", "What C makes you own")
{
    begin();
    mallocs_to_go = 0;
    CHECK_INT(leash_spawn(&leash, &test_spawner, probe_init(&probe, 0),
                          probe_release),
              -1, "what leash_spawn returns",
              "what join_handle_spawn returns is not handed on");
    CHECK_INT(dropped, 0, "drops of the future", "it is its caller's");
    mallocs_to_go = -1;
    end();
}

CHECK_MAIN("chapters/14-join-handles/README.md", awaited, after, pending,
           waiting, before, cancelled, refused)
