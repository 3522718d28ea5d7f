/* Exercise 2.2: either of two sockets.
 *
 * Write a future that is ready when one of two sockets has something to read,
 * and says which. It is SocketRead's poll with two sockets to ask and two to
 * look at.
 *
 * - When it is ready, `readable` points to the socket that has something. If
 *   both have when it looks, it is the first.
 * - It only looks. What has arrived stays there for its owner to read.
 * - While it is pending, both sockets call the wake of the last poll. Nothing
 *   may arrive unheard, on either, at any moment.
 * - What arrives after it was ready calls nobody.
 *
 * main waits for a slow peer and a quick one. Done right, the quick one is
 * heard after 1.0 seconds and 2 polls.
 *
 * Difficulty: medium
 * Time: 20 minutes
 * Section: The wake that never came
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
    socket_set_readable_callback(either->first, NULL);
    socket_set_readable_callback(either->second, NULL);
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
