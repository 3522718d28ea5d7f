/* Step 12.6: a channel that is full, and one that is empty.
 *
 * One thread has both ends, and nothing of it blocks for longer than it says.
 */
#include "channel.h"

static const char *const results[] = {
    [CHANNEL_OK] = "ok",           [CHANNEL_FULL] = "full",
    [CHANNEL_EMPTY] = "empty",     [CHANNEL_CLOSED] = "closed",
    [CHANNEL_TIMEOUT] = "timeout",
};

static void try_send(const struct sender *sender, char *message)
{
    enum channel_result result = sender_try_send(sender, message);
    printf("try_send %-7s %s\n", message, results[result]);
}

static void try_receive(const struct receiver *receiver)
{
    void *message;
    enum channel_result result = receiver_try_receive(receiver, &message);
    printf("try_receive      %s\n",
           result == CHANNEL_OK ? (char *)message : results[result]);
}

static void receive_for_half_a_second(const struct receiver *receiver)
{
    void *message;
    int64_t begin_ns = clock_now_ns();
    enum channel_result result = receiver_receive_until(
        receiver, &message, begin_ns + clock_second_ns() / 2);
    printf("receive_until    %s after %.1f seconds\n", results[result],
           clock_seconds(clock_now_ns() - begin_ns));
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: full\n"
                  "Sends into a channel with room for two, and receives.\n");
    struct sender sender;
    struct receiver receiver;
    char one[] = "one", two[] = "two", three[] = "three";
    if (channel_new(2, &sender, &receiver) != 0)
        die("channel_new", errno);
    try_send(&sender, one);
    try_send(&sender, two);
    try_send(&sender, three);
    try_receive(&receiver);
    try_send(&sender, three);
    try_receive(&receiver);
    try_receive(&receiver);
    try_receive(&receiver);
    receive_for_half_a_second(&receiver);
    sender_drop(&sender);
    try_receive(&receiver);
    receiver_drop(&receiver);
    return 0;
}
