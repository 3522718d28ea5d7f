/* Exercise 13.1: say it later.
 *
 * say_later spawns a future of its own: it waits for so many seconds, prints
 * its text, and is gone. Its caller gives it nothing to keep and has nothing
 * to free.
 *
 * - The future is on the heap. said_drop drops its timer, if there is one;
 *   said_release frees its storage.
 * - say_later returns 0, or -1 with errno, that of malloc or spawner_spawn.
 *   Then nothing is left of it.
 *
 * main prints first, second, third, each a second after the one before, in
 * the other order than they were spawned.
 *
 * Difficulty: easy
 * Time: 15 minutes
 * Section: What C makes you own
 */
#include "../../../part1-futures/04-async-functions/async.h"
#include "../../../part1-futures/07-timer/timer.h"
#include "../../../part2-executor/13-channel-executor/executor.h"

struct said {
    struct future future;
    int state;
    const char *text; /* borrowed */
    double seconds;
    struct timer pause;
};

static enum poll_state said_poll(struct future *self, struct context *cx)
{
    struct said *said = container_of(self, struct said, future);
    ASYNC_BEGIN(said->state);
    timer_init(&said->pause, said->seconds);
    AWAIT(said->state, future_poll(&said->pause.future, cx));
    if (said->pause.error != 0)
        die("pthread_create", said->pause.error);
    printf("%s\n", said->text);
    ASYNC_END(said->state);
}

static void said_drop(struct future *self)
{
    struct said *said = container_of(self, struct said, future);
    if (said->state != 0)
        future_drop(&said->pause.future);
}

static void said_release(struct future *future)
{
    free(container_of(future, struct said, future));
}

static int say_later(const struct spawner *spawner, const char *text,
                     double seconds)
{
    struct said *said = malloc(sizeof *said);
    if (said == NULL)
        return -1;
    said->future = (struct future){said_poll, said_drop};
    said->state = 0;
    said->text = text;
    said->seconds = seconds;
    if (spawner_spawn(spawner, &said->future, said_release) == 0)
        return 0;
    int error = errno;
    future_drop(&said->future);
    said_release(&said->future);
    errno = error;
    return -1;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Says three things, later.\n");
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    if (say_later(&spawner, "third", 3) != 0 ||
        say_later(&spawner, "second", 2) != 0 ||
        say_later(&spawner, "first", 1) != 0)
        die("say_later", errno);
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
    return 0;
}
