/* Exercise 24.1: within.
 *
 * Write a future that is ready when a descriptor is ready, or when its time is
 * up, whichever comes first.
 *
 * - `in_time` says whether the descriptor was ready. If both have happened by
 *   the time of a poll, it was. The errors of the two are not asked for.
 * - It is pending as long as neither has happened, and the latest waker is
 *   woken by either.
 * - After the drop, nothing of it is left in the watch or in the heap of
 *   sleeps, ready or not.
 *
 * main waits for a letter that does not come, and for one that does.
 *
 * Difficulty: easy
 * Time: 15 minutes
 * Section: The event loop
 */
#include "../../../../part3-io/23-nonblocking/async_tcp.h"
#include "../../../../part3-io/24-poll/event_loop.h"

struct within {
    struct future future;
    struct async_ready ready; /* to read */
    struct sleep patience;
    bool in_time; /* output */
};

static enum poll_state within_poll(struct future *self, struct context *cx)
{
    /* TODO: two futures, and neither is to be forgotten while the other is
     * pending. */
    (void)self;
    (void)cx;
    return POLL_READY;
}

static void within_drop(struct future *self)
{
    /* TODO: what of the one that was not ready? */
    (void)self;
}

static void within_init(struct within *within, struct event_loop *loop, int fd,
                        double seconds)
{
    within->future = (struct future){within_poll, within_drop};
    async_ready_init(&within->ready, &loop->watch.readiness, fd, POLLIN);
    sleep_init(&within->patience, &loop->sleeps,
               sleeps_after(&loop->sleeps, seconds));
    within->in_time = false;
}

static void run(int fd)
{
    struct event_loop loop;
    struct spawner spawner;
    struct within within;
    if (event_loop_new(&loop, &spawner) != 0)
        die("event_loop_new", errno);
    within_init(&within, &loop, fd, 1);
    if (spawner_spawn(&spawner, &within.future, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);
    int64_t begin_ns = clock_now_ns();
    event_loop_run(&loop);
    printf("%s after %.1f seconds\n", within.in_time ? "a letter" : "nothing",
           clock_seconds(clock_now_ns() - begin_ns));
    event_loop_drop(&loop);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Waits for a letter, twice, for a second at most.\n");
    int letters[2];
    if (pipe(letters) != 0)
        die("pipe", errno);
    run(letters[0]);
    fd_write_all(letters[1], "dear Ada", 8);
    run(letters[0]);
    close(letters[0]);
    close(letters[1]);
    return 0;
}
