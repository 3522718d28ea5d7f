/* Step 14.1: a handle that points to what the executor frees.
 *
 * EXPECT: wrong
 *
 * A future around the one that says the word notes the end of it. The handle
 * looks at that note, and at the word, when both have been released.
 */
#include "../13-channel-executor/executor.h"
#include "say.h"

/* What is spawned: a future around the one that was given. */
struct joinable {
    struct future future;
    struct future *inner;                  /* owned */
    void (*release)(struct future *inner); /* frees its storage */
    bool ended;
    struct waker awaiter; /* owned: whom to tell of the end */
};

struct join_handle {
    struct future future;
    struct future *finished;   /* output: the future that was spawned */
    struct joinable *joinable; /* borrowed */
};

static enum poll_state joinable_poll(struct future *self, struct context *cx)
{
    struct joinable *joinable = container_of(self, struct joinable, future);
    if (future_poll(joinable->inner, cx) == POLL_PENDING)
        return POLL_PENDING;
    joinable->ended = true;
    waker_wake(&joinable->awaiter);
    return POLL_READY;
}

static void joinable_drop(struct future *self)
{
    struct joinable *joinable = container_of(self, struct joinable, future);
    future_drop(joinable->inner);
    joinable->release(joinable->inner);
    waker_drop(&joinable->awaiter);
}

static void joinable_release(struct future *future)
{
    free(container_of(future, struct joinable, future));
}

static enum poll_state join_handle_poll(struct future *self, struct context *cx)
{
    struct join_handle *handle = container_of(self, struct join_handle, future);
    struct joinable *joinable = handle->joinable;
    if (joinable->ended) {
        handle->finished = joinable->inner;
        return POLL_READY;
    }
    waker_keep(&joinable->awaiter, cx->waker);
    return POLL_PENDING;
}

static void join_handle_drop(struct future *self)
{
    (void)self; /* it owns nothing */
}

static int join_handle_spawn(struct join_handle *handle,
                             const struct spawner *spawner,
                             struct future *future,
                             void (*release)(struct future *future))
{
    struct joinable *joinable = malloc(sizeof *joinable);
    if (joinable == NULL)
        return -1;
    *joinable = (struct joinable){
        .future = {joinable_poll, joinable_drop},
        .inner = future,
        .release = release,
    };
    *handle = (struct join_handle){
        .future = {join_handle_poll, join_handle_drop},
        .joinable = joinable,
    };
    return spawner_spawn(spawner, &joinable->future, joinable_release);
}

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
        "usage: released\n"
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
