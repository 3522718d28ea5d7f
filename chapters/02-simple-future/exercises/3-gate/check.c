/* Exercise 2.3: the answer takes its mutex by way of moments.h, where a test
 * can have something done in between. Only the last test has real threads. */
#include "../../../../part1-futures/02-simple-future/simple_future.h"
#include "moments.h"

#define pthread_mutex_lock   lock_at_a_moment
#define pthread_mutex_unlock unlock_at_a_moment
#define main                 answer_main
#include ANSWER
#undef main
#undef pthread_mutex_unlock
#undef pthread_mutex_lock
#include "../../../../book/tools/check.h"

static struct gate gate;
static struct gate_wait waiting;
static int wakes;
static int wakes_held;   /* with the gate's mutex held */
static int wakes_closed; /* with the gate closed */

static void wake_counted(void)
{
    wakes++;
    if (pthread_mutex_trylock(&gate.mutex) != 0) {
        wakes_held++;
        return;
    }
    if (!gate.open)
        wakes_closed++;
    pthread_mutex_unlock(&gate.mutex);
}

static void wake_of_before(void)
{
    CHECK(false, "the wake of the last poll is called",
          "that of an earlier poll", "opened is set only once");
}

static enum poll_state polled(void (*wake)(void))
{
    return simple_future_poll(&waiting.future, wake);
}

static enum poll_state intruder_state;

static void poll_the_wait(void)
{
    intruder_state = polled(wake_counted);
}

static void open_the_gate(void)
{
    gate_open(&gate);
}

static void *porter(void *arg)
{
    gate_open(arg);
    return NULL;
}

/* A new gate, and who gets in at the nth moment from now, if anybody. */
static void begin(void (*who)(void), int nth)
{
    gate_init(&gate);
    gate_wait_init(&waiting, &gate);
    wakes = 0;
    intruder = who;
    moments = nth;
}

/* After a call of the answer. */
static void check_mutex(const char *expected)
{
    CHECK(locks > 0, expected, "it does not",
          "without it two threads read and write the gate at the same time");
    CHECK_INT(unlocks, locks, "times the mutex was given back",
              "not every return gives it back");
    locks = unlocks = 0;
}

#define CHECK_PENDING(wake, cause) \
    CHECK(polled(wake) == POLL_PENDING, "pending", "ready", cause)

#define CHECK_READY(cause) \
    CHECK(polled(wake_counted) == POLL_READY, "ready", "pending", cause)

TEST(closed, "at a closed gate it is pending, however often it is polled",
     "gate_wait_poll, twice, nobody opens", "Do not call us")
{
    begin(NULL, 0);
    CHECK_PENDING(wake_counted, "it does not look whether the gate is open");
    check_mutex("gate_wait_poll takes the gate's mutex");
    CHECK_PENDING(wake_counted, "it takes a poll for a sign that it is open; "
                                "a wake may come for nothing");
    CHECK_INT(wakes, 0, "wakes", "there is nothing yet to wake for");
}

TEST(open_already, "at an open gate it is ready at once",
     "gate_open, then gate_wait_poll", "A future that waits")
{
    begin(NULL, 0);
    gate_open(&gate);
    CHECK(gate.open, "the gate is open", "it is closed",
          "gate_open does nothing yet, or does not set open");
    check_mutex("gate_open takes the gate's mutex");
    CHECK_READY("the first poll does not look whether the gate is open");
    check_mutex("gate_wait_poll takes the gate's mutex");
    CHECK_INT(wakes, 0, "wakes", "it was ready: there is nobody to wake");
}

TEST(opened_once, "an opening gate wakes whoever waits, once",
     "gate_wait_poll, twice; gate_open, twice", "Do not call us")
{
    begin(NULL, 0);
    CHECK_PENDING(wake_of_before, "it does not look whether the gate is open");
    CHECK_PENDING(wake_counted, "it takes a poll for a sign that it is open");
    gate_open(&gate);
    CHECK_INT(wakes, 1, "wakes",
              "gate_open does not call opened, or poll has not set it");
    gate_open(&gate);
    CHECK_INT(wakes, 1, "wakes after the gate was opened again",
              "the gate does not forget the callback that it has called");
    CHECK_READY("the poll does not look whether the gate is open");
}

TEST(at_wake, "when wake is called, the gate is open and its mutex is free",
     "gate_wait_poll, then gate_open; the wake looks at the gate",
     "What C makes you own")
{
    begin(NULL, 0);
    CHECK_PENDING(wake_counted, "it does not look whether the gate is open");
    gate_open(&gate);
    CHECK_INT(wakes_held, 0, "wakes with the mutex held",
              "a wake that takes the same mutex would wait for itself");
    CHECK_INT(wakes_closed, 0, "wakes with the gate closed",
              "it wakes, then opens: a poll in between finds it closed");
}

/* The gate is open. Does the future that was polled get to know? */
static void check_noticed(enum poll_state state, const char *cause)
{
    CHECK(state == POLL_READY || wakes > 0, "ready, or a wake",
          "pending, and no wake: it waits at an open gate for ever", cause);
    if (state == POLL_PENDING)
        CHECK_READY("the poll does not look whether the gate is open");
}

TEST(no_gap, "whenever poll and gate_open meet, the opening is noticed",
     "each of the two, at every moment of the other at which it may get in",
     "The wake that never came")
{
    for (int n = 1;; n++) {
        begin(open_the_gate, n);
        enum poll_state state = polled(wake_counted);
        if (intruder != NULL)
            break; /* poll has no more such moments */
        check_noticed(state, "poll looks, lets go of the mutex, and then sets "
                             "opened");
    }
    for (int n = 1;; n++) {
        begin(poll_the_wait, n);
        gate_open(&gate);
        if (intruder != NULL)
            break;
        check_noticed(intruder_state, "gate_open takes the callback, lets go "
                                      "of the mutex, and then opens");
    }
}

TEST(forgotten, "who opens the gate when the future is over calls nobody",
     "gate_wait_poll, opened before it looks; gate_open again",
     "What is wrong with it")
{
    begin(NULL, 0);
    CHECK_PENDING(wake_counted, "it does not look whether the gate is open");
    gate.open = true; /* as it is before gate_open calls anybody */
    CHECK_READY("the poll does not look whether the gate is open");
    gate_open(&gate);
    CHECK_INT(wakes, 0, "wakes after it was ready",
              "poll leaves its callback behind when it is ready");
}

TEST(thousand, "a thousand gates, each opened while it is polled",
     "simple_future_run, against a thread that calls gate_open",
     "The wake that never came")
{
    for (int n = 0; n < 1000; n++) {
        pthread_t thread;
        begin(NULL, 0);
        if (pthread_create(&thread, NULL, porter, &gate) != 0)
            die("pthread_create", EAGAIN);
        long polls = simple_future_run(&waiting.future);
        pthread_join(thread, NULL);
        gate_destroy(&gate);
        CHECK(polls <= 3, "at most 3 polls", "more",
              "it wakes itself instead of waiting to be woken");
    }
}

CHECK_MAIN("chapters/02-simple-future/README.md", closed, open_already,
           opened_once, at_wake, no_gap, forgotten, thousand)
