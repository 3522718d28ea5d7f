/* Step 12.2: everyone is woken.
 *
 * The queue of step 12.1. Whoever was woken looks again before it goes on.
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
    pthread_cond_t changed;
    size_t first; /* index of the oldest job */
    size_t count; /* of jobs; those after the first wrap around */
    long wakes;   /* of producers */
    struct job *jobs[CAPACITY];
} queue = {.mutex = PTHREAD_MUTEX_INITIALIZER,
           .changed = PTHREAD_COND_INITIALIZER};

static void queue_send(struct job *job)
{
    pthread_mutex_lock(&queue.mutex);
    while (queue.count == CAPACITY) {
        pthread_cond_wait(&queue.changed, &queue.mutex);
        queue.wakes++;
    }
    queue.jobs[(queue.first + queue.count) % CAPACITY] = job;
    queue.count++;
    pthread_cond_broadcast(&queue.changed);
    pthread_mutex_unlock(&queue.mutex);
}

static struct job *queue_receive(void)
{
    pthread_mutex_lock(&queue.mutex);
    while (queue.count == 0)
        pthread_cond_wait(&queue.changed, &queue.mutex);
    struct job *job = queue.jobs[queue.first];
    queue.first = (queue.first + 1) % CAPACITY;
    queue.count--;
    pthread_cond_broadcast(&queue.changed);
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

static void print_done(const struct producer *producers)
{
    int done[3] = {0, 0, 0}; /* never, once, more often */
    for (int n = 0; n < PRODUCERS * JOBS; n++) {
        int times = producers[n / JOBS].jobs[n % JOBS].done;
        done[times < 2 ? times : 2]++;
    }
    printf("%d jobs: %d done once, %d never, %d more often\n", PRODUCERS * JOBS,
           done[1], done[0], done[2]);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: everyone\n"
                  "Twenty threads hand fifty jobs each to main.\n");
    static struct producer producers[PRODUCERS];
    printf("%d producers, %d jobs each\n", PRODUCERS, JOBS);
    for (int n = 0; n < PRODUCERS; n++)
        producer_start(&producers[n]);
    for (int n = 0; n < PRODUCERS * JOBS; n++)
        queue_receive()->done++;
    for (int n = 0; n < PRODUCERS; n++)
        pthread_join(producers[n].thread, NULL);
    print_done(producers);
    printf("producers were woken %ld times\n", queue.wakes);
    return 0;
}
