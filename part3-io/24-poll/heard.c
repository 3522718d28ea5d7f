/* Step 24.6: asleep in poll(), with a pipe to be woken by.
 *
 * Ada waits for a letter in a pipe, Bob for his bell. A visitor comes to both,
 * on another thread.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "../../part1-futures/06-wakers/doorbell.h"
#include "../23-nonblocking/async_tcp.h"
#include "event_loop.h"

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

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: heard\n"
                  "Waits for a letter and for a bell.\n");
    struct visitor_to_both visitor = {.begin_ns = clock_now_ns()};
    doorbell_init(&visitor.bell);
    if (pipe(visitor.letters) != 0 ||
        fd_set_nonblocking(visitor.letters[0]) != 0)
        die("pipe", errno);
    struct event_loop loop;
    struct spawner spawner;
    if (event_loop_new(&loop, &spawner) != 0)
        die("event_loop_new", errno);

    struct async_print_all ada;
    struct bob bob = {.future = {bob_poll, bob_drop}};
    async_print_all_init(&ada, &loop.watch.readiness, visitor.letters[0]);
    doorbell_wait_init(&bob.wait, &visitor.bell);
    if (spawner_spawn(&spawner, &ada.future, NULL) != 0 ||
        spawner_spawn(&spawner, &bob.future, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);

    pthread_t thread;
    int error = pthread_create(&thread, NULL, visitor_to_both_main, &visitor);
    if (error != 0)
        die("pthread_create", error);
    event_loop_run(&loop);
    pthread_join(thread, NULL);
    printf("%ld calls of poll()\n", loop.watch.waits);
    event_loop_drop(&loop);
    close(visitor.letters[0]);
    doorbell_destroy(&visitor.bell);
    return 0;
}
