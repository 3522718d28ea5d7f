/* Wrong: the second greeting is the second half of an and_then whose first half
 * is the first one, and is not asked for before that is done.
 *
 * CAUGHT BY: the second greeting is not polled before the first is done
 */
#include "../../../part1-futures/02-simple-future/socket.h"
#include "../../../part1-futures/03-combinators/and_then.h"
#include "../../../part1-futures/03-combinators/join.h"

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
    struct greeting *greeting =
        container_of(and_then, struct greeting, and_then);
    snprintf(greeting->text, sizeof greeting->text, "hello, %.*s",
             (int)greeting->name.length, greeting->name.data);
    socket_init(&greeting->bob, 1, greeting->text);
    socket_read_init(&greeting->hello, &greeting->bob);
    return &greeting->hello.future;
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
    struct and_then both;
};

static struct simple_future *second_next(struct and_then *and_then)
{
    struct greetings *greetings =
        container_of(and_then, struct greetings, both);
    return &greetings->second.and_then.future;
}

/* Begin two greetings, and return the future to run. */
static struct simple_future *greetings_init(struct greetings *greetings,
                                            const char *first,
                                            const char *second)
{
    greeting_init(&greetings->first, first);
    greeting_init(&greetings->second, second);
    and_then_init(&greetings->both, &greetings->first.and_then.future,
                  second_next);
    return &greetings->both.future;
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
