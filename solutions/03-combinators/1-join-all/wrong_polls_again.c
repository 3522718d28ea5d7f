/* Wrong: every child is polled every time, also one that is done.
 *
 * CAUGHT BY: nothing remembers that it was ready
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
        if (simple_future_poll(join->children[n], wake) == POLL_PENDING)
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
