/* Step 14.6: tasks whose handles are dropped.
 *
 * The host spawns two and awaits neither. Goodbye goes on without a handle,
 * and the run waits for it. Ada waits for nothing at all, and is kept as long
 * as somebody could abort her.
 */
#include "join_handle.h"
#include "say.h"

static enum poll_state ada_poll(struct future *self, struct context *cx)
{
    (void)self;
    (void)cx; /* left with nobody */
    printf("Ada waits\n");
    return POLL_PENDING;
}

static void ada_drop(struct future *self)
{
    (void)self;
    printf("Ada is dropped\n");
}

struct host {
    struct future future;
    int state;
    struct timer pause;
    struct join_handle ada;
};

static enum poll_state host_poll(struct future *self, struct context *cx)
{
    struct host *host = container_of(self, struct host, future);
    ASYNC_BEGIN(host->state);
    timer_init(&host->pause, 1);
    AWAIT(host->state, future_poll(&host->pause.future, cx));
    if (host->pause.error != 0)
        die("pthread_create", host->pause.error);
    printf("Ada is detached\n");
    future_drop(&host->ada.future);
    printf("the host leaves\n");
    ASYNC_END(host->state);
}

/* It is run to its end. */
static void host_drop(struct future *self)
{
    struct host *host = container_of(self, struct host, future);
    future_drop(&host->pause.future);
}

static void spawn_goodbye(const struct spawner *spawner)
{
    struct join_handle handle;
    struct say *goodbye = say_new("goodbye", 2);
    if (join_handle_spawn(&handle, spawner, &goodbye->future, say_release) != 0)
        die("join_handle_spawn", errno);
    future_drop(&handle.future);
    printf("goodbye is detached\n");
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: detached\n"
                  "Spawns tasks, and drops their handles.\n");
    struct future ada = {ada_poll, ada_drop};
    struct host host = {.future = {host_poll, host_drop}};
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    spawn_goodbye(&spawner);
    if (join_handle_spawn(&host.ada, &spawner, &ada, NULL) != 0 ||
        spawner_spawn(&spawner, &host.future, NULL) != 0)
        die("spawn", errno);
    spawner_drop(&spawner);
    executor_run(&executor);
    printf("the run is over\n");
    executor_drop(&executor);
    return 0;
}
