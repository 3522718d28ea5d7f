/* Exercise 14.3: all or none.
 *
 * Several attempts are made, each by a task. If one of them fails, the others
 * are of no use any more, and are aborted.
 *
 * - all_add spawns an attempt, a future with an error number as its output. 0;
 *   or -1, and the attempt is its caller's: errno is ENOBUFS if there are
 *   ATTEMPTS already, ECANCELED if `all` has heard of a failure, or that of the
 *   spawn.
 * - An attempt fails if its error is not 0, or if it was cancelled: that is
 *   ECANCELED. The first failure that `all` hears of has all others aborted. If
 *   it hears of two in one poll, the lower index counts as the first.
 * - `all` is ready when every task has ended, and never before. `error` is that
 *   of the first failure that it hears of, or 0.
 * - No handle is polled once it was ready.
 * - Dropping it aborts what has not ended, and gives back every handle.
 *
 * In main, three attempts take one, two and nine seconds, and the second one
 * fails. It prints the error, after 2.0 seconds.
 *
 * Difficulty: medium
 * Time: 30 minutes
 * Section: A task that fails
 */
#include "../../../../part1-futures/07-timer/timer.h"
#include "../../../../part2-executor/14-join-handles/join_handle.h"

#define ATTEMPTS 8

struct attempt {
    struct future future;
    int error; /* output */
};

struct all {
    struct future future;
    struct join_handle handles[ATTEMPTS]; /* owned */
    bool ended[ATTEMPTS];                 /* its handle was ready */
    int count;                            /* of attempts */
    int error;                            /* output */
};

static enum poll_state all_poll(struct future *self, struct context *cx)
{
    /* TODO: poll the handles. What if one has failed? When is it ready? */
    (void)self;
    (void)cx;
    return POLL_PENDING;
}

static void all_drop(struct future *self)
{
    /* TODO: abort what has not ended, and give back every handle. */
    (void)self;
}

static void all_init(struct all *all)
{
    *all = (struct all){.future = {all_poll, all_drop}};
}

static int all_add(struct all *all, const struct spawner *spawner,
                   struct attempt *attempt,
                   void (*release)(struct future *future))
{
    /* TODO: spawn it, unless it comes too late, or there is no room. */
    (void)all;
    (void)spawner;
    (void)attempt;
    (void)release;
    errno = ENOSYS;
    return -1;
}

/* Fails with its timer, or does not. */
struct slow {
    struct attempt attempt;
    int fails_with;
    struct timer timer;
};

static enum poll_state slow_poll(struct future *self, struct context *cx)
{
    struct slow *slow = container_of(self, struct slow, attempt.future);
    if (future_poll(&slow->timer.future, cx) == POLL_PENDING)
        return POLL_PENDING;
    slow->attempt.error = slow->timer.error;
    if (slow->attempt.error == 0)
        slow->attempt.error = slow->fails_with;
    return POLL_READY;
}

static void slow_drop(struct future *self)
{
    struct slow *slow = container_of(self, struct slow, attempt.future);
    future_drop(&slow->timer.future);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Makes three attempts, the second of which fails.\n");
    static const int seconds[] = {1, 2, 9}, errors[] = {0, EIO, 0};
    struct slow slow[3];
    struct all all;
    struct executor executor;
    struct spawner spawner;
    all_init(&all);
    if (executor_new(&executor, &spawner) != 0 ||
        spawner_spawn(&spawner, &all.future, NULL) != 0)
        die("executor", errno);
    for (int n = 0; n < 3; n++) {
        slow[n].attempt = (struct attempt){{slow_poll, slow_drop}, 0};
        slow[n].fails_with = errors[n];
        timer_init(&slow[n].timer, seconds[n]);
        if (all_add(&all, &spawner, &slow[n].attempt, NULL) != 0)
            die("all_add", errno);
    }
    spawner_drop(&spawner);
    int64_t begin_ns = clock_now_ns();
    executor_run(&executor);
    printf("%s, after %.1f seconds\n", strerror(all.error),
           clock_seconds(clock_now_ns() - begin_ns));
    executor_drop(&executor);
    return 0;
}
