/* Exercise 12.3: ask.
 *
 * A server is a thread that receives questions. A question carries a sender of
 * its own, for one message: the question itself comes back, answered. Write
 * both sides.
 *
 * question_answer, the server's side:
 * - The answer to a number is its double; then the question is sent back.
 * - A negative number gets no answer. Then nothing is sent back.
 * - Either way the question's sender is dropped. A question lies on the stack
 *   of whoever asks: once it was sent back, or its sender was dropped, it may
 *   be gone, and is not touched any more.
 *
 * ask, the other side:
 * - True, and *answer, if there is one. False if there is none: the number was
 *   negative, or the server does not take questions any more.
 * - It waits while the server is busy, and then for as long as there is somebody
 *   who could answer, and no longer. It sleeps meanwhile.
 * - Afterwards nothing of its channel is left.
 *
 * server_main is given. A server that closed early would have to go through the
 * questions that are still in its channel in the same way, or at least drop the
 * sender of each: somebody waits for it.
 *
 * main asks twice, and prints "21: 42" and "-1: no answer".
 *
 * Difficulty: hard
 * Time: 45 minutes
 * Section: The receiver leaves first
 */
#include "../../../../part2-executor/12-channel/channel.h"

struct question {
    int number;
    int answer;          /* the server's until the question is sent back */
    struct sender reply; /* the server's, who drops it */
};

static void question_answer(struct question *question)
{
    /* TODO */
    (void)question;
}

static bool ask(const struct sender *server, int number, int *answer)
{
    /* TODO */
    (void)server;
    (void)number;
    *answer = 0;
    return true;
}

/* Answers until nobody can ask any more. */
static void *server_main(void *arg)
{
    struct receiver *receiver = arg;
    void *question;
    while (receiver_receive(receiver, &question) == CHANNEL_OK)
        question_answer(question);
    return NULL;
}

static void ask_and_print(const struct sender *server, int number)
{
    int answer;
    if (ask(server, number, &answer))
        printf("%d: %d\n", number, answer);
    else
        printf("%d: no answer\n", number);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Asks a server for the double of 21 and of -1.\n");
    struct sender sender;
    struct receiver receiver;
    pthread_t server;
    if (channel_new(1, &sender, &receiver) != 0)
        die("channel_new", errno);
    int error = pthread_create(&server, NULL, server_main, &receiver);
    if (error != 0)
        die("pthread_create", error);
    ask_and_print(&sender, 21);
    ask_and_print(&sender, -1);
    sender_drop(&sender);
    pthread_join(server, NULL);
    receiver_drop(&receiver);
    return 0;
}
