/* Exercise 23.1: pieces, ends and failures, on a connection of its own. */
#include <errno.h>
#include <unistd.h>

/* The next so many reads are interrupted. */
static int interruptions;

static ssize_t interrupted_read(int fd, void *data, size_t size)
{
    if (interruptions == 0)
        return read(fd, data, size);
    interruptions--;
    errno = EINTR;
    return -1;
}

#define read(fd, data, size) interrupted_read(fd, data, size)
#include "../watched.h"

#define main answer_main
#include ANSWER
#undef main
#undef read
#include "../../../../book/tools/check.h"

static char word[32];
static int ends[2];

/* Eleven bytes from ends[1]. */
static struct async_read_exactly exactly;

static void begin(void)
{
    both_ends(ends);
    async_read_exactly_init(&exactly, &watching, ends[1], word, 11);
}

static void say(const char *piece)
{
    fd_write_all(ends[0], piece, strlen(piece));
}

static void finish(void)
{
    future_drop(&exactly.future);
    close(ends[1]);
}

TEST(in_one_piece, "what has come already is read", "eleven bytes, all there",
     "In the middle of a message")
{
    begin();
    say("nonblocking");
    CHECK(ready_soon(&exactly.future), "ready", "pending after 100 polls",
          "it does not notice that nothing is missing");
    CHECK_STR(word, "nonblocking", "the bytes are not read to `data`");
    CHECK_INT(exactly.size, 0, "bytes missing",
              "size is not counted down by what the read returned");
    CHECK_INT(exactly.error, 0, "error", "an error that is none");
    finish();
    close(ends[0]);
}

TEST(in_pieces, "what comes in pieces is put together",
     "three bytes, five, three, and polls in between",
     "In the middle of a message")
{
    begin();
    CHECK(!ready(&exactly.future), "pending", "ready",
          "nothing has come, and EAGAIN is taken for an end or an error");
    say("non");
    CHECK(!ready_soon(&exactly.future), "pending", "ready",
          "a read that gave a part is taken for all");
    CHECK_INT(exactly.size, 8, "bytes missing after three of eleven",
              "the state is not kept from one poll to the next");
    say("block");
    ready(&exactly.future);
    ready(&exactly.future);
    say("ing");
    CHECK(ready_soon(&exactly.future), "ready", "pending after 100 polls",
          "it does not notice that nothing is missing");
    CHECK_STR(word, "nonblocking",
              "each piece is put at the same place, or at a wrong one");
    finish();
    close(ends[0]);
}

TEST(watched_for, "pending is watched, and ready is not",
     "a poll too early; one in the middle; then the rest",
     "Pending, and who wakes?")
{
    begin();
    ready(&exactly.future);
    CHECK(watches(ends[1], POLLIN), "the descriptor is watched, for POLLIN",
          "it is not", "pending, and nobody was asked to wake");
    watched = NULL;
    say("non");
    ready(&exactly.future);
    CHECK(watches(ends[1], POLLIN), "watched again after a piece", "it is not",
          "after a part of it, nobody is asked to wake");
    say("blocking");
    ready_soon(&exactly.future);
    CHECK(watched == NULL, "not watched any more when it is ready",
          "still watched", "interest_forget is missing where it is ready");
    finish();
    close(ends[0]);
}

TEST(no_more, "it takes no byte more than asked for",
     "eleven of the 14 bytes that are there", "In the middle of a message")
{
    char rest[8] = "";
    begin();
    say("nonblocking, 2");
    ready_soon(&exactly.future);
    ssize_t length = recv(ends[1], rest, sizeof rest - 1, MSG_DONTWAIT);
    CHECK_INT(length, 3, "bytes left for the next who reads",
              "the read has room for more than is missing");
    CHECK_STR(rest, ", 2", "what was left is not what came last");
    finish();
    close(ends[0]);
}

TEST(too_few, "an end that comes too early is told",
     "three of eleven bytes, then the end", "In the middle of a message")
{
    begin();
    say("non");
    close(ends[0]);
    CHECK(ready_soon(&exactly.future), "ready", "pending after 100 polls",
          "a read that returns 0 is the end; nothing will come any more");
    CHECK_INT(exactly.size, 8, "bytes missing", "the rest is not counted");
    CHECK_INT(exactly.error, 0, "error",
              "errno means nothing after a read that returns 0");
    CHECK(watched == NULL, "not watched any more", "still watched",
          "interest_forget is missing at the end");
    finish();
}

TEST(fails, "a failure is an error, and an interruption is none",
     "two reads that are interrupted, three bytes, a reset",
     "In the middle of a message")
{
    begin();
    say("non");
    interruptions = 2;
    CHECK(!ready(&exactly.future) && exactly.error == 0, "pending",
          "ready, or an error", "EINTR is not made again: use fd_read_some");
    reset(ends[1], ends[0]);
    CHECK(ready_soon(&exactly.future), "ready", "pending after 100 polls",
          "every -1 is taken for a would-block: ask fd_would_block");
    CHECK_INT(exactly.error, ECONNRESET, "error", "errno is not passed on");
    finish();
}

TEST(not_watched, "whom nobody can watch is not pending",
     "a poll too early, and a wait that fails", "Pending, and who wakes?")
{
    begin();
    refuses = ENOMEM;
    CHECK(ready(&exactly.future), "ready", "pending",
          "interest_wait has failed, and nobody has looked: "
          "interest_pending does");
    CHECK_INT(exactly.error, ENOMEM, "error", "the wait's error is lost");
    finish();
    close(ends[0]);
}

TEST(dropped, "dropped half way, nobody watches for it",
     "a poll that is pending, then the drop", "Pending, and who wakes?")
{
    begin();
    ready(&exactly.future);
    future_drop(&exactly.future);
    CHECK(fcntl(ends[1], F_GETFD) >= 0, "the descriptor is open", "closed",
          "it is borrowed: the drop leaves it open");
    close(ends[1]);
    CHECK(watched == NULL, "not watched any more", "still watched",
          "the drop does not forget the interest");
    CHECK_INT(counting_waker_alive(&counting), 0, "wakers kept",
              "the drop does not forget the interest");
    close(ends[0]);
}

CHECK_MAIN("chapters/23-nonblocking/README.md", in_one_piece, in_pieces,
           watched_for, no_more, too_few, fails, not_watched, dropped)
