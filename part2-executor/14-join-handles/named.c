/* Step 14.10: a scope that says whose poll this is.
 *
 * The visitors of step 14.9. Each is polled in a scope with its name, and with
 * a count of the lines that were logged for it.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "../../part1-futures/07-timer/timer.h"
#include "../13-channel-executor/executor.h"
#include "task_scope.h"

static const struct task_key lines_key = {free};

/* Deep in the program: nobody has told it who the visitor is. */
static void note(const char *what)
{
    long *lines = task_scope_get(&lines_key);
    printf("%s: %s", task_scope_name(), what);
    if (lines != NULL)
        printf(" (line %ld)", ++*lines);
    printf("\n");
}

/* From now on the lines of this task are counted. */
static void lines_begin(void)
{
    long *lines = calloc(1, sizeof *lines);
    if (lines == NULL || task_scope_set(&lines_key, lines) != 0)
        die("lines_begin", errno);
}

struct visit {
    struct future future;
    struct task_scope scope; /* around the future */
    int state;
    const char *name;
    double seconds;
    struct timer pause;
};

static enum poll_state visit_poll(struct future *self, struct context *cx)
{
    struct visit *visit = container_of(self, struct visit, future);
    ASYNC_BEGIN(visit->state);
    lines_begin();
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
    task_scope_init(&visit->scope, visit->name, &visit->future);
    if (spawner_spawn(spawner, &visit->scope.future, NULL) != 0)
        die("spawner_spawn", errno);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: named\n"
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
