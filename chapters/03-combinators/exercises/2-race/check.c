/* Exercise 3.2: each test lets two futures race that count their polls. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"
#include "../../../../part1-futures/03-combinators/join.h"
#include "../steps.h"

/* A race, and how often each of the two will be pending. */
struct duel {
    struct race race;
    struct steps first, second;
};

static void duel_init(struct duel *duel, int first, int second)
{
    steps_init(&duel->first, first);
    steps_init(&duel->second, second);
    race_init(&duel->race, &duel->first.future, &duel->second.future);
}

static enum poll_state duel_poll(struct duel *duel)
{
    return simple_future_poll(&duel->race.future, steps_wake);
}

TEST(nobody_yet, "while both are pending, both are asked and nobody has won",
     "one poll of a race of two that are pending", "Join")
{
    struct duel duel;
    duel_init(&duel, 1, 1);
    CHECK(duel_poll(&duel) == POLL_PENDING, "pending", "ready",
          "the answers of the two are not looked at, or they are not asked");
    CHECK_INT(duel.first.polls, 1, "polls of the first",
              "pending, although the first has not been asked");
    CHECK_INT(duel.second.polls, 1, "polls of the second",
              "a return when the first is pending");
    CHECK(duel.first.wake == steps_wake && duel.second.wake == steps_wake,
          "the two get the wake that the race was given", "another one",
          "the driver that has to be woken is not reached");
    CHECK_INT(duel.race.winner, -1, "the winner",
              "a winner is noted before it is known to be ready");
}

TEST(first_wins, "when the first is ready, it has won",
     "two polls of a race; the first is ready in the second of them",
     "Both, carelessly")
{
    struct duel duel;
    duel_init(&duel, 1, 5);
    duel_poll(&duel);
    CHECK(duel_poll(&duel) == POLL_READY, "ready", "pending",
          "it waits for both, or does not look at the first");
    CHECK_INT(duel.race.winner, 0, "the winner",
              "the winner is not noted, or it is counted from one");
}

TEST(second_wins, "when the second is ready, it has won",
     "two polls of a race; the second is ready in the second of them",
     "Both, carelessly")
{
    struct duel duel;
    duel_init(&duel, 5, 1);
    duel_poll(&duel);
    CHECK(duel_poll(&duel) == POLL_READY, "ready", "pending",
          "it waits for both, or does not look at the second");
    CHECK_INT(duel.race.winner, 1, "the winner",
              "the winner is not noted, or it is counted from one");
}

TEST(tie, "when both could be ready, the first wins and keeps the other out",
     "one poll of a race; both would be ready", "Both, carelessly")
{
    struct duel duel;
    duel_init(&duel, 0, 0);
    duel_poll(&duel);
    CHECK_INT(duel.race.winner, 0, "the winner",
              "the second is asked first, or its victory written over");
    CHECK_INT(duel.second.polls, 0, "polls of the second",
              "both are polled before one looks at the answer of the first");
}

TEST(loser_rests, "the loser is left alone, for its owner to go on with",
     "a race and a future that takes longer, joined; then the loser alone",
     "What C makes you own")
{
    struct duel duel;
    struct steps slow;
    struct join join;
    duel_init(&duel, 5, 1);
    steps_init(&slow, 3);
    join_init(&join, &duel.race.future, &slow.future);
    simple_future_run(&join.future);
    CHECK_INT(duel.first.polls, 2, "polls of the loser",
              "the loser is polled although the race is decided");
    simple_future_run(&duel.first.future);
    CHECK_INT(duel.first.polls, 6, "polls until the loser is ready, too",
              "the race has changed what it had only borrowed");
}

TEST(side_by_side, "races that go on side by side do not disturb each other",
     "two races, joined, driven by simple_future_run", "Pairs of pairs")
{
    const char *shared = "a variable that all races share, not in the struct";
    struct duel left, right;
    struct join join;
    duel_init(&left, 5, 4);
    duel_init(&right, 2, 6);
    join_init(&join, &left.race.future, &right.race.future);
    CHECK_INT(simple_future_run(&join.future), 5, "polls of the join", shared);
    CHECK_INT(left.race.winner, 1, "the winner of the longer", shared);
    CHECK_INT(right.race.winner, 0, "the winner of the shorter", shared);
}

CHECK_MAIN("chapters/03-combinators/README.md", nobody_yet, first_wins,
           second_wins, tie, loser_rests, side_by_side)
