/* Exercise 13.3: the members of the tests have so many turns, or are forgotten.
 */
#include "../../../../part1-futures/06-wakers/counting_waker.h"

#include "../counted.h"
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

struct turns {
    struct future future;
    int left; /* below 0: pending, and its waker is left with nobody */
};

static struct executor executor;
static struct spawner spawner;
static struct group group;
static struct group_wait waiting;
static struct turns turns[3];
static int dropped, released, too_early;

static enum poll_state turns_poll(struct future *self, struct context *cx)
{
    struct turns *turn = container_of(self, struct turns, future);
    if (turn->left < 0)
        return POLL_PENDING;
    if (turn->left-- == 0)
        return POLL_READY;
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}

static void turns_drop(struct future *self)
{
    (void)self;
    dropped++;
    too_early += group.members == 0;
}

static void turns_release(struct future *future)
{
    (void)future;
    released += released < dropped;
    too_early += group.members == 0;
}

static void begin(void)
{
    group = (struct group){0};
    waiting =
        (struct group_wait){{group_wait_poll, group_wait_drop}, &group, 0};
    dropped = released = too_early = 0;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
}

static int member(int n, int left)
{
    turns[n] = (struct turns){{turns_poll, turns_drop}, left};
    return group_spawn(&group, &spawner, &turns[n].future, turns_release);
}

static void run(void)
{
    spawner_spawn(&spawner, &waiting.future, NULL);
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
}

static void check_members(int expected)
{
    CHECK_INT(dropped, expected, "members dropped",
              "the future that was given is not dropped, or twice");
    CHECK_INT(released, expected, "members released after that",
              "release is not called, or before the drop");
    CHECK_INT(group.members, 0, "members left", "one that is gone counts");
    CHECK_INT(blocks, 0, "blocks of memory left", "a member is not freed");
}

TEST(nobody, "a group without members is not waited for",
     "a poll of the wait by hand, with no member", "Three ends")
{
    begin();
    struct counting_waker counting;
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};
    CHECK(future_poll(&waiting.future, &cx) == POLL_READY, "ready", "pending",
          "the number of members is not looked at");
}

TEST(one, "one member: counted, dropped, released; then it is not waited for",
     "group_spawn once, then executor_run without a wait", "Three ends")
{
    begin();
    CHECK_INT(member(0, 2), 0, "what group_spawn returns", "it is not spawned");
    CHECK_INT(group.members, 1, "members", "it is not counted");
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
    check_members(1);
}

TEST(forgotten, "a member that was forgotten is gone as well",
     "group_spawn with a future that leaves its waker nowhere",
     "When the run ends")
{
    begin();
    member(0, -1);
    spawner_drop(&spawner);
    executor_run(&executor);
    CHECK_INT(group.members, 0, "members left",
              "a member that was never ready is dropped, too");
    executor_drop(&executor);
    check_members(1);
}

TEST(three, "the last of three wakes the wait, and no other",
     "group_spawn three times, then executor_run with a wait", "Three ends")
{
    begin();
    for (int n = 0; n < 3; n++)
        member(n, 3 * n + 1);
    run();
    CHECK_INT(waiting.polls, 2, "polls of the wait",
              "every member wakes, and not only the last; or none does; or the "
              "wait leaves no waker, and is forgotten");
    check_members(3);
}

TEST(gone, "when the wait is ready, every member has been given back",
     "the number of members, looked at in drop and in release", "Three ends")
{
    begin();
    member(0, 1);
    run();
    CHECK_INT(too_early, 0, "calls of drop and release that come too late",
              "a member counts until it has been released");
}

TEST(refused, "one that was refused is not a member, and still its caller's",
     "group_spawn, with the first and then with the second malloc refused",
     "Full")
{
    begin();
    for (int n = 0; n < 2; n++) {
        mallocs_to_go = n;
        int before = blocks;
        CHECK_INT(member(0, 1), -1, "what group_spawn returns",
                  "what malloc or spawner_spawn returns is not looked at");
        CHECK_INT(errno, ENOMEM, "errno, which should be ENOMEM",
                  "it is written over after the spawn");
        CHECK_INT(group.members, 0, "members", "one that was refused counts");
        CHECK_INT(dropped + released, 0, "drops and releases of it",
                  "what was refused is still its caller's");
        CHECK_INT(blocks - before, 0, "blocks of memory left by it",
                  "what was made around it is yours, and not freed");
    }
}

TEST(given_up, "a wait that is dropped takes its waker with it",
     "a poll of the wait by hand, then future_drop", "What C makes you own")
{
    begin();
    struct counting_waker counting;
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};
    member(0, 1);
    CHECK(future_poll(&waiting.future, &cx) == POLL_PENDING, "pending", "ready",
          "the number of members is not looked at");
    CHECK_INT(counting_waker_alive(&counting), 2, "wakers alive",
              "the poll leaves no clone of its waker in the group");
    future_drop(&waiting.future);
    CHECK_INT(counting_waker_alive(&counting), 1, "wakers alive",
              "the wait leaves its waker in the group");
    executor_drop(&executor);
    spawner_drop(&spawner);
    check_members(1);
}

TEST(twice, "of two polls of a wait, the waker of the second is kept",
     "two polls of the wait by hand, with two wakers, then executor_drop",
     "A task that sends itself")
{
    begin();
    struct counting_waker first, second;
    counting_waker_init(&first);
    counting_waker_init(&second);
    struct waker first_waker = counting_waker_new(&first);
    struct waker second_waker = counting_waker_new(&second);
    member(0, 1);
    future_poll(&waiting.future, &(struct context){&first_waker});
    future_poll(&waiting.future, &(struct context){&second_waker});
    CHECK_INT(counting_waker_alive(&second), 2, "wakers of the second poll",
              "the group keeps the waker of the first poll, and no later one");
    CHECK_INT(counting_waker_alive(&first), 1, "wakers of the first poll",
              "a waker is put in the place of another, which is not dropped");
    executor_drop(&executor);
    spawner_drop(&spawner);
    CHECK_INT(counting_waker_wakes(&second), 1, "wakes of the second waker",
              "the last member does not wake");
    check_members(1);
}

CHECK_MAIN("chapters/13-channel-executor/README.md", nobody, one, forgotten,
           three, gone, refused, given_up, twice)
