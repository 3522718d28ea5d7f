/* Exercise 3.4: most tests poll the two greetings by hand, and deliver what
 * the peers say when it suits them. The last one has real peers. */
#include "../allocations.h"
#include "by_hand.h"

#define socket_init ask_by_hand
#define main        answer_main
#include ANSWER
#undef main
#undef socket_init
#include "../../../../book/tools/check.h"
#include "../steps.h"

static struct greetings greetings;
static struct simple_future *future;

static void begin(void)
{
    future = greetings_init(&greetings, "Ada", "Grace");
    memset(greetings.first.name.data, 'x', 20); /* no zero behind a name */
    memset(greetings.second.name.data, 'x', 20);
    const char *address = (const char *)future;
    const char *from = (const char *)&greetings;
    CHECK(address >= from && address < from + sizeof greetings,
          "a future that stands in the struct greetings",
          "one that stands elsewhere",
          "a local is gone when greetings_init returns");
}

static enum poll_state polled(void)
{
    return simple_future_poll(future, steps_wake);
}

/* The peer at the other end says what it was asked for. */
static void answers(struct socket *socket)
{
    socket_deliver(socket, socket->answer);
}

TEST(both_asked, "the first poll asks for both names",
     "one poll of the future that greetings_init returns", "Join")
{
    begin();
    CHECK(polled() == POLL_PENDING, "pending", "ready",
          "ready although no name has come");
    CHECK(greetings.first.alice.readable == steps_wake,
          "the first Alice will wake whoever polls", "she will not",
          "the first greeting is not polled");
    CHECK(greetings.second.alice.readable == steps_wake,
          "the second Alice will wake whoever polls", "she will not",
          "the second greeting is not polled before the first is done");
}

/* Bob has been asked by the last poll, to say this. */
static void check_bob(struct greeting *greeting, const char *text)
{
    const char *answer = greeting->bob.answer;
    const char *from = (const char *)greeting;
    CHECK_INT(asks_of(&greeting->bob), 1, "times that Bob was asked",
              "greeting_next does not ask him, or not the one in its own "
              "struct: which member does container_of name?");
    CHECK(answer >= from && answer < from + sizeof *greeting,
          "a text that stands in the struct greeting",
          "one that stands elsewhere",
          "a local is gone when greeting_next returns, and a static one is "
          "shared by all greetings");
    CHECK_STR(answer, text,
              "another text, or what stands behind the name: `length` bytes "
              "are valid, and no zero follows");
    CHECK(greeting->bob.readable == steps_wake, "Bob will wake whoever polls",
          "he will not",
          "greeting_next returns another future than that of `hello`");
}

TEST(made_from_name, "when a name is there, Bob is asked to greet it",
     "a poll; the first name comes; a poll", "The second made from the first")
{
    begin();
    polled();
    CHECK_INT(asks_of(&greetings.first.bob), 0,
              "times that Bob was asked before there was a name",
              "what greeting_next has to do is done in greeting_init");
    answers(&greetings.first.alice);
    CHECK(polled() == POLL_PENDING, "pending", "ready",
          "Bob has not answered; the names are joined, not the greetings");
    check_bob(&greetings.first, "hello, Ada");
    CHECK_INT(asks_of(&greetings.second.bob), 0,
              "times that the second Bob was asked",
              "the second greeting has no name yet");
}

TEST(own_name, "each greeting is made from its own name, whichever comes first",
     "a poll; the second name comes; a poll; the first name comes; a poll",
     "The second made from the first")
{
    begin();
    polled();
    answers(&greetings.second.alice);
    polled();
    check_bob(&greetings.second, "hello, Grace");
    answers(&greetings.first.alice);
    polled();
    check_bob(&greetings.first, "hello, Ada");
    check_bob(&greetings.second, "hello, Grace");
}

static int polls_too_many;

static enum poll_state poll_too_many(struct simple_future *self,
                                     void (*wake)(void))
{
    (void)self;
    (void)wake;
    polls_too_many++;
    return POLL_READY;
}

TEST(both_done, "it is ready when both are, and who is done rests",
     "names and greetings come one by one, with a poll after each", "Join")
{
    const char *cause = "it waits for one greeting, and not for both";
    begin();
    polled();
    answers(&greetings.second.alice);
    polled();
    answers(&greetings.second.bob);
    CHECK(polled() == POLL_PENDING, "pending with one guest greeted", "ready",
          cause);
    CHECK_INT(greetings.second.hello.length, strlen("hello, Grace"),
              "letters read of \"hello, Grace\"",
              "Bob's answer is not read in the poll after it has come");
    greetings.second.and_then.future.poll = poll_too_many; /* do not abort */
    answers(&greetings.first.alice);
    CHECK(polled() == POLL_PENDING, "pending with one guest greeted", "ready",
          cause);
    CHECK_INT(polls_too_many, 0, "polls of the greeting that was done",
              "nothing remembers that it was ready; a join does");
    answers(&greetings.first.bob);
    CHECK(polled() == POLL_READY, "ready with both guests greeted", "pending",
          "it is not noticed, or too late, that both are done");
}

TEST(driven, "two greetings take two seconds, and nothing is allocated",
     "simple_future_run, with peers that take a second each", "Pairs of pairs")
{
    setenv("SECOND_MS", "200", 1);
    with_peers = true;
    int64_t begin_ns = clock_now_ns();
    begin();
    long polls = simple_future_run(future);
    CHECK(clock_now_ns() - begin_ns >= 2 * clock_second_ns(),
          "at least 2 seconds", "less",
          "Bob does not take a second from when he is asked");
    CHECK(polls <= 5, "5 polls at most, one for each answer and one to begin",
          "more", "it wakes itself instead of waiting to be woken");
    CHECK_INT(allocations, 0, "calls of malloc, calloc or realloc",
              "memory of its own; the structs have room for everything");
    CHECK_OUTPUT(greeting_finish(&greetings.first), "read: hello, Ada\n",
                 "the greeting is made from something else than the name");
    CHECK_OUTPUT(greeting_finish(&greetings.second), "read: hello, Grace\n",
                 "the greeting is made from something else than the name");
}

CHECK_MAIN("chapters/03-combinators/README.md", both_asked, made_from_name,
           own_name, both_done, driven)
