/* Wrong: each person keeps its spawner.
 *
 * CAUGHT BY: a spawner was not given back
 */
#include "../../../part2-executor/13-channel-executor/executor.h"

#define CHILDREN 2

static long born, buried, unborn;

struct person {
    struct future future;
    struct spawner spawner; /* owned */
    int generations;        /* to come */
};

static int person_spawn(const struct spawner *spawner, int generations);

static enum poll_state person_poll(struct future *self, struct context *cx)
{
    struct person *person = container_of(self, struct person, future);
    (void)cx;
    for (int n = 0; person->generations > 0 && n < CHILDREN; n++)
        if (person_spawn(&person->spawner, person->generations - 1) != 0)
            unborn++;
    return POLL_READY;
}

static void person_drop(struct future *self)
{
    (void)self;
}

static void person_release(struct future *future)
{
    free(container_of(future, struct person, future));
    buried++;
}

static int person_spawn(const struct spawner *spawner, int generations)
{
    struct person *person = malloc(sizeof *person);
    if (person == NULL)
        return -1;
    person->future = (struct future){person_poll, person_drop};
    person->spawner = spawner_clone(spawner);
    person->generations = generations;
    if (spawner_spawn(spawner, &person->future, person_release) == 0) {
        born++;
        return 0;
    }
    int error = errno;
    future_drop(&person->future);
    free(person);
    errno = error;
    return -1;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "One person, and three generations to come.\n");
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    if (person_spawn(&spawner, 3) != 0)
        die("person_spawn", errno);
    spawner_drop(&spawner);
    long polls = executor_run(&executor);
    executor_drop(&executor);
    printf("%ld born, %ld buried, %ld unborn: %ld polls\n", born, buried,
           unborn, polls);
    return 0;
}
