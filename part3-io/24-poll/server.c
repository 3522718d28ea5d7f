/* Step 24.7: a server that sleeps until there is something to do.
 *
 * TALK: server client
 *
 * The server of step 23.7, in another loop.
 */
#include "../23-nonblocking/server.h"
#include "../22-blocking-sockets/stop.h"
#include "descriptors.h"
#include "event_loop.h"

static const char usage[] =
    "usage: server [PORT [ADDRESS]]\n"
    "Says start and end to each client, with a second between them.\n"
    "PORT is 8000 if left out; 0 picks one. ADDRESS is 127.0.0.1, this\n"
    "machine alone, if left out; 0.0.0.0 lets others in.\n"
    "SIGINT (Ctrl-C) and SIGTERM stop it.\n";

/* Until it is asked to stop. */
static void serve(int listener)
{
    struct event_loop loop;
    struct spawner spawner;
    struct server server;
    struct async_ready stop;
    struct serve_until until;
    if (event_loop_new(&loop, &spawner) != 0)
        die("event_loop_new", errno);
    server_init(&server, listener, &spawner, &loop.watch.readiness,
                &loop.sleeps);
    async_ready_init(&stop, &loop.watch.readiness, stop_pipe[0], POLLIN);
    if (serve_until_init(&until, &spawner, &server, &stop.future) != 0 ||
        spawner_spawn(&spawner, &until.future, NULL) != 0)
        die("spawn", errno);
    spawner_drop(&spawner);
    event_loop_run(&loop);
    future_drop(&stop.future);
    event_loop_drop(&loop);
    if (until.error != 0)
        die("accept", until.error);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 2, usage);
    int port = 8000;
    if (argc > 1)
        port = (int)program_number(argv[1], 0, 65535, usage);
    const char *address = argc > 2 ? argv[2] : "127.0.0.1";
    descriptors_allow(CONNECTIONS_MAX + 16);
    signal(SIGPIPE, SIG_IGN);
    if (stop_begin() != 0)
        die("stop_begin", errno);
    int listener = tcp_listen(address, port);
    if (listener < 0 || fd_set_nonblocking(listener) != 0)
        tcp_die("listen on", address, port);

    tcp_announce(listener);
    serve(listener);
    stop_end();
    return 0;
}
