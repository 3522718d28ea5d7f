/* Wrong: it counts on before it looks whether there is a next one.
 *
 * CAUGHT BY: it is counted on where there is no next one
 */
#include "../../../part2-executor/11-block-on/block_on.h"
#include "../../../part3-io/23-nonblocking/async_tcp.h"

struct connect_any {
    struct future future;
    struct readiness *readiness;         /* borrowed */
    const struct sockaddr_in *addresses; /* borrowed */
    size_t count;                        /* of addresses, one at least */
    size_t tried;                        /* the index of the latest */
    struct async_connect connect;        /* to that one */
    int fd;                              /* output, owned; or -1 */
    int error;                           /* output */
};

static void connect_any_begin(struct connect_any *any)
{
    async_connect_init(&any->connect, any->readiness,
                       &any->addresses[any->tried]);
}

static enum poll_state connect_any_poll(struct future *self, struct context *cx)
{
    struct connect_any *any = container_of(self, struct connect_any, future);
    while (future_poll(&any->connect.future, cx) == POLL_READY) {
        any->fd = fd_take(&any->connect.fd);
        any->error = any->connect.error;
        if (any->error == 0 || ++any->tried == any->count)
            return POLL_READY;
        future_drop(&any->connect.future);
        connect_any_begin(any);
    }
    return POLL_PENDING;
}

static void connect_any_drop(struct future *self)
{
    struct connect_any *any = container_of(self, struct connect_any, future);
    future_drop(&any->connect.future);
    if (any->fd >= 0)
        close(any->fd);
}

static void connect_any_init(struct connect_any *any,
                             struct readiness *readiness,
                             const struct sockaddr_in *addresses, size_t count)
{
    any->future = (struct future){connect_any_poll, connect_any_drop};
    any->readiness = readiness;
    any->addresses = addresses;
    any->count = count;
    any->tried = 0;
    any->fd = -1;
    any->error = 0;
    connect_any_begin(any);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Connects to one of two ports, whichever answers first.\n");
    int bound = tcp_bind("127.0.0.1", 0);
    int listener = tcp_listen("127.0.0.1", 0);
    if (bound < 0 || listener < 0)
        die("tcp_bind or tcp_listen", errno);
    struct sockaddr_in addresses[] = {tcp_address(bound),
                                      tcp_address(listener)};
    struct connect_any any;
    connect_any_init(&any, busy_readiness(), addresses, 2);
    block_on(&any.future);
    if (any.fd >= 0)
        printf("connected to the %s\n", any.tried == 0 ? "first" : "second");
    else
        printf("connected to none\n");
    future_drop(&any.future);
    close(bound);
    close(listener);
    return 0;
}
