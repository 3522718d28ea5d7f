/* Step 14.4: a handle that is not told of an abort.
 *
 * EXPECT: hang
 *
 * The abort of this chapter, which wakes the task. But the handle is told of
 * the end in a poll of the task, and a task that is cancelled has none.
 */
#include "join_handle.h"
#include "say.h"

/* Tells the handle as soon as the inner future is ready. */
static enum poll_state careless_poll(struct future *self, struct context *cx)
{
    struct joinable *joinable = container_of(self, struct joinable, future);
    enum poll_state state = joinable_poll(self, cx);
    if (joinable->was_ready)
        joinable_end(joinable);
    return state;
}

static void careless_drop(struct future *self)
{
    struct joinable *joinable = container_of(self, struct joinable, future);
    if (!joinable->was_ready)
        joinable_drop_inner(joinable);
}

/* Waits for half a second, aborts a task, and awaits its end. */
struct give_up {
    struct future future;
    int state;
    int64_t begin_ns;
    struct timer patience;
    struct join_handle handle; /* of the task that is given up */
};

static enum poll_state give_up_poll(struct future *self, struct context *cx)
{
    struct give_up *give_up = container_of(self, struct give_up, future);
    ASYNC_BEGIN(give_up->state);
    give_up->begin_ns = clock_now_ns();
    timer_init(&give_up->patience, 0.5);
    AWAIT(give_up->state, future_poll(&give_up->patience.future, cx));
    if (give_up->patience.error != 0)
        die("pthread_create", give_up->patience.error);
    printf("given up\n");
    join_handle_abort(&give_up->handle);
    AWAIT(give_up->state, future_poll(&give_up->handle.future, cx));
    printf("%s after %.1f seconds\n",
           give_up->handle.finished == NULL ? "cancelled" : "finished",
           clock_seconds(clock_now_ns() - give_up->begin_ns));
    ASYNC_END(give_up->state);
}

static void give_up_drop(struct future *self)
{
    struct give_up *give_up = container_of(self, struct give_up, future);
    if (give_up->state != 0)
        future_drop(&give_up->patience.future);
    future_drop(&give_up->handle.future);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: never_told\n"
                  "Aborts a task after half a second of its one and a half.\n");
    struct give_up give_up = {.future = {give_up_poll, give_up_drop}};
    struct say *hello = say_new("hello", 1.5);
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    if (spawner_spawn(&spawner, &give_up.future, NULL) != 0 ||
        join_handle_spawn(&give_up.handle, &spawner, &hello->future,
                          say_release) != 0)
        die("spawn", errno);
    give_up.handle.joinable->future =
        (struct future){careless_poll, careless_drop};
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
    return 0;
}
