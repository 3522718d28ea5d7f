/* Step 1.3: a thread each, until the machine says no.
 *
 * Every thread waits to be told to leave. main starts one after the other
 * until it has as many as it wants or pthread_create refuses, then says what
 * each has cost.
 */
#include <pthread.h>
#include <stdbool.h>

#include "clock.h"
#include "program.h"

#define COUNT_MAX 1000000

static const char usage[] =
    "usage: many_threads [COUNT | all]\n"
    "Starts COUNT threads that wait (10000 if left out), or all that the\n"
    "machine gives, and prints what each costs. While it has them all, other\n"
    "programs get none: not on a machine that others use.\n";

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_wait = PTHREAD_COND_INITIALIZER;
static pthread_cond_t may_leave = PTHREAD_COND_INITIALIZER;
static long waiting;
static bool leave;

static void *thread_main(void *arg)
{
    (void)arg;
    pthread_mutex_lock(&mutex);
    waiting++;
    pthread_cond_signal(&all_wait);
    while (!leave)
        pthread_cond_wait(&may_leave, &mutex);
    pthread_mutex_unlock(&mutex);
    return NULL;
}

/* Start up to `count` threads and return how many there are. *error is 0, or
 * what pthread_create said when it refused. */
static long threads_start(pthread_t *threads, long count, int *error)
{
    long n = 0;
    while (n < count &&
           (*error = pthread_create(&threads[n], NULL, thread_main, NULL)) == 0)
        n++;
    pthread_mutex_lock(&mutex);
    while (waiting < n)
        pthread_cond_wait(&all_wait, &mutex);
    pthread_mutex_unlock(&mutex);
    return n;
}

static void threads_leave(pthread_t *threads, long count)
{
    pthread_mutex_lock(&mutex);
    leave = true;
    pthread_cond_broadcast(&may_leave);
    pthread_mutex_unlock(&mutex);
    for (long n = 0; n < count; n++)
        pthread_join(threads[n], NULL);
}

static void print_cost(long count, int64_t took_ns, long grew_bytes)
{
    pthread_attr_t attr;
    size_t stack_bytes;
    pthread_attr_init(&attr);
    pthread_attr_getstacksize(&attr, &stack_bytes);
    pthread_attr_destroy(&attr);
    printf("each: %zu KiB of addresses for its stack\n", stack_bytes / 1024);
    printf("each: %.1f KiB of memory\n", (double)grew_bytes / 1024 / count);
    printf("each: %.1f us to start\n", (double)took_ns / 1000 / count);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    bool all = argc > 1 && strcmp(argv[1], "all") == 0;
    long count = all ? COUNT_MAX : 10000;
    if (argc > 1 && !all)
        count = program_number(argv[1], 1, COUNT_MAX, usage);
    pthread_t *threads = malloc((size_t)count * sizeof *threads);
    if (threads == NULL)
        die("malloc", errno);

    int error = 0;
    long before_bytes = program_peak_bytes();
    int64_t begin_ns = clock_now_ns();
    long started = threads_start(threads, count, &error);
    int64_t took_ns = clock_now_ns() - begin_ns;
    long grew_bytes = program_peak_bytes() - before_bytes;
    threads_leave(threads, started);
    free(threads);

    printf("%ld threads at once\n", started);
    if (started > 0)
        print_cost(started, took_ns, grew_bytes);
    if (error != 0 && !all)
        die("pthread_create", error);
    if (error != 0)
        printf("no more: pthread_create: %s\n", strerror(error));
    return 0;
}
