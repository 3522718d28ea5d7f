/* Exercise 7.3: the function of the tests returns when a test lets it. Counted
 * are the answer's threads and locks, and not those of the wakers. */
#include "../../../../part1-futures/06-wakers/counting_waker.h"

#include "../counted.h"

#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

#undef pthread_mutex_lock
#undef pthread_mutex_unlock

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards these */
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool begun;
static bool may_return;
static bool returned;
static bool on_main;          /* it ran on the thread of the test */
static atomic_int calls_held; /* of a waker, with the errand's mutex held */
static pthread_t test_thread;

static struct errand errand;
static struct counting_waker first, second;
static struct waker waker;

static int seven(void *arg)
{
    pthread_mutex_lock(&mutex);
    on_main = pthread_equal(pthread_self(), test_thread);
    begun = true;
    pthread_cond_broadcast(&changed);
    while (!may_return)
        pthread_cond_wait(&changed, &mutex);
    returned = true;
    pthread_mutex_unlock(&mutex);
    return *(int *)arg;
}

static void wait_until_begun(void)
{
    pthread_mutex_lock(&mutex);
    while (!begun)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
}

static void let_return(void)
{
    pthread_mutex_lock(&mutex);
    may_return = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

static bool has_returned(void)
{
    pthread_mutex_lock(&mutex);
    bool copy = returned;
    pthread_mutex_unlock(&mutex);
    return copy;
}

/* A waker that looks whether the errand's mutex is free. */
static void look(void)
{
    bool held = pthread_mutex_trylock(&errand.mutex) != 0;
    if (!held)
        pthread_mutex_unlock(&errand.mutex);
    calls_held += held;
}

static void *looker_clone(void *data)
{
    look();
    return data;
}

static void looker_drop(void *data)
{
    (void)data;
    look();
}

static const struct waker_ops looker_ops = {looker_clone, looker_drop,
                                            looker_drop, looker_drop};

static void begin(void)
{
    static int number = 7;
    test_thread = pthread_self();
    begun = may_return = returned = on_main = refusing = false;
    calls_held = created = joined = 0;
    counting_waker_init(&first);
    counting_waker_init(&second);
    waker = counting_waker_new(&first);
    errand_init(&errand, seven, &number);
}

static enum poll_state polled(const struct waker *latest)
{
    struct context cx = {latest};
    return future_poll(&errand.future, &cx);
}

static void check_nothing_left(void)
{
    CHECK_INT(created - joined, 0, "threads left",
              "drop does not join the thread that there is");
    CHECK_INT(counting_waker_alive(&first), 1,
              "wakers alive, with that of the test",
              "neither the thread nor drop has given the clone back");
}

TEST(sent, "the first poll sends it, on a thread of its own, and is pending",
     "errand_poll, then the function may return", "A thread that waits")
{
    begin();
    may_return = true; /* for those who call it right here */
    polled(&waker);
    CHECK_INT(created, 1, "threads", "the poll does not start it");
    counting_waker_wait(&first, 0);
    CHECK_INT(on_main, 0, "calls on the thread of the poll",
              "the function is called in poll, and keeps the driver waiting");
    CHECK(polled(&waker) == POLL_READY, "ready after the wake", "pending",
          "done is not set before it wakes, or poll does not look");
    CHECK_INT(errand.result, 7, "the result", "it is not kept");
    future_drop(&errand.future);
}

static int slow_seven(void *arg)
{
    clock_sleep_until(clock_now_ns() + 200 * NS_PER_MS);
    return seven(arg);
}

TEST(half_way, "dropped half way, it waits until the function has returned",
     "errand_poll, then future_drop, while the function takes 200 ms",
     "A thread that is waited for")
{
    begin();
    errand.run = slow_seven;
    let_return();
    polled(&waker);
    future_drop(&errand.future);
    CHECK_INT(has_returned(), 1, "returns of the function before that of drop",
              "the thread goes on, with a pointer to what is gone");
    check_nothing_left();
}

TEST(one_run, "however often it is polled, it is sent once",
     "errand_poll, three times, then the function may return",
     "A thread that waits")
{
    begin();
    for (int n = 0; n < 3; n++) {
        CHECK(polled(&waker) == POLL_PENDING, "pending", "ready",
              "the function has not returned; a poll may come for nothing");
        wait_until_begun();
        bool held = pthread_mutex_trylock(&errand.mutex) != 0;
        CHECK(!held, "the mutex is free while the function runs", "it is held",
              "run is called with the mutex held: every poll waits for it");
        pthread_mutex_unlock(&errand.mutex);
    }
    CHECK_INT(created, 1, "threads", "every poll starts one");
    let_return();
    counting_waker_wait(&first, 0);
    future_drop(&errand.future);
    CHECK_INT(counting_waker_wakes(&first), 1, "wakes", "it wakes again");
    check_nothing_left();
}

TEST(latest, "the waker of the latest poll is woken, and no other",
     "errand_poll with one waker, then with another", "The latest waker")
{
    begin();
    struct waker other = counting_waker_new(&second);
    polled(&waker);
    polled(&other);
    let_return();
    future_drop(&errand.future); /* waits for the thread, and so for its wake */
    CHECK_INT(counting_waker_wakes(&first), 0, "wakes of the first",
              "the waker of the first poll is kept");
    CHECK_INT(counting_waker_alive(&second), 1, "wakers of the second alive",
              "its clone is not given back");
    waker_drop(&other);
    check_nothing_left();
}

TEST(mutex_free, "nothing of a waker is called with the mutex held",
     "two polls and a wake, of a waker that tries to lock it",
     "Who may wait for whom")
{
    begin();
    struct waker looker = {NULL, &looker_ops};
    polled(&looker);
    polled(&looker);
    let_return();
    future_drop(&errand.future); /* waits for the thread, and so for its wake */
    CHECK_INT(calls_held, 0, "calls with the mutex held",
              "a waker that wants the mutex would wait for its own thread");
}

TEST(early_or_refused, "it can be dropped when there is no thread",
     "future_drop, never polled; then with pthread_create refusing",
     "What a drop leaves behind")
{
    begin();
    future_drop(&errand.future);
    CHECK_INT(joined, 0, "joins", "there is a thread only after a poll");
    begin();
    refusing = true;
    CHECK(polled(&waker) == POLL_READY, "refused: ready", "pending",
          "no thread will ever wake for it");
    CHECK_INT(errand.error, EAGAIN, "the error, which should be EAGAIN",
              "what pthread_create returned is not kept");
    future_drop(&errand.future);
    CHECK_INT(joined, 0, "joins", "a thread that was refused is joined");
    check_nothing_left();
}

/* Before the nth lock of a poll: the function returns, the thread is done. */
static int locks_to_go;

static void finish_before_lock(void)
{
    if (!pthread_equal(pthread_self(), test_thread) || --locks_to_go != 0)
        return;
    let_return();
    for (bool done = false; !done;) {
        clock_sleep_until(clock_now_ns() + NS_PER_MS);
        pthread_mutex_lock(&errand.mutex);
        done = errand.done;
        pthread_mutex_unlock(&errand.mutex);
    }
}

/* After the last unlock of a poll: the flag is up. */
static int unlocks_to_go;

static void set_done(bool done)
{
    pthread_mutex_lock(&errand.mutex);
    errand.done = done;
    pthread_mutex_unlock(&errand.mutex);
}

static void done_after_unlock(void)
{
    if (pthread_equal(pthread_self(), test_thread) && --unlocks_to_go == 0)
        set_done(true);
}

/* True if the poll saw what came after its last unlock. */
static bool done_after_look(void)
{
    begin();
    polled(&waker);
    wait_until_begun();
    int before = unlocks;
    polled(&waker);
    unlocks_to_go = unlocks - before;
    after_unlock = done_after_unlock;
    bool ready = polled(&waker) == POLL_READY;
    set_done(false);
    let_return();
    future_drop(&errand.future);
    return ready;
}

TEST(one_lock, "it leaves its waker and looks in one go",
     "the second poll; the function returns before it locks or after it",
     "A thread that waits")
{
    for (int n = 1; locks_to_go <= 0; n++) {
        begin();
        struct waker other = counting_waker_new(&second);
        polled(&waker);
        before_lock = finish_before_lock;
        locks_to_go = n;
        enum poll_state state = polled(&other);
        let_return();
        future_drop(&errand.future);
        before_lock = NULL;
        CHECK(state == POLL_READY || counting_waker_wakes(&second) == 1,
              "ready, or a wake", "pending, and no wake",
              "it looks, lets go of the mutex, and then keeps the waker");
        waker_drop(&other);
    }
    CHECK(!done_after_look(), "pending, as it was under the mutex", "ready",
          "done is read after the mutex has been given back");
}

CHECK_MAIN("chapters/07-timer/README.md", sent, half_way, one_run, latest,
           mutex_free, early_or_refused, one_lock)
