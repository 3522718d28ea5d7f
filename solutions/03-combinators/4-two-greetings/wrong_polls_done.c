/* Wrong: a future of its own that polls both greetings every time, also the one
 * that is done.
 *
 * CAUGHT BY: nothing remembers that it was ready
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
    struct simple_future both;
};

static enum poll_state greetings_poll(struct simple_future *self,
                                      void (*wake)(void))
{
    struct greetings *greetings = container_of(self, struct greetings, both);
    enum poll_state first =
        simple_future_poll(&greetings->first.and_then.future, wake);
    enum poll_state second =
        simple_future_poll(&greetings->second.and_then.future, wake);
    if (first == POLL_PENDING || second == POLL_PENDING)
        return POLL_PENDING;
    return POLL_READY;
}

/* Begin two greetings, and return the future to run. */
static struct simple_future *greetings_init(struct greetings *greetings,
                                            const char *first,
                                            const char *second)
{
    greeting_init(&greetings->first, first);
    greeting_init(&greetings->second, second);
    greetings->both.poll = greetings_poll;
    return &greetings->both;
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
