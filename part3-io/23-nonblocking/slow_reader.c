/* Step 23.5: what would have blocked is sent later.
 *
 * EXPECT: busy
 *
 * The future keeps what is left, and is polled until nothing is.
 */
#include <pthread.h>
#include <signal.h>

#include "../../part1-futures/06-wakers/counting_waker.h"
#include "both_ends.h"

static char pages[1 << 20]; /* more than the kernel takes without a reader */

struct reader {
    int fd;
    size_t came;
};

/* Read nothing for half a second; then all there is. */
static void *reader_main(void *arg)
{
    struct reader *reader = arg;
    char buffer[65536];
    ssize_t length;
    clock_sleep_until(clock_now_ns() + clock_second_ns() / 2);
    while ((length = read(reader->fd, buffer, sizeof buffer)) > 0)
        reader->came += (size_t)length;
    return NULL;
}

static void send_pages(int fd)
{
    struct counting_waker counting;
    struct async_write_all all;
    counting_waker_init(&counting);
    async_write_all_init(&all, busy_readiness(), fd, pages, sizeof pages);
    long polls = counting_waker_run(&counting, &all.future);
    future_drop(&all.future);
    counting_waker_destroy(&counting);
    if (all.error != 0)
        die("write", all.error);
    printf("%ld polls\n", polls);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: slow_reader\n"
                  "Writes a MiB to a slow reader, without blocking.\n");
    const int small = 4096; /* room for so much, to begin with */
    signal(SIGPIPE, SIG_IGN);
    int ends[2];
    both_ends(ends);
    setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    struct reader reader = {.fd = ends[0]};
    pthread_t thread;
    int error = pthread_create(&thread, NULL, reader_main, &reader);
    if (error != 0)
        die("pthread_create", error);

    send_pages(ends[1]);
    close(ends[1]);
    pthread_join(thread, NULL);
    close(ends[0]);
    printf("to write: %zu\ncame: %zu\n", sizeof pages, reader.came);
    return 0;
}
