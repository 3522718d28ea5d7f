/* Exercise 24.2: pipes, a waker that counts for each, and a select() that
 * counts what it is asked for and may be interrupted. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/select.h>

static int calls, asked; /* of select(); the bits in both sets of the latest */
static bool signal_comes;

static int noting_select(int end, fd_set *reads, fd_set *writes,
                         fd_set *failures, struct timeval *timeout)
{
    calls++;
    asked = 0;
    for (int fd = 0; fd < FD_SETSIZE; fd++)
        asked += (reads != NULL && FD_ISSET(fd, reads)) +
                 (writes != NULL && FD_ISSET(fd, writes));
    if (!signal_comes)
        return select(end, reads, writes, failures, timeout);
    signal_comes = false;
    errno = EINTR;
    return -1;
}

#define select(end, reads, writes, failures, timeout) \
    noting_select(end, reads, writes, failures, timeout)
#define main answer_main
#include ANSWER
#undef main
#undef select
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
    size_t waiting = selecting.count - 1;
    calls = asked = 0;
    selecting_sleep(&selecting, &none);
    CHECK(calls < 2, "one call of select()", "more",
          "it is called again after a signal: the caller may want to look "
          "around");
    CHECK_INT(asked, waiting, "descriptors that select() is asked for",
              "the sets are not emptied (FD_ZERO) or not filled before the "
              "call");
}

/* A waker that notes where its interest is when it is woken. */
static size_t noted = FD_SETSIZE;

static void *noting_clone(void *data)
{
    return data;
}

static void noting_wake(void *data)
{
    noted = ((struct interest *)data)->place;
}

static void noting_drop(void *data)
{
    (void)data;
}

static const struct waker_ops noting_ops = {
    .clone = noting_clone,
    .wake = noting_wake,
    .wake_by_ref = noting_wake,
    .drop = noting_drop,
};

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

TEST(two, "if two are ready, one call wakes both",
     "three interests; something comes for the first and the last of them",
     "One call for all")
{
    begin();
    wait_for(0), wait_for(1), wait_for(2);
    put(0), put(2);
    look();
    woken(0, 1, "it is ready, and was not woken");
    woken(1, 0, "somebody is woken for whom nothing has come");
    woken(2, 1, "the last one took its place and was passed over");
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
    interest_wait(&interests[0], &(struct waker){&interests[0], &noting_ops});
    put(0);
    look();
    CHECK_INT(noted, 0, "its place at the moment of the wake",
              "it is woken first and removed then: it may wait again by then");
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

static void refused(struct interest *interest, const char *cause)
{
    errno = 0;
    int result = interest_wait(interest, &wakers[0]);
    CHECK(result == -1 && errno == EINVAL, "-1, and errno is EINVAL",
          "something else", cause);
    CHECK_INT(interest->place, 0, "its place",
              "it is inserted before the check");
    CHECK_INT(counting_waker_alive(&countings[0]), 1, "wakers alive",
              "the waker is kept before the check");
}

TEST(too_high, "a descriptor that no set has room for is refused",
     "interests in the descriptors FD_SETSIZE and -1", "One call for all")
{
    int bad[] = {FD_SETSIZE, -1};
    begin();
    for (int n = 0; n < 2; n++) {
        interests[n].fd = bad[n];
        refused(&interests[n], "a number that no set has room for is taken");
    }
    end();
}

TEST(full, "an interest that the array has no room for is refused",
     "as many interests as there are places, a wait of the last, one more",
     "One call for all")
{
    static struct interest many[FD_SETSIZE];
    begin();
    for (int n = 1; n < FD_SETSIZE; n++) {
        interest_init(&many[n], &selecting.readiness, pipes[1][0], POLLIN);
        interest_wait(&many[n], &wakers[1]);
    }
    CHECK_INT(interest_wait(&many[FD_SETSIZE - 1], &wakers[1]), 0,
              "what the wait returns", "who has a place needs no other");
    refused(&interests[0], "the array has no room, and it is written behind "
                           "its end");
    for (int n = 1; n < FD_SETSIZE; n++)
        interest_forget(&many[n]);
    end();
}

TEST(interrupted, "if a signal interrupts it, nobody is woken",
     "two interests; select() fails with EINTR, then something comes",
     "One call for all")
{
    begin();
    wait_for(0), wait_for(1);
    signal_comes = true;
    look();
    woken(0, 0,
          "EINTR is taken for EBADF, or the sets are looked at although "
          "the call has failed");
    woken(1, 0,
          "EINTR is taken for EBADF, or the sets are looked at although "
          "the call has failed");
    put(1);
    look();
    woken(1, 1, "after a signal, it is not watched any more");
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

CHECK_MAIN("chapters/24-poll/README.md", reads, two, once, writes, latest,
           too_high, full, interrupted, closed)
