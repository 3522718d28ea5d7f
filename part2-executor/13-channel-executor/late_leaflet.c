/* Step 13.5: a task that is counted, and wakers that may come late.
 *
 * The futures of step 13.1 on the executor of this chapter. The letterbox has
 * the last reference to the reader's task until the end of main.
 */
#include "executor.h"
#include "letters.h"

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: late_leaflet\n"
                  "A postman brings letters, a reader reads them.\n");
    struct letterbox box;
    struct reader reader;
    struct postman postman;
    letterbox_init(&box);
    reader_init(&reader, &box);
    postman_init(&postman, &box);

    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    if (spawner_spawn(&spawner, &reader.future, NULL) != 0 ||
        spawner_spawn(&spawner, &postman.future, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
    printf("%ld wakes, %ld polls of the reader\n", box.wakes, reader.polls);

    letterbox_destroy(&box);
    return 0;
}
