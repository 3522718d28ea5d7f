/* Step 2.4: sleep until woken, and miss it.
 *
 * EXPECT: hang
 *
 * This read looks first and asks to be called back afterwards. The data
 * arrives in between.
 */
#include "socket.h"

static enum poll_state careless_poll(struct simple_future *self,
                                     void (*wake)(void))
{
    struct socket_read *read = container_of(self, struct socket_read, future);
    if (socket_has_data_to_read(read->socket)) {
        read->length = socket_read(read->socket, read->data, sizeof read->data);
        return POLL_READY;
    }
    /* Somebody else has the processor until the data has come. */
    while (!socket_has_data_to_read(read->socket))
        clock_sleep_until(clock_now_ns() + NS_PER_MS);
    socket_set_readable_callback(read->socket, wake);
    return POLL_PENDING;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: lost_wake\n"
                  "Reads from a socket, and misses the wake.\n");
    struct socket socket;
    struct socket_read read;
    socket_init(&socket, 1, "howdy");
    socket_read_init(&read, &socket);
    read.future.poll = careless_poll;

    printf("reading\n");
    long polls = simple_future_run(&read.future);
    socket_read_print(&read);
    printf("%ld polls\n", polls);
    socket_destroy(&socket);
    return 0;
}
