/* Exercise 5.2: each test makes an object and looks into it. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"
#include "../../../../part1-futures/02-simple-future/socket.h"

#define COUNT(object) ((int)self_pointers(&(object), sizeof(object)))

#define PLACES 4

/* What stands in the places is set by the tests. */
struct object {
    const void *place[PLACES];
};

TEST(one, "a pointer into the object is found, in every place",
     "an object of four pointers, each in turn to the object itself",
     "Before the first poll")
{
    for (int n = 0; n < PLACES; n++) {
        struct object object = {{NULL}};
        object.place[n] = &object;
        CHECK_INT(COUNT(object), 1, "pointers into itself",
                  n == 0 ? "nothing is counted, or the first place is left out"
                         : "not every place is looked at, up to the last");
    }
}

TEST(none, "pointers that lead out of it, and what is no pointer, do not count",
     "an object with pointers elsewhere, NULL and a number",
     "A pointer into oneself")
{
    static const int elsewhere;
    struct object object = {{&elsewhere, NULL, "text", (const void *)1}};
    CHECK_INT(COUNT(object), 0, "pointers into itself",
              "what leads elsewhere is counted");
}

TEST(edges, "from the first byte to the last",
     "an object with pointers to its edges and to its neighbours",
     "Before the first poll")
{
    struct object objects[3] = {{{NULL}}};
    struct object *object = &objects[1];
    const char *bytes = (const char *)object;
    object->place[0] = bytes + sizeof *object - 1;
    CHECK_INT(COUNT(*object), 1, "pointers to its last byte",
              "only the address of the beginning is looked for, or the end is "
              "off by one");
    object->place[0] = bytes + sizeof *object;
    CHECK_INT(COUNT(*object), 0, "pointers into itself",
              "the byte behind the last is not part of it");
    object->place[0] = bytes - 1;
    CHECK_INT(COUNT(*object), 0, "pointers into itself",
              "the byte before the first is not part of it");
}

TEST(whole_places, "a place is looked at if all of it is in the object",
     "an object that ends in the middle of a pointer", "Before the first poll")
{
    struct object object = {{NULL}};
    object.place[1] = object.place[2] = &object;
    for (size_t size = 0; size <= sizeof object; size++) {
        int expected = size < 2 * sizeof(void *)   ? 0
                       : size < 3 * sizeof(void *) ? 1
                                                   : 2;
        CHECK_INT((int)self_pointers(&object, size), expected,
                  "pointers into itself",
                  "the last place looked at is not wholly in the object, or it "
                  "is left out");
    }
}

TEST(aligned, "what two places make up between them is no pointer",
     "an object with an address that begins in the middle of a place",
     "Before the first poll")
{
    struct object object = {{NULL}};
    const void *address = &object;
    memcpy((char *)&object + sizeof(void *) / 2, &address, sizeof address);
    CHECK_INT(COUNT(object), 0, "pointers into itself",
              "a place is looked at where no pointer can be");
}

TEST(futures,
     "pointers of futures of this book into themselves are counted, too",
     "a join, a read, an and_then beside its first, an async function",
     "Before the first poll")
{
    const char *cause = "a whole future is looked at otherwise than an array";
    struct chain chain;
    struct socket_read read;
    struct join join;
    struct speech speech = {.future = {speech_poll}};
    memset(&chain, 0, sizeof chain);
    memset(&read, 0, sizeof read);
    beat_init(&chain.first);
    and_then_init(&chain.and_then, &chain.first.future, NULL);
    socket_read_init(&read, NULL);
    join_init(&join, &read.future, &speech.future);
    CHECK_INT(COUNT(join), 0, "pointers of a join into itself", cause);
    CHECK_INT(COUNT(read), 0, "pointers of a read into itself", cause);
    CHECK_INT(COUNT(chain), 1, "pointers from the and_then to the first",
              cause);
    CHECK_INT(COUNT(speech), 0, "pointers before the first poll", cause);
    simple_future_poll(&speech.future, simple_future_wake);
    CHECK_INT(COUNT(speech), 1, "pointers after the first poll", cause);
}

CHECK_MAIN("chapters/05-pinning/README.md", one, none, edges, whole_places,
           aligned, futures)
