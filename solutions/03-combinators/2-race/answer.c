/* Exercise 3.2: whichever first.
 *
 * A race of two futures is ready as soon as one of them is, and says which.
 *
 * - While nobody has won, every poll asks both, with the wake that the race
 *   was given.
 * - Ready: `winner` is 0 if the first has won and 1 if the second has. Before
 *   that it is -1.
 * - If both would be ready in the same poll, the first wins, and the second is
 *   not asked. What has come for it is still there when its owner asks.
 * - The loser is never polled again by the race. Its owner may go on with it.
 *
 * main lets Alice, who needs two seconds, race with Bob, who needs one. Done
 * right, it says "winner 1 after 1.0 seconds", and then reads from the loser
 * what she says.
 *
 * Difficulty: easy
 * Time: 15 minutes
 * Section: Join
 */
#include "../../../part1-futures/02-simple-future/socket.h"

struct race {
    struct simple_future future;
    struct simple_future *first;  /* borrowed */
    struct simple_future *second; /* borrowed */
    int winner; /* 0: the first, 1: the second, -1: nobody yet */
};

static enum poll_state race_poll(struct simple_future *self, void (*wake)(void))
{
    struct race *race = container_of(self, struct race, future);
    if (simple_future_poll(race->first, wake) == POLL_READY) {
        race->winner = 0;
        return POLL_READY;
    }
    if (simple_future_poll(race->second, wake) == POLL_READY) {
        race->winner = 1;
        return POLL_READY;
    }
    return POLL_PENDING;
}

static void race_init(struct race *race, struct simple_future *first,
                      struct simple_future *second)
{
    race->future.poll = race_poll;
    race->first = first;
    race->second = second;
    race->winner = -1;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Asks two peers, waits for one, then for the other.\n");
    struct socket alice, bob;
    struct socket_read hello, goodbye;
    struct race race;
    int64_t begin_ns = clock_now_ns();
    socket_init(&alice, 2, "hello from Alice");
    socket_init(&bob, 1, "goodbye from Bob");
    socket_read_init(&hello, &alice);
    socket_read_init(&goodbye, &bob);
    race_init(&race, &hello.future, &goodbye.future);

    simple_future_run(&race.future);
    printf("winner %d after %.1f seconds\n", race.winner,
           clock_seconds(clock_now_ns() - begin_ns));
    struct socket_read *loser = race.winner == 0 ? &goodbye : &hello;
    simple_future_run(&loser->future);
    socket_read_print(loser);
    socket_destroy(&alice);
    socket_destroy(&bob);
    return 0;
}
