/* Step 23.9: ten clients and their server, in one thread.
 *
 * EXPECT: busy
 *
 * What was 21 threads in step 22.5 are tasks.
 */
#include <signal.h>

#include "../../part2-executor/15-sleeping/loop.h"
#include "client.h"
#include "server.h"

static const char usage[] =
    "usage: ten_clients [CLIENTS]\n"
    "Runs a server and CLIENTS clients of it at once, 10 if left out.\n"
    "Each takes two descriptors, its own and the server's.\n";

static long run(long count)
{
    static struct clients clients; /* large */
    struct loop loop;
    struct spawner spawner;
    struct server server;
    struct serve_until until;
    int listener = tcp_listen("127.0.0.1", 0);
    if (listener < 0 || fd_set_nonblocking(listener) != 0)
        tcp_die("listen on", "127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);
    if (loop_new(&loop, &spawner) != 0)
        die("loop_new", errno);
    server_init(&server, listener, &spawner, busy_readiness(), &loop.sleeps);
    clients_init(&clients, count, &spawner, busy_readiness(), &to);
    if (serve_until_init(&until, &spawner, &server, &clients.future) != 0 ||
        spawner_spawn(&spawner, &until.future, NULL) != 0)
        die("spawn", errno);
    spawner_drop(&spawner);
    long polls = loop_run(&loop);
    future_drop(&clients.future);
    loop_drop(&loop);
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
    signal(SIGPIPE, SIG_IGN);
    int64_t begin_ns = clock_now_ns();
    int64_t cpu_ns = clock_cpu_ns();
    long polls = run(count);
    printf("%ld clients: %.1f seconds, %ld polls, %.1f seconds of processor\n",
           count, clock_seconds(clock_now_ns() - begin_ns), polls,
           clock_seconds(clock_cpu_ns() - cpu_ns));
    return 0;
}
