/* Exercise 4.1: in one piece.
 *
 * In chapter 3 a greeting was made of an and_then and a function torn out of
 * its middle. Write it as one async function:
 *
 * - Alice is asked for a name and takes a second: with answer_init, whose
 *   text is `name`.
 * - Then Bob is asked. He takes another second and says "hello, ", followed by
 *   what Alice has said. So that is the text for his answer_init. It is read
 *   when the second is over: where does it have to stand until then?
 * - What Bob has said is written into `said`, as a string, and the greeting
 *   is ready.
 *
 * No poll blocks, and whoever waits is woken. A name has 50 letters at most.
 * main runs a greeting to Ada. Done right, it says "hello, Ada" after 2.0
 * seconds and 3 polls.
 *
 * Difficulty: easy
 * Time: 15 minutes
 * Section: A switch that jumps into the middle
 */
#include "../../../../part1-futures/04-async-functions/answer.h"
#include "../../../../part1-futures/04-async-functions/async.h"

struct greeting {
    struct simple_future future;
    int state;
    const char *name; /* what Alice will say; borrowed */
    struct answer alice;
    struct answer bob;
    /* TODO: is there something else that has to outlive an await? */
    char said[SOCKET_CAPACITY + 1]; /* output */
};

static enum poll_state greeting_poll(struct simple_future *self,
                                     void (*wake)(void))
{
    /* TODO: ask Alice and await her, ask Bob and await him. */
    (void)self;
    (void)wake;
    return POLL_READY;
}

static void greeting_init(struct greeting *greeting, const char *name)
{
    greeting->future.poll = greeting_poll;
    greeting->state = 0;
    greeting->name = name;
    greeting->said[0] = '\0';
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Asks for a name, then for a greeting to it.\n");
    struct greeting greeting;
    int64_t begin_ns = clock_now_ns();
    greeting_init(&greeting, "Ada");
    long polls = simple_future_run(&greeting.future);
    printf("%s\n%.1f seconds, %ld polls\n", greeting.said,
           clock_seconds(clock_now_ns() - begin_ns), polls);
    return 0;
}
