/* Exercise 6.3: the wakers here note whether they are called with the mutex of
 * the gong held, and can have something done at a clone or at a wake. Counted
 * are the answer's locks. */
#include <pthread.h>
#include <stdatomic.h>

#include "../../../03-combinators/exercises/allocations.h"

static atomic_int locks;

static inline int lock_counted(pthread_mutex_t *mutex)
{
    locks++;
    return pthread_mutex_lock(mutex);
}

#define pthread_mutex_lock lock_counted
#define main               answer_main
#include ANSWER
#undef main
#undef pthread_mutex_lock
#include "../../../../book/tools/check.h"

/* Whom a waker wakes, and what is done to it. */
struct listener {
    long wakes;
    long alive;
};

static struct gong gong;
static struct gong_wait waits[3];
static struct listener listeners[3];
static const char *held; /* what was done to a waker with the mutex held */
static void (*at_clone)(void);
static void (*at_wake)(struct listener *listener);

static void note_lock(const char *call)
{
    if (pthread_mutex_trylock(&gong.mutex) != 0)
        held = call;
    else
        pthread_mutex_unlock(&gong.mutex);
}

static void *listener_clone(void *data)
{
    struct listener *listener = data;
    note_lock("it is held while a waker is cloned");
    if (at_clone != NULL)
        at_clone();
    listener->alive++;
    return listener;
}

static void listener_drop(void *data)
{
    struct listener *listener = data;
    note_lock("it is held while a waker is dropped");
    listener->alive--;
}

static void listener_wake_by_ref(void *data)
{
    struct listener *listener = data;
    note_lock("it is held while a waker is woken");
    listener->wakes++;
    if (at_wake != NULL)
        at_wake(listener);
}

static void listener_wake(void *data)
{
    struct listener *listener = data;
    listener->alive--;
    listener_wake_by_ref(listener);
}

static const struct waker_ops listener_ops = {
    .clone = listener_clone,
    .wake = listener_wake,
    .wake_by_ref = listener_wake_by_ref,
    .drop = listener_drop,
};

static void begin(void)
{
    gong_init(&gong);
    held = NULL;
    at_clone = NULL;
    at_wake = NULL;
    for (int n = 0; n < 3; n++) {
        listeners[n] = (struct listener){0, 0};
        gong_wait_init(&waits[n], &gong);
    }
}

/* A poll of the nth wait, with a waker for one of the listeners. */
static enum poll_state polled_by(int n, int listener)
{
    struct waker waker = {&listeners[listener], &listener_ops};
    struct context cx = {&waker};
    return future_poll(&waits[n].future, &cx);
}

static enum poll_state polled(int n)
{
    return polled_by(n, n);
}

TEST(struck_before, "a wait for a gong that was struck is ready at once",
     "gong_strike, then gong_wait_poll", "Pending is a promise")
{
    begin();
    gong_strike(&gong);
    CHECK(polled(0) == POLL_READY, "ready", "pending",
          "the strike is not remembered, or the poll does not look");
    CHECK_INT(listeners[0].wakes, 0, "wakes",
              "it was ready: there is nobody to wake");
}

TEST(one, "a strike wakes who waits, a second strike does not",
     "gong_wait_poll, then gong_strike, twice", "Pending is a promise")
{
    begin();
    CHECK(polled(0) == POLL_PENDING, "pending", "ready",
          "it does not look whether the gong was struck");
    gong_strike(&gong);
    CHECK_INT(listeners[0].wakes, 1, "wakes",
              "the wait is not in the list, or its waker is not woken");
    CHECK_INT(listeners[0].alive, 0, "clones after the strike",
              "the strike wakes by reference, and nobody gives back");
    gong_strike(&gong);
    CHECK_INT(listeners[0].wakes, 1, "wakes after two strikes",
              "who has been woken is still in the list");
    CHECK(polled(0) == POLL_READY, "ready", "pending",
          "the poll does not look whether the gong was struck");
}

TEST(all, "a strike wakes all who wait, and nothing was allocated for it",
     "three waits, polled, and a strike", "What is wrong with it")
{
    begin();
    for (int n = 0; n < 3; n++)
        polled(n);
    gong_strike(&gong);
    for (int n = 0; n < 3; n++) {
        CHECK_INT(listeners[n].wakes, 1, "wakes of each",
                  "the strike does not go through the whole list");
        CHECK(polled(n) == POLL_READY, "each is ready", "one is pending",
              "the poll does not look whether the gong was struck");
    }
    CHECK_INT(allocations, 0, "allocations",
              "the waits are a list already, with room for a waker each");
}

TEST(latest, "of a wait that was polled often, the last waker is woken, once",
     "a wait polled by one listener twice and by another; a strike",
     "The future, for good")
{
    begin();
    polled_by(0, 0);
    polled_by(0, 0);
    polled_by(0, 1);
    CHECK_INT(listeners[0].alive, 0, "clones of the first waker",
              "the waker of an earlier poll is never given back");
    gong_strike(&gong);
    CHECK_INT(listeners[0].wakes, 0, "wakes of the first listener",
              "only the waker of the first poll is kept");
    CHECK_INT(listeners[1].wakes, 1, "wakes of the latest listener",
              "the waker of the latest poll does not take the place");
}

