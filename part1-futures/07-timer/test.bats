#!/usr/bin/env bats
load "../../book/tools/test_helper"

# A second long enough for a thread to get going in a tenth of it.
export SECOND_MS=300

# tenths TEXT: the seconds that a line has after TEXT, in tenths.
tenths() {
    printf '%s\n' "$output" |
        sed -n "s/^$1\([0-9]*\)\.\([0-9]\) seconds.*/\1\2/p"
}

# A waker of the counting kind, borrowed by a context, and a timer for it.
began() {
    cat <<'C'
    struct counting_waker counting;
    struct timer timer;
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};
    (void)cx; /* some poll by counting_waker_run only */
C
}

# The end of what began; aborts if a waker was not given back.
ended() {
    cat <<'C'
    waker_drop(&waker);
    counting_waker_destroy(&counting);
    printf("no waker left\n");
C
}

# with_timer: the statements on standard input, between these two.
with_timer() {
    { began; cat; ended; } |
        checked ../06-wakers/counting_waker.h timer.h "$@"
}

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
}

@test "howdy, two seconds, done: two polls and one wake" {
    run -0 step howdy
    [ "${lines[0]}" = "howdy!" ]
    [ "${lines[1]}" = "done!" ]
    [[ ${lines[2]} == *" seconds, 2 polls, 1 wake" ]]
    [ "$(tenths '')" -ge 20 ]
}

@test "a forgotten thread fires the next timer in its place too early" {
    if sanitized thread; then
        run -66 step forgotten
        output_has "WARNING: ThreadSanitizer: data race"
        return
    fi
    run -0 step forgotten
    output_has "given up in 0.0 seconds"
    [ "$(tenths 'three seconds took ')" -lt 30 ]
}

@test "a joined thread that is not told keeps its owner until the end" {
    run -0 step joined
    [ "$(tenths 'given up in ')" -ge 15 ]
    [ "$(tenths 'three seconds took ')" -ge 30 ]
}

@test "a thread that is told is gone at once, and the next timer is in time" {
    run -0 step given_up
    [ "$(tenths 'given up in ')" -lt 15 ]
    [ "$(tenths 'three seconds took ')" -ge 30 ]
}

@test "a timer that keeps its first waker never wakes the second task" {
    SECOND_MS=1000 run -124 bounded 2 "$BIN/stale_waker"
    output_is <<<$'the first task polls\nthe second task takes over'
}

@test "a timer that keeps its latest waker wakes the second task, and only it" {
    SECOND_MS=1000 run -0 step moved
    [ "${lines[2]}" = "polled 2 times by the second" ]
    [ "${lines[3]}" = "woken: the first 0 times, the second 1" ]
}

@test "dropped early, late or while it fires: no late wake, no waker left" {
    run -0 step dropped
    [[ ${lines[0]} =~ ^never\ polled:\ no\ thread,\ dropped\ in\ [0-9]+\ us$ ]]
    [[ ${lines[1]} == "pending: a thread, "* ]]
    [ "${lines[3]}" = "wakes: 1" ]
    [[ ${lines[4]} =~ ^as\ it\ fires:\ [0-9]+\ of\ 1000\ woke$ ]]
    [ "${lines[5]}" = "a second later: 0 late wakes, 0 wakers alive" ]
}

@test "a hundred timers take a hundred threads and the time of one" {
    run -0 step many_timers 100
    [ "${lines[0]}" = "100 timers, 100 threads" ]
    [[ ${lines[1]} =~ ^each:\ [0-9]+\ bytes ]]
    [[ ${lines[4]} == *" 100 wakes" ]]
    [ "$(tenths '')" -ge 10 ]
    [ "$(tenths '')" -lt 1000 ]
}

# A limit on addresses makes the machine say no early, and to us alone.
limited() {
    (ulimit -v 60000 && step many_timers "$@")
}

