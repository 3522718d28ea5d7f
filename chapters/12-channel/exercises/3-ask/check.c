/* Exercise 12.3: the answer gets at its channels by way of ends.h. */
#include "ends.h"

#define sender_send            send_watched
#define sender_try_send        try_send_watched
#define sender_drop            drop_watched
#define receiver_receive       receive_watched
#define receiver_try_receive   try_receive_watched
#define receiver_receive_until receive_until_watched
#define receiver_close         close_watched
#define receiver_drop          drop_receiver_watched
#define main                   answer_main
#include ANSWER
#undef main
#undef receiver_drop
#undef receiver_close
#undef receiver_receive_until
#undef receiver_try_receive
#undef receiver_receive
#undef sender_drop
#undef sender_try_send
#undef sender_send
#include "../../../../book/tools/check.h"

static struct question question;
static struct receiver reply;

static void put(int number)
{
    question.number = number;
    question.answer = -7;
    if (channel_new(1, &question.reply, &reply) != 0)
        die("channel_new", errno);
    question_answer(&question);
}

TEST(answered, "the server sends the question back, with the answer in it",
     "question_answer, 21 and 0", "What C makes you own")
{
    void *message = NULL;
    put(21);
    CHECK(receiver_try_receive(&reply, &message) == CHANNEL_OK, "a message",
          "none", "nothing is sent back");
    CHECK(message == &question, "the question itself", "something else",
          "what comes back is what was asked, so that the answer is found");
    CHECK_INT(question.answer, 42, "the answer", "it is not set");
    CHECK(receiver_try_receive(&reply, &message) == CHANNEL_CLOSED,
          "then the channel is closed", "it is open",
          "the sender was not dropped, or was cloned and dropped once");
    receiver_drop(&reply);
    put(0);
    CHECK(receiver_try_receive(&reply, &message) == CHANNEL_OK,
          "an answer to 0", "none", "0 is not a negative number");
    CHECK_INT(question.answer, 0, "the answer to 0", "its double is 0");
    receiver_try_receive(&reply, &message);
    receiver_drop(&reply);
}

TEST(refused, "no answer: the sender is dropped all the same",
     "question_answer, -1", "Who can still send")
{
    void *message;
    put(-1);
    enum channel_result result = receiver_try_receive(&reply, &message);
    CHECK(result != CHANNEL_OK, "no message", "one",
          "a negative number is answered");
    CHECK(result == CHANNEL_CLOSED, "closed", "empty",
          "no answer is not the same as no word: somebody waits");
    receiver_drop(&reply);
}

static struct question sent_back;

/* Whoever asked has it, and uses the memory for something else. */
static void reused(void *message)
{
    sent_back = *(struct question *)message;
    question.number = -1000;
    question.answer = -2000;
}

TEST(gone, "what was sent back is not touched any more", "question_answer, 21",
     "What C makes you own")
{
    void *message;
    lent = &question.reply;
    after_send = reused;
    put(21);
    CHECK_INT(sent_back.answer, 42, "the answer in what is sent back",
              "it is set after the send: whoever asked has looked by then");
    CHECK(question.number == -1000 && question.answer == -2000,
          "the question is left alone after the send", "it is written to",
          "the question is used after it was sent back: whoever asked may "
          "have returned");
    CHECK(!touched, "the question is left alone after the send",
          "its sender is looked for in it",
          "the question is used after it was sent back: whoever asked may "
          "have returned");
    receiver_try_receive(&reply, &message);
    CHECK(receiver_try_receive(&reply, &message) == CHANNEL_CLOSED,
          "its sender is dropped", "it is not",
          "the question is read after it was sent back: something else is "
          "there by then");
    receiver_drop(&reply);
}

static struct sender server;
static struct receiver questions;
static pthread_t thread;

static void server_begin(void)
{
    if (channel_new(1, &server, &questions) != 0)
        die("channel_new", errno);
    int error = pthread_create(&thread, NULL, server_main, &questions);
    if (error != 0)
        die("pthread_create", error);
}

