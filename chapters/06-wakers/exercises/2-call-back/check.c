/* Exercise 6.2: each test counts what is called, and what is allocated. */
#include <sched.h>
#include <stdatomic.h>

#include "heap.h"

/* After a step that takes one off, other threads get a turn: what the answer
   does next must not depend on their being slow. */
static inline long give_turn(long before)
{
    sched_yield();
    return before;
}

#undef atomic_fetch_sub
#define atomic_fetch_sub(object, number) \
    give_turn( \
        (long)atomic_fetch_sub_explicit(object, number, memory_order_seq_cst))

#define main answer_main
#include ANSWER
#undef main
#undef free
#undef calloc
#undef malloc
#include "../../../../book/tools/check.h"

#define PAIRS 200000

static const char one_step[] =
    "a count that two threads change at once must be atomic, and who takes off "
    "the last must learn it in the same step";

/* Whom the wakers of a test call. */
struct listener {
    atomic_long woken;
    atomic_long gone;
    long woken_before; /* when gone was called */
};

static void listener_woken(void *argument)
{
    struct listener *listener = argument;
    atomic_fetch_add(&listener->woken, 1);
}

static void listener_gone(void *argument)
{
    struct listener *listener = argument;
    listener->woken_before = atomic_load(&listener->woken);
    atomic_fetch_add(&listener->gone, 1);
}

static struct waker listener_waker(struct listener *listener)
{
    atomic_init(&listener->woken, 0);
    atomic_init(&listener->gone, 0);
    listener->woken_before = -1;
    return callback_waker_new(listener_woken, listener_gone, listener);
}

TEST(by_reference, "a wake by reference calls, and leaves the waker alive",
     "waker_wake_by_ref, and then once more", "Two words")
{
    struct listener listener;
    struct waker waker = listener_waker(&listener);
    waker_wake_by_ref(&waker);
    CHECK_INT(listener.woken, 1, "calls of woken after the first wake",
              "wake_by_ref does not call, or not with the argument");
    CHECK_INT(listener.gone, 0, "calls of gone after the first wake",
              "a wake by reference gives back what it has only borrowed");
    waker_wake_by_ref(&waker);
    CHECK_INT(listener.woken, 2, "calls of woken after the second wake",
              "the second wake does not call: it may wake again and again");
    waker_drop(&waker);
}

TEST(each_its_own, "each waker calls with the argument that it was given",
     "two wakers, one of them woken", "Two words")
{
    struct listener ada, bob;
    struct waker first = listener_waker(&ada), second = listener_waker(&bob);
    waker_wake_by_ref(&first);
    CHECK_INT(ada.woken, 1, "calls for the one that was woken",
              "function and argument are shared by all, not allocated anew");
    CHECK_INT(bob.woken, 0, "calls for the other",
              "function and argument are shared by all, not allocated anew");
    waker_drop(&second);
    CHECK_INT(
        bob.gone, 1, "calls of gone for the one that was dropped",
        "the first waker is not counted, or the drop of the last one does "
        "not call gone");
    CHECK_INT(ada.gone, 0, "calls of gone for the other",
              "one count for all of them");
    waker_drop(&first);
}

TEST(used_up, "a wake of the only waker calls, and then it is gone",
     "waker_wake, once", "Two words")
{
    struct listener listener;
    struct waker waker = listener_waker(&listener);
    waker_wake(&waker);
    CHECK_INT(listener.woken, 1, "calls of woken",
              "wake gives the waker back and does not wake");
    CHECK_INT(listener.gone, 1, "calls of gone",
              "wake does not give its waker back");
    CHECK_INT(listener.woken_before, 1, "calls of woken before that of gone",
              "it gives back first and wakes then, with what is gone");
}

