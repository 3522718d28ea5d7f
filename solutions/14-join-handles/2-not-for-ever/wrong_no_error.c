/* Wrong: it takes a timer that has failed for a deadline.
 *
 * CAUGHT BY: the timer's error is not handed on
 */
#include "../../../part2-executor/14-join-handles/join_handle.h"
#include "../../../part2-executor/14-join-handles/say.h"

struct patience {
    struct future future;
    struct future *finished;   /* output: as that of the handle */
    int error;                 /* output: that of the timer, or 0 */
    struct join_handle handle; /* owned */
    struct timer timer;        /* ready at the deadline */
    bool aborted;
};

static enum poll_state patience_poll(struct future *self, struct context *cx)
{
    struct patience *patience = container_of(self, struct patience, future);
    if (future_poll(&patience->handle.future, cx) == POLL_READY) {
        patience->finished = patience->handle.finished;
        return POLL_READY;
    }
    if (!patience->aborted &&
        future_poll(&patience->timer.future, cx) == POLL_READY) {
        patience->aborted = true;
        join_handle_abort(&patience->handle);
    }
    return POLL_PENDING;
}

static void patience_drop(struct future *self)
{
    struct patience *patience = container_of(self, struct patience, future);
    future_drop(&patience->handle.future);
    future_drop(&patience->timer.future);
}

static int patience_spawn(struct patience *patience,
                          const struct spawner *spawner, struct future *future,
                          void (*release)(struct future *future),
                          double seconds)
{
    patience->future = (struct future){patience_poll, patience_drop};
    patience->finished = NULL;
    patience->error = 0;
    patience->aborted = false;
    if (join_handle_spawn(&patience->handle, spawner, future, release) != 0)
        return -1;
    timer_init(&patience->timer, seconds);
    return 0;
}

struct wait {
    struct future future;
    const char *word;
    struct patience patience;
};

static enum poll_state wait_poll(struct future *self, struct context *cx)
{
    struct wait *wait = container_of(self, struct wait, future);
    if (future_poll(&wait->patience.future, cx) == POLL_PENDING)
        return POLL_PENDING;
    if (wait->patience.error != 0)
        die("pthread_create", wait->patience.error);
    printf("%s: %s\n",
           wait->patience.finished == NULL ? "cancelled" : "finished",
           wait->word);
    return POLL_READY;
}

static void wait_drop(struct future *self)
{
    struct wait *wait = container_of(self, struct wait, future);
    future_drop(&wait->patience.future);
}

static void wait_spawn(struct wait *wait, const struct spawner *spawner,
                       const char *word, double seconds)
{
    struct say *say = say_new(word, seconds);
    wait->future = (struct future){wait_poll, wait_drop};
    wait->word = word;
    if (patience_spawn(&wait->patience, spawner, &say->future, say_release,
                       2) != 0 ||
        spawner_spawn(spawner, &wait->future, NULL) != 0)
        die("wait_spawn", errno);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Awaits two words, for two seconds each.\n");
    struct wait quick, slow;
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    wait_spawn(&quick, &spawner, "quick", 1);
    wait_spawn(&slow, &spawner, "slow", 9);
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
    return 0;
}
