/* Step 12.8: how far a fast producer gets ahead.
 *
 * The producer makes its jobs in no time, and main takes a tenth of a second
 * for each. What is made and not yet done takes memory.
 */
#include <stdatomic.h>

#include "channel.h"

#define JOBS 10

static const char usage[] =
    "usage: ahead [CAPACITY]\n"
    "Makes jobs faster than they are done, with room for CAPACITY (2 if left\n"
    "out) in between.\n";

static atomic_long jobs_now; /* made and not yet done */

struct producer {
    pthread_t thread;
    struct sender sender;
    int64_t begin_ns;
    int64_t took_ns;
    long most; /* jobs at a time */
};

static void *job_new(struct producer *producer)
{
    void *job = malloc(1000);
    if (job == NULL)
        die("malloc", errno);
    long now = atomic_fetch_add(&jobs_now, 1) + 1;
    if (now > producer->most)
        producer->most = now;
    return job;
}

static void job_do(void *job)
{
    clock_sleep_until(clock_now_ns() + clock_second_ns() / 10);
    free(job);
    atomic_fetch_sub(&jobs_now, 1);
}

static void *producer_main(void *arg)
{
    struct producer *producer = arg;
    for (int n = 0; n < JOBS; n++)
        sender_send(&producer->sender, job_new(producer));
    producer->took_ns = clock_now_ns() - producer->begin_ns;
    sender_drop(&producer->sender);
    return NULL;
}

static void producer_start(struct producer *producer)
{
    producer->begin_ns = clock_now_ns();
    producer->most = 0;
    int error =
        pthread_create(&producer->thread, NULL, producer_main, producer);
    if (error != 0)
        die("pthread_create", error);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    long capacity = 2;
    if (argc > 1)
        capacity = program_number(argv[1], 1, 1000000, usage);
    struct producer producer;
    struct receiver receiver;
    void *job;
    if (channel_new((size_t)capacity, &producer.sender, &receiver) != 0)
        die("channel_new", errno);

    producer_start(&producer);
    while (receiver_receive(&receiver, &job) == CHANNEL_OK)
        job_do(job);
    double seconds = clock_seconds(clock_now_ns() - producer.begin_ns);
    receiver_drop(&receiver);
    pthread_join(producer.thread, NULL);
    printf("room for %ld: up to %ld jobs at a time\n", capacity, producer.most);
    printf("the last was sent after %.1f seconds and done after %.1f seconds\n",
           clock_seconds(producer.took_ns), seconds);
    return 0;
}
