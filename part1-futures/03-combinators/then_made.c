/* Step 3.6: the second made from what came of the first.
 *
 * Alice is asked for a name, then Bob for a greeting to that name. Everything
 * stands in one struct on main's stack.
 */
#include "../02-simple-future/socket.h"
#include "and_then.h"

struct greeting {
    struct and_then and_then;
    struct socket alice;
    struct socket_read name;
    char text[SOCKET_CAPACITY];
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

static void greeting_init(struct greeting *greeting)
{
    socket_init(&greeting->alice, 1, "Ada");
    socket_read_init(&greeting->name, &greeting->alice);
    and_then_init(&greeting->and_then, &greeting->name.future, greeting_next);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: then_made\n"
                  "Asks for a name, then for a greeting to it.\n");
    struct greeting greeting;
    int64_t begin_ns = clock_now_ns();
    greeting_init(&greeting);
    long polls = simple_future_run(&greeting.and_then.future);
    socket_read_print(&greeting.name);
    socket_read_print(&greeting.hello);
    printf("%.1f seconds, %ld polls of the and_then, %zu bytes\n",
           clock_seconds(clock_now_ns() - begin_ns), polls, sizeof greeting);
    socket_destroy(&greeting.alice);
    socket_destroy(&greeting.bob);
    return 0;
}
