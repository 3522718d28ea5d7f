/* Step 14.3: an abort that wakes nobody.
 *
 * EXPECT: wrong
 *
 * Give up aborts a task after one second, in the middle of its three. This
 * abort only leaves a note, which the task finds at its next poll.
 */
#include "join_handle.h"
#include "say.h"

static void careless_abort(const struct join_handle *handle)
{
    struct joinable *joinable = handle->joinable;
    pthread_mutex_lock(&joinable->mutex);
    joinable->aborted = true;
    pthread_mutex_unlock(&joinable->mutex);
}

/* Waits for a second, aborts a task, and awaits its end. */
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
    timer_init(&give_up->patience, 1);
    AWAIT(give_up->state, future_poll(&give_up->patience.future, cx));
    if (give_up->patience.error != 0)
        die("pthread_create", give_up->patience.error);
    printf("given up\n");
    careless_abort(&give_up->handle);
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
                  "usage: late_abort\n"
                  "Aborts a task after one of its three seconds.\n");
    struct give_up give_up = {.future = {give_up_poll, give_up_drop}};
    struct say *hello = say_new("hello", 3);
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    if (spawner_spawn(&spawner, &give_up.future, NULL) != 0 ||
        join_handle_spawn(&give_up.handle, &spawner, &hello->future,
                          say_release) != 0)
        die("spawn", errno);
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
    return 0;
}
