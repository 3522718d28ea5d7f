/* Exercise 13.2: a family.
 *
 * A person is a task, and is ready at its first poll. In that poll it spawns two
 * children, if there are generations to come after it. A child has one less to
 * come than its parent; with none to come, a person has no children.
 *
 * - Each person has a spawner of its own, a clone of the one it was spawned
 *   with. It is dropped with the person, and every clone is dropped once.
 * - A person is on the heap. person_spawn returns 0; or -1 with errno, and
 *   nothing is left of the one who was not born.
 * - `born` counts those who were spawned, `buried` those who were released, and
 *   `unborn` the children for whom there was no room.
 *
 * main prints "15 born, 15 buried, 0 unborn: 15 polls".
 *
 * Difficulty: medium
 * Time: 20 minutes
 * Section: When the run ends
 */
#include "../../../../part2-executor/13-channel-executor/executor.h"

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
    /* TODO: spawn the children, if there are generations to come, and count in
     * unborn those for whom there is no room. */
    (void)self;
    (void)cx;
    return POLL_READY;
}

static void person_drop(struct future *self)
{
    /* TODO: give back what a person owns. */
    (void)self;
}

static void person_release(struct future *future)
{
    /* TODO: free the storage, and count it in buried. */
    (void)future;
}

static int person_spawn(const struct spawner *spawner, int generations)
{
    struct person *person = malloc(sizeof *person);
    if (person == NULL)
        return -1;
    person->future = (struct future){person_poll, person_drop};
    person->generations = generations;
    /* TODO: its spawner; spawn it, and count it in born. And if that fails? */
    (void)spawner;
    (void)person_release;
    free(person);
    errno = ENOSYS;
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
