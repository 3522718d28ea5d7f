/* Exercise 13.2: memory is counted, that of the channel as well: it is freed
 * with the last sender. */
#include "../counted.h"
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

static struct executor executor;
static struct spawner spawner;

static void begin(void)
{
    born = buried = unborn = 0;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
}

/* As executor_run. But here is one thread: where the queue is empty and still
 * open, nobody is left to send, and executor_run would wait for ever. */
static long run(void)
{
    long polls = 0;
    void *message = NULL;
    enum channel_result result;
    spawner_drop(&spawner);
    while ((result = receiver_try_receive(&executor.receiver, &message)) ==
           CHANNEL_OK)
        polls += task_run(message);
    CHECK(result == CHANNEL_CLOSED, "the run ends", "it would never end",
          "a spawner was not given back, and a task may still come from it");
    executor_drop(&executor);
    return polls;
}

TEST(alone, "one who has no children is polled once, and buried",
     "person_spawn with 0 generations, then executor_run",
     "What C makes you own")
{
    begin();
    CHECK_INT(person_spawn(&spawner, 0), 0, "what person_spawn returns",
              "it is not spawned");
    CHECK_INT(born, 1, "born", "a person who was spawned is not counted");
    CHECK_INT(run(), 1, "polls", "the poll says pending, or spawns");
    CHECK_INT(buried, 1, "buried", "the executor has no person_release");
}

TEST(no_spawner, "an executor that has not run leaves nothing behind",
     "person_spawn, then executor_drop", "What C makes you own")
{
    begin();
    person_spawn(&spawner, 3);
    executor_drop(&executor);
    spawner_drop(&spawner);
    CHECK_INT(buried, 1, "buried", "the executor has no person_release");
    CHECK_INT(blocks, 0, "blocks of memory left, of persons and the channel",
              "the drop of a person does not drop its spawner");
}

TEST(all, "four generations are fifteen persons, and the run ends with them",
     "person_spawn with 3 generations, then executor_run", "When the run ends")
{
    begin();
    person_spawn(&spawner, 3);
    CHECK_INT(run(), 15, "polls", "not two children for each, or too many");
    CHECK_INT(born, 15, "born", "not two children for each, or too many");
    CHECK_INT(buried, 15, "buried", "the executor has no person_release");
    CHECK_INT(blocks, 0, "blocks of memory left, of persons and the channel",
              "a person, or its spawner, is not given back");
}

TEST(no_memory, "one who was not born leaves nothing behind",
     "person_spawn, with the first and then with the second malloc refused",
     "What C makes you own")
{
    begin();
    int before = blocks;
    for (int n = 0; n < 2; n++) {
        mallocs_to_go = n;
        CHECK_INT(person_spawn(&spawner, 0), -1, "what person_spawn returns",
                  "what malloc or spawner_spawn returns is not looked at");
        CHECK_INT(blocks - before, 0, "blocks of memory left",
                  "what was refused is still yours");
    }
    mallocs_to_go = -1;
    executor_drop(&executor);
    spawner_drop(&spawner);
    CHECK_INT(born, 0, "born", "one is counted before it is born");
    CHECK_INT(blocks, 0, "blocks of memory left, of persons and the channel",
              "the spawner of one who was not born is not dropped");
}

TEST(crowded, "where there is no room, a child is not born, and the run ends",
     "person_spawn with 14 generations: more than 10000 at a time", "Full")
{
    begin();
    person_spawn(&spawner, 14);
    long polls = run();
    CHECK(unborn > 0, "some unborn", "none",
          "what person_spawn returns in the poll is not looked at");
    CHECK_INT(polls, born, "polls", "one is counted who was not born");
    CHECK_INT(buried, born, "buried", "one who was not born is buried");
    CHECK_INT(blocks, 0, "blocks of memory left, of persons and the channel",
              "one who was not born, or its spawner, is not given back");
}

CHECK_MAIN("chapters/13-channel-executor/README.md", alone, no_spawner, all,
           no_memory, crowded)
