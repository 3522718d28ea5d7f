/* Step 14.2: say hello, say world, and the exclamation mark last.
 *
 * The greeting of step 14.1, with the join handles of this chapter.
 */
#include "join_handle.h"
#include "say.h"

struct greet {
    struct future future;
    int state;
    struct spawner spawner; /* owned */
    struct join_handle hello, world, mark;
};

static void say_spawn(struct join_handle *handle, const struct spawner *spawner,
                      const char *word, double seconds)
{
    struct say *say = say_new(word, seconds);
    if (join_handle_spawn(handle, spawner, &say->future, say_release) != 0)
        die("join_handle_spawn", errno);
}

/* What came of a task that has finished. */
static size_t length_of(const struct join_handle *handle)
{
    return container_of(handle->finished, struct say, future)->length;
}

static enum poll_state greet_poll(struct future *self, struct context *cx)
{
    struct greet *greet = container_of(self, struct greet, future);
    ASYNC_BEGIN(greet->state);
    say_spawn(&greet->hello, &greet->spawner, "hello,", 2);
    say_spawn(&greet->world, &greet->spawner, "world", 1);
    AWAIT(greet->state, future_poll(&greet->hello.future, cx));
    AWAIT(greet->state, future_poll(&greet->world.future, cx));
    say_spawn(&greet->mark, &greet->spawner, "!", 0);
    AWAIT(greet->state, future_poll(&greet->mark.future, cx));
    printf("%zu + %zu + %zu characters\n", length_of(&greet->hello),
           length_of(&greet->world), length_of(&greet->mark));
    future_drop(&greet->hello.future);
    future_drop(&greet->world.future);
    future_drop(&greet->mark.future);
    ASYNC_END(greet->state);
}

/* It is run to its end, and has dropped its handles by then. */
static void greet_drop(struct future *self)
{
    struct greet *greet = container_of(self, struct greet, future);
    spawner_drop(&greet->spawner);
}

int main(int argc, char **argv)
{
    program_begin(
        argc, argv, 0,
        "usage: hello_world\n"
        "Says a word in each of three tasks, which a fourth awaits.\n");
    struct greet greet = {.future = {greet_poll, greet_drop}};
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    greet.spawner = spawner_clone(&spawner);
    if (spawner_spawn(&spawner, &greet.future, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
    return 0;
}
