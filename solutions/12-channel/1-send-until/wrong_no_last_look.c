/* Wrong: when it has waited and time is up, it does not look once more. Room
 * that came with the deadline is not used.
 *
 * CAUGHT BY: after the wait it looks at the clock
 */
#include "../../../part2-executor/12-channel/channel.h"

static enum channel_result sender_send_until(const struct sender *sender,
                                             void *message, int64_t deadline_ns)
{
    struct channel *channel = sender->channel;
    enum channel_result result;
    pthread_mutex_lock(&channel->mutex);
    while ((result = channel_put(channel, message)) == CHANNEL_FULL) {
        cond_wait_until(&channel->not_full, &channel->mutex, deadline_ns);
        if (clock_now_ns() >= deadline_ns)
            break;
    }
    pthread_mutex_unlock(&channel->mutex);
    return result == CHANNEL_FULL ? CHANNEL_TIMEOUT : result;
}

static void *slow_main(void *arg)
{
    struct receiver *receiver = arg;
    void *message;
    do
        clock_sleep_until(clock_now_ns() + clock_second_ns());
    while (receiver_receive(receiver, &message) == CHANNEL_OK);
    printf("closed\n");
    receiver_drop(receiver);
    return NULL;
}

static void send_impatiently(const struct sender *sender, char *message)
{
    int64_t deadline_ns = clock_now_ns() + clock_second_ns() * 7 / 10;
    enum channel_result result =
        sender_send_until(sender, message, deadline_ns);
    printf("%s: %s\n", message,
           result == CHANNEL_OK        ? "ok"
           : result == CHANNEL_TIMEOUT ? "timeout"
                                       : "something else");
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Sends to a slow receiver, and has little patience.\n");
    struct sender sender;
    struct receiver receiver;
    pthread_t slow;
    char one[] = "1", two[] = "2";
    if (channel_new(1, &sender, &receiver) != 0)
        die("channel_new", errno);
    int error = pthread_create(&slow, NULL, slow_main, &receiver);
    if (error != 0)
        die("pthread_create", error);
    send_impatiently(&sender, one);
    send_impatiently(&sender, two);
    send_impatiently(&sender, two);
    sender_drop(&sender);
    pthread_join(slow, NULL);
    return 0;
}
