/* Step 13.8: pending, and forgotten by everyone.
 *
 * Ada waits and leaves her waker with nobody. Bob leaves his at a doorbell
 * that is taken down by another thread. Neither can be woken any more.
 */
#include "../../part1-futures/06-wakers/doorbell.h"
#include "executor.h"

/* Waits for a doorbell, or for nothing at all. */
struct waiting {
    struct future future;
    const char *name;
    struct doorbell *bell; /* borrowed, or NULL */
};

static enum poll_state waiting_poll(struct future *self, struct context *cx)
{
    struct waiting *waiting = container_of(self, struct waiting, future);
    printf("%s waits\n", waiting->name);
    if (waiting->bell != NULL)
        doorbell_keep_waker(waiting->bell, cx->waker);
    return POLL_PENDING;
}

/* On main's thread, whoever gave the last waker back. */
static void waiting_drop(struct future *self)
{
    struct waiting *waiting = container_of(self, struct waiting, future);
    printf("%s is dropped\n", waiting->name);
}

/* Takes the bell down when a second is over. */
static void *thief_main(void *arg)
{
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    printf("the bell is taken down\n");
    doorbell_drop_waker(arg);
    return NULL;
}

static void spawn(const struct spawner *spawner, struct waiting *waiting)
{
    waiting->future = (struct future){waiting_poll, waiting_drop};
    if (spawner_spawn(spawner, &waiting->future, NULL) != 0)
        die("spawner_spawn", errno);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: forgotten\n"
                  "Runs two tasks that nobody will wake.\n");
    struct doorbell bell;
    struct waiting ada = {.name = "Ada"}, bob = {.name = "Bob", .bell = &bell};
    struct executor executor;
    struct spawner spawner;
    pthread_t thief;
    doorbell_init(&bell);
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    spawn(&spawner, &ada);
    spawn(&spawner, &bob);
    spawner_drop(&spawner);
    int error = pthread_create(&thief, NULL, thief_main, &bell);
    if (error != 0)
        die("pthread_create", error);

    executor_run(&executor);
    printf("the run is over\n");
    executor_drop(&executor);
    pthread_join(thief, NULL);
    doorbell_destroy(&bell);
    return 0;
}
