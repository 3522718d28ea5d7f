/* Step 23.3: pending, and nobody is told.
 *
 * EXPECT: hang
 *
 * Half a second after the first poll, a client connects.
 */
#include "../../part2-executor/11-block-on/block_on.h"
#include "async_tcp.h"

static int nobody_wait(struct readiness *self, struct interest *interest,
                       const struct waker *waker)
{
    (void)self;
    (void)interest;
    (void)waker;
    return 0;
}

static void nobody_forget(struct readiness *self, struct interest *interest)
{
    (void)self;
    (void)interest;
}

static void *client_main(void *arg)
{
    const struct sockaddr_in *to = arg;
    clock_sleep_until(clock_now_ns() + clock_second_ns() / 2);
    int fd = tcp_connect(to);
    if (fd < 0)
        die("tcp_connect", errno);
    printf("client: connected\n");
    close(fd);
    return NULL;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: never_woken\n"
                  "Accepts a client, and is not woken when it comes.\n");
    int listener = tcp_listen("127.0.0.1", 0);
    if (listener < 0 || fd_set_nonblocking(listener) != 0)
        tcp_die("listen on", "127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);
    pthread_t client;
    int error = pthread_create(&client, NULL, client_main, &to);
    if (error != 0)
        die("pthread_create", error);

    struct readiness nobody = {nobody_wait, nobody_forget};
    struct async_accept accepting;
    async_accept_init(&accepting, &nobody, listener);
    printf("server: accepting\n");
    block_on(&accepting.future);
    printf("server: accepted\n");
    future_drop(&accepting.future);
    pthread_join(client, NULL);
    close(listener);
    return 0;
}