TEST(dropped, "a wait that was dropped is not woken and leaves nothing",
     "three waits, polled; one is dropped; a strike; the rest is dropped",
     "The future, for good")
{
    begin();
    for (int n = 0; n < 3; n++)
        polled(n);
    future_drop(&waits[1].future);
    CHECK_INT(listeners[1].alive, 0, "clones of its waker after the drop",
              "the drop does not give back the waker that it keeps");
    for (struct gong_wait *wait = gong.waits; wait != NULL; wait = wait->next)
        CHECK(wait != &waits[1], "it is not in the list", "it still is",
              "the drop does not take it out of the list of the gong");
    gong_strike(&gong);
    CHECK_INT(listeners[1].wakes, 0, "wakes of the one that was dropped",
              "the drop does not take it out of the list of the gong");
    CHECK_INT(listeners[0].wakes + listeners[2].wakes, 2,
              "wakes of the two others", "the drop takes out more than itself");
    future_drop(&waits[2].future);
    CHECK_INT(listeners[2].alive, 0, "clones after strike and drop",
              "the drop gives back what the strike has used up");
    polled(0);
    future_drop(&waits[0].future);
    CHECK_INT(listeners[0].alive, 0, "clones after ready and drop",
              "a waker that is left by the poll that was ready");
}

TEST(locked, "the poll, the strike and the drop lock the gong",
     "gong_wait_poll and future_drop of one wait, gong_strike",
     "What C makes you own")
{
    begin();
    locks = 0;
    polled(0);
    CHECK(locks > 0, "a lock by the poll", "none",
          "another thread may strike during the poll");
    locks = 0;
    future_drop(&waits[0].future);
    CHECK(locks > 0, "a lock by the drop", "none",
          "the drop changes the list, which other threads may change, too");
    locks = 0;
    gong_strike(&gong);
    CHECK(locks > 0, "a lock by the strike", "none",
          "other threads may poll or drop a wait during the strike");
}

TEST(unlocked, "no waker is called with the mutex held",
     "three waits, polled and polled anew; a drop, a strike, a ready poll",
     "Not under a lock")
{
    const char *cause = "a waker may want the lock: clone before you have it, "
                        "wake and drop when you have it no more";
    begin();
    for (int n = 0; n < 3; n++)
        polled(n);
    polled_by(0, 1);
    CHECK(held == NULL, "the mutex is free", held, cause);
    future_drop(&waits[1].future);
    CHECK(held == NULL, "the mutex is free", held, cause);
    gong_strike(&gong);
    CHECK(held == NULL, "the mutex is free", held, cause);
    polled(0);
    CHECK(held == NULL, "the mutex is free", held, cause);
}

static void strike(void)
{
    at_clone = NULL;
    gong_strike(&gong);
}

TEST(struck_meanwhile, "a strike in the middle of the poll is not lost",
     "gong_wait_poll; when it clones the waker, the gong is struck",
     "Pending is a promise")
{
    begin();
    at_clone = strike;
    enum poll_state state = polled(0);
    CHECK(state == POLL_READY || listeners[0].wakes > 0, "ready, or a wake",
          "pending, and no wake: it waits for a gong that was struck",
          "poll looks, lets go of the mutex, and then leaves its waker");
    future_drop(&waits[0].future);
    CHECK_INT(listeners[0].alive, 0, "clones", "one is not given back");
}

static int victim; /* whose wait is dropped: so many after that woken first */

static void drop_victim(struct listener *listener)
{
    at_wake = NULL;
    victim = (int)(listener - listeners + victim) % 3;
    future_drop(&waits[victim].future);
    memset(&waits[victim], 0, sizeof waits[victim]); /* no longer a wait */
}

TEST(dropped_meanwhile, "a waker may drop any wait: the others are woken",
     "three waits; the first to be woken drops itself, or one of the others",
     "Not under a lock")
{
    for (int after = 0; after < 3; after++) {
        begin();
        for (int n = 0; n < 3; n++)
            polled(n);
        at_wake = drop_victim;
        victim = after;
        gong_strike(&gong);
        for (int n = 0; n < 3; n++) {
            CHECK(n == victim || listeners[n].wakes == 1,
                  "1 wake of each that was not dropped", "none, or several",
                  "the strike goes on from a wait that is gone");
            CHECK_INT(listeners[n].alive, 0, "clones",
                      "a waker that is neither woken nor given back");
        }
    }
}

static void *visitor(void *arg)
{
    gong_strike(arg);
    return NULL;
}

TEST(thousand, "a thousand gongs, each struck while it is polled",
     "counting_waker_run, against a thread that calls gong_strike",
     "Pending is a promise")
{
    struct counting_waker counting;
    counting_waker_init(&counting);
    for (int n = 0; n < 1000; n++) {
        pthread_t thread;
        begin();
        if (pthread_create(&thread, NULL, visitor, &gong) != 0)
            die("pthread_create", EAGAIN);
        long polls = counting_waker_run(&counting, &waits[0].future);
        pthread_join(thread, NULL);
        future_drop(&waits[0].future);
        gong_destroy(&gong);
        CHECK(polls <= 2, "at most 2 polls", "more",
              "it is woken before the gong is struck");
    }
    counting_waker_destroy(&counting);
}

CHECK_MAIN("chapters/06-wakers/README.md", struck_before, one, all, latest,
           dropped, locked, unlocked, struck_meanwhile, dropped_meanwhile,
           thousand)