TEST(last_clone, "it is gone with the last clone, whichever that is",
     "a clone and a clone of it; the first waker dropped, a clone woken",
     "A waker outlives its task")
{
    struct listener listener;
    struct waker first = listener_waker(&listener);
    struct waker second = waker_clone(&first);
    struct waker third = waker_clone(&second);
    waker_drop(&first);
    CHECK_INT(listener.gone, 0, "calls of gone, with two clones alive",
              "a clone does not count, or counts for itself alone");
    waker_wake(&second);
    CHECK_INT(listener.woken, 1, "calls of woken, by a clone",
              "a clone does not know whom to call");
    CHECK_INT(listener.gone, 0, "calls of gone, with one clone alive",
              "a clone does not count, or counts for itself alone");
    waker_drop(&third);
    CHECK_INT(listener.gone, 1, "calls of gone, with no clone alive",
              "more is counted up than down");
}

TEST(freed, "when it is gone, nothing is left allocated",
     "a waker and a clone, both given back", "Given back")
{
    struct listener listener;
    struct waker first = listener_waker(&listener);
    struct waker second = waker_clone(&first);
    waker_wake(&second);
    waker_drop(&first);
    CHECK_INT(heap.used, 0, "blocks allocated",
              "the last to be given back does not free");
}

static void *clone_and_wake(void *arg)
{
    struct waker *waker = arg;
    for (int n = 0; n < 10000; n++) {
        struct waker clone = waker_clone(waker);
        waker_wake(&clone);
    }
    waker_drop(waker);
    return NULL;
}

TEST(four_threads, "four threads at once: it is gone once, after the last",
     "four threads, each with a clone that it clones and wakes 10,000 times",
     "A waker outlives its task")
{
    struct listener listener;
    struct waker waker = listener_waker(&listener);
    struct waker clones[4];
    pthread_t threads[4];
    for (int n = 0; n < 4; n++)
        clones[n] = waker_clone(&waker);
    waker_drop(&waker);
    for (int n = 0; n < 4; n++)
        if (pthread_create(&threads[n], NULL, clone_and_wake, &clones[n]) != 0)
            die("pthread_create", EAGAIN);
    for (int n = 0; n < 4; n++)
        pthread_join(threads[n], NULL);
    CHECK_INT(listener.woken, 40000, "calls of woken",
              "a wake that does not call");
    CHECK_INT(listener.gone, 1, "calls of gone", one_step);
    CHECK_INT(heap.used, 0, "blocks allocated", one_step);
}

/* The last two wakers of a callback, one of them for another thread. */
static struct {
    struct waker here, there; /* none after the last pair */
    atomic_long pair;         /* which one may be dropped */
    atomic_long there_dropped;
} last;

/* Spins, to be on time; if that takes long, both are on one processor. */
static void wait_until(atomic_long *number, long value)
{
    for (int spins = 1; atomic_load(number) != value; spins++)
        if (spins % 1000 == 0)
            sched_yield();
}

static void *drop_there(void *arg)
{
    for (long n = 1;; n++) {
        wait_until(&last.pair, n);
        if (last.there.ops == NULL)
            return arg;
        waker_drop(&last.there);
        atomic_store(&last.there_dropped, n);
    }
}

TEST(last_two, "two drop the last two at once: it is gone once",
     "a waker and a clone, dropped by two threads at once, again and again",
     "A waker outlives its task")
{
    int64_t end_ns = clock_now_ns() + 1000000000;
    long n = 1;
    pthread_t thread;
    if (pthread_create(&thread, NULL, drop_there, NULL) != 0)
        die("pthread_create", EAGAIN);
    for (; n <= PAIRS && clock_now_ns() < end_ns; n++) {
        struct listener listener;
        last.here = listener_waker(&listener);
        last.there = waker_clone(&last.here);
        atomic_store(&last.pair, n);
        for (volatile long pause = n % 100; pause > 0; pause--)
            ; /* the other thread takes a while to see it */
        waker_drop(&last.here);
        wait_until(&last.there_dropped, n);
        CHECK_INT(listener.gone, 1, "calls of gone", one_step);
    }
    atomic_store(&last.pair, n); /* no wakers in it: that was all */
    pthread_join(thread, NULL);
    CHECK_INT(heap.used, 0, "blocks allocated", one_step);
}

CHECK_MAIN("chapters/06-wakers/README.md", by_reference, each_its_own, used_up,
           last_clone, freed, four_threads, last_two)
