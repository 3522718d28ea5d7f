/* Step 12.4: a receiver whom nobody tells that it was all.
 *
 * EXPECT: hang
 *
 * The queue of step 12.3, with a condition for each side. This main does not
 * know how many jobs will come.
 */
#include <pthread.h>

#include "../../part1-futures/01-waiting/program.h"

#define PRODUCERS 20
#define JOBS      50 /* of each */
#define CAPACITY  2

struct job {
    int done; /* how often */
};

static struct queue {
    pthread_mutex_t mutex; /* guards the rest */
    pthread_cond_t not_empty;
    pthread_cond_t not_full;
    size_t first; /* index of the oldest job */
    size_t count; /* of jobs; those after the first wrap around */
    long wakes;   /* of producers */
    struct job *jobs[CAPACITY];
} queue = {.mutex = PTHREAD_MUTEX_INITIALIZER,
           .not_empty = PTHREAD_COND_INITIALIZER,
           .not_full = PTHREAD_COND_INITIALIZER};

static void queue_send(struct job *job)
{
    pthread_mutex_lock(&queue.mutex);
    while (queue.count == CAPACITY) {
        pthread_cond_wait(&queue.not_full, &queue.mutex);
        queue.wakes++;
    }
    queue.jobs[(queue.first + queue.count) % CAPACITY] = job;
    queue.count++;
    pthread_cond_signal(&queue.not_empty);
    pthread_mutex_unlock(&queue.mutex);
}

static struct job *queue_receive(void)
{
    pthread_mutex_lock(&queue.mutex);
    while (queue.count == 0)
        pthread_cond_wait(&queue.not_empty, &queue.mutex);
    struct job *job = queue.jobs[queue.first];
    queue.first = (queue.first + 1) % CAPACITY;
    queue.count--;
    pthread_cond_signal(&queue.not_full);
    pthread_mutex_unlock(&queue.mutex);
    return job;
}

struct producer {
    pthread_t thread;
    struct job jobs[JOBS];
};

static void *producer_main(void *arg)
{
    struct producer *producer = arg;
    for (int n = 0; n < JOBS; n++)
        queue_send(&producer->jobs[n]);
    return NULL;
}

static void producer_start(struct producer *producer)
{
    int error =
        pthread_create(&producer->thread, NULL, producer_main, producer);
    if (error != 0)
        die("pthread_create", error);
}

static void print_done(long jobs)
{
    pthread_mutex_lock(&queue.mutex);
    long wakes = queue.wakes;
    pthread_mutex_unlock(&queue.mutex);
    printf("%ld jobs done, producers were woken %ld times\n", jobs, wakes);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: never_told\n"
                  "Twenty threads hand fifty jobs each to main.\n");
    static struct producer producers[PRODUCERS];
    printf("%d producers, %d jobs each\n", PRODUCERS, JOBS);
    for (int n = 0; n < PRODUCERS; n++)
        producer_start(&producers[n]);
    for (long n = 1;; n++) {
        queue_receive()->done++;
        if (n % 250 == 0)
            print_done(n);
    }
}
