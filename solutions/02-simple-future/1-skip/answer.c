/* Exercise 2.1: a countdown that can be told.
 *
 * This is the countdown of the chapter, for an owner who may be in a hurry:
 * countdown_skip, called between two polls, takes steps off. Write
 * countdown_poll and countdown_skip.
 *
 * - A poll takes one step and is pending; when no step is left, it is ready.
 *   That holds for every poll, also for one that no wake came before.
 * - Whoever returns pending has called wake, once. Who is ready calls nobody.
 * - countdown_skip takes off as many steps as it is told, but not more than
 *   there are: left is never below zero. It does not poll and wakes nobody.
 * - A countdown with all its steps skipped is ready at its next poll.
 *
 * main skips five of ten steps after the second poll. Done right, the sixth
 * poll is ready.
 *
 * Difficulty: easy
 * Time: 10 minutes
 * Section: Two answers
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
    wake(); /* nothing to wait for: poll again whenever you like */
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
