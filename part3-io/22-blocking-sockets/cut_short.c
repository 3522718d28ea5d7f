/* Step 22.7: a write that writes less.
 *
 * EXPECT: wrong
 *
 * The program has a handler for SIGUSR1, as dd has, which says on that how far
 * it is. The signal interrupts a write which waits for its reader.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "stop.h"
#include "tcp.h"

static char pages[64 << 20]; /* more than the kernel takes without a reader */

struct reader {
    int fd;
    pthread_t writer;
    atomic_bool written; /* the write has returned */
    size_t came;
};

static void progress(int signal)
{
    (void)signal;
}

/* Read nothing until the writer has been interrupted; then all there is. */
static void *reader_main(void *arg)
{
    struct reader *reader = arg;
    char buffer[65536];
    ssize_t length;
    while (!reader->written) {
        pthread_kill(reader->writer, SIGUSR1);
        clock_sleep_until(clock_now_ns() + clock_second_ns() / 10);
    }
    while ((length = read(reader->fd, buffer, sizeof buffer)) > 0)
        reader->came += (size_t)length;
    return NULL;
}

static void connection_new(int fds[2])
{
    int listener = tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        tcp_die("listen on", "127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);
    fds[0] = tcp_connect(&to);
    fds[1] = tcp_accept(listener);
    if (fds[0] < 0 || fds[1] < 0)
        die("connect or accept", errno);
    close(listener);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: cut_short\n"
                  "Writes 64 MiB to a slow reader, while signals come.\n");
    struct sigaction action = {.sa_handler = progress};
    sigemptyset(&action.sa_mask);
    sigaction(SIGUSR1, &action, NULL);
    int fds[2];
    connection_new(fds);
    struct reader reader = {.fd = fds[0], .writer = pthread_self()};
    pthread_t thread;
    int error = pthread_create(&thread, NULL, reader_main, &reader);
    if (error != 0)
        die("pthread_create", error);

    ssize_t written = write(fds[1], pages, sizeof pages);
    reader.written = true;
    close(fds[1]);
    pthread_join(thread, NULL);
    close(fds[0]);
    printf("to write: %zu\nwritten: %zd\ncame: %zu\n", sizeof pages, written,
           reader.came);
    return 0;
}
