/* Exercise 6.2: each test counts what is called, and what is allocated. */
#include <stdatomic.h>
#include <stdlib.h>

static atomic_long blocks; /* allocated by the answer, and not yet freed */

static inline void *block_new(void *memory)
{
    if (memory != NULL)
        atomic_fetch_add(&blocks, 1);
    return memory;
}

static inline void block_free(void *memory)
{
    if (memory != NULL)
        atomic_fetch_sub(&blocks, 1);
    free(memory);
}

#define malloc(size)        block_new(malloc(size))
#define calloc(count, size) block_new(calloc(count, size))
#define free(memory)        block_free(memory)
#define main                answer_main
#include ANSWER
#undef main
#undef free
#undef calloc
#undef malloc
#include "../../../../book/tools/check.h"

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
     "waker_wake_by_ref, twice", "Two words")
{
    struct listener listener;
    struct waker waker = listener_waker(&listener);
    waker_wake_by_ref(&waker);
    CHECK_INT(listener.woken, 1, "calls of woken",
              "wake_by_ref does not call, or not with the argument");
    CHECK_INT(listener.gone, 0, "calls of gone",
              "a wake by reference gives back what it has only borrowed");
    waker_wake_by_ref(&waker);
    CHECK_INT(listener.woken, 2, "calls of woken",
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
    CHECK_INT(bob.gone, 1, "calls of gone for the one that was dropped",
              "the drop of the last waker does not say that it is gone");
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
    CHECK_INT(blocks, 0, "blocks allocated",
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
    CHECK_INT(listener.gone, 1, "calls of gone",
              "a count that two threads change at once must be atomic");
    CHECK_INT(blocks, 0, "blocks allocated",
              "a count that two threads change at once must be atomic");
}

CHECK_MAIN("chapters/06-wakers/README.md", by_reference, each_its_own, used_up,
           last_clone, freed, four_threads)