@test "timers that get no thread are ready with the error, the others go on" {
    if sanitized address || sanitized thread; then
        skip "a sanitizer needs all the addresses there are"
    fi
    [ "$(uname)" = Linux ] || skip "no limit on addresses here"
    run -0 limited 1000
    [[ ${lines[0]} =~ ^1000\ timers,\ ([0-9]+)\ threads$ ]]
    [[ $(last_line) == "$((1000 - BASH_REMATCH[1])) without a thread: "* ]]
    [ "$(tenths '')" -ge 10 ]
}

@test "a COUNT that is not a number from one up is refused" {
    for bad in 0 -3 ten 5x ""; do
        run -2 step many_timers "$bad"
        output_has "'$bad' is not a number"
    done
}

@test "a timer is ready no sooner than its deadline, and waits asleep" {
    SECOND_MS=1000 run -0 with_timer <<'C'
    timer_init(&timer, 0.5);
    int64_t begin_ns = clock_now_ns(), cpu_ns = clock_cpu_ns();
    long polls = counting_waker_run(&counting, &timer.future);
    int64_t took_ns = clock_now_ns() - begin_ns;
    printf("%ld polls, in time: %d, asleep: %d\n", polls,
           took_ns >= NS_PER_SECOND / 2,
           clock_cpu_ns() - cpu_ns < took_ns / 5);
    future_drop(&timer.future);
C
    output_is <<<$'2 polls, in time: 1, asleep: 1\nno waker left'
}

@test "a deadline that has passed before the first poll makes it no special one" {
    run -0 with_timer <<'C'
    timer_init(&timer, -1);
    printf("%ld polls\n", counting_waker_run(&counting, &timer.future));
    future_drop(&timer.future);
C
    output_is <<<$'2 polls\nno waker left'
}

@test "a wait that ends for nothing does not make it fire early" {
    SECOND_MS=1000 run -0 with_timer <<'C'
    timer_init(&timer, 0.3);
    future_poll(&timer.future, &cx);
    for (int n = 0; n < 50; n++) {
        pthread_cond_signal(&timer.changed);
        clock_sleep_until(clock_now_ns() + NS_PER_MS);
    }
    counting_waker_wait(&counting, 0);
    printf("in time: %d\n", clock_now_ns() >= timer.deadline_ns);
    future_drop(&timer.future);
C
    output_is <<<$'in time: 1\nno waker left'
}

# pthread_create and pthread_join, counted, and refused when told to.
counted() {
    cat >"$BATS_TEST_TMPDIR/counted.h" <<'C'
#include <errno.h>
#include <pthread.h>
static int created, joined, refused;
static int create_counted(pthread_t *thread, const pthread_attr_t *attr,
                          void *(*main)(void *), void *arg)
{
    if (refused)
        return EAGAIN;
    created++;
    return pthread_create(thread, attr, main, arg);
}
static int join_counted(pthread_t thread, void **result)
{
    joined++;
    return pthread_join(thread, result);
}
#define pthread_create create_counted
#define pthread_join join_counted
C
    { began; cat; ended; } | checked "$BATS_TEST_TMPDIR/counted.h" \
        ../06-wakers/counting_waker.h timer.h
}

@test "one thread however often it is polled, started by a poll, joined by the drop" {
    run -0 counted <<'C'
    timer_init(&timer, 10);
    printf("%d %d\n", created, joined);
    for (int n = 0; n < 3; n++)
        future_poll(&timer.future, &cx);
    printf("%d %d\n", created, joined);
    future_drop(&timer.future);
    timer_init(&timer, 10);
    future_drop(&timer.future);
    printf("%d %d, %ld wakes\n", created, joined,
           counting_waker_wakes(&counting));
C
    output_is <<<$'0 0\n1 0\n1 1, 0 wakes\nno waker left'
}

@test "a timer that gets no thread is ready at once, and the error is its output" {
    run -0 counted <<'C'
    refused = 1;
    timer_init(&timer, 10);
    printf("%d", future_poll(&timer.future, &cx) == POLL_READY);
    printf(" %d", timer.error == EAGAIN);
    future_drop(&timer.future);
    refused = 0;
    timer_init(&timer, 0);
    counting_waker_run(&counting, &timer.future);
    printf(" %d, joined %d\n", timer.error, joined);
    future_drop(&timer.future);
C
    output_is <<<$'1 1 0, joined 0\nno waker left'
}

