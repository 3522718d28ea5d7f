/* Wrong: only the socket that has something forgets the callback. The other
 * goes on to wake a driver that may be at something else by then.
 *
 * CAUGHT BY: a socket still has the callback of a future that is over
 */
#include "../../../part1-futures/02-simple-future/socket.h"

struct either {
    struct simple_future future;
    struct socket *first; /* borrowed, both */
    struct socket *second;
    struct socket *readable; /* one of them, when ready */
};

static enum poll_state either_poll(struct simple_future *self,
                                   void (*wake)(void))
{
    struct either *either = container_of(self, struct either, future);
    socket_set_readable_callback(either->first, wake);
    socket_set_readable_callback(either->second, wake);
    if (socket_has_data_to_read(either->first))
        either->readable = either->first;
    else if (socket_has_data_to_read(either->second))
        either->readable = either->second;
    else
        return POLL_PENDING;
    socket_set_readable_callback(either->readable, NULL);
    return POLL_READY;
}

static void either_init(struct either *either, struct socket *first,
                        struct socket *second)
{
    either->future.poll = either_poll;
    either->first = first;
    either->second = second;
    either->readable = NULL;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Waits for the first of two peers to say something.\n");
    struct socket slow, quick;
    struct either either;
    int64_t begin_ns = clock_now_ns();
    socket_init(&slow, 2, "good evening");
    socket_init(&quick, 1, "howdy");
    either_init(&either, &slow, &quick);

    long polls = simple_future_run(&either.future);
    printf("heard: the %s one\n", either.readable == &quick ? "quick" : "slow");
    printf("%.1f seconds, %ld polls\n",
           clock_seconds(clock_now_ns() - begin_ns), polls);
    socket_destroy(&slow);
    socket_destroy(&quick);
    return 0;
}
