/* Wrong: Alice is awaited, but for Bob's answer the poll itself waits.
 *
 * CAUGHT BY: a poll that waits until the answer is there
 */
#include "../../../part1-futures/04-async-functions/answer.h"
#include "../../../part1-futures/04-async-functions/async.h"

struct greeting {
    struct simple_future future;
    int state;
    const char *name; /* what Alice will say; borrowed */
    struct answer alice;
    struct answer bob;
    char text[SOCKET_CAPACITY + 1]; /* what Bob will say */
    char said[SOCKET_CAPACITY + 1]; /* output */
};

static enum poll_state greeting_poll(struct simple_future *self,
                                     void (*wake)(void))
{
    struct greeting *greeting = container_of(self, struct greeting, future);
    ASYNC_BEGIN(greeting->state);
    answer_init(&greeting->alice, 1, greeting->name);
    AWAIT(greeting->state, simple_future_poll(&greeting->alice.future, wake));
    snprintf(greeting->text, sizeof greeting->text, "hello, %.*s",
             (int)greeting->alice.read.length, greeting->alice.read.data);
    answer_init(&greeting->bob, 1, greeting->text);
    simple_future_run(&greeting->bob.future);
    snprintf(greeting->said, sizeof greeting->said, "%.*s",
             (int)greeting->bob.read.length, greeting->bob.read.data);
    ASYNC_END(greeting->state);
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
