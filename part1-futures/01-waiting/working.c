/* Step 1.4: ten jobs that do not wait.
 *
 * A job here needs a fifth of a second of processor time. Threads help it
 * only as far as there are processors.
 */
#include <pthread.h>
#include <unistd.h>

#include "clock.h"
#include "program.h"

#define JOBS 10

/* Nanoseconds of processor the calling thread has used. */
static int64_t thread_cpu_ns(void)
{
    struct timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return used.tv_sec * NS_PER_SECOND + used.tv_nsec;
}

static void job_work(void)
{
    int64_t end_ns = thread_cpu_ns() + clock_second_ns() / 5;
    while (thread_cpu_ns() < end_ns)
        ;
}

static void *thread_main(void *arg)
{
    (void)arg;
    job_work();
    return NULL;
}

static void run_in_a_row(void)
{
    for (int n = 0; n < JOBS; n++)
        job_work();
}

static void run_in_threads(void)
{
    pthread_t threads[JOBS];
    for (int n = 0; n < JOBS; n++) {
        int error = pthread_create(&threads[n], NULL, thread_main, NULL);
        if (error != 0)
            die("pthread_create", error);
    }
    for (int n = 0; n < JOBS; n++)
        pthread_join(threads[n], NULL);
}

static void measure(const char *name, void (*run)(void))
{
    int64_t cpu_ns = clock_cpu_ns();
    int64_t begin_ns = clock_now_ns();
    run();
    printf("%s: %.1f seconds, %.1f seconds of processor\n", name,
           clock_seconds(clock_now_ns() - begin_ns),
           clock_seconds(clock_cpu_ns() - cpu_ns));
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: working\n"
                  "Runs ten jobs that compute, in a row and in threads.\n");
    measure("10 jobs in a row", run_in_a_row);
    measure("10 jobs in 10 threads", run_in_threads);
    printf("processors: %ld\n", sysconf(_SC_NPROCESSORS_ONLN));
    return 0;
}