@test "howdy says so if its pause gets no thread" {
    cat >"$BATS_TEST_TMPDIR/howdy.h" <<C
#include <errno.h>
#include <pthread.h>
#define pthread_create(...) EAGAIN
#define main howdy_main
#include "$BATS_TEST_DIRNAME/howdy.c"
#undef main
C
    run -1 checked "$BATS_TEST_TMPDIR/howdy.h" <<'C'
    char name[] = "howdy", *arguments[] = {name, NULL};
    howdy_main(1, arguments);
C
    output_has "howdy!"
    output_has "pthread_create: Resource temporarily unavailable"
}

@test "the process has its threads back after a thousand drops" {
    [ -d /proc/self/task ] || skip "no /proc/self/task here"
    cat >"$BATS_TEST_TMPDIR/tasks.h" <<'C'
#include <dirent.h>
static int tasks(void)
{
    int count = -2; /* . and .. */
    DIR *dir = opendir("/proc/self/task");
    while (readdir(dir) != NULL)
        count++;
    closedir(dir);
    return count;
}
C
    run -0 with_timer "$BATS_TEST_TMPDIR/tasks.h" <<'C'
    timer_init(&timer, 10);
    future_poll(&timer.future, &cx);
    int with_one = tasks();
    future_drop(&timer.future);
    for (int n = 0; n < 1000; n++) {
        timer_init(&timer, 10);
        future_poll(&timer.future, &cx);
        future_drop(&timer.future);
    }
    /* A joined thread may still be on its way out of the kernel. */
    for (int n = 0; n < 1000 && tasks() >= with_one; n++)
        clock_sleep_until(clock_now_ns() + NS_PER_MS);
    printf("%d less\n", with_one - tasks());
C
    output_is <<<$'1 less\nno waker left'
}

@test "every poll replaces the waker, and gives the one before back" {
    run -0 with_timer <<'C'
    struct counting_waker others[3];
    timer_init(&timer, 2);
    future_poll(&timer.future, &cx);
    for (int n = 0; n < 3; n++) {
        counting_waker_init(&others[n]);
        struct waker other = counting_waker_new(&others[n]);
        struct context other_cx = {&other};
        future_poll(&timer.future, &other_cx);
        waker_drop(&other);
        printf("%ld ", counting_waker_alive(&others[n]));
    }
    printf("%ld\n", counting_waker_alive(&counting));
    counting_waker_wait(&others[2], 0);
    future_drop(&timer.future);
    printf("%ld %ld %ld %ld\n", counting_waker_wakes(&counting),
           others[0].wakes, others[1].wakes, others[2].wakes);
    for (int n = 0; n < 3; n++)
        counting_waker_destroy(&others[n]);
C
    output_is <<<$'1 1 1 1\n0 0 0 1\nno waker left'
}

@test "a timer polled again by the same task keeps one waker of it" {
    run -0 with_timer <<'C'
    timer_init(&timer, 10);
    for (int n = 0; n < 3; n++) {
        future_poll(&timer.future, &cx);
        printf("%ld ", counting_waker_alive(&counting));
    }
    future_drop(&timer.future);
    printf("%ld\n", counting_waker_alive(&counting));
C
    output_is <<<$'2 2 2 1\nno waker left'
}

# A waker that says of each call whether the timer's mutex is free.
nosy() {
    cat >"$BATS_TEST_TMPDIR/nosy.h" <<'C'
static struct timer timed;
static int wakes;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t woken = PTHREAD_COND_INITIALIZER;
static void say(const char *what)
{
    int busy = pthread_mutex_trylock(&timed.mutex);
    if (!busy)
        pthread_mutex_unlock(&timed.mutex);
    printf("%s %s\n", what, busy ? "held" : "free");
}
static void *nosy_clone(void *data) { say("clone"); return data; }
static void nosy_wake(void *data)
{
    (void)data;
    say("wake");
    pthread_mutex_lock(&mutex);
    wakes++;
    pthread_cond_signal(&woken);
    pthread_mutex_unlock(&mutex);
}
static void nosy_drop(void *data) { (void)data; say("drop"); }
static const struct waker_ops nosy_ops = {nosy_clone, nosy_wake, nosy_wake,
                                          nosy_drop};
static void nosy_wait(void)
{
    pthread_mutex_lock(&mutex);
    while (wakes == 0)
        pthread_cond_wait(&woken, &mutex);
    pthread_mutex_unlock(&mutex);
}
C
}

