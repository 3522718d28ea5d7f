/* Step 15.3: a main loop that hears while it sleeps.
 *
 * Ada sleeps for three seconds, Bob waits for a visitor, who rings after one.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "../../part1-futures/06-wakers/doorbell.h"
#include "../13-channel-executor/executor.h"
#include "sleep_list.h"

static int64_t begin_ns;

static void say(const char *what)
{
    printf("after %.1f seconds: %s\n", clock_seconds(clock_now_ns() - begin_ns),
           what);
}

struct ada {
    struct future future;
    int state;
    struct sleep sleep;
};

static enum poll_state ada_poll(struct future *self, struct context *cx)
{
    struct ada *ada = container_of(self, struct ada, future);
    ASYNC_BEGIN(ada->state);
    AWAIT(ada->state, future_poll(&ada->sleep.future, cx));
    say("Ada has slept");
    ASYNC_END(ada->state);
}

static void ada_drop(struct future *self)
{
    struct ada *ada = container_of(self, struct ada, future);
    future_drop(&ada->sleep.future);
}

struct bob {
    struct future future;
    int state;
    struct doorbell_wait wait;
};

static enum poll_state bob_poll(struct future *self, struct context *cx)
{
    struct bob *bob = container_of(self, struct bob, future);
    ASYNC_BEGIN(bob->state);
    AWAIT(bob->state, future_poll(&bob->wait.future, cx));
    say("Bob hears the bell");
    ASYNC_END(bob->state);
}

static void bob_drop(struct future *self)
{
    struct bob *bob = container_of(self, struct bob, future);
    future_drop(&bob->wait.future);
}

/* Until the last task is finished. */
static void run(struct executor *executor, struct sleeps *sleeps)
{
    void *message;
    enum channel_result result;
    do {
        sleeps_wake(sleeps);
        result = receiver_try_receive(&executor->receiver, &message);
        if (result == CHANNEL_OK)
            task_run(message);
        if (result == CHANNEL_EMPTY &&
            receiver_receive_until(&executor->receiver, &message,
                                   sleeps_deadline(sleeps)) == CHANNEL_OK)
            task_run(message);
    } while (result != CHANNEL_CLOSED);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: heard\n"
                  "Sleeps for three seconds. After one, somebody rings.\n");
    struct doorbell bell;
    struct sleeps sleeps;
    struct executor executor;
    struct spawner spawner;
    begin_ns = clock_now_ns();
    doorbell_init(&bell);
    sleeps_init(&sleeps, real_clock());
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);

    struct ada ada = {.future = {ada_poll, ada_drop}};
    struct bob bob = {.future = {bob_poll, bob_drop}};
    sleep_init(&ada.sleep, &sleeps, sleeps_after(&sleeps, 3));
    doorbell_wait_init(&bob.wait, &bell);
    if (spawner_spawn(&spawner, &ada.future, NULL) != 0 ||
        spawner_spawn(&spawner, &bob.future, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);

    struct visitor visitor;
    visitor_start(&visitor, &bell, 1);
    run(&executor, &sleeps);
    visitor_join(&visitor);
    executor_drop(&executor);
    sleeps_destroy(&sleeps);
    doorbell_destroy(&bell);
    return 0;
}
