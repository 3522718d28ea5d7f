/* Wrong: each byte is taken for the beginning of a pointer, so that the end
 * of one value and the beginning of the next can make up an address.
 *
 * CAUGHT BY: a place is looked at where no pointer can be
 */
#include <stdint.h>

#include "../../../part1-futures/03-combinators/and_then.h"
#include "../../../part1-futures/03-combinators/join.h"
#include "../../../part1-futures/04-async-functions/async.h"
#include "../../../part1-futures/05-pinning/beat.h"

/* How many pointers of the object lead into the object itself. */
static size_t self_pointers(const void *object, size_t size)
{
    const char *bytes = object;
    uintptr_t begin = (uintptr_t)object;
    size_t count = 0;
    for (size_t at = 0; at + sizeof(void *) <= size; at++) {
        uintptr_t value;
        memcpy(&value, bytes + at, sizeof value);
        if (value >= begin && value < begin + size)
            count++;
    }
    return count;
}

struct chain {
    struct and_then and_then;
    struct beat first;
};

/* An async function with a pointer into itself, from its first poll on. */
struct speech {
    struct simple_future future;
    int state;
    char text[8];
    const char *next; /* into text */
    struct beat beat;
};

static enum poll_state speech_poll(struct simple_future *self,
                                   void (*wake)(void))
{
    struct speech *speech = container_of(self, struct speech, future);
    ASYNC_BEGIN(speech->state);
    speech->next = speech->text;
    beat_init(&speech->beat);
    AWAIT(speech->state, simple_future_poll(&speech->beat.future, wake));
    ASYNC_END(speech->state);
}

static void show(const char *name, const void *object, size_t size)
{
    printf("%s: %zu\n", name, self_pointers(object, size));
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Counts the pointers of three futures into themselves.\n");
    struct beat left, right;
    struct join join;
    struct chain chain;
    beat_init(&left);
    beat_init(&right);
    beat_init(&chain.first);
    join_init(&join, &left.future, &right.future);
    and_then_init(&chain.and_then, &chain.first.future, NULL);
    show("join", &join, sizeof join);
    show("chain", &chain, sizeof chain);
    struct speech speech = {.future = {speech_poll}};
    show("speech, before its first poll", &speech, sizeof speech);
    simple_future_poll(&speech.future, simple_future_wake);
    show("speech, after it", &speech, sizeof speech);
    return 0;
}
