/* Step 24.5: asleep in poll(), where no wake is heard.
 *
 * EXPECT: hang
 *
 * Ada waits for a letter in a pipe, Bob for his bell. A visitor comes to both,
 * on another thread.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "../../part1-futures/06-wakers/doorbell.h"
#include "../../part2-executor/13-channel-executor/executor.h"
#include "../23-nonblocking/async_tcp.h"
#include "watch.h"

struct bob {
    struct future future;
    int state;
    struct doorbell_wait wait;
};

static enum poll_state bob_poll(struct future *self, struct context *cx)
{
    struct bob *bob = container_of(self, struct bob, future);
    ASYNC_BEGIN(bob->state);
    AWAIT(bob->state, future_poll(&bob->wait.future, cx));
    printf("Bob hears the bell\n");
    ASYNC_END(bob->state);
}

static void bob_drop(struct future *self)
{
    struct bob *bob = container_of(self, struct bob, future);
    future_drop(&bob->wait.future);
}

struct visitor_to_both {
    struct doorbell bell; /* Bob's */
    int letters[2];       /* to Ada: a pipe */
    int64_t begin_ns;
};

static void *visitor_to_both_main(void *arg)
{
    struct visitor_to_both *visitor = arg;
    clock_sleep_until(visitor->begin_ns + clock_second_ns() / 2);
    fd_write_all(visitor->letters[1], "a letter for Ada\n", 17);
    close(visitor->letters[1]);
    clock_sleep_until(visitor->begin_ns + clock_second_ns());
    printf("the visitor rings\n");
    doorbell_ring(&visitor->bell);
    return NULL;
}

/* Until the last task is finished. */
static void run(struct executor *executor, struct watch *watch)
{
    void *message;
    enum channel_result result = CHANNEL_EMPTY;
    while (result != CHANNEL_CLOSED) {
        result = receiver_try_receive(&executor->receiver, &message);
        if (result == CHANNEL_EMPTY && watch_poll(watch, INT64_MAX))
            watch_wake(watch);
        if (result == CHANNEL_OK)
            task_run(message);
    }
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: deaf\n"
                  "Waits for a letter and for a bell.\n");
    struct visitor_to_both visitor = {.begin_ns = clock_now_ns()};
    doorbell_init(&visitor.bell);
    if (pipe(visitor.letters) != 0 ||
        fd_set_nonblocking(visitor.letters[0]) != 0)
        die("pipe", errno);
    struct executor executor;
    struct watch watch;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0 || watch_new(&watch, -1) != 0)
        die("executor_new or watch_new", errno);

    struct async_print_all ada;
    struct bob bob = {.future = {bob_poll, bob_drop}};
    async_print_all_init(&ada, &watch.readiness, visitor.letters[0]);
    doorbell_wait_init(&bob.wait, &visitor.bell);
    if (spawner_spawn(&spawner, &ada.future, NULL) != 0 ||
        spawner_spawn(&spawner, &bob.future, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);

    pthread_t thread;
    int error = pthread_create(&thread, NULL, visitor_to_both_main, &visitor);
    if (error != 0)
        die("pthread_create", error);
    run(&executor, &watch);
    pthread_join(thread, NULL);
    printf("%ld calls of poll()\n", watch.waits);
    executor_drop(&executor);
    watch_drop(&watch);
    close(visitor.letters[0]);
    doorbell_destroy(&visitor.bell);
    return 0;
}
