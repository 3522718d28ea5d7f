/* Step 14.9: a global that says whose poll this is.
 *
 * EXPECT: wrong
 *
 * Each visitor notes its name when it comes. What is logged later is logged
 * under the name of whoever came last.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "../../part1-futures/07-timer/timer.h"
#include "../13-channel-executor/executor.h"

static const char *name = "no task";

/* Deep in the program: nobody has told it who the visitor is. */
static void note(const char *what)
{
    printf("%s: %s\n", name, what);
}

struct visit {
    struct future future;
    int state;
    const char *name;
    double seconds;
    struct timer pause;
};

static enum poll_state visit_poll(struct future *self, struct context *cx)
{
    struct visit *visit = container_of(self, struct visit, future);
    ASYNC_BEGIN(visit->state);
    name = visit->name;
    note("comes");
    timer_init(&visit->pause, visit->seconds);
    AWAIT(visit->state, future_poll(&visit->pause.future, cx));
    if (visit->pause.error != 0)
        die("pthread_create", visit->pause.error);
    note("leaves");
    ASYNC_END(visit->state);
}

static void visit_drop(struct future *self)
{
    struct visit *visit = container_of(self, struct visit, future);
    if (visit->state != 0)
        future_drop(&visit->pause.future);
}

static void spawn(const struct spawner *spawner, struct visit *visit)
{
    visit->future = (struct future){visit_poll, visit_drop};
    if (spawner_spawn(spawner, &visit->future, NULL) != 0)
        die("spawner_spawn", errno);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: overwritten\n"
                  "Two visitors come, and leave again.\n");
    struct visit ada = {.name = "Ada", .seconds = 1};
    struct visit bob = {.name = "Bob", .seconds = 2};
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    note("the door is open");
    spawn(&spawner, &ada);
    spawn(&spawner, &bob);
    spawner_drop(&spawner);
    executor_run(&executor);
    note("the door is closed");
    executor_drop(&executor);
    return 0;
}
