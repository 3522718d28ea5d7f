/* Exercise 11.3: the futures of these tests count their polls and keep a clone
 * of their waker, and a test says what they do in a poll. */
#include "../blocks.h"

#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

struct probe {
    struct future future;
    long ready_at; /* ready at this poll */
    long polls;
    void (*at_poll)(struct probe *probe);
    struct waker kept;
};

static struct probe left, right;

static enum poll_state probe_poll(struct future *self, struct context *cx)
{
    struct probe *probe = container_of(self, struct probe, future);
    probe->polls++;
    waker_keep(&probe->kept, cx->waker);
    if (probe->at_poll != NULL)
        probe->at_poll(probe);
    return probe->polls == probe->ready_at ? POLL_READY : POLL_PENDING;
}

static void probe_drop(struct future *self)
{
    struct probe *probe = container_of(self, struct probe, future);
    waker_drop(&probe->kept);
}

static struct probe probe_new(long ready_at, void (*at_poll)(struct probe *))
{
    return (struct probe){.future = {probe_poll, probe_drop},
                          .ready_at = ready_at,
                          .at_poll = at_poll};
}

static void drop_both(void)
{
    future_drop(&left.future);
    future_drop(&right.future);
}

TEST(both_ready, "two futures that are ready at once take a poll each",
     "block_on_both, of two futures that are ready at their first poll",
     "A thread that parks")
{
    left = probe_new(1, NULL);
    right = probe_new(1, NULL);
    CHECK_INT(block_on_both(&left.future, &right.future), 2, "polls, returned",
              "it does not count the polls of both");
    CHECK_INT(left.polls, 1, "polls of the left one", "it is not polled once");
    CHECK_INT(right.polls, 1, "polls of the right one",
              "it is not polled once");
    drop_both();
}

/* The left one wakes itself until its sixth poll, and then the right one,
 * which is ready when it is polled after that. */
static void wake_on(struct probe *probe)
{
    if (probe->polls == 6)
        right.ready_at = right.polls + 1;
    waker_wake_by_ref(probe->polls < 6 ? &probe->kept : &right.kept);
}

TEST(only_woken, "the one that was not woken is not polled",
     "block_on_both; the left one wakes itself five times, and then the other",
     "What is wrong with it")
{
    left = probe_new(6, wake_on);
    right = probe_new(0, NULL);
    long polls = block_on_both(&left.future, &right.future);
    CHECK_INT(left.polls, 6, "polls of the left one", "a wake too much");
    CHECK_INT(right.polls, 2, "polls of the right one",
              "it is polled though only the other was woken");
    CHECK_INT(polls, 8, "polls, returned",
              "it does not count the polls of both");
    drop_both();
}

static void wake_all(struct probe *probe)
{
    (void)probe;
    waker_wake_by_ref(&left.kept);
    waker_wake_by_ref(&right.kept);
}

TEST(ready_once, "one that was ready is not polled again, also if it is woken",
     "block_on_both; the right one, in its first poll, wakes both",
     "What is wrong with it")
{
    left = probe_new(1, NULL);
    right = probe_new(2, wake_all);
    block_on_both(&left.future, &right.future);
    CHECK_INT(left.polls, 1, "polls of the left one",
              "it is not noted that it was ready");
    drop_both();
}

TEST(asleep, "while nobody is woken, the thread sleeps",
     "block_on_both, for two visitors after 200 and 400 ms",
     "A thread that parks")
{
    struct doorbell bells[2];
    struct doorbell_wait waits[2];
    struct visitor visitors[2];
    setenv("SECOND_MS", "200", 1);
    for (int n = 0; n < 2; n++) {
        doorbell_init(&bells[n]);
        doorbell_wait_init(&waits[n], &bells[n]);
        visitor_start(&visitors[n], &bells[n], n + 1);
    }
    int64_t begin_ns = clock_now_ns(), cpu_ns = clock_cpu_ns();
    long polls = block_on_both(&waits[0].future, &waits[1].future);
    cpu_ns = clock_cpu_ns() - cpu_ns;
    CHECK(polls <= 4, "at most 4 polls", "more",
          "one is polled though only the other was woken");
    CHECK(cpu_ns < (clock_now_ns() - begin_ns) / 4, "hardly any processor used",
          "more than a quarter of the time",
          "it does not sleep between two wakes");
    for (int n = 0; n < 2; n++) {
        visitor_join(&visitors[n]);
        future_drop(&waits[n].future);
        doorbell_destroy(&bells[n]);
    }
}

TEST(outlives, "wakers that are kept outlive it, and the last of them frees",
     "block_on_both; then a wake of what the futures have kept",
     "When block_on is over")
{
    left = probe_new(1, NULL);
    right = probe_new(1, NULL);
    block_on_both(&left.future, &right.future);
    CHECK(blocks > 0, "something is allocated as long as a waker is kept",
          "nothing",
          "what it points to was on the stack, or is freed too early");
    waker_wake(&left.kept);
    future_drop(&right.future);
    CHECK_INT(blocks, 0, "blocks that are not freed",
              "a waker, or a reference to the parker that nobody gives back");
}

static void *wake_kept(void *arg)
{
    struct waker *waker = arg;
    waker_wake(waker);
    return NULL;
}

static pthread_t threads[2];

/* In its first poll: wake it from another thread. */
static void wake_from_thread(struct probe *probe)
{
    static struct waker wakers[2];
    int n = probe == &right;
    if (probe->polls > 1)
        return;
    wakers[n] = waker_clone(&probe->kept);
    if (pthread_create(&threads[n], NULL, wake_kept, &wakers[n]) != 0)
        die("pthread_create", EAGAIN);
}

TEST(no_wake_lost, "no wake is lost, whenever it comes",
     "block_on_both, 500 times; two threads wake while it polls or parks",
     "A note")
{
    for (int n = 0; n < 500; n++) {
        left = probe_new(2, wake_from_thread);
        right = probe_new(2, wake_from_thread);
        long polls = block_on_both(&left.future, &right.future);
        pthread_join(threads[0], NULL);
        pthread_join(threads[1], NULL);
        CHECK(polls == 4, "4 polls", "another number", "a wake too much");
        drop_both();
    }
    CHECK_INT(blocks, 0, "blocks that are not freed",
              "a waker that wakes gives itself back, and the last one frees");
}

CHECK_MAIN("chapters/11-block-on/README.md", both_ready, only_woken, ready_once,
           asleep, outlives, no_wake_lost)
