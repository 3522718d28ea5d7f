/* Wrong: each thread is joined before the next is started. There are eight, one
 * after the other, and the first has done everything before the second comes.
 *
 * CAUGHT BY: each thread is joined before the next is started
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
    long n;
    while ((n = queue_take(queue)) != -1)
        queue->run(n);
    return NULL;
}

/* Run every job once, and return how many threads there were; all of them have
 * been joined. *error is 0, or what pthread_create said when it refused. If it
 * gave no thread at all, no job is run. */
static long queue_run(struct queue *queue, int *error)
{
    long started = 0;
    while (started < THREADS) {
        pthread_t thread;
        *error = pthread_create(&thread, NULL, thread_main, queue);
        if (*error != 0)
            break;
        pthread_join(thread, NULL);
        started++;
    }
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
