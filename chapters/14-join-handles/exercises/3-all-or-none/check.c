/* Exercise 14.3: the attempts of the tests are told what to do, and note in
 * which state they find what they are given. */
#include "../probe.h"
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

/* An attempt that has so many turns, as a probe, and then an error. */
struct trial {
    struct attempt attempt;
    int turns;
    int fails_with;
    int polls;
    int drops;
};

static struct trial trials[ATTEMPTS + 1];
static struct all all;

static enum poll_state trial_poll(struct future *self, struct context *cx)
{
    struct trial *trial = container_of(self, struct trial, attempt.future);
    trial->polls++;
    if (trial->turns < 0)
        return POLL_PENDING;
    if (trial->turns-- == 0) {
        trial->attempt.error = trial->fails_with;
        return POLL_READY;
    }
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}

static void trial_drop(struct future *self)
{
    container_of(self, struct trial, attempt.future)->drops++;
    probe_drop(self);
}

static int add(int n, int turns, int fails_with)
{
    trials[n] = (struct trial){
        .attempt = {{trial_poll, trial_drop}, 0},
        .turns = turns,
        .fails_with = fails_with,
    };
    return all_add(&all, &test_spawner, &trials[n].attempt, probe_release);
}

static void start(void)
{
    begin();
    all_init(&all);
}

static int agains;

/* In place of the one that says that this is a bug. */
static enum poll_state again_poll(struct future *self, struct context *cx)
{
    (void)self;
    (void)cx;
    agains++;
    return POLL_READY;
}

static void watch(void)
{
    for (int n = 0; n < all.count; n++)
        if (all.handles[n].future.poll == future_poll_after_ready)
            all.handles[n].future.poll = again_poll;
}

TEST(nobody, "with no attempt at all it is ready, and all is well",
     "all_init, and a poll", "Shared, and handed over")
{
    start();
    CHECK(is_ready(&all.future), "ready", "pending",
          "it waits for more than its handles");
    CHECK_INT(all.error, 0, "its error", "there is none");
}

TEST(fine, "three that do not fail: ready when the last has ended",
     "all_add three times, and polls", "Shared, and handed over")
{
    start();
    for (int n = 0; n < 3; n++)
        CHECK_INT(add(n, 3 - n, 0), 0, "what all_add returns",
                  "it is not spawned");
    turn(8);
    CHECK(!is_ready(&all.future), "pending", "ready",
          "it is ready before every handle was");
    watch();
    CHECK(!is_ready(&all.future), "pending", "ready",
          "it is ready before every handle was");
    CHECK_INT(agains, 0, "polls of handles that were ready",
              "nobody polls what was ready: note it in `ended`");
    end();
    CHECK(is_ready(&all.future), "ready", "pending",
          "not every handle is polled in one poll");
    CHECK_INT(all.error, 0, "its error", "there is none");
    future_drop(&all.future);
    CHECK_GONE(3);
}

/* A look at `finished` without a look at NULL would end the test by a signal,
 * which says little. So that poll is tried in another process first. */
static void check_looks(void)
{
    pid_t pid = check_fork();
    if (pid == 0) {
        is_ready(&all.future);
        _exit(CHECK_PASSED);
    }
    CHECK(check_exited(check_wait(pid, 2), CHECK_PASSED),
          "a poll that comes to its end", "it does not",
          "`finished` is NULL: the task was cancelled");
}

TEST(cancelled, "one that was cancelled has failed",
     "one is aborted from outside, another waits", "A task that fails")
{
    start();
    add(0, -1, 0);
    add(1, -1, 0);
    join_handle_abort(&all.handles[0]);
    turn(3);
    check_looks();
    CHECK(!is_ready(&all.future), "pending", "ready",
          "the other is aborted, and not gone yet");
    turn(10);
    CHECK_INT(dropped, 2, "tasks dropped by the executor",
              "one that was cancelled has failed: the other is aborted");
    end();
    CHECK(is_ready(&all.future), "ready", "pending",
          "the other is not aborted, or not awaited");
    CHECK_INT(all.error, ECANCELED, "its error, which should be ECANCELED",
              "`finished` is NULL: the task was cancelled");
    future_drop(&all.future);
    CHECK_GONE(2);
}

TEST(one_fails, "one that fails has the others aborted",
     "two that would wait for ever, between them one that fails",
     "A task that fails")
{
    start();
    add(0, -1, 0);
    add(1, 0, EIO);
    add(2, -1, 0);
    turn(3);
    CHECK(!is_ready(&all.future), "pending", "ready",
          "the others are aborted, and not gone yet");
    turn(10);
    CHECK_INT(
        trials[0].drops + trials[2].drops, 2,
        "drops of the others by the executor",
        "not every handle is polled in one poll, or not every task aborted");
    end();
    CHECK(is_ready(&all.future), "ready", "pending",
          "the handles are not polled after the abort");
    CHECK_INT(all.error, EIO, "its error, which should be EIO",
              "it is not that of the first failure");
    CHECK_INT(trials[0].polls + trials[2].polls, 2, "polls of the others",
              "not every one of them is aborted");
    future_drop(&all.future);
    CHECK_GONE(3);
}

TEST(first, "the error is that of the first failure it hears of",
     "two that fail, and one poll for both", "A task that fails")
{
    start();
    add(0, 0, EIO);
    add(1, 0, EPERM);
    end();
    CHECK(is_ready(&all.future), "ready", "pending",
          "not every handle is polled in one poll");
    CHECK_INT(all.error, EIO, "its error, which should be EIO",
              "of two in one poll the lower index is the first");
    future_drop(&all.future);
    CHECK_GONE(2);
}

TEST(given_up, "dropped before the end: what has not ended is aborted",
     "future_drop, with one that has ended and one that has not", "Detached")
{
    start();
    add(0, 0, 0);
    add(1, 100, 0);
    turn(3);
    is_ready(&all.future);
    future_drop(&all.future);
    end();
    CHECK_INT(trials[1].polls, 2, "polls of the one that had not ended",
              "to drop a handle is to detach: abort before that");
    CHECK_GONE(2);
}

TEST(refused, "one that is refused is not an attempt, and its caller's",
     "all_add with malloc refused, without room, and after a failure",
     "What C makes you own")
{
    start();
    mallocs_to_go = 0;
    CHECK_INT(add(0, 0, 0), -1, "what all_add returns",
              "what join_handle_spawn returns is not handed on");
    mallocs_to_go = -1;
    CHECK_INT(all.count, 0, "attempts", "one that was refused counts");
    for (int n = 0; n < ATTEMPTS; n++)
        CHECK_INT(add(n, 0, 0), 0, "what all_add returns", "there is room");
    CHECK_INT(add(ATTEMPTS, 0, 0), -1, "what all_add returns",
              "there are ATTEMPTS already");
    CHECK_INT(errno, ENOBUFS, "errno, which should be ENOBUFS",
              "it is not set where there is no room");
    end();
    CHECK(is_ready(&all.future), "ready", "pending", "one too many counts");
    future_drop(&all.future);
    CHECK_GONE(ATTEMPTS);

    start();
    add(0, 0, EIO);
    turn(1);
    is_ready(&all.future);
    CHECK_INT(add(1, 0, 0), -1, "what all_add returns",
              "it has heard of a failure");
    CHECK_INT(errno, ECANCELED, "errno, which should be ECANCELED",
              "it is not set after a failure");
    end();
    future_drop(&all.future);
    CHECK_GONE(1);
}

CHECK_MAIN("chapters/14-join-handles/README.md", nobody, fine, cancelled,
           one_fails, first, given_up, refused)
