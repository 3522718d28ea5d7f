/* Step 24.2: a descriptor that is closed while somebody waits for it.
 *
 * EXPECT: wrong
 *
 * Ada waits for a letter. Her pipe is closed, and the next one, for Bob, gets
 * its numbers.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "../23-nonblocking/async_tcp.h"
#include "event_loop.h"

struct house {
    struct future future;
    int state;
    int letters[2]; /* a pipe: Ada's, then Bob's */
    struct sleep sleep;
};

static int letters_new(int letters[2])
{
    if (pipe(letters) != 0)
        die("pipe", errno);
    if (fd_set_nonblocking(letters[0]) != 0)
        die("fd_set_nonblocking", errno);
    return letters[0];
}

static void letters_drop(const int letters[2])
{
    close(letters[0]);
    close(letters[1]);
}

static void bob_looks(int fd)
{
    char letter[64];
    ssize_t length = fd_read_some(fd, letter, sizeof letter);
    printf("Bob's letter: %s\n", length > 0 ? "there" : "not there");
}

static enum poll_state house_poll(struct future *self, struct context *cx)
{
    struct house *house = container_of(self, struct house, future);
    ASYNC_BEGIN(house->state);
    int closed = house->letters[0];
    letters_drop(house->letters);
    bool reused = letters_new(house->letters) == closed;
    printf("Bob's descriptor is %s\n", reused ? "what Ada's was" : "new");
    fd_write_all(house->letters[1], "Ada reads: dear Bob\n", 20);
    AWAIT(house->state, future_poll(&house->sleep.future, cx));
    bob_looks(house->letters[0]);
    letters_drop(house->letters);
    ASYNC_END(house->state);
}

static void house_drop(struct future *self)
{
    struct house *house = container_of(self, struct house, future);
    future_drop(&house->sleep.future);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: others_mail\n"
                  "Waits for a letter in a pipe that is closed.\n");
    struct event_loop loop;
    struct spawner spawner;
    if (event_loop_new(&loop, &spawner) != 0)
        die("event_loop_new", errno);
    struct house house = {.future = {house_poll, house_drop}};
    sleep_init(&house.sleep, &loop.sleeps, sleeps_after(&loop.sleeps, 1));
    struct async_print_all ada;
    async_print_all_init(&ada, &loop.watch.readiness,
                         letters_new(house.letters));
    if (spawner_spawn(&spawner, &ada.future, NULL) != 0 ||
        spawner_spawn(&spawner, &house.future, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);

    event_loop_run(&loop);
    if (ada.error != 0)
        printf("Ada: %s\n", strerror(ada.error));
    event_loop_drop(&loop);
    return 0;
}