static void server_end(void)
{
    sender_drop(&server);
    pthread_join(thread, NULL);
    receiver_drop(&questions);
}

static struct question other; /* the channel is full of it */

/* Room for one question. */
static void server_wakes(void)
{
    void *message;
    receiver_try_receive(&questions, &message);
}

static void server_answers(void)
{
    void *message;
    if (receiver_try_receive(&questions, &message) != CHANNEL_OK ||
        message == &other)
        return;
    struct channel *channel = ((struct question *)message)->reply.channel;
    CHECK(channel != NULL && channel->senders > 0,
          "the sender in the question, until the server drops it",
          "ask has dropped it",
          "it would be dropped twice: what went with a question is the "
          "server's");
    question_answer(message);
}

TEST(waits, "it waits for room and for the answer, and sleeps meanwhile",
     "ask, when the questions are full and the server is slow",
     "Full, empty, closed")
{
    int answer = -7;
    if (channel_new(1, &server, &questions) != 0)
        die("channel_new", errno);
    sender_try_send(&server, &other);
    others = 1;
    before_send = server_wakes;
    before_receive = server_answers;
    bool had_answer = ask(&server, 21, &answer);
    CHECK(!waits_for_itself, "one sender of the answer, the server's",
          "one more", "ask has a sender of its own and waits for itself");
    CHECK(before_send == NULL, "it waits for room for its question",
          "it does not",
          "full is not closed: the server is busy, and will take it");
    CHECK(attempts < 100, "it sleeps while it waits", "a hundred attempts",
          "it tries again and again instead of sleeping");
    CHECK(had_answer, "true", "false",
          "the server has the question and its sender, and will answer: empty "
          "or time-out is not the end");
    CHECK_INT(answer, 42, "*answer", "the answer is not passed on");
    sender_drop(&server);
    receiver_drop(&questions);
}

TEST(asks, "asked 21 it says 42, asked -1 it says that there is no answer",
     "ask, with a server that answers", "Who can still send")
{
    int answer = -7;
    server_begin();
    CHECK(ask(&server, 21, &answer), "true", "false", "there was an answer");
    CHECK_INT(answer, 42, "*answer", "the answer is not passed on");
    CHECK(!ask(&server, -1, &answer), "false", "true",
          "closed is taken for an answer, or the server is not asked");
    server_end();
}

TEST(ends, "it closes the channel of the answer and leaves nothing of it",
     "ask, a hundred times", "The receiver leaves first")
{
    int answer;
    server_begin();
    ask(&server, 1, &answer);
    CHECK(!atomic_load(&dropped_open), "closed, then dropped",
          "dropped, and the server may still have its sender",
          "receiver_drop would say: a receiver was dropped that could still "
          "receive");
    for (int n = 1; n < 100; n++)
        ask(&server, n % 2 == 0 ? n : -n, &answer);
    server_end();
    CHECK_INT(channels, 0, "channels left",
              "the channel of the answer is not freed: one of its ends is "
              "not dropped");
}

TEST(nobody, "asked when the server is gone, it does not wait",
     "ask, when the questions are closed", "The receiver leaves first")
{
    int answer;
    if (channel_new(1, &server, &questions) != 0)
        die("channel_new", errno);
    receiver_close(&questions);
    others = 0;
    bool had_answer = ask(&server, 21, &answer);
    CHECK(!waits_for_itself, "no sender of the answer is left",
          "ask waits, and there is one",
          "the sender in the question that was not taken is nobody's but "
          "yours, and it is still there");
    CHECK(!had_answer, "false", "true", "nobody has answered");
    receiver_drop(&questions);
    sender_drop(&server);
    CHECK_INT(channels, 0, "channels left",
              "the receiver of the answer is not dropped when the question "
              "was not taken");
}

CHECK_MAIN("chapters/12-channel/README.md", answered, refused, gone, waits,
           asks, ends, nobody)
