/* Step 24.9: ten clients and their server, in one thread.
 *
 * Step 23.9 in another loop.
 */
#include <signal.h>

#include "../23-nonblocking/client.h"
#include "../23-nonblocking/server.h"
#include "descriptors.h"
#include "event_loop.h"

static const char usage[] =
    "usage: ten_clients [CLIENTS]\n"
    "Runs a server and CLIENTS clients of it at once, 10 if left out.\n"
    "Each takes two descriptors, its own and the server's.\n";

static long run(long count, long *waits)
{
    static struct clients clients; /* large */
    struct event_loop loop;
    struct spawner spawner;
    struct server server;
    struct serve_until until;
    int listener = tcp_listen("127.0.0.1", 0);
    if (listener < 0 || fd_set_nonblocking(listener) != 0)
        tcp_die("listen on", "127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);
    if (event_loop_new(&loop, &spawner) != 0)
        die("event_loop_new", errno);
    server_init(&server, listener, &spawner, &loop.watch.readiness,
                &loop.sleeps);
    clients_init(&clients, count, &spawner, &loop.watch.readiness, &to);
    if (serve_until_init(&until, &spawner, &server, &clients.future) != 0 ||
        spawner_spawn(&spawner, &until.future, NULL) != 0)
        die("spawn", errno);
    spawner_drop(&spawner);
    long polls = event_loop_run(&loop);
    *waits = loop.watch.waits;
    future_drop(&clients.future);
    event_loop_drop(&loop);
    bool failed = clients_failed(&clients);
    if (until.error != 0)
        die("accept", until.error);
    if (failed)
        exit(1);
    return polls;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    long count = 10;
    if (argc > 1)
        count = program_number(argv[1], 1, CLIENTS_MAX, usage);
    descriptors_allow(2 * (rlim_t)count + 16);
    signal(SIGPIPE, SIG_IGN);
    int64_t begin_ns = clock_now_ns();
    int64_t cpu_ns = clock_cpu_ns();
    long waits;
    long polls = run(count, &waits);
    printf("%ld clients: %.1f seconds, %ld polls, %ld calls of poll(), "
           "%.2f seconds of processor\n",
           count, clock_seconds(clock_now_ns() - begin_ns), polls, waits,
           clock_seconds(clock_cpu_ns() - cpu_ns));
    return 0;
}
