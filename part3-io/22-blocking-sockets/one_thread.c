/* Step 22.4: ten clients of a server that blocks.
 *
 * The server is the one of step 22.1, in a thread of its own. Each client has
 * a thread, too: they all wait at once. They wait for each other.
 */
#include <pthread.h>

#include "stop.h"
#include "tcp.h"

#define CLIENTS_MAX 1000

static const char usage[] =
    "usage: one_thread [CLIENTS]\n"
    "Runs a server and CLIENTS clients of it at once, 10 if left out.\n";

static int say(int fd, const char *word, long n)
{
    char line[32];
    int length = snprintf(line, sizeof line, "%s %ld\n", word, n);
    return tcp_write_all(fd, line, (size_t)length);
}

static int respond(int fd, long n)
{
    if (say(fd, "start", n) != 0)
        return -1;
    if (stop_before(clock_now_ns() + clock_second_ns()))
        return 0;
    return say(fd, "end", n);
}

static void serve(int listener)
{
    for (long n = 1; !stop_before_readable(listener); n++) {
        int fd = tcp_accept(listener);
        if (fd < 0)
            die("accept", errno);
        if (respond(fd, n) != 0)
            fprintf(stderr, "connection %ld: %s\n", n, strerror(errno));
        tcp_close(fd);
    }
}

static void *server_main(void *arg)
{
    const int *listener = arg;
    serve(*listener);
    close(*listener); /* whoever is still in the queue is turned away */
    return NULL;
}

static void *client_main(void *arg)
{
    const struct sockaddr_in *to = arg;
    int fd = tcp_connect(to);
    if (fd < 0 || fd_print_all(fd) != 0)
        fprintf(stderr, "client: %s\n", strerror(errno));
    if (fd >= 0)
        close(fd);
    return NULL;
}

static pthread_t thread_start(void *(*function)(void *), void *arg)
{
    pthread_t thread;
    int error = pthread_create(&thread, NULL, function, arg);
    if (error != 0)
        die("pthread_create", error);
    return thread;
}

static void clients_run(long count, struct sockaddr_in *to)
{
    pthread_t clients[CLIENTS_MAX];
    for (long n = 0; n < count; n++)
        clients[n] = thread_start(client_main, to);
    for (long n = 0; n < count; n++)
        pthread_join(clients[n], NULL);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    long count = 10;
    if (argc > 1)
        count = program_number(argv[1], 1, CLIENTS_MAX, usage);
    signal(SIGPIPE, SIG_IGN);
    if (stop_begin() != 0)
        die("stop_begin", errno);
    int listener = tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        tcp_die("listen on", "127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);

    int64_t begin_ns = clock_now_ns();
    pthread_t server = thread_start(server_main, &listener);
    clients_run(count, &to);
    printf("%ld clients: %.1f seconds\n", count,
           clock_seconds(clock_now_ns() - begin_ns));
    stop_request();
    pthread_join(server, NULL);
    stop_end();
    return 0;
}
