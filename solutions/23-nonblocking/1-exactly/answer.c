/* Exercise 23.1: exactly so many.
 *
 * A length comes first, then so many bytes: many protocols are built like that,
 * and whoever reads them wants to wait for a given number of bytes. Write the
 * poll and the drop of async_read_exactly.
 *
 * - It is ready when `size` bytes have come to `data`, in however many pieces.
 *   Then `size` is 0, as nothing is missing any more.
 * - If the end comes before, it is ready, too: `error` is 0, and `size` says
 *   how many are missing. If the connection fails, `error` says how; and if
 *   nobody can watch the descriptor, why.
 * - It takes no byte more than it was asked for.
 * - Whatever it waits for, it is woken; when it is ready or dropped, nobody
 *   watches the descriptor for it any more. The descriptor is borrowed.
 *
 * fd_read_some of async_tcp.h goes on after an interruption.
 *
 * main has a friend who writes a word in three pieces. Done right, it prints
 * "nonblocking".
 *
 * Difficulty: easy
 * Time: 20 minutes
 * Section: In the middle of a message
 */
#include "../../../part2-executor/11-block-on/block_on.h"
#include "../../../part3-io/23-nonblocking/both_ends.h"

struct async_read_exactly {
    struct future future;
    struct interest interest;
    char *data;  /* borrowed: where the next byte goes */
    size_t size; /* how many are missing */
    int error;   /* output */
};

static enum poll_state async_read_exactly_poll(struct future *self,
                                               struct context *cx)
{
    struct async_read_exactly *reading =
        container_of(self, struct async_read_exactly, future);
    ssize_t length =
        fd_read_some(reading->interest.fd, reading->data, reading->size);
    if (length > 0) {
        reading->data += length;
        reading->size -= (size_t)length;
    }
    bool more = length < 0 ? fd_would_block() : length > 0 && reading->size > 0;
    if (more)
        return interest_pending(&reading->interest, cx, &reading->error);
    reading->error = length < 0 ? errno : 0;
    return interest_ready(&reading->interest);
}

static void async_read_exactly_drop(struct future *self)
{
    interest_forget(
        &container_of(self, struct async_read_exactly, future)->interest);
}

static void async_read_exactly_init(struct async_read_exactly *reading,
                                    struct readiness *readiness, int fd,
                                    void *data, size_t size)
{
    reading->future =
        (struct future){async_read_exactly_poll, async_read_exactly_drop};
    interest_init(&reading->interest, readiness, fd, POLLIN);
    reading->data = data;
    reading->size = size;
    reading->error = 0;
}

static void *friend_main(void *arg)
{
    const int *fd = arg;
    const char *pieces[] = {"non", "block", "ing"};
    for (int i = 0; i < 3; i++) {
        clock_sleep_until(clock_now_ns() + clock_second_ns() / 10);
        fd_write_all(*fd, pieces[i], strlen(pieces[i]));
    }
    return NULL;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Reads eleven bytes that come in three pieces.\n");
    char word[] = "...........";
    struct async_read_exactly reading;
    int ends[2];
    pthread_t friend;
    both_ends(ends);
    async_read_exactly_init(&reading, busy_readiness(), ends[1], word, 11);
    int error = pthread_create(&friend, NULL, friend_main, &ends[0]);
    if (error != 0)
        die("pthread_create", error);
    block_on(&reading.future);
    printf("%s\n", word);
    future_drop(&reading.future);
    pthread_join(friend, NULL);
    close(ends[0]);
    close(ends[1]);
    return 0;
}
