/* Step 24.8: a client that sleeps as long as nothing comes.
 *
 * It looks its server up before the loop begins: that blocks, if somebody has
 * to be asked.
 */
#include "../23-nonblocking/client.h"
#include "event_loop.h"

static const char usage[] =
    "usage: client [HOST] PORT\n"
    "Connects to HOST (127.0.0.1 if left out) and prints what it says, as it\n"
    "comes, until it has said all.\n";

static void run(struct client *client, const struct sockaddr_in *to)
{
    struct event_loop loop;
    struct spawner spawner;
    if (event_loop_new(&loop, &spawner) != 0)
        die("event_loop_new", errno);
    client_init(client, &loop.watch.readiness, to);
    if (spawner_spawn(&spawner, &client->future, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);
    event_loop_run(&loop);
    event_loop_drop(&loop);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 2, usage);
    if (argc < 2)
        program_refuse(usage);
    const char *host = argc > 2 ? argv[1] : "127.0.0.1";
    int port = (int)program_number(argv[argc - 1], 1, 65535, usage);
    struct sockaddr_in to;
    int unknown = tcp_lookup(host, port, &to);
    if (unknown != 0) {
        fprintf(stderr, "%s: %s\n", host, gai_strerror(unknown));
        return 1;
    }

    struct client client;
    run(&client, &to);
    errno = client.connect.error;
    if (errno != 0)
        tcp_die("connect to", host, port);
    if (client.error != 0)
        die("print_all", client.error);
    return 0;
}
