/* Exercise 11.1: the future of these tests counts its polls and its drops,
 * wakes itself in each poll, and keeps a clone of its waker. */
#include "../blocks.h"

#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

struct probe {
    struct future future;
    long ready_at; /* ready at this poll */
    long polls;
    long drops;
    struct waker kept;
};

static enum poll_state probe_poll(struct future *self, struct context *cx)
{
    struct probe *probe = container_of(self, struct probe, future);
    probe->polls++;
    waker_keep(&probe->kept, cx->waker);
    waker_wake_by_ref(cx->waker);
    return probe->polls == probe->ready_at ? POLL_READY : POLL_PENDING;
}

static void probe_drop(struct future *self)
{
    struct probe *probe = container_of(self, struct probe, future);
    probe->drops++;
    waker_drop(&probe->kept);
}

static struct probe probe_new(long ready_at)
{
    return (struct probe){.future = {probe_poll, probe_drop},
                          .ready_at = ready_at};
}

TEST(pending_now,
     "of a future that is not ready yet it says pending, after a poll",
     "poll_now, of a future that is ready at its third poll",
     "A thread that parks")
{
    struct probe probe = probe_new(3);
    CHECK(poll_now(&probe.future) == POLL_PENDING, "pending", "ready",
          "the answer of the poll is not passed on, or it is polled until it "
          "is ready");
    CHECK_INT(probe.polls, 1, "polls", "it is not polled, or more than once");
}

TEST(ready_now, "of a future that is ready it says so",
     "poll_now, of a future that is ready at its first poll",
     "A thread that parks")
{
    struct probe probe = probe_new(1);
    CHECK(poll_now(&probe.future) == POLL_READY, "ready", "pending",
          "the answer of the poll is not passed on");
    CHECK_INT(probe.polls, 1, "polls", "it is polled again after it was ready");
}

TEST(goes_on, "the future is not dropped, and can be polled again",
     "poll_now, three times, and a drop", "What C makes you own")
{
    struct probe probe = probe_new(3);
    poll_now(&probe.future);
    CHECK_INT(probe.drops, 0, "drops", "the future is not yours to drop");
    poll_now(&probe.future);
    CHECK(poll_now(&probe.future) == POLL_READY, "the third poll is ready",
          "pending", "the answer of the poll is not passed on");
    future_drop(&probe.future);
}

static void *wake_and_drop(void *arg)
{
    struct waker *waker = arg;
    struct waker clone = waker_clone(waker);
    waker_wake_by_ref(waker);
    waker_wake(waker);
    waker_drop(&clone);
    return NULL;
}

TEST(kept_clone,
     "what the future keeps of the waker does no harm and costs nothing",
     "poll_now; then the clone is woken and dropped, on another thread",
     "When block_on is over")
{
    struct probe probe = probe_new(3);
    pthread_t thread;
    poll_now(&probe.future);
    if (pthread_create(&thread, NULL, wake_and_drop, &probe.kept) != 0)
        die("pthread_create", EAGAIN);
    pthread_join(thread, NULL);
    CHECK_INT(probe.polls, 1, "polls", "a wake polls");
    CHECK_INT(allocations, 0, "allocations",
              "a waker that wakes nobody needs no memory");
    future_drop(&probe.future);
}

/* A future whose poll asks another one. */
struct asking {
    struct future future;
    struct probe other;
};

static enum poll_state asking_poll(struct future *self, struct context *cx)
{
    struct asking *asking = container_of(self, struct asking, future);
    waker_wake_by_ref(cx->waker);
    return poll_now(&asking->other.future);
}

static void asking_drop(struct future *self)
{
    struct asking *asking = container_of(self, struct asking, future);
    future_drop(&asking->other.future);
}

TEST(in_a_poll, "it may be called in a poll, also in one of block_on",
     "block_on, of a future that calls poll_now", "Not inside a poll")
{
    struct asking asking = {{asking_poll, asking_drop}, probe_new(3)};
    CHECK_INT(block_on(&asking.future), 3, "polls of the outer future",
              "one poll_now is not one poll");
    future_drop(&asking.future);
}

TEST(then_block_on, "afterwards, block_on hears the bell",
     "poll_now of a wait, then block_on of it, and a visitor",
     "A thread that parks")
{
    struct doorbell bell;
    struct doorbell_wait wait;
    struct visitor visitor;
    setenv("SECOND_MS", "100", 1);
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    CHECK(poll_now(&wait.future) == POLL_PENDING, "pending", "ready",
          "the answer of the poll is not passed on");
    visitor_start(&visitor, &bell, 1);
    block_on(&wait.future);
    future_drop(&wait.future);
    visitor_join(&visitor);
    doorbell_destroy(&bell);
}

CHECK_MAIN("chapters/11-block-on/README.md", pending_now, ready_now, goes_on,
           kept_clone, in_a_poll, then_block_on)
