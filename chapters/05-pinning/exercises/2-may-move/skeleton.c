/* Exercise 5.2: may it be moved?
 *
 * A future that holds the address of a part of itself must stay. A debugger
 * would show it; so can the program. Write self_pointers: it looks through
 * the bytes of an object and counts the addresses in it that lead back into
 * it.
 *
 * - Compilers put a pointer where its offset in the struct is a multiple of
 *   sizeof(void *). Look there, and nowhere else.
 * - An address counts if it is that of the first byte of the object, or of the
 *   last, or of one between them. The byte behind the last belongs to somebody
 *   else.
 * - Nothing outside of the object is read, also if its size is no multiple of
 *   sizeof(void *).
 * - What a place holds may be anything, also no pointer. Copy it into a
 *   uintptr_t, with memcpy, and compare numbers.
 *
 * It cannot see who outside has the address; that is the other question.
 *
 * main looks at a join, at an and_then that lies beside its first, as in the
 * greeting of chapter 3, and at an async function before and after its first
 * poll. Done right, it says 0, 1, 0 and 1.
 *
 * Difficulty: medium
 * Time: 20 minutes
 * Section: Before the first poll
 */
#include <stdint.h>

#include "../../../../part1-futures/03-combinators/and_then.h"
#include "../../../../part1-futures/03-combinators/join.h"
#include "../../../../part1-futures/04-async-functions/async.h"
#include "../../../../part1-futures/05-pinning/beat.h"

/* How many pointers of the object lead into the object itself. */
static size_t self_pointers(const void *object, size_t size)
{
    /* TODO: look at each place where a pointer may be. */
    (void)object;
    (void)size;
    return 0;
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
