/* Step 14.5: a task that is aborted before, during and after.
 *
 * A sleeper sleeps for two seconds, unless it is aborted: by main before its
 * first poll, by another thread while it waits, by itself, and too late.
 */
#include "../11-block-on/block_on.h"
#include "join_handle.h"
#include "say.h"

struct sleeper {
    struct future future;
    int state;
    const struct join_handle *own; /* borrowed: to abort itself, or NULL */
    struct timer pause;
};

static enum poll_state sleeper_poll(struct future *self, struct context *cx)
{
    struct sleeper *sleeper = container_of(self, struct sleeper, future);
    ASYNC_BEGIN(sleeper->state);
    printf("  falls asleep\n");
    if (sleeper->own != NULL)
        join_handle_abort(sleeper->own);
    timer_init(&sleeper->pause, 2);
    AWAIT(sleeper->state, future_poll(&sleeper->pause.future, cx));
    if (sleeper->pause.error != 0)
        die("pthread_create", sleeper->pause.error);
    printf("  wakes up\n");
    ASYNC_END(sleeper->state);
}

static void sleeper_drop(struct future *self)
{
    struct sleeper *sleeper = container_of(self, struct sleeper, future);
    if (sleeper->state != 0)
        future_drop(&sleeper->pause.future);
    printf("  is dropped\n");
}

/* A sleeper, its handle, and an executor of its own. */
struct scene {
    struct sleeper sleeper;
    struct join_handle handle;
    struct executor executor;
};

static void scene_begin(struct scene *scene, const char *title)
{
    struct spawner spawner;
    printf("aborted %s\n", title);
    scene->sleeper = (struct sleeper){.future = {sleeper_poll, sleeper_drop}};
    if (executor_new(&scene->executor, &spawner) != 0)
        die("executor_new", errno);
    if (join_handle_spawn(&scene->handle, &spawner, &scene->sleeper.future,
                          NULL) != 0)
        die("join_handle_spawn", errno);
    spawner_drop(&spawner);
}

static void scene_run(struct scene *scene)
{
    int64_t begin_ns = clock_now_ns();
    executor_run(&scene->executor);
    printf("  the run took %.1f seconds\n",
           clock_seconds(clock_now_ns() - begin_ns));
}

static void scene_end(struct scene *scene)
{
    block_on(&scene->handle.future);
    printf("  %s\n", scene->handle.finished == NULL ? "cancelled" : "finished");
    future_drop(&scene->handle.future);
    executor_drop(&scene->executor);
}

static void before(void)
{
    struct scene scene;
    scene_begin(&scene, "before its first poll");
    join_handle_abort(&scene.handle);
    scene_run(&scene);
    scene_end(&scene);
}

static void *other_main(void *arg)
{
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    join_handle_abort(arg);
    return NULL;
}

static void pending(void)
{
    struct scene scene;
    pthread_t other;
    scene_begin(&scene, "while it waits");
    int error = pthread_create(&other, NULL, other_main, &scene.handle);
    if (error != 0)
        die("pthread_create", error);
    scene_run(&scene);
    pthread_join(other, NULL);
    scene_end(&scene);
}

static void itself(void)
{
    struct scene scene;
    scene_begin(&scene, "by itself");
    scene.sleeper.own = &scene.handle;
    scene_run(&scene);
    scene_end(&scene);
}

static void after(void)
{
    struct scene scene;
    scene_begin(&scene, "after its end");
    scene_run(&scene);
    join_handle_abort(&scene.handle);
    scene_end(&scene);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: aborted\n"
                  "Aborts a task at four moments of its life.\n");
    before();
    pending();
    itself();
    after();
    return 0;
}
