/* Wrong: a thread takes ten jobs at a time, to come to the mutex less often.
 * While it is at a long one, the rest of its ten wait, and others are free.
 *
 * CAUGHT BY: the jobs are dealt out beforehand
 */
#include <pthread.h>

#include "../../../part1-futures/01-waiting/clock.h"
#include "../../../part1-futures/01-waiting/program.h"

#define JOBS    100
#define THREADS 8

struct queue {
    pthread_mutex_t mutex; /* guards next */
    long next;             /* the first job that nobody has taken */
    long count;
    void (*run)(long n); /* does job n; called by several threads at once */
};

static void job_run(long n)
{
    clock_sleep_until(clock_now_ns() + clock_second_ns() / 10);
    printf("end %ld\n", n);
}

/* The number of a job that nobody has taken, or -1 if there is none. */
static long queue_take(struct queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    long n = queue->next < queue->count ? queue->next++ : -1;
    pthread_mutex_unlock(&queue->mutex);
    return n;
}

static void *thread_main(void *arg)
{
    struct queue *queue = arg;
    long taken;
    do {
        long numbers[10];
        taken = 0;
        while (taken < 10 && (numbers[taken] = queue_take(queue)) != -1)
            taken++;
        for (long n = 0; n < taken; n++)
            queue->run(numbers[n]);
    } while (taken > 0);
    return NULL;
}

/* Run every job once, and return how many threads there were; all of them have
 * been joined. *error is 0, or what pthread_create said when it refused. If it
 * gave no thread at all, no job is run. */
static long queue_run(struct queue *queue, int *error)
{
    pthread_t threads[THREADS];
    long started = 0;
    while (started < THREADS &&
           (*error = pthread_create(&threads[started], NULL, thread_main,
                                    queue)) == 0)
        started++;
    for (long n = 0; n < started; n++)
        pthread_join(threads[n], NULL);
    return started;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Runs a hundred jobs in at most eight threads.\n");
    struct queue queue = {PTHREAD_MUTEX_INITIALIZER, 0, JOBS, job_run};
    int error;
    int64_t begin_ns = clock_now_ns();
    long threads = queue_run(&queue, &error);
    pthread_mutex_destroy(&queue.mutex);
    if (threads == 0)
        die("pthread_create", error);
    printf("%d jobs, %ld threads: %.1f seconds\n", JOBS, threads,
           clock_seconds(clock_now_ns() - begin_ns));
    return 0;
}
