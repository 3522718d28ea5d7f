/* Exercise 3.3: maps of futures that count their polls, then the chain. */
#include "../allocations.h"

#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"
#include "../../../../part1-futures/03-combinators/join.h"
#include "../steps.h"

/* A map that notes how often it finishes, and what the child was like then. */
struct note {
    struct map map;
    struct steps child;
    int finished;
    int polls_then;
};

static void note_finish(struct map *map)
{
    struct note *note = container_of(map, struct note, map);
    note->finished++;
    note->polls_then = note->child.polls;
}

static void note_init(struct note *note, int left)
{
    steps_init(&note->child, left);
    note->finished = 0;
    note->polls_then = 0;
    map_init(&note->map, &note->child.future, note_finish);
}

TEST(pending, "while the child is pending, so is the map, and nothing finishes",
     "one poll of a map whose child is pending",
     "The second made from the first")
{
    struct note note;
    note_init(&note, 2);
    enum poll_state state = simple_future_poll(&note.map.future, steps_wake);
    CHECK(state == POLL_PENDING, "pending", "ready",
          "the answer of the child is not looked at, or it is not asked");
    CHECK_INT(note.child.polls, 1, "polls of the child",
              "pending, although the child has not been asked");
    CHECK(note.child.wake == steps_wake,
          "the child gets the wake that the map was given", "another one",
          "the driver that has to be woken is not reached");
    CHECK_INT(note.finished, 0, "calls of finish",
              "finish is called before the child is ready");
}

TEST(ready_with_child, "the map is ready in the poll in which the child is",
     "one poll of a map whose child is ready at once", "One after the other")
{
    struct note note;
    note_init(&note, 0);
    enum poll_state state = simple_future_poll(&note.map.future, steps_wake);
    CHECK(state == POLL_READY, "ready", "pending",
          "pending when nobody has promised a wake");
    CHECK_INT(note.finished, 1, "calls of finish",
              "finish is not called when the child is ready, or called twice");
}

TEST(finished_once, "finish is called once, when the child is ready",
     "a map whose child needs three polls, driven by simple_future_run",
     "The second made from the first")
{
    struct note note;
    note_init(&note, 2);
    CHECK_INT(simple_future_run(&note.map.future), 3, "polls of the map",
              "it is pending in the poll in which the child is ready");
    CHECK_INT(note.finished, 1, "calls of finish",
              "finish is forgotten, or called in every poll");
    CHECK_INT(note.polls_then, 3, "polls of the child when finish is called",
              "finish is called before the child is asked");
}

TEST(beside_another, "a map that was ready rests while others go on",
     "a short map and a longer one, joined", "Pairs of pairs")
{
    struct note fast, slow;
    struct join join;
    note_init(&fast, 1);
    note_init(&slow, 4);
    join_init(&join, &fast.map.future, &slow.map.future);
    CHECK_INT(simple_future_run(&join.future), 5, "polls of the join",
              "a map is ready before its child is, or after");
    CHECK_INT(fast.finished, 1, "calls of the finish of the shorter",
              "a variable that is shared by all maps, not in the struct");
    CHECK_INT(slow.finished, 1, "calls of the finish of the longer",
              "a variable that is shared by all maps, not in the struct");
}

static void reading_run(struct reading *reading, const char *answer)
{
    reading_init(reading, 0, answer);
    simple_future_run(&reading->worded.future);
    socket_destroy(&reading->socket);
}

TEST(chained, "the chain parses, converts and words what the peer sends",
     "readings of \"77 F\" and \"-40 F\"", "Pairs of pairs")
{
    struct {
        struct reading reading;
        char behind[256]; /* where container_of may lead an answer */
    } room;
    struct reading *reading = &room.reading;
    reading_run(reading, "77 F");
    CHECK_INT(reading->fahrenheit, 77, "degrees Fahrenheit",
              "the chain does not go down to the map of the read");
    CHECK_INT(reading->celsius, 25, "degrees Celsius",
              "the map in the middle is left out, or does not calculate");
    CHECK_STR(reading->text, "25 C",
              "the last map does not write, or too early, or into another "
              "struct: which member does container_of name?");
    reading_run(reading, "-40 F");
    CHECK_STR(reading->text, "-40 C", "a number that is not calculated");
}

TEST(nothing_allocated, "nothing is allocated", "a reading of \"77 F\"",
     "The second made from the first")
{
    struct reading reading;
    reading_run(&reading, "77 F");
    CHECK_INT(allocations, 0, "calls of malloc, calloc or realloc",
              "memory of its own; the struct reading has room for everything");
}

CHECK_MAIN("chapters/03-combinators/README.md", pending, ready_with_child,
           finished_once, beside_another, chained, nothing_allocated)
