/* Exercise 12.1: the answer gets at the channel by way of looks.h. The other
 * side is a thread of the test, or nobody. */
#include <stdatomic.h>

#include "looks.h"

#define clock_now_ns           clock_ahead_ns
#define channel_put            put_counted
#define sender_try_send        try_send_counted
#define cond_wait_until        wait_noted
#define pthread_cond_timedwait timedwait_noted
#define pthread_cond_wait      wait_without_deadline
#define main                   answer_main
#include ANSWER
#undef main
#undef pthread_cond_wait
#undef pthread_cond_timedwait
#undef cond_wait_until
#undef sender_try_send
#undef channel_put
#undef clock_now_ns
#include "../../../../book/tools/check.h"

static struct sender sender;
static struct receiver receiver;
static char one[] = "one", two[] = "two";

static int64_t in_ms(int ms)
{
    return clock_now_ns() + ms * NS_PER_MS;
}

/* A channel with room for one, which is taken if it is to be full. */
static void begin(bool full)
{
    if (channel_new(1, &sender, &receiver) != 0)
        die("channel_new", errno);
    watched = sender.channel;
    if (full)
        sender_try_send(&sender, one);
}

/* What is in the channel, or "nothing". */
static const char *received(void)
{
    void *message;
    if (receiver_try_receive(&receiver, &message) != CHANNEL_OK)
        return "nothing";
    return message;
}

static void end(void)
{
    void *message;
    receiver_close(&receiver);
    while (receiver_receive(&receiver, &message) == CHANNEL_OK)
        ;
    receiver_drop(&receiver);
    sender_drop(&sender);
}

static const char *result_name(enum channel_result result)
{
    static const char *const names[] = {"CHANNEL_OK", "CHANNEL_FULL",
                                        "CHANNEL_EMPTY", "CHANNEL_CLOSED",
                                        "CHANNEL_TIMEOUT"};
    return names[result];
}

#define CHECK_RESULT(result, expected, cause) \
    CHECK_STR(result_name(result), expected, cause)

TEST(room, "where there is room, it sends at once",
     "sender_send_until, into an empty channel", "Full, empty, closed")
{
    begin(false);
    CHECK_RESULT(sender_send_until(&sender, one, in_ms(1000)), "CHANNEL_OK",
                 "it does not put the message in");
    CHECK_STR(received(), "one", "another message was put in, or none");
    end();
}

TEST(full, "a channel that stays full: the deadline, and the message stays",
     "sender_send_until, full, a deadline in 200 ms", "Full, empty, closed")
{
    begin(true);
    int64_t deadline_ns = in_ms(200);
    enum channel_result result = sender_send_until(&sender, two, deadline_ns);
    CHECK(!without_deadline, "it sleeps until the deadline",
          "it sleeps beyond the deadline",
          "pthread_cond_wait knows of no deadline");
    CHECK(clock_now_ns() >= deadline_ns, "it returns after 200 ms", "earlier",
          "it does not wait, or takes deadline_ns for something else");
    CHECK_RESULT(result, "CHANNEL_TIMEOUT",
                 "the caller asked for a wait, and is told of one attempt");
    CHECK_STR(received(), "one", "the one that was there was written over");
    CHECK_STR(received(), "nothing", "what timed out was sent all the same");
    end();
}

TEST(past, "a deadline that is past: room is used, and nothing waits",
     "sender_send_until, a deadline of 0; twice, with room for one",
     "Full, empty, closed")
{
    begin(false);
    CHECK_RESULT(sender_send_until(&sender, one, 0), "CHANNEL_OK",
                 "the clock is looked at before the channel");
    CHECK_RESULT(sender_send_until(&sender, two, 0), "CHANNEL_TIMEOUT",
                 "it is full, and the time is up");
    end();
}

TEST(closed, "a closed channel is closed, and not out of time",
     "sender_send_until, full and closed, a deadline in 60 s",
     "The receiver leaves first")
{
    begin(true);
    receiver_close(&receiver);
    CHECK_RESULT(sender_send_until(&sender, two, in_ms(60000)),
                 "CHANNEL_CLOSED", "it waits for room that will not come");
    end();
}

