/* Step 2.4: sleep until woken, and miss it.
 *
 * EXPECT: hang
 *
 * This read looks first and asks to be called back afterwards. The data
 * arrives in between.
 */
#include "socket.h"

/* Somebody else has the processor, until just after the data has come. */
static void be_interrupted(struct socket *socket)
{
    bool delivered = false;
    while (!delivered) {
        clock_sleep_until(socket->deadline_ns + NS_PER_MS);
        pthread_mutex_lock(&socket->mutex);
        delivered = socket->length > 0;
        pthread_mutex_unlock(&socket->mutex);
    }
}

static enum poll_state careless_poll(struct simple_future *self,
                                     void (*wake)(void))
{
    struct socket_read *read = container_of(self, struct socket_read, future);
    if (socket_has_data_to_read(read->socket)) {
        read->length =
            socket_read_now(read->socket, read->data, sizeof read->data);
        return POLL_READY;
    }
    be_interrupted(read->socket);
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
