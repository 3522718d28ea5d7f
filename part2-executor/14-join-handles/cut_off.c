/* Step 14.8: main returns, and a task has not ended.
 *
 * EXPECT: wrong
 *
 * The executor runs on a thread of its own. Main awaits hello and leaves; that
 * world is still to be said, nobody has told it.
 */
#include "../11-block-on/block_on.h"
#include "join_handle.h"
#include "say.h"

static struct executor executor;

static void *executor_main(void *arg)
{
    executor_run(&executor);
    printf("the run is over\n");
    return arg;
}

static void executor_start(void)
{
    pthread_t thread;
    int error = pthread_create(&thread, NULL, executor_main, NULL);
    if (error != 0)
        die("pthread_create", error);
}

static void say_spawn(struct join_handle *handle, const struct spawner *spawner,
                      const char *word, double seconds)
{
    struct say *say = say_new(word, seconds);
    if (join_handle_spawn(handle, spawner, &say->future, say_release) != 0)
        die("join_handle_spawn", errno);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: cut_off\n"
                  "Spawns two tasks, and awaits the first.\n");
    struct join_handle hello, world;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    say_spawn(&hello, &spawner, "hello,", 1);
    say_spawn(&world, &spawner, "world", 2);
    spawner_drop(&spawner);
    executor_start();

    block_on(&hello.future);
    future_drop(&hello.future);
    future_drop(&world.future);
    printf("main returns\n");
    return 0;
}
