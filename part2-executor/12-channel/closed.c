/* Step 12.7: a channel that is closed, from either end.
 *
 * A letter on the heap belongs to whoever has it. It goes over to the receiver
 * if the send is ok, and stays with the sender if it is not.
 */
#include "channel.h"

static char *letter_new(const char *text)
{
    char *letter = strdup(text);
    if (letter == NULL)
        die("strdup", errno);
    return letter;
}

static void letter_send(const struct sender *sender, const char *text)
{
    char *letter = letter_new(text);
    if (sender_send(sender, letter) == CHANNEL_OK)
        return;
    printf("  it came back: %s\n", letter);
    free(letter);
}

static void letters_receive(const struct receiver *receiver)
{
    void *message;
    while (receiver_receive(receiver, &message) == CHANNEL_OK) {
        printf("  received: %s\n", (char *)message);
        free(message);
    }
    printf("  closed\n");
}

static void channel_begin(struct sender *sender, struct receiver *receiver)
{
    if (channel_new(2, sender, receiver) != 0)
        die("channel_new", errno);
    letter_send(sender, "one");
    letter_send(sender, "two");
}

static void sender_leaves(void)
{
    struct sender sender;
    struct receiver receiver;
    printf("the last sender leaves\n");
    channel_begin(&sender, &receiver);
    sender_drop(&sender);
    letters_receive(&receiver);
    receiver_drop(&receiver);
}

static void *alice_main(void *arg)
{
    struct sender *sender = arg;
    letter_send(sender, "three"); /* waits for room */
    sender_drop(sender);
    return NULL;
}

static void receiver_leaves(void)
{
    struct sender sender;
    struct receiver receiver;
    pthread_t alice;
    printf("the receiver leaves\n");
    channel_begin(&sender, &receiver);
    int error = pthread_create(&alice, NULL, alice_main, &sender);
    if (error != 0)
        die("pthread_create", error);
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    receiver_close(&receiver);
    pthread_join(alice, NULL);
    letters_receive(&receiver);
    receiver_drop(&receiver);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: closed\n"
                  "Closes a channel from either end and looks for what is in\n"
                  "it.\n");
    sender_leaves();
    receiver_leaves();
    return 0;
}
