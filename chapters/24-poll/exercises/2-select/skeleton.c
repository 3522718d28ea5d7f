/* Exercise 24.2: select.
 *
 * Before poll() there was select(). It takes sets of descriptors, one to read
 * and one to write, in which it leaves those that are ready. Write a readiness
 * that sleeps in it: selecting_wait and selecting_sleep.
 *
 * - selecting_wait keeps the interest and its waker, as watch_wait does. A set
 *   has room for the numbers below FD_SETSIZE, and FD_SET does not check it:
 *   for others, -1 and EINVAL, and nothing is kept. The same for an interest
 *   that the array has no room for: a number may wait twice, to read and to
 *   write.
 * - selecting_sleep calls select() once. Who is ready is removed, then woken.
 * - If select() fails with EBADF, one of the descriptors was closed, and
 *   nobody knows which: all are removed and woken, and each will find out.
 * - If a signal interrupts it (EINTR), nobody is woken.
 *
 * main waits for two letters.
 *
 * Difficulty: medium
 * Time: 40 minutes
 * Section: One call for all
 */
#include <sys/select.h>

#include "../../../../part1-futures/06-wakers/counting_waker.h"
#include "../../../../part3-io/23-nonblocking/async_tcp.h"

struct selecting {
    struct readiness readiness;
    struct interest *interests[FD_SETSIZE]; /* from place 1 on */
    size_t count;                           /* with the unused place 0 */
};

/* The last one takes its place. */
static void selecting_remove(struct selecting *selecting,
                             struct interest *interest)
{
    struct interest *last = selecting->interests[--selecting->count];
    selecting->interests[interest->place] = last;
    last->place = interest->place;
    interest->place = 0;
}

static void selecting_forget(struct readiness *self, struct interest *interest)
{
    if (interest->place != 0)
        selecting_remove(container_of(self, struct selecting, readiness),
                         interest);
    waker_drop(&interest->waker);
}

static int selecting_wait(struct readiness *self, struct interest *interest,
                          const struct waker *waker)
{
    /* TODO: check, insert if it is not there yet (count), keep the waker. */
    (void)self;
    (void)interest;
    (void)waker;
    return 0;
}

/* Sleeps until a descriptor is ready, or for as long as `timeout` says; NULL
 * is for ever. */
static void selecting_sleep(struct selecting *selecting,
                            struct timeval *timeout)
{
    /* TODO: FD_ZERO two sets, FD_SET each interest in the one for its events,
     * select(the highest number + 1, ...), and wake whom FD_ISSET names. */
    (void)selecting;
    (void)timeout;
}

static void selecting_init(struct selecting *selecting)
{
    selecting->readiness = (struct readiness){selecting_wait, selecting_forget};
    selecting->count = 1;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Waits for two letters, in select().\n");
    static struct selecting selecting;
    struct counting_waker counting;
    struct interest interests[2];
    int letters[2][2];
    selecting_init(&selecting);
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    for (int n = 0; n < 2; n++) {
        if (pipe(letters[n]) != 0)
            die("pipe", errno);
        interest_init(&interests[n], &selecting.readiness, letters[n][0],
                      POLLIN);
        interest_wait(&interests[n], &waker);
    }

    for (int n = 0; n < 2; n++) {
        fd_write_all(letters[n][1], "x", 1);
        struct timeval second = {.tv_sec = 1};
        selecting_sleep(&selecting, &second);
        printf("%ld woken, %zu left\n", counting_waker_wakes(&counting),
               selecting.count - 1);
    }
    for (int n = 0; n < 2; n++) {
        interest_forget(&interests[n]);
        close(letters[n][0]);
        close(letters[n][1]);
    }
    waker_drop(&waker);
    counting_waker_destroy(&counting);
    return 0;
}
