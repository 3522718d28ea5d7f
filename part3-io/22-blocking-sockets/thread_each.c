/* Step 22.5: a thread for each connection.
 *
 * The clients are those of step 22.4, and they hear the same. Up to
 * CONNECTIONS_MAX of them are served at a time; the others wait in the
 * kernel's queue.
 */
#include <pthread.h>

#include "stop.h"
#include "tcp.h"

#define CLIENTS_MAX     1000
#define CONNECTIONS_MAX 64

static const char usage[] =
    "usage: thread_each [CLIENTS [PORT]]\n"
    "Runs a server and CLIENTS clients of it at once, 10 if left out. With a\n"
    "PORT (0 picks one) the server stays for others, until SIGINT (Ctrl-C) or\n"
    "SIGTERM stop it.\n";

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

struct connection {
    struct crowd *crowd; /* borrowed */
    int fd;
    long n;
    bool started; /* there is a thread to join; the server's thread knows */
    pthread_t thread;
    bool served; /* by that thread, now */
};

struct crowd {
    pthread_mutex_t mutex; /* guards each `served` */
    pthread_cond_t left;
    struct connection connections[CONNECTIONS_MAX];
};

/* Its place is free from here on. */
static void connection_leave(struct connection *connection)
{
    struct crowd *crowd = connection->crowd;
    tcp_close(connection->fd);
    pthread_mutex_lock(&crowd->mutex);
    connection->served = false;
    pthread_cond_signal(&crowd->left);
    pthread_mutex_unlock(&crowd->mutex);
}

static void *connection_main(void *arg)
{
    struct connection *connection = arg;
    if (respond(connection->fd, connection->n) != 0)
        fprintf(stderr, "connection %ld: %s\n", connection->n, strerror(errno));
    connection_leave(connection);
    return NULL;
}

static void connection_join(struct connection *connection)
{
    if (connection->started)
        pthread_join(connection->thread, NULL);
    connection->started = false;
}

/* The place of one that has left; with the mutex held. */
static struct connection *crowd_look(struct crowd *crowd)
{
    for (int i = 0; i < CONNECTIONS_MAX; i++)
        if (!crowd->connections[i].served)
            return &crowd->connections[i];
    return NULL;
}

/* Block until there is room for one more. */
static struct connection *crowd_room(struct crowd *crowd)
{
    struct connection *connection;
    pthread_mutex_lock(&crowd->mutex);
    while ((connection = crowd_look(crowd)) == NULL)
        pthread_cond_wait(&crowd->left, &crowd->mutex);
    connection->served = true;
    pthread_mutex_unlock(&crowd->mutex);
    connection_join(connection);
    return connection;
}

static void crowd_serve(struct crowd *crowd, int fd, long n)
{
    struct connection *connection = crowd_room(crowd);
    connection->crowd = crowd;
    connection->fd = fd;
    connection->n = n;
    int error =
        pthread_create(&connection->thread, NULL, connection_main, connection);
    connection->started = error == 0;
    if (error == 0)
        return;
    fprintf(stderr, "connection %ld: %s\n", n, strerror(error));
    connection_leave(connection);
}

static void serve(int listener)
{
    struct crowd crowd = {.mutex = PTHREAD_MUTEX_INITIALIZER,
                          .left = PTHREAD_COND_INITIALIZER};
    for (long n = 1; !stop_before_readable(listener); n++) {
        int fd = tcp_accept(listener);
        if (fd < 0)
            die("accept", errno);
        crowd_serve(&crowd, fd, n);
    }
    for (int i = 0; i < CONNECTIONS_MAX; i++)
        connection_join(&crowd.connections[i]);
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
    program_begin(argc, argv, 2, usage);
    long count = 10;
    if (argc > 1)
        count = program_number(argv[1], 0, CLIENTS_MAX, usage);
    int port = 0;
    if (argc > 2)
        port = (int)program_number(argv[2], 0, 65535, usage);
    signal(SIGPIPE, SIG_IGN);
    if (stop_begin() != 0)
        die("stop_begin", errno);
    int listener = tcp_listen("127.0.0.1", port);
    if (listener < 0)
        tcp_die("listen on", "127.0.0.1", port);
    if (argc > 2)
        tcp_announce(listener);
    struct sockaddr_in to = tcp_address(listener);

    int64_t begin_ns = clock_now_ns();
    pthread_t server = thread_start(server_main, &listener);
    clients_run(count, &to);
    printf("%ld clients: %.1f seconds\n", count,
           clock_seconds(clock_now_ns() - begin_ns));
    if (argc < 3)
        stop_request();
    pthread_join(server, NULL);
    stop_end();
    return 0;
}
