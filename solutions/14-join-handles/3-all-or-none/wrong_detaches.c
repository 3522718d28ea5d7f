/* Wrong: its drop detaches what has not ended.
 *
 * CAUGHT BY: to drop a handle is to detach: abort before that
 */
#include "../../../part1-futures/07-timer/timer.h"
#include "../../../part2-executor/14-join-handles/join_handle.h"

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

static void all_abort(struct all *all)
{
    for (int n = 0; n < all->count; n++)
        join_handle_abort(&all->handles[n]);
}

/* With a handle that was ready. The first failure is the last that counts. */
static void all_note(struct all *all, const struct join_handle *handle)
{
    int error = ECANCELED;
    if (handle->finished != NULL)
        error = container_of(handle->finished, struct attempt, future)->error;
    if (error == 0 || all->error != 0)
        return;
    all->error = error;
    all_abort(all);
}

static enum poll_state all_poll(struct future *self, struct context *cx)
{
    struct all *all = container_of(self, struct all, future);
    int pending = 0;
    for (int n = 0; n < all->count; n++) {
        if (all->ended[n])
            continue;
        if (future_poll(&all->handles[n].future, cx) == POLL_PENDING) {
            pending++;
            continue;
        }
        all->ended[n] = true;
        all_note(all, &all->handles[n]);
    }
    return pending == 0 ? POLL_READY : POLL_PENDING;
}

static void all_drop(struct future *self)
{
    struct all *all = container_of(self, struct all, future);
    for (int n = 0; n < all->count; n++)
        future_drop(&all->handles[n].future);
}

static void all_init(struct all *all)
{
    *all = (struct all){.future = {all_poll, all_drop}};
}

static int all_add(struct all *all, const struct spawner *spawner,
                   struct attempt *attempt,
                   void (*release)(struct future *future))
{
    if (all->error != 0 || all->count == ATTEMPTS) {
        errno = all->error != 0 ? ECANCELED : ENOBUFS;
        return -1;
    }
    if (join_handle_spawn(&all->handles[all->count], spawner, &attempt->future,
                          release) != 0)
        return -1;
    all->count++;
    return 0;
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
