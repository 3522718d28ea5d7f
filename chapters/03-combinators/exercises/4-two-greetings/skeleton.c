/* Exercise 3.4: two greetings.
 *
 * then_made asks Alice for a name and then Bob for a greeting to it, in two
 * seconds. Here two guests are greeted, each by an Alice and a Bob of their
 * own. One after the other that would be four seconds. Write greeting_next,
 * and join the two.
 *
 * - greeting_next is called when the name is there. It asks Bob for "hello, "
 *   and the name, one second, and returns the future that reads his answer.
 *   Nobody asks Bob before.
 * - Bob's socket borrows the text, so it has to stay until the end.
 * - greetings_init begins both greetings and returns a future that is ready
 *   when both are done. Both are under way from its first poll on, and one
 *   that is done is not polled again.
 * - Nothing is allocated. What you need room for goes into the structs.
 *
 * main greets Ada and Grace. Done right, both have been greeted after 2.0
 * seconds.
 *
 * Difficulty: medium
 * Time: 25 minutes
 * Section: Pairs of pairs
 */
#include "../../../../part1-futures/02-simple-future/socket.h"
#include "../../../../part1-futures/03-combinators/and_then.h"
#include "../../../../part1-futures/03-combinators/join.h"

struct greeting {
    struct and_then and_then;
    struct socket alice;
    struct socket_read name;
    char text[SOCKET_CAPACITY]; /* what Bob will say */
    struct socket bob;
    struct socket_read hello;
};

static struct simple_future *greeting_next(struct and_then *and_then)
{
    /* TODO: find the greeting, ask Bob, return what reads his answer. */
    (void)and_then;
    bug("greeting_next is not written yet");
}

static void greeting_init(struct greeting *greeting, const char *name)
{
    socket_init(&greeting->alice, 1, name);
    socket_read_init(&greeting->name, &greeting->alice);
    and_then_init(&greeting->and_then, &greeting->name.future, greeting_next);
}

static void greeting_finish(struct greeting *greeting)
{
    socket_read_print(&greeting->hello);
    socket_destroy(&greeting->alice);
    socket_destroy(&greeting->bob);
}

struct greetings {
    struct greeting first;
    struct greeting second;
    /* TODO: what makes one future of them */
};

/* Begin two greetings, and return the future to run. */
static struct simple_future *greetings_init(struct greetings *greetings,
                                            const char *first,
                                            const char *second)
{
    greeting_init(&greetings->first, first);
    greeting_init(&greetings->second, second);
    /* TODO: so far only the first is run. */
    return &greetings->first.and_then.future;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Greets two guests at once.\n");
    struct greetings greetings;
    int64_t begin_ns = clock_now_ns();
    simple_future_run(greetings_init(&greetings, "Ada", "Grace"));
    double seconds = clock_seconds(clock_now_ns() - begin_ns);
    greeting_finish(&greetings.first);
    greeting_finish(&greetings.second);
    printf("%.1f seconds\n", seconds);
    return 0;
}
