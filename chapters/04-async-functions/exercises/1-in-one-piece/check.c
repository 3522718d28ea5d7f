/* Exercise 4.1: greetings polled by hand, and two of them at once. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"
#include "../../../../part1-futures/03-combinators/join.h"

/* Why a poll that began then was ready too early. */
static const char *ready_cause(int64_t begin_ns, const char *not_awaited)
{
    if (clock_now_ns() - begin_ns >= clock_second_ns())
        return "a poll that waits until the answer is there";
    return not_awaited;
}

TEST(pending, "the first poll asks Alice and is pending",
     "one poll of a greeting to Ada", "A switch that jumps into the middle")
{
    struct greeting greeting = {.state = 0};
    setenv("SECOND_MS", "300", 1);
    greeting_init(&greeting, "Ada");
    int64_t begin_ns = clock_now_ns();
    enum poll_state state =
        simple_future_poll(&greeting.future, simple_future_wake);
    CHECK(state == POLL_PENDING, "pending",
          "ready, before anybody can have answered",
          ready_cause(begin_ns, "the answers are not awaited"));
    CHECK(greeting.alice.socket.answer == greeting.name,
          "Alice was asked for the name", "pending, and she was not",
          "no answer_init with `name`");
    socket_destroy(&greeting.alice.socket);
}

TEST(text_lives, "the text for Bob is in the struct, and his answer is polled",
     "two polls: the first asks Alice, the second asks Bob", "Arguments")
{
    struct greeting greeting;
    setenv("SECOND_MS", "300", 1);
    greeting_init(&greeting, "Ada");
    simple_future_poll(&greeting.future, simple_future_wake);
    simple_future_wait();
    int64_t begin_ns = clock_now_ns();
    enum poll_state state =
        simple_future_poll(&greeting.future, simple_future_wake);
    CHECK(state == POLL_PENDING, "pending when Bob has been asked", "ready",
          ready_cause(begin_ns, "Bob's answer is not awaited"));
    const char *text = greeting.bob.socket.answer;
    const char *from = (const char *)&greeting;
    CHECK(text >= from && text < from + sizeof greeting,
          "a text that stands in the struct", "one that stands elsewhere",
          "a local is gone when the poll returns, and a static variable is "
          "shared by all greetings");
    CHECK(greeting.bob.socket.readable == simple_future_wake ||
              socket_has_data_to_read(&greeting.bob.socket),
          "Bob knows whom to wake", "pending, and nobody will be woken",
          "Bob's answer is not polled in the poll that asks him");
    simple_future_wait();
    state = simple_future_poll(&greeting.future, simple_future_wake);
    CHECK(state == POLL_READY, "ready at the third poll", "pending",
          "something else is awaited, or Alice is asked again");
}

TEST(said, "Bob greets whom Alice has named",
     "a greeting to Ada, driven by simple_future_run",
     "A switch that jumps into the middle")
{
    struct greeting greeting;
    setenv("SECOND_MS", "50", 1);
    memset(&greeting, 'x', sizeof greeting);
    greeting_init(&greeting, "Ada");
    long polls = simple_future_run(&greeting.future);
    CHECK_STR(greeting.said, "hello, Ada",
              "the data of a read does not end with a zero byte; `length` of "
              "it are valid");
    CHECK(polls <= 3, "three polls at most", "more",
          "a wake that nobody needs");
}

TEST(long_name, "a name of 50 letters fits",
     "a greeting to a name of 50 letters, driven by simple_future_run",
     "A switch that jumps into the middle")
{
    struct greeting greeting;
    char expected[64] = "hello, ";
    setenv("SECOND_MS", "50", 1);
    memset(expected + 7, 'x', 50);
    greeting_init(&greeting, expected + 7);
    simple_future_run(&greeting.future);
    CHECK_STR(greeting.said, expected, "the room for the text is too small");
}

TEST(two, "two greetings at once do not disturb each other",
     "a join of a greeting to Ada and one to Ben", "What the stack forgets")
{
    struct greeting ada, ben;
    struct join join;
    setenv("SECOND_MS", "50", 1);
    greeting_init(&ada, "Ada");
    greeting_init(&ben, "Ben");
    join_init(&join, &ada.future, &ben.future);
    simple_future_run(&join.future);
    CHECK_STR(ada.said, "hello, Ada", "a variable that both share");
    CHECK_STR(ben.said, "hello, Ben", "a variable that both share");
}

CHECK_MAIN("chapters/04-async-functions/README.md", pending, text_lives, said,
           long_name, two)
