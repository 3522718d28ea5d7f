/* Wrong: the poll that takes the last step is pending and wakes nobody. The
 * next poll would be ready, but a driver that sleeps never gets to it.
 *
 * CAUGHT BY: a pending poll has not called wake
 */
#include "../../../part1-futures/02-simple-future/simple_future.h"

struct countdown {
    struct simple_future future;
    int left; /* steps, never below zero */
};

static enum poll_state countdown_poll(struct simple_future *self,
                                      void (*wake)(void))
{
    struct countdown *countdown = container_of(self, struct countdown, future);
    if (countdown->left == 0)
        return POLL_READY;
    countdown->left--;
    if (countdown->left > 0)
        wake();
    return POLL_PENDING;
}

/* Take off `steps` steps, zero or more, or as many as there are. */
static void countdown_skip(struct countdown *countdown, int steps)
{
    countdown->left -= steps < countdown->left ? steps : countdown->left;
}

static void countdown_init(struct countdown *countdown, int from)
{
    countdown->future.poll = countdown_poll;
    countdown->left = from;
}

static void wake_nobody(void)
{
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Polls a countdown from ten and skips five steps.\n");
    struct countdown countdown;
    countdown_init(&countdown, 10);
    int polls = 1;
    while (simple_future_poll(&countdown.future, wake_nobody) == POLL_PENDING) {
        printf("poll %d: pending, %d left\n", polls, countdown.left);
        if (polls == 2) {
            countdown_skip(&countdown, 5);
            printf("skip 5: %d left\n", countdown.left);
        }
        polls++;
    }
    printf("poll %d: ready, %d left\n", polls, countdown.left);
    return 0;
}
