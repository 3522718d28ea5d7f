/* Wrong: each worker has a mutex of its own, and nobody else waits for it.
 *
 * CAUGHT BY: a mutex that a worker makes for itself keeps nobody away
 */
#include "../../../part2-executor/12-channel/channel.h"

#define WORKERS_MAX 16

struct workers {
    struct receiver *receiver; /* borrowed; for who holds the turn */
    pthread_mutex_t turn;
    void (*work)(void *message); /* on any thread, several at a time */
};

static void *worker_main(void *arg)
{
    struct workers *workers = arg;
    pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
    for (;;) {
        void *message;
        pthread_mutex_lock(&turn);
        enum channel_result result =
            receiver_receive(workers->receiver, &message);
        pthread_mutex_unlock(&turn);
        if (result != CHANNEL_OK)
            return NULL;
        workers->work(message);
    }
}

/* Returns when the channel is closed and every message was worked on. */
static void workers_run(struct receiver *receiver, int count,
                        void (*work)(void *message))
{
    struct workers workers = {receiver, PTHREAD_MUTEX_INITIALIZER, work};
    pthread_t threads[WORKERS_MAX];
    for (int n = 0; n < count; n++) {
        int error = pthread_create(&threads[n], NULL, worker_main, &workers);
        if (error != 0)
            die("pthread_create", error);
    }
    for (int n = 0; n < count; n++)
        pthread_join(threads[n], NULL);
    pthread_mutex_destroy(&workers.turn);
}

static void work_slowly(void *message)
{
    (void)message;
    clock_sleep_until(clock_now_ns() + clock_second_ns() / 10);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Has four workers do twenty jobs.\n");
    struct sender sender;
    struct receiver receiver;
    if (channel_new(20, &sender, &receiver) != 0)
        die("channel_new", errno);
    for (int n = 0; n < 20; n++)
        sender_send(&sender, NULL);
    sender_drop(&sender);
    int64_t begin_ns = clock_now_ns();
    workers_run(&receiver, 4, work_slowly);
    printf("20 jobs, 4 workers: %.1f seconds, ",
           clock_seconds(clock_now_ns() - begin_ns));
    int left = 0;
    for (void *message; receiver_receive(&receiver, &message) == CHANNEL_OK;)
        left++;
    printf("%d left\n", left);
    receiver_drop(&receiver);
    return 0;
}
