/* Step 3.7: a pair inside a pair.
 *
 * A join is a future, so a join can hold it. Each child counts how often it
 * was polled: never again once it was ready.
 */
#include "../02-simple-future/socket.h"
#include "join.h"

/* A read that counts the polls it gets. */
struct counted {
    struct simple_future future;
    struct socket socket;
    struct socket_read read;
    int polls;
};

static enum poll_state counted_poll(struct simple_future *self,
                                    void (*wake)(void))
{
    struct counted *counted = container_of(self, struct counted, future);
    counted->polls++;
    return simple_future_poll(&counted->read.future, wake);
}

static void counted_init(struct counted *counted, double seconds,
                         const char *answer)
{
    counted->future.poll = counted_poll;
    counted->polls = 0;
    socket_init(&counted->socket, seconds, answer);
    socket_read_init(&counted->read, &counted->socket);
}

static void counted_finish(struct counted *counted)
{
    socket_read_print(&counted->read);
    printf("  after %d polls\n", counted->polls);
    socket_destroy(&counted->socket);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: nested\n"
                  "Asks three peers at once and counts the polls of each.\n");
    struct counted alice, bob, carol;
    struct join pair, all;
    int64_t begin_ns = clock_now_ns();
    counted_init(&alice, 1, "hello from Alice");
    counted_init(&bob, 2, "hello from Bob");
    counted_init(&carol, 3, "hello from Carol");
    join_init(&pair, &alice.future, &bob.future);
    join_init(&all, &pair.future, &carol.future);

    long polls = simple_future_run(&all.future);
    double seconds = clock_seconds(clock_now_ns() - begin_ns);
    counted_finish(&alice);
    counted_finish(&bob);
    counted_finish(&carol);
    printf("%.1f seconds, %ld polls of the outer join\n", seconds, polls);
    return 0;
}
