/* Exercise 2.2: most tests need no peer. Their sockets are a mutex and room
 * for data, and socket_deliver is called by the test itself, when it wants. The
 * answer looks at them by way of late.h. */
#include "late.h"

#define socket_has_data_to_read look_then_arrive
#define main                    answer_main
#include ANSWER
#undef main
#undef socket_has_data_to_read
#include "../../../../book/tools/check.h"

static struct socket first = {.mutex = PTHREAD_MUTEX_INITIALIZER};
static struct socket second = {.mutex = PTHREAD_MUTEX_INITIALIZER};
static int wakes;
static int other_wakes;

static void wake_counted(void)
{
    wakes++;
}

static void wake_counted_too(void)
{
    other_wakes++;
}

static enum poll_state polled(struct either *either)
{
    return simple_future_poll(&either->future, wake_counted);
}

#define CHECK_PENDING(either) \
    CHECK(polled(either) == POLL_PENDING, "pending", "ready", \
          "ready although nothing has arrived on either socket")

#define CHECK_READY(either, socket) \
    do { \
        CHECK(polled(either) == POLL_READY, "ready", "pending", \
              "only one of the sockets is looked at"); \
        CHECK((either)->readable != NULL, "readable points to a socket", \
              "it is a null pointer", "readable is not set before ready"); \
        CHECK((either)->readable == &(socket), \
              "readable points to the " #socket " socket", \
              "it points to the other one", \
              "the two are taken for each other, or the second goes first"); \
    } while (0)

TEST(pending, "while neither socket has something, it is pending",
     "either_poll, two empty sockets", "A future that waits")
{
    struct either either;
    either_init(&either, &first, &second);
    CHECK_PENDING(&either);
    CHECK(looks >= 2, "socket_has_data_to_read is asked of both",
          "it is called less than twice",
          "pending without a look, or by other means than the socket's own");
    CHECK_INT(wakes, 0, "wakes", "it wakes itself, where the sockets will");
}

TEST(says_which, "it says which of the sockets has something",
     "either_poll, data on the second; another, data on the first",
     "A future that waits")
{
    struct either either;
    socket_deliver(&second, "here");
    either_init(&either, &first, &second);
    CHECK_READY(&either, second);
    socket_deliver(&second, "here");
    either_init(&either, &second, &first); /* the other way round */
    CHECK_READY(&either, second);
}

TEST(first_of_both, "of two that have something it is the first",
     "either_poll, data on both sockets", "A future that waits")
{
    struct either either;
    socket_deliver(&first, "one");
    socket_deliver(&second, "two");
    either_init(&either, &first, &second);
    CHECK_READY(&either, first);
    CHECK(first.length == 3 && second.length == 3, "what has arrived stays",
          "a socket has been read", "looking is enough; the owner reads");
}

TEST(both_call, "while it is pending, both sockets call the last wake",
     "either_poll with one wake, then with another; data on each socket",
     "Do not call us")
{
    struct either either;
    either_init(&either, &first, &second);
    CHECK_PENDING(&either);
    CHECK(first.readable == wake_counted, "the first socket calls wake",
          "it does not", "it has not been asked to");
    CHECK(second.readable == wake_counted, "the second socket calls wake",
          "it does not", "it has not been asked to");
    simple_future_poll(&either.future, wake_counted_too);
    socket_deliver(&first, "one");
    socket_deliver(&second, "two");
    CHECK_INT(wakes, 0, "calls of the wake of the poll before",
              "the sockets are asked only once, with the first wake");
    CHECK_INT(other_wakes, 2, "calls of the wake of the last poll",
              "the sockets are asked only once, with the first wake");
}

/* Poll; data comes to `socket` right after it was looked at. */
static void poll_unlucky(struct socket *socket)
{
    struct either either;
    either_init(&either, &first, &second);
    first.length = 0;
    second.length = 0;
    wakes = 0;
    late = socket;
    enum poll_state state = polled(&either);
    CHECK(state == POLL_READY || wakes > 0, "ready, or a wake",
          "pending, and no wake: it will sleep with the data there",
          "the socket is looked at first, and asked to call back afterwards");
    CHECK(state == POLL_READY || polled(&either) == POLL_READY,
          "ready when polled again", "pending",
          "what arrived is not looked at in a later poll");
}

TEST(unlucky, "what arrives right after the look is heard",
     "either_poll, data comes to a socket after the look at it",
     "The wake that never came")
{
    poll_unlucky(&first);
    poll_unlucky(&second);
}

TEST(quiet, "what arrives after it was ready calls nobody",
     "either_poll, data on one socket; then data on the other",
     "What is wrong with it")
{
    struct either either;
    either_init(&either, &first, &second);
    CHECK_PENDING(&either);
    socket_deliver(&second, "two");
    CHECK_READY(&either, second);
    wakes = 0;
    socket_deliver(&first, "one");
    socket_deliver(&second, "two");
    CHECK_INT(wakes, 0, "wakes after it was ready",
              "a socket still has the callback of a future that is over");
}

TEST(driven, "a driver that sleeps hears a peer",
     "simple_future_run, a socket without a peer and one whose peer answers",
     "Do not call us")
{
    struct socket answered;
    struct either either;
    setenv("SECOND_MS", "50", 1);
    socket_init(&answered, 1, "howdy");
    either_init(&either, &first, &answered);
    long polls = simple_future_run(&either.future);
    CHECK(either.readable == &answered, "the socket with a peer is readable",
          "another", "readable is not the socket that has something");
    CHECK(polls <= 2, "at most 2 polls", "more",
          "it wakes itself instead of waiting to be woken");
    socket_destroy(&answered);
}

CHECK_MAIN("chapters/02-simple-future/README.md", pending, says_which,
           first_of_both, both_call, unlucky, quiet, driven)
