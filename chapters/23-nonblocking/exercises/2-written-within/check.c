/* Exercise 23.2: on a clock that stands still, and to a reader who reads when
 * told to. */
#include "../watched.h"

static bool out_of_memory;

static void *scarce_realloc(void *memory, size_t size)
{
    if (!out_of_memory)
        return realloc(memory, size);
    errno = ENOMEM;
    return NULL;
}

#define realloc scarce_realloc
#define main    answer_main
#include ANSWER
#undef main
#undef realloc
#include "../../../../book/tools/check.h"

static char message[16 << 20];
static int ends[2];
static struct held_clock clock_held;
static struct sleeps sleeps;
static struct async_write_within within;

/* `size` bytes to ends[0]; the deadline is at 100. */
static void begin(size_t size)
{
    signal(SIGPIPE, SIG_IGN);
    both_ends(ends);
    held_clock_init(&clock_held, false);
    sleeps_init(&sleeps, &clock_held.clock);
    async_write_within_init(&within, &watching, ends[1], message, size, &sleeps,
                            100);
}

/* What has come to the other end, taken out. */
static size_t taken(void)
{
    static char buffer[1 << 16];
    size_t all = 0;
    ssize_t length;
    while ((length = recv(ends[0], buffer, sizeof buffer, MSG_DONTWAIT)) > 0)
        all += (size_t)length;
    return all;
}

/* All that comes until the end. */
static size_t taken_until_end(void)
{
    size_t all = taken();
    close(ends[1]);
    while (fd_ready(ends[0], POLLIN) > 0) {
        size_t more = taken();
        if (more == 0)
            break;
        all += more;
    }
    return all;
}

TEST(in_time, "what is written in time is no error", "five bytes, one poll",
     "In the middle of a message")
{
    begin(5);
    CHECK(ready_soon(&within.future), "ready", "pending after 100 polls",
          "the write is not polled, or what it says is not passed on");
    CHECK_INT(taken(), 5, "bytes that came", "the write is not polled");
    CHECK_INT(within.left, 0, "bytes left", "left is not read from the write");
    CHECK_INT(within.error, 0, "error", "in time, and an error");
    future_drop(&within.future);
    close(ends[0]);
    close(ends[1]);
}

TEST(waits_for_both, "pending waits for room and for the deadline",
     "16 MiB to somebody who reads nothing, before the deadline",
     "A server that can be stopped")
{
    begin(sizeof message);
    CHECK(!ready(&within.future), "pending", "ready",
          "a write that is pending is not the end of it");
    CHECK(watches(ends[1], POLLOUT), "the descriptor is watched", "it is not",
          "the write is not polled");
    CHECK_INT(sleeps.count, 1, "sleeps that are waited for",
              "the sleep is not polled, so nobody wakes when it is due");
    future_drop(&within.future);
    CHECK(watched == NULL, "not watched after the drop", "still watched",
          "the drop does not drop the write");
    CHECK_INT(sleeps.count, 0, "sleeps after the drop",
              "the drop does not drop the sleep");
    CHECK_INT(counting_waker_alive(&counting), 0, "wakers kept",
              "something was not dropped");
    close(ends[0]);
    close(ends[1]);
}

TEST(both, "if both have come, the write counts",
     "a poll too early; the reader takes all; the deadline; a poll",
     "A server that can be stopped")
{
    begin(5);
    held_clock_advance(&clock_held, 100);
    CHECK(ready(&within.future), "ready", "pending",
          "neither of the two is passed on");
    CHECK_INT(within.error, 0, "error",
              "the sleep is polled first: what was written counts as too late");
    CHECK_INT(taken(), 5, "bytes that came", "the write is not polled");
    future_drop(&within.future);
    close(ends[0]);
    close(ends[1]);
}

TEST(too_late, "the deadline comes first: the error, and what is left",
     "16 MiB to nobody; the clock goes to the deadline",
     "A server that can be stopped")
{
    begin(sizeof message);
    ready(&within.future);
    held_clock_advance(&clock_held, 99);
    CHECK(!ready(&within.future), "pending at 99 of 100", "ready",
          "the deadline is not the one that was given");
    held_clock_advance(&clock_held, 1);
    CHECK_INT(sleeps_wake(&sleeps), 1, "wakes at the deadline",
              "the sleep is not polled");
    CHECK(ready(&within.future), "ready", "pending",
          "a sleep that is ready is not the end of it");
    CHECK_INT(within.error, ETIMEDOUT, "error", "it does not say why");
    size_t left = within.left;
    future_drop(&within.future);
    CHECK_INT(taken_until_end() + left, sizeof message, "bytes, taken and left",
              "left is how many the kernel has not taken: the write counts "
              "them down");
    close(ends[0]);
}

TEST(fails, "a write that fails is an error of its own",
     "16 MiB, and the other side resets the connection",
     "A server that can be stopped")
{
    begin(sizeof message);
    ready(&within.future);
    reset(ends[1], ends[0]);
    CHECK(ready_soon(&within.future), "ready", "pending after 100 polls",
          "the write is not polled, or what it says is not passed on");
    CHECK(within.error == ECONNRESET || within.error == EPIPE,
          "the error of the write",
          within.error == ETIMEDOUT ? "ETIMEDOUT" : "another one",
          "the write's error is not passed on");
    CHECK(within.left > 0, "bytes left", "none",
          "left is set only when the deadline has come");
    CHECK_INT(within.left, within.write.size, "bytes left",
              "a part was written before the failure, and left says as much "
              "as before that");
    future_drop(&within.future);
    close(ends[1]);
}

TEST(cannot_sleep, "a sleep that fails is an error of its own",
     "16 MiB to nobody, and no memory for the heap of sleeps",
     "A server that can be stopped")
{
    out_of_memory = true;
    begin(sizeof message);
    CHECK(ready(&within.future), "ready", "pending",
          "a sleep that is ready is not the end of it");
    CHECK_INT(within.error, ENOMEM, "error",
              within.error == ETIMEDOUT
                  ? "the sleep has an error of its own: it is not the deadline"
                  : "the sleep's error is not passed on");
    CHECK_INT(within.left, within.write.size, "bytes left",
              "left is set only when the deadline has come");
    future_drop(&within.future);
    close(ends[0]);
    close(ends[1]);
}

CHECK_MAIN("chapters/23-nonblocking/README.md", in_time, waits_for_both, both,
           too_late, fails, cannot_sleep)
