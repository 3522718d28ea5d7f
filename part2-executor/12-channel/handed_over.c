/* Step 12.5: work handed over, and an end of it.
 *
 * The producers of step 12.1, through a channel. Each has a sender of its own
 * and drops it after its last job. Main receives until all of them are gone.
 */
#include "channel.h"

#define PRODUCERS 20
#define JOBS      50 /* of each */
#define CAPACITY  2

struct job {
    int producer; /* who sends it */
    int number;   /* in the order in which they are sent */
    int done;     /* how often */
};

struct producer {
    pthread_t thread;
    struct sender sender;
    struct job jobs[JOBS];
};

static void *producer_main(void *arg)
{
    struct producer *producer = arg;
    for (int n = 0; n < JOBS; n++)
        sender_send(&producer->sender, &producer->jobs[n]);
    sender_drop(&producer->sender);
    return NULL;
}

static void producer_start(struct producer *producer, int number,
                           const struct sender *sender)
{
    producer->sender = sender_clone(sender);
    for (int n = 0; n < JOBS; n++)
        producer->jobs[n] = (struct job){number, n, 0};
    int error =
        pthread_create(&producer->thread, NULL, producer_main, producer);
    if (error != 0)
        die("pthread_create", error);
}

/* Do what comes until nothing more can come. Returns how many were not the
 * next one of their producer. */
static int jobs_do(const struct receiver *receiver)
{
    int due[PRODUCERS] = {0};
    int out_of_order = 0;
    void *message;
    while (receiver_receive(receiver, &message) == CHANNEL_OK) {
        struct job *job = message;
        job->done++;
        if (job->number != due[job->producer]++)
            out_of_order++;
    }
    return out_of_order;
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
                  "usage: handed_over\n"
                  "Twenty threads hand fifty jobs each to main.\n");
    static struct producer producers[PRODUCERS];
    struct sender sender;
    struct receiver receiver;
    printf("%d producers, %d jobs each\n", PRODUCERS, JOBS);
    if (channel_new(CAPACITY, &sender, &receiver) != 0)
        die("channel_new", errno);
    for (int n = 0; n < PRODUCERS; n++)
        producer_start(&producers[n], n, &sender);
    sender_drop(&sender);

    int out_of_order = jobs_do(&receiver);
    receiver_drop(&receiver);
    for (int n = 0; n < PRODUCERS; n++)
        pthread_join(producers[n].thread, NULL);
    print_done(producers);
    printf("%d out of order\n", out_of_order);
    return 0;
}
