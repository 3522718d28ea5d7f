/* Exercise 3.1: each test polls joins of futures that count their polls. */
#include "../allocations.h"

#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"
#include "../steps.h"

/* A join of three children, and how often each will be pending. */
struct trio {
    struct join_all join;
    struct simple_future *children[3];
    struct steps steps[3];
};

static void trio_init(struct trio *trio, int a, int b, int c)
{
    const int left[3] = {a, b, c};
    for (int n = 0; n < 3; n++) {
        steps_init(&trio->steps[n], left[n]);
        trio->children[n] = &trio->steps[n].future;
    }
    join_all_init(&trio->join, trio->children, 3);
}

static enum poll_state trio_poll(struct trio *trio)
{
    return simple_future_poll(&trio->join.future, steps_wake);
}

TEST(pending, "while a child is pending, so is the join",
     "one poll of a join of one child, which is pending", "Join")
{
    struct steps child;
    struct simple_future *children[1] = {&child.future};
    struct join_all join;
    steps_init(&child, 1);
    join_all_init(&join, children, 1);
    enum poll_state state = simple_future_poll(&join.future, steps_wake);
    CHECK(state == POLL_PENDING, "pending", "ready",
          "the answer of the child is not looked at, or it is not asked");
    CHECK_INT(child.polls, 1, "polls of the child",
              "pending, although the child has not been asked");
}

TEST(all_asked, "the first poll asks every child",
     "one poll of a join of three children, all of them pending", "Join")
{
    struct trio trio;
    trio_init(&trio, 1, 1, 1);
    trio_poll(&trio);
    for (int n = 0; n < 3; n++) {
        CHECK_INT(trio.steps[n].polls, 1, "polls of each child",
                  "a return at the first that is pending, inside the loop");
        CHECK(trio.steps[n].wake == steps_wake,
              "the children get the wake that the join was given",
              "another one", "the driver that has to be woken is not reached");
    }
}

TEST(finished_rests, "a child that was ready is not polled again",
     "two polls of a join; the first child is ready in the first poll",
     "Both, carelessly")
{
    struct trio trio;
    trio_init(&trio, 0, 2, 2);
    trio_poll(&trio);
    trio.steps[0].future.poll = steps_poll; /* count, and do not abort */
    trio_poll(&trio);
    CHECK_INT(trio.steps[0].polls, 1, "polls of the first child",
              "nothing remembers that it was ready");
    CHECK_INT(trio.steps[2].polls, 2, "polls of the last child",
              "a child is taken for another that is ready");
}

TEST(ready_with_the_last, "the join is ready in the poll in which the last is",
     "three polls of a join; the children need one, three and two", "Join")
{
    struct trio trio;
    trio_init(&trio, 0, 2, 1);
    CHECK(trio_poll(&trio) == POLL_PENDING, "the first poll is pending",
          "ready", "ready when one child is, and not all");
    CHECK(trio_poll(&trio) == POLL_PENDING, "the second poll is pending",
          "ready", "ready when the child at the end of the array is");
    CHECK(trio_poll(&trio) == POLL_READY, "the third poll is ready", "pending",
          "it is not noticed, or too late, that no child is left");
}

TEST(none, "a join of no children is ready at once",
     "one poll of a join with a count of zero", "Join")
{
    struct steps child;
    struct simple_future *children[1] = {&child.future};
    struct join_all join;
    steps_init(&child, 0);
    join_all_init(&join, children, 0);
    enum poll_state state = simple_future_poll(&join.future, steps_wake);
    CHECK(state == POLL_READY, "ready", "pending",
          "ready is only returned when a child has become ready");
    CHECK_INT(child.polls, 0, "polls of what lies behind the array",
              "a loop that looks at its count too late");
}

TEST(nested, "joins of joins do not disturb each other",
     "a join of two joins of three, driven by simple_future_run",
     "Pairs of pairs")
{
    struct trio left, right;
    struct simple_future *both[2] = {&left.join.future, &right.join.future};
    struct join_all all;
    trio_init(&left, 0, 1, 2);
    trio_init(&right, 4, 0, 3);
    join_all_init(&all, both, 2);
    CHECK_INT(simple_future_run(&all.future), 5, "polls of the outer join",
              "it was ready before all six were, or after");
    CHECK_INT(left.steps[2].polls, 3, "polls of a child that needs three",
              "a variable that is shared by all joins, not in the struct");
    CHECK_INT(right.steps[0].polls, 5, "polls of a child that needs five",
              "a variable that is shared by all joins, not in the struct");
}

TEST(nothing_allocated, "nothing is allocated",
     "a join of three children, driven by simple_future_run",
     "The second made from the first")
{
    struct trio trio;
    trio_init(&trio, 2, 0, 1);
    simple_future_run(&trio.join.future);
    CHECK_INT(allocations, 0, "calls of malloc, calloc or realloc",
              "memory of its own; the array that was lent has room enough");
}

CHECK_MAIN("chapters/03-combinators/README.md", pending, all_asked,
           finished_rests, ready_with_the_last, none, nested, nothing_allocated)
