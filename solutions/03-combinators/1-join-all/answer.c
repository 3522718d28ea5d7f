/* Exercise 3.1: join of many.
 *
 * struct join has two children. Write a join of as many as stand in an array:
 * it is ready when all of them have been ready.
 *
 * - From the first poll on, every poll asks every child that was not ready
 *   yet, with the wake that the join was given.
 * - A child that was ready is never polled again. Its place in the array may
 *   serve to remember that.
 * - A join of an empty array has nothing to wait for: ready at its first poll.
 * - Nothing is allocated.
 *
 * main asks three peers at once. Done right, all three answers are there
 * after 3.0 seconds and 4 polls.
 *
 * Difficulty: easy
 * Time: 15 minutes
 * Section: Join
 */
#include "../../../part1-futures/02-simple-future/socket.h"
#include "../../../part1-futures/03-combinators/join.h"

#define PEERS 3

struct join_all {
    struct simple_future future;
    struct simple_future **children; /* borrowed, the array too */
    size_t count;
};

static enum poll_state join_all_poll(struct simple_future *self,
                                     void (*wake)(void))
{
    struct join_all *join = container_of(self, struct join_all, future);
    enum poll_state state = POLL_READY;
    for (size_t n = 0; n < join->count; n++) {
        join_poll_child(&join->children[n], wake);
        if (join->children[n] != NULL)
            state = POLL_PENDING;
    }
    return state;
}

static void join_all_init(struct join_all *join,
                          struct simple_future **children, size_t count)
{
    join->future.poll = join_all_poll;
    join->children = children;
    join->count = count;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Asks three peers at once.\n");
    static const char *const answers[PEERS] = {
        "hello from Alice", "hello from Bob", "hello from Carol"};
    struct socket sockets[PEERS];
    struct socket_read reads[PEERS];
    struct simple_future *children[PEERS];
    struct join_all join;
    int64_t begin_ns = clock_now_ns();
    for (int n = 0; n < PEERS; n++) {
        socket_init(&sockets[n], n + 1, answers[n]);
        socket_read_init(&reads[n], &sockets[n]);
        children[n] = &reads[n].future;
    }

    join_all_init(&join, children, PEERS);
    long polls = simple_future_run(&join.future);
    double seconds = clock_seconds(clock_now_ns() - begin_ns);
    for (int n = 0; n < PEERS; n++) {
        socket_read_print(&reads[n]);
        socket_destroy(&sockets[n]);
    }
    printf("%.1f seconds, %ld polls of the join\n", seconds, polls);
    return 0;
}
