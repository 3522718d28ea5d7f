/* Exercise 11.2: counts what is allocated, on threads that come and go. */
#include "../blocks.h"

#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

/* Runs it on a thread of its own, until the end of that thread. */
static void on_thread(void *(*run)(void *), void *arg)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, arg) != 0)
        die("pthread_create", EAGAIN);
    pthread_join(thread, NULL);
}

/* Pending once, and wakes itself. Keeps a clone of its waker if told to. */
struct probe {
    struct future future;
    long polls;
    bool keeps;
    struct waker kept;
};

static enum poll_state probe_poll(struct future *self, struct context *cx)
{
    struct probe *probe = container_of(self, struct probe, future);
    if (probe->keeps)
        waker_keep(&probe->kept, cx->waker);
    waker_wake_by_ref(cx->waker);
    return ++probe->polls >= 2 ? POLL_READY : POLL_PENDING;
}

static void probe_drop(struct future *self)
{
    struct probe *probe = container_of(self, struct probe, future);
    waker_drop(&probe->kept);
}

static struct probe probe_new(bool keeps)
{
    return (struct probe){.future = {probe_poll, probe_drop}, .keeps = keeps};
}

TEST(same_again, "a thread has one parker, however often it asks",
     "own_parker, twice", "Counted")
{
    struct parker *parker = own_parker();
    CHECK(parker != NULL, "a parker", "NULL", "none is made");
    CHECK(own_parker() == parker, "the same again", "another one",
          "it is not kept for the thread, but made anew in each call");
}

TEST(one_allocation, "a thousand futures, and one block of memory",
     "thread_block_on, a thousand times", "What is wrong with it")
{
    for (int n = 0; n < 1000; n++) {
        struct probe probe = probe_new(n % 2);
        thread_block_on(&probe.future);
        CHECK(probe.polls == 2, "2 polls of each", "another number",
              "thread_block_on was changed");
        future_drop(&probe.future);
    }
    CHECK_INT(allocations, 1, "allocations",
              "a parker is made anew, or more than the parker is allocated");
    CHECK_INT(blocks, 1, "blocks that are not freed",
              "it is given back after each call and not kept");
}

static void *ask(void *arg)
{
    struct parker **parker = arg;
    *parker = own_parker();
    return NULL;
}

TEST(each_its_own, "another thread has another parker",
     "own_parker, on two threads that are there at the same time", "Counted")
{
    struct parker *first = own_parker();
    struct parker *second = NULL;
    on_thread(ask, &second);
    CHECK(
        first != second, "another one", "the same",
        "all threads have the same parker: one would use up the other's note");
}

static void *drive(void *arg)
{
    struct probe *probe = arg;
    thread_block_on(&probe->future);
    return NULL;
}

TEST(given_back, "a thread that ends gives its parker back",
     "thread_block_on, on ten threads, one after the other", "Counted")
{
    for (int n = 0; n < 10; n++) {
        struct probe probe = probe_new(false);
        on_thread(drive, &probe);
        future_drop(&probe.future);
    }
    CHECK_INT(blocks, 0, "blocks that are not freed",
              "nobody gives it back when the thread ends: pthread_key_create "
              "takes a function for that");
}

TEST(outlives, "a waker that is kept outlives the thread",
     "thread_block_on on a thread that ends; then a wake of what was kept",
     "When block_on is over")
{
    struct probe probe = probe_new(true);
    on_thread(drive, &probe);
    CHECK_INT(blocks, 1, "blocks",
              "it is freed while there is a waker: drop the reference, and "
              "whoever is last frees");
    waker_wake(&probe.kept);
    CHECK_INT(blocks, 0, "blocks after the wake",
              "the thread has more references than it gives back");
}

CHECK_MAIN("chapters/11-block-on/README.md", same_again, one_allocation,
           each_its_own, given_back, outlives)
