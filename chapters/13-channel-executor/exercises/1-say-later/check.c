/* Exercise 13.1: memory and threads are counted. */
#include "../counted.h"
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

static struct executor executor;
static struct spawner spawner;

static void begin(void)
{
    setenv("SECOND_MS", "100", 1);
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
}

static void run(void)
{
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
}

static int nothing(void)
{
    return 0;
}

TEST(said, "what was spawned is said, when its time has come",
     "say_later with 2 and with 1 seconds, then executor_run",
     "What C makes you own")
{
    begin();
    CHECK_INT(say_later(&spawner, "two", 2), 0, "what say_later returns",
              "it is not spawned");
    CHECK_INT(say_later(&spawner, "one", 1), 0, "what say_later returns",
              "it is not spawned");
    CHECK_OUTPUT(nothing(), "", "it is said at the spawn");
    CHECK_OUTPUT(run(), "one\ntwo\n", "text or seconds are not set");
}

TEST(nothing_left, "afterwards there is no memory and no thread left",
     "say_later ten times, then executor_run", "What C makes you own")
{
    begin();
    for (int n = 0; n < 10; n++)
        say_later(&spawner, "now", 0.1);
    run();
    CHECK_INT(threads, 0, "threads left", "said_drop does not drop the timer");
    CHECK_INT(blocks, 0, "blocks of memory left",
              "spawner_spawn has no said_release, or that frees nothing");
}

static int timers; /* dropped, though there was none */

static void no_timer_drop(struct future *self)
{
    (void)self;
    timers++;
}

TEST(unpolled, "an executor that has not run leaves nothing either",
     "say_later, then executor_drop; and before that said_drop alone",
     "When the run ends")
{
    struct said fresh = {.future = {said_poll, said_drop}};
    fresh.pause.future.drop = no_timer_drop;
    said_drop(&fresh.future);
    CHECK_INT(timers, 0, "timers dropped where there was no poll",
              "said_drop drops a timer that there is only after a poll");
    begin();
    say_later(&spawner, "never", 1);
    executor_drop(&executor);
    spawner_drop(&spawner);
    CHECK_INT(blocks, 0, "blocks of memory left", "said_release frees nothing");
}

TEST(full, "refused by a full queue: -1, and nothing is left of it",
     "say_later with 10000 tasks in the queue", "Full")
{
    begin();
    for (int n = 0; n < EXECUTOR_CAPACITY; n++)
        say_later(&spawner, "never", 1);
    int before = blocks;
    CHECK_INT(say_later(&spawner, "never", 1), -1, "what say_later returns",
              "what spawner_spawn returns is not looked at");
    CHECK_INT(errno, EAGAIN, "errno, which should be EAGAIN",
              "it is written over after the spawn");
    CHECK_INT(blocks - before, 0, "blocks of memory left by it",
              "a future that was refused is still yours: drop and free it");
    executor_drop(&executor);
    spawner_drop(&spawner);
    CHECK_INT(blocks, 0, "blocks of memory left",
              "one that was refused is freed, and others are not");
}

TEST(no_memory, "without memory: -1, and nothing is left of it",
     "say_later, with the first and then with the second malloc refused",
     "What C makes you own")
{
    begin();
    int before = blocks;
    for (int n = 0; n < 2; n++) {
        mallocs_to_go = n;
        CHECK_INT(say_later(&spawner, "never", 1), -1, "what say_later returns",
                  "what malloc or spawner_spawn returns is not looked at");
        CHECK_INT(blocks - before, 0, "blocks of memory left by it",
                  "a future that was refused is still yours");
    }
    mallocs_to_go = -1;
    run();
}

CHECK_MAIN("chapters/13-channel-executor/README.md", said, nothing_left,
           unpolled, full, no_memory)