TEST(asleep, "it sleeps while it waits, where room is signalled",
     "sender_send_until, full, a deadline in 500 ms", "Two conditions")
{
    begin(true);
    sender_send_until(&sender, two, in_ms(500));
    CHECK(looks < 20, "a look or two at the channel", "20 looks or more",
          "it tries again and again instead of sleeping");
    CHECK(slept_on != NULL, "it sleeps on not_full", "it sleeps elsewhere",
          "from there nobody can wake it when there is room");
    CHECK(slept_on == &sender.channel->not_full, "it sleeps on not_full",
          "it sleeps on not_empty", "nobody signals there that there is room");
    end();
}

TEST(for_nothing, "woken for nothing, it goes on waiting",
     "sender_send_until, full, woken three times", "Woken is not enough")
{
    begin(true);
    wakes_for_nothing = 3;
    int64_t deadline_ns = in_ms(200);
    CHECK_RESULT(sender_send_until(&sender, two, deadline_ns),
                 "CHANNEL_TIMEOUT", "one wait is not enough: look again");
    CHECK(clock_now_ns() >= deadline_ns, "the deadline is waited for",
          "it gives up earlier", "one wait is not enough: look again");
    end();
}

TEST(late, "room is used, however late it comes",
     "sender_send_until, full, room right after the deadline",
     "Full, empty, closed")
{
    begin(true);
    room_is_late = true;
    CHECK_RESULT(sender_send_until(&sender, two, in_ms(60000)), "CHANNEL_OK",
                 "after the wait it looks at the clock, and not once more at "
                 "the channel");
    CHECK_STR(received(), "two", "another message was put in, or none");
    end();
}

/* Takes what is there, when the sender has had time to fall asleep. */
static void *taking(void *arg)
{
    clock_sleep_until(in_ms(200));
    received();
    return arg;
}

static void thread_start(pthread_t *thread, void *(*function)(void *arg))
{
    int error = pthread_create(thread, NULL, function, NULL);
    if (error != 0)
        die("pthread_create", error);
}

TEST(woken, "it goes on as soon as there is room",
     "sender_send_until, full, a deadline in 60 s; a message is taken after "
     "200 ms",
     "Two conditions")
{
    pthread_t thread;
    begin(true);
    thread_start(&thread, taking);
    CHECK_RESULT(sender_send_until(&sender, two, in_ms(60000)), "CHANNEL_OK",
                 "there was room, and time");
    pthread_join(thread, NULL);
    CHECK_STR(received(), "two", "another message was put in, or none");
    end();
}

static atomic_bool asleep_there; /* the receiver, once the mutex is free */
static atomic_bool told;

/* A receiver that waits. */
static void *receiving(void *arg)
{
    pthread_mutex_lock(&watched->mutex);
    atomic_store(&asleep_there, true);
    while (watched->count == 0)
        pthread_cond_wait(&watched->not_empty, &watched->mutex);
    pthread_mutex_unlock(&watched->mutex);
    atomic_store(&told, true);
    return arg;
}

/* False after a second. */
static bool becomes_true(atomic_bool *flag)
{
    int64_t end_ns = in_ms(1000);
    while (!atomic_load(flag) && clock_now_ns() < end_ns)
        clock_sleep_until(in_ms(1));
    return atomic_load(flag);
}

TEST(tells, "a receiver that waits is told of the message",
     "sender_send_until, empty, the receiver asleep", "Who can still send")
{
    pthread_t thread;
    begin(false);
    thread_start(&thread, receiving);
    while (!becomes_true(&asleep_there))
        ;
    CHECK_RESULT(sender_send_until(&sender, one, in_ms(60000)), "CHANNEL_OK",
                 "there is room");
    CHECK(becomes_true(&told), "the receiver wakes", "it sleeps on",
          "who writes into messages has to signal not_empty, as channel_put "
          "does");
    pthread_join(thread, NULL);
    end();
}

CHECK_MAIN("chapters/12-channel/README.md", room, full, past, closed, asleep,
           for_nothing, late, woken, tells)
