/* Exercise 22.1: exactly so many.
 *
 * A message of twelve bytes comes over a socket, in whatever pieces. Write
 * fd_read_exactly, which blocks until `size` bytes have been read into `data`.
 * It reads with read().
 *
 * - It returns how many bytes there are: `size`, or fewer if the end came
 *   before; 0 is an end without anything.
 * - On an error it returns -1, and errno says why: EAGAIN, too, which means
 *   here that the caller has set a limit of time, and it is over.
 * - What a signal has interrupted is no error.
 * - It never takes more than the `size` bytes: what follows is not its own.
 *
 * main sends "hello, world" in two pieces with a second in between, and then
 * "bye". It prints both, the second one as "bye, and then the end".
 *
 * Difficulty: easy
 * Time: 15 minutes
 * Section: A write that writes less
 */
#include <pthread.h>

#include "../../../../part3-io/22-blocking-sockets/tcp.h"

static ssize_t fd_read_exactly(int fd, void *data, size_t size)
{
    /* TODO */
    (void)fd;
    (void)data;
    (void)size;
    return -1;
}

static void *writer_main(void *arg)
{
    const int *fd = arg;
    fd_write_all(*fd, "hello,", 6);
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    fd_write_all(*fd, " worldbye", 9);
    close(*fd);
    return NULL;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Reads twelve bytes that come in two pieces, and three.\n");
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0)
        die("socketpair", errno);
    pthread_t writer;
    int error = pthread_create(&writer, NULL, writer_main, &fds[1]);
    if (error != 0)
        die("pthread_create", error);
    char message[12];
    for (ssize_t length = sizeof message; length == sizeof message;) {
        length = fd_read_exactly(fds[0], message, sizeof message);
        printf("%.*s%s\n", length > 0 ? (int)length : 0, message,
               length < (ssize_t)sizeof message ? ", and then the end" : "");
    }
    pthread_join(writer, NULL);
    close(fds[0]);
    return 0;
}
