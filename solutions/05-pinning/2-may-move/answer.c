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
 * main looks at a join, and at an and_then that lies beside its first, as in
 * the greeting of chapter 3. Done right, it says 0 for the join and 1 for the
 * other.
 *
 * Difficulty: medium
 * Time: 20 minutes
 * Section: Before the first poll
 */
#include <stdint.h>

#include "../../../part1-futures/03-combinators/and_then.h"
#include "../../../part1-futures/03-combinators/join.h"
#include "../../../part1-futures/05-pinning/beat.h"

/* How many pointers of the object lead into the object itself. */
static size_t self_pointers(const void *object, size_t size)
{
    const char *bytes = object;
    uintptr_t begin = (uintptr_t)object;
    size_t count = 0;
    for (size_t at = 0; at + sizeof(void *) <= size; at += sizeof(void *)) {
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

static void show(const char *name, const void *object, size_t size)
{
    printf("%s: %zu\n", name, self_pointers(object, size));
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Counts the pointers of two futures into themselves.\n");
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
    return 0;
}
