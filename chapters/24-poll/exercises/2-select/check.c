/* Exercise 24.2: pipes, and a waker that counts for each. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

enum { COUNT = 4 };
static struct selecting selecting;
static struct interest interests[COUNT];
static struct counting_waker countings[COUNT];
static struct waker wakers[COUNT];
static int pipes[COUNT][2];

static void begin(void)
{
    selecting_init(&selecting);
    for (int n = 0; n < COUNT; n++) {
        if (pipe(pipes[n]) != 0)
            die("pipe", errno);
        interest_init(&interests[n], &selecting.readiness, pipes[n][0], POLLIN);
        counting_waker_init(&countings[n]);
        wakers[n] = counting_waker_new(&countings[n]);
    }
}

static void wait_for(int n)
{
    CHECK_INT(interest_wait(&interests[n], &wakers[n]), 0,
              "what the wait returns", "an interest that fits is refused");
    CHECK(interests[n].place != 0, "the interest has a place", "it has none",
          "it is not inserted, or does not know where");
}

static void put(int n)
{
    fd_write_all(pipes[n][1], "x", 1);
}

/* One call, without sleeping. */
static void look(void)
{
    struct timeval none = {0};
    selecting_sleep(&selecting, &none);
}

static void woken(int n, long expected, const char *cause)
{
    CHECK_INT(counting_waker_wakes(&countings[n]), expected, "wakes of one",
              cause);
}

static void end(void)
{
    for (int n = 0; n < COUNT; n++) {
        interest_forget(&interests[n]);
        waker_drop(&wakers[n]);
        CHECK_INT(counting_waker_alive(&countings[n]), 0, "wakers alive",
                  "a waker is kept twice, or not given back");
        counting_waker_destroy(&countings[n]);
    }
    CHECK_INT(selecting.count, 1, "count at the end",
              "count does not fit what was inserted and removed");
}

TEST(reads, "who has something to read is woken, and nobody else",
     "three interests; something comes for the last of them",
     "One call for all")
{
    begin();
    wait_for(0), wait_for(1), wait_for(2);
    put(2);
    look();
    woken(0, 0, "somebody is woken for whom nothing has come");
    woken(1, 0, "somebody is woken for whom nothing has come");
    woken(2, 1,
          "FD_ISSET is not asked; or the first argument of select() is the "
          "highest number and one more");
    end();
}

TEST(once, "who was woken is not watched any more, until it waits again",
     "two calls of select() after one letter, a wait, a third",
     "One call for all")
{
    begin();
    wait_for(1);
    put(1);
    look();
    look();
    woken(1, 1, "who was woken is still watched");
    CHECK_INT(interests[1].place, 0, "its place after the wake",
              "who was woken is still watched");
    wait_for(1);
    look();
    woken(1, 2, "it waits again, and what is ready still is");
    end();
}

TEST(writes, "who waits to write is woken when there is room",
     "an interest with POLLOUT in a pipe that is empty", "One call for all")
{
    begin();
    interest_init(&interests[0], &selecting.readiness, pipes[0][1], POLLOUT);
    wait_for(0), wait_for(1);
    look();
    woken(0, 1,
          "who waits to write is asked whether there is something to "
          "read");
    woken(1, 0, "who waits to read is asked whether there is room");
    end();
}

TEST(latest, "a second wait has the latest waker, and one place",
     "two waits with different wakers", "One call for all")
{
    begin();
    wait_for(0);
    interest_wait(&interests[0], &wakers[1]);
    CHECK_INT(selecting.count, 2, "count after two waits of one interest",
              "it is inserted although it has a place");
    put(0);
    look();
    woken(0, 0, "the waker of the first wait is woken");
    woken(1, 1, "the waker of the second wait is not kept");
    end();
}

TEST(too_high, "a descriptor that no set has room for is refused",
     "interests in the descriptors FD_SETSIZE and -1", "One call for all")
{
    int bad[] = {FD_SETSIZE, -1};
    begin();
    for (int n = 0; n < 2; n++) {
        interests[n].fd = bad[n];
        errno = 0;
        int result = interest_wait(&interests[n], &wakers[n]);
        CHECK(result == -1 && errno == EINVAL, "-1, and errno is EINVAL",
              "something else", "a number that no set has room for is taken");
        CHECK_INT(interests[n].place, 0, "its place",
                  "it is inserted before the check");
    }
    end();
}

TEST(closed, "if one was closed, all are woken",
     "two interests; the descriptor of the first was closed",
     "Forget, then close")
{
    begin();
    wait_for(0), wait_for(1);
    close(pipes[0][0]);
    look();
    woken(0, 1, "EBADF is taken for nothing, or for a reason to give up");
    woken(1, 1, "EBADF does not say which: all have to look");
    end();
}

CHECK_MAIN("chapters/24-poll/README.md", reads, once, writes, latest, too_high,
           closed)
