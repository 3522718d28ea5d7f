/* Exercise 24.2, wrong: keeps its sets and does not empty them, so who was
 * asked for once is asked for ever.
 *
 * CAUGHT BY: the sets are not emptied
 */
#include <sys/select.h>

#include "../../../part1-futures/06-wakers/counting_waker.h"
#include "../../../part3-io/23-nonblocking/async_tcp.h"

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
    struct selecting *selecting =
        container_of(self, struct selecting, readiness);
    bool full = interest->place == 0 && selecting->count == FD_SETSIZE;
    if (full || interest->fd < 0 || interest->fd >= FD_SETSIZE) {
        errno = EINVAL;
        return -1;
    }
    if (interest->place == 0) {
        interest->place = selecting->count++;
        selecting->interests[interest->place] = interest;
    }
    waker_keep(&interest->waker, waker);
    return 0;
}

/* Those that are waited for. Returns one more than the highest. */
static int selecting_fill(const struct selecting *selecting, fd_set sets[2])
{
    int end = 0;
    for (size_t place = 1; place < selecting->count; place++) {
        const struct interest *interest = selecting->interests[place];
        FD_SET(interest->fd, &sets[interest->events == POLLOUT]);
        if (interest->fd >= end)
            end = interest->fd + 1;
    }
    return end;
}

/* From the end, as in watch_wake. */
static void selecting_wake(struct selecting *selecting, bool all,
                           fd_set sets[2])
{
    for (size_t place = selecting->count - 1; place > 0; place--) {
        if (place >= selecting->count)
            continue;
        struct interest *interest = selecting->interests[place];
        if (!all && !FD_ISSET(interest->fd, &sets[interest->events == POLLOUT]))
            continue;
        selecting_remove(selecting, interest);
        waker_wake(&interest->waker);
    }
}

/* Sleeps until a descriptor is ready, or for as long as `timeout` says; NULL
 * is for ever. */
static void selecting_sleep(struct selecting *selecting,
                            struct timeval *timeout)
{
    static fd_set sets[2]; /* to read, to write */
    int end = selecting_fill(selecting, sets);
    int ready = select(end, &sets[0], &sets[1], NULL, timeout);
    bool closed = ready < 0 && errno == EBADF;
    if (ready < 0 && errno != EBADF && errno != EINTR)
        die("select", errno);
    if (ready > 0 || closed)
        selecting_wake(selecting, closed, sets);
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
