/* Wrong: nobody looks whether the wait has succeeded.
 *
 * CAUGHT BY: interest_wait has failed, and nobody has looked
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
    if (more) {
        interest_wait(&reading->interest, cx->waker);
        return POLL_PENDING;
    }
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
