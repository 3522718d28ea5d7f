/* Step 23.1: a server and its client, as two tasks that block.
 *
 * EXPECT: hang
 *
 * The calls are those of chapter 22, and there is one thread.
 */
#include "../../part2-executor/13-channel-executor/executor.h"
#include "../22-blocking-sockets/tcp.h"

static int listener;

static enum poll_state server_poll(struct future *self, struct context *cx)
{
    (void)self;
    (void)cx;
    int fd = tcp_accept(listener);
    printf("server: accepted\n");
    fd_write_all(fd, "welcome\n", 8);
    close(fd);
    return POLL_READY;
}

static enum poll_state client_poll(struct future *self, struct context *cx)
{
    (void)self;
    (void)cx;
    struct sockaddr_in to = tcp_address(listener);
    int fd = tcp_connect(&to);
    printf("client: connected\n");
    fd_print_all(fd);
    close(fd);
    return POLL_READY;
}

static void nothing_to_drop(struct future *self)
{
    (void)self;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: still_blocks\n"
                  "Runs a server and a client as tasks that block.\n");
    struct future client = {client_poll, nothing_to_drop};
    struct future server = {server_poll, nothing_to_drop};
    struct executor executor;
    struct spawner spawner;
    listener = tcp_listen("127.0.0.1", 0);
    if (listener < 0 || executor_new(&executor, &spawner) != 0)
        die("listen or executor_new", errno);
    if (spawner_spawn(&spawner, &client, NULL) != 0 ||
        spawner_spawn(&spawner, &server, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
    close(listener);
    return 0;
}
