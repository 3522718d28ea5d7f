/* Exercise 4.2: two or three phones, polled by hand. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"
#include "../../../../part1-futures/03-combinators/join.h"

static void wake_nobody(void)
{
}

/* Phones that take so many rings; `yes` is who says yes, or -1. */
struct calls {
    struct asking asking;
    struct phone phones[3];
};

static void calls_init(struct calls *calls, const int *rings, int count,
                       int yes)
{
    *calls = (struct calls){
        .asking = {.future = {asking_poll}, .phones = calls->phones}};
    calls->asking.count = count;
    for (int n = 0; n < count; n++)
        calls->phones[n] =
            (struct phone){{phone_poll}, "somebody", rings[n], n == yes, 0};
}

static enum poll_state calls_poll(struct calls *calls)
{
    return simple_future_poll(&calls->asking.future, wake_nobody);
}

/* For SIGABRT, with which a future that was ready answers a poll. */
static void polled_again(int number)
{
    (void)number;
    CHECK(false, "the second phone is polled",
          "the first is, which has been answered",
          "`n` does not go on after a no");
}

TEST(dials, "the first poll dials the first phone, and waits",
     "one poll; the first of two phones takes two rings", "Cut by hand")
{
    struct calls calls;
    calls_init(&calls, (int[]){2, 1}, 2, 0);
    enum poll_state state = calls_poll(&calls);
    CHECK(state == POLL_PENDING, "pending", "ready", "nobody is awaited");
    CHECK_INT(calls.phones[0].lines, 1, "lines open to the first phone",
              "it is awaited, but it was never dialled");
    CHECK_INT(calls.phones[0].rings, 1, "rings left of two",
              "it was dialled, but it is not polled in the same poll");
    CHECK_INT(calls.phones[1].lines, 0, "lines open to the second phone",
              "they are dialled all at once");
}

TEST(dials_once, "a phone that rings for long is dialled once",
     "three polls; the first phone takes five rings", "Cut by hand")
{
    struct calls calls;
    calls_init(&calls, (int[]){5, 1}, 2, 0);
    for (int n = 0; n < 3; n++)
        calls_poll(&calls);
    CHECK_INT(calls.phones[0].lines, 1, "lines open to the first phone",
              "it is dialled again in each poll: dialling and waiting are "
              "one piece");
}

TEST(next_at_once, "after a no the next is dialled in the same poll",
     "two polls; the first phone takes one ring and says no", "Cut by hand")
{
    struct calls calls;
    signal(SIGABRT, polled_again);
    calls_init(&calls, (int[]){1, 2}, 2, 1);
    calls_poll(&calls);
    CHECK(calls_poll(&calls) == POLL_PENDING, "pending", "ready",
          "it gives up at the first no");
    CHECK_INT(calls.phones[0].lines, 0, "lines open to the first phone",
              "nobody hangs up after a no");
    CHECK_INT(calls.phones[1].lines, 1, "lines open to the second phone",
              "a return between two pieces, with nobody to wake for it");
    CHECK_INT(calls.phones[1].rings, 1, "rings left of two",
              "a return between two pieces, with nobody to wake for it");
}

TEST(stays, "once the next has been dialled, the poll goes on with it",
     "three polls; the first phone takes one ring and says no",
     "What the stack forgets")
{
    struct calls calls;
    calls_init(&calls, (int[]){1, 2}, 2, 1);
    calls_poll(&calls);
    calls_poll(&calls);
    calls.phones[0] = (struct phone){{phone_poll}, "nobody", 5, false, 0};
    calls_poll(&calls);
    CHECK_INT(calls.phones[0].rings, 5, "rings left of the first phone's five",
              "the number of the phone is a local, and lost at each pending");
    CHECK_INT(calls.phones[1].rings, 0, "rings left of the second phone's two",
              "the second phone is not polled again");
}

TEST(stops, "at a yes it is ready, hangs up, and dials nobody else",
     "three phones; the second says yes", "Cut by hand")
{
    struct calls calls;
    calls_init(&calls, (int[]){1, 2, 1}, 3, 1);
    CHECK_INT(simple_future_run(&calls.asking.future), 4, "polls",
              "a poll for each ring, and one more, is all it takes");
    CHECK(calls.asking.found == &calls.phones[1], "the second was found",
          calls.asking.found == NULL ? "nobody" : "another one",
          "`found` is not set, or `n` has gone on");
    CHECK_INT(calls.phones[1].lines, 0, "lines open to who said yes",
              "nobody hangs up after a yes");
    CHECK_INT(calls.phones[2].rings, 1, "rings left of the third phone's one",
              "it goes on after the yes");
}

TEST(nobody, "when all say no it is ready, and has found nobody",
     "three phones that say no, then none at all", "Cut by hand")
{
    struct calls calls;
    calls_init(&calls, (int[]){1, 0, 2}, 3, -1);
    CHECK_INT(simple_future_run(&calls.asking.future), 4, "polls",
              "a poll for each ring, and one more, is all it takes");
    CHECK(calls.asking.found == NULL, "nobody was found", "somebody",
          "`found` is set whatever was said");
    CHECK_INT(calls.phones[2].lines, 0, "lines open to the last phone",
              "nobody hangs up at the last phone");
    calls_init(&calls, (int[]){0}, 0, -1);
    CHECK(calls_poll(&calls) == POLL_READY, "ready when there is no phone",
          "pending", "a phone is dialled before the count is looked at");
}

TEST(two, "two of them at once do not disturb each other", "a join of two",
     "What the stack forgets")
{
    struct calls a, b;
    struct join join;
    calls_init(&a, (int[]){2, 2}, 2, 1);
    calls_init(&b, (int[]){1, 1, 1}, 3, 2);
    join_init(&join, &a.asking.future, &b.asking.future);
    CHECK_INT(simple_future_run(&join.future), 5, "polls of the join",
              "a variable that both share");
    CHECK(a.asking.found == &a.phones[1] && b.asking.found == &b.phones[2],
          "each finds its own", "another", "a variable that both share");
}

#ifdef ASYNC_H
#define WITH_MACROS 1
#else
#define WITH_MACROS 0
#endif

TEST(by_hand, "it is written without the macros", "a look at the includes",
     "Cut by hand")
{
    CHECK(!WITH_MACROS, "no async.h", "async.h is included",
          "it is right, but the macros have done it; now you");
}

CHECK_MAIN("chapters/04-async-functions/README.md", dials, dials_once,
           next_at_once, stays, stops, nobody, two, by_hand)
