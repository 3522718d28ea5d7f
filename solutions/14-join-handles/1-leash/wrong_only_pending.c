/* Wrong: it keeps the handle of a task that has ended.
 *
 * CAUGHT BY: a handle is not dropped
 */
#include "../../../part2-executor/14-join-handles/join_handle.h"
#include "../../../part2-executor/14-join-handles/say.h"

struct leash {
    struct future future;
    struct future *finished;   /* output: as that of the handle */
    struct join_handle handle; /* owned */
};

static enum poll_state leash_poll(struct future *self, struct context *cx)
{
    struct leash *leash = container_of(self, struct leash, future);
    if (future_poll(&leash->handle.future, cx) == POLL_PENDING)
        return POLL_PENDING;
    leash->finished = leash->handle.finished;
    return POLL_READY;
}

static void leash_drop(struct future *self)
{
    struct leash *leash = container_of(self, struct leash, future);
    if (leash->handle.joinable->ended)
        return;
    join_handle_abort(&leash->handle);
    future_drop(&leash->handle.future);
}

static int leash_spawn(struct leash *leash, const struct spawner *spawner,
                       struct future *future,
                       void (*release)(struct future *future))
{
    leash->future = (struct future){leash_poll, leash_drop};
    leash->finished = NULL;
    return join_handle_spawn(&leash->handle, spawner, future, release);
}

struct walk {
    struct future future;
    struct timer time;
    struct leash leash;
};

static enum poll_state walk_poll(struct future *self, struct context *cx)
{
    struct walk *walk = container_of(self, struct walk, future);
    if (future_poll(&walk->time.future, cx) == POLL_PENDING)
        return POLL_PENDING;
    if (walk->time.error != 0)
        die("pthread_create", walk->time.error);
    return POLL_READY;
}

static void walk_drop(struct future *self)
{
    struct walk *walk = container_of(self, struct walk, future);
    future_drop(&walk->time.future);
    future_drop(&walk->leash.future);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Walks for a second, with a dog that barks after three.\n");
    struct walk walk = {.future = {walk_poll, walk_drop}};
    struct say *dog = say_new("woof", 3);
    struct executor executor;
    struct spawner spawner;
    timer_init(&walk.time, 1);
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    if (leash_spawn(&walk.leash, &spawner, &dog->future, say_release) != 0 ||
        spawner_spawn(&spawner, &walk.future, NULL) != 0)
        die("spawn", errno);
    spawner_drop(&spawner);
    int64_t begin_ns = clock_now_ns();
    executor_run(&executor);
    printf("home after %.1f seconds\n",
           clock_seconds(clock_now_ns() - begin_ns));
    executor_drop(&executor);
    return 0;
}
