/* Step 1.2: ten jobs, a thread each.
 *
 * The job is the one of step 1.1, to the letter. Ten of it now wait at once.
 */
#include <pthread.h>

#include "clock.h"
#include "program.h"

#define JOBS 10

static void job_run(int n)
{
    printf("start %d\n", n);
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    printf("end %d\n", n);
}

static void *thread_main(void *arg)
{
    int *n = arg;
    job_run(*n);
    return NULL;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: threads\n"
                  "Runs ten jobs at once, a thread each.\n");
    int64_t begin_ns = clock_now_ns();
    pthread_t threads[JOBS];
    int numbers[JOBS];
    for (int n = 0; n < JOBS; n++) {
        numbers[n] = n;
        int error = pthread_create(&threads[n], NULL, thread_main, &numbers[n]);
        if (error != 0)
            die("pthread_create", error);
    }
    for (int n = 0; n < JOBS; n++)
        pthread_join(threads[n], NULL);
    printf("%d jobs, %d threads: %.1f seconds\n", JOBS, JOBS,
           clock_seconds(clock_now_ns() - begin_ns));
    return 0;
}