@test "nothing of a waker is called with the timer's mutex held" {
    nosy
    run -0 checked timer.h "$BATS_TEST_TMPDIR/nosy.h" <<'C'
    struct waker waker = {NULL, &nosy_ops};
    struct context cx = {&waker};
    timer_init(&timed, 1);
    future_poll(&timed.future, &cx);
    future_poll(&timed.future, &cx);
    nosy_wait();
    future_drop(&timed.future);
C
    output_is <<<$'clone free\nclone free\ndrop free\nwake free'
}

@test "a drop in the middle of the wake waits for its end" {
    cat >"$BATS_TEST_TMPDIR/slow.h" <<'C'
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int waking, ended;
static void *slow_clone(void *data) { return data; }
static void slow_wake(void *data)
{
    (void)data;
    pthread_mutex_lock(&mutex);
    waking = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&mutex);
    clock_sleep_until(clock_now_ns() + clock_second_ns() / 2);
    pthread_mutex_lock(&mutex);
    ended = 1;
    pthread_mutex_unlock(&mutex);
}
static void slow_drop(void *data) { (void)data; }
static const struct waker_ops slow_ops = {slow_clone, slow_wake, slow_wake,
                                          slow_drop};
C
    run -0 checked timer.h "$BATS_TEST_TMPDIR/slow.h" <<'C'
    struct waker waker = {NULL, &slow_ops};
    struct context cx = {&waker};
    struct timer timer;
    timer_init(&timer, 0);
    future_poll(&timer.future, &cx);
    pthread_mutex_lock(&mutex);
    while (!waking)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
    future_drop(&timer.future);
    pthread_mutex_lock(&mutex);
    printf("ended %d\n", ended);
    pthread_mutex_unlock(&mutex);
C
    output_is <<<"ended 1"
}

@test "a timer dropped by its own wake is caught" {
    cat >"$BATS_TEST_TMPDIR/own.h" <<'C'
static struct timer timed;
static void *own_clone(void *data) { return data; }
static void own_wake(void *data) { (void)data; future_drop(&timed.future); }
static void own_drop(void *data) { (void)data; }
static const struct waker_ops own_ops = {own_clone, own_wake, own_wake,
                                         own_drop};
C
    run -134 checked timer.h "$BATS_TEST_TMPDIR/own.h" <<'C'
    struct waker waker = {NULL, &own_ops};
    struct context cx = {&waker};
    timer_init(&timed, 0);
    future_poll(&timed.future, &cx);
    clock_sleep_until(clock_now_ns() + 4 * NS_PER_SECOND);
C
    output_is <<<"bug: a timer was dropped by its own wake"
}

@test "cond_wait_until ends at the deadline, past or future, and holds the mutex" {
    SECOND_MS=1000 run -0 checked cond_until.h <<'C'
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t cond;
    cond_init(&cond);
    pthread_mutex_lock(&mutex);
    int64_t begin_ns = clock_now_ns(), deadline_ns = begin_ns + NS_PER_SECOND / 5;
    cond_wait_until(&cond, &mutex, -5);
    cond_wait_until(&cond, &mutex, begin_ns - 1);
    printf("past: %d\n", clock_now_ns() - begin_ns < NS_PER_SECOND / 5);
    int waits = 0;
    for (; clock_now_ns() < deadline_ns; waits++)
        cond_wait_until(&cond, &mutex, deadline_ns);
    printf("future: %d\n", waits < 10);
    printf("held: %d\n", pthread_mutex_trylock(&mutex) != 0);
    pthread_mutex_unlock(&mutex);
    pthread_cond_destroy(&cond);
C
    output_is <<<$'past: 1\nfuture: 1\nheld: 1'
}
