#!/usr/bin/env bats
load "../../book/tools/test_helper"

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
}

# tenths WHAT: the seconds on the line "after S.T seconds: WHAT", in tenths.
tenths() {
    printf '%s\n' "$output" |
        sed -n "s/^after \([0-9]*\)\.\([0-9]\) seconds: $1\$/\1\2/p"
}

@test "chapter 7's timers are a thread each" {
    run -0 step threads 100
    [ "${lines[0]}" = "100 sleeps, a thread each" ]
    [[ ${lines[1]} =~ ^each:\ [0-9]+\ bytes\ of\ memory$ ]]
    [[ ${lines[2]} =~ ^each:\ [0-9.]+\ us\ of\ processor$ ]]
    [[ ${lines[3]} =~ ^late:\ [0-9.]+\ ms\ on\ average,\ [0-9.]+\ at\ most$ ]]
}

@test "a loop that sleeps until its deadline does not hear the bell before it" {
    run -0 step deaf
    [ "$(tenths 'Bob hears the bell')" -ge 30 ]
    [ "$(tenths 'Ada has slept')" -ge 30 ]
}

@test "a loop that waits at the queue hears the bell in its sleep" {
    SECOND_MS=1000 run -0 step heard
    [ "$(tenths 'Bob hears the bell')" -ge 10 ]
    [ "$(tenths 'Bob hears the bell')" -lt 30 ]
    [ "$(tenths 'Ada has slept')" -ge 30 ]
}

@test "a list is looked at from end to end, and keeps what was given up" {
    run -0 step listed
    output_is <<'TEXT'
1000 sleeps, 1000 wakes, 1001000 looks
1000 given up: 1000 still there, 1000 wakers kept
TEXT
}

@test "a heap is looked at a few times for each, and keeps nothing" {
    run -0 step heaped 65536
    [[ ${lines[0]} =~ ^65536\ sleeps,\ 65536\ wakes,\ ([0-9]+)\ looks$ ]]
    [ "${BASH_REMATCH[1]}" -lt $((65536 * 2 * 18)) ]
    [ "${lines[1]}" = "65536 given up: 0 still there, 0 wakers kept" ]
}

@test "howdy, two seconds, done: two polls" {
    run -0 step howdy
    [ "${lines[0]}" = "howdy!" ]
    [ "${lines[1]}" = "done!" ]
    [[ ${lines[2]} =~ ^([0-9]+)\.([0-9])\ seconds,\ 2\ polls$ ]]
    [ "${BASH_REMATCH[1]}${BASH_REMATCH[2]}" -ge 20 ]
}

@test "a hundred thousand sleeps, none of them a kilobyte" {
    run -0 bounded 60 "$BIN/hundred_thousand"
    [ "${lines[0]}" = "100000 sleeps, one thread" ]
    [[ ${lines[1]} =~ ^each:\ ([0-9]+)\ bytes\ of\ memory$ ]]
    sanitized address || sanitized thread || [ "${BASH_REMATCH[1]}" -lt 1000 ]
}

@test "a day of sleeps drifts, a day of an interval does not" {
    run -0 step drifts
    [ "${lines[0]}" = "86400 ticks, the last after 86572.8 seconds" ]
    run -0 step ticks
    [ "${lines[0]}" = "86400 ticks, the last after 86400.0 seconds" ]
}

@test "a COUNT that is not a number from one up is refused" {
    for program in threads listed heaped hundred_thousand; do
        run -2 step "$program" 0
        output_has "'0' is not a number" || return 1
        run -2 step "$program" ten
        output_has "'ten' is not a number" || return 1
    done
    run -2 step hundred_thousand 1000001
}

# with_sleeps HEADER...: the statements on standard input, with sleeps by a held
# clock, a context that counts its wakes, and three sleeps to use.
with_sleeps() {
    {
        cat <<'C'
    struct held_clock held;
    struct sleeps sleeps;
    struct sleep a, b, c;
    struct counting_waker counting;
    held_clock_init(&held, false);
    sleeps_init(&sleeps, &held.clock);
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};
    (void)a, (void)b, (void)c, (void)cx;
C
        cat
        cat <<'C'
    waker_drop(&waker);
    printf("%ld alive\n", counting_waker_alive(&counting));
    sleeps_destroy(&sleeps);
C
    } | checked "$@" "$ROOT/part1-futures/06-wakers/counting_waker.h" sleep.h
}

# What stands before the headers: realloc, which can be refused.
refusing() {
    cat >"$BATS_TEST_TMPDIR/refusing.h" <<'C'
#include <errno.h>
#include <stdlib.h>
static int refused;
static inline void *realloc_refusing(void *memory, size_t size)
{
    errno = ENOMEM;
    return refused ? NULL : realloc(memory, size);
}
#define realloc realloc_refusing
C
}

@test "ready at its deadline and not before, woken once" {
    run -0 with_sleeps <<'C'
    sleep_init(&a, &sleeps, 10);
    for (int n = 0; n < 12; n++) {
        held.now_ns = n;
        printf("%ld", sleeps_wake(&sleeps));
        if (n % 5 == 4)
            printf(" %d ", future_poll(&a.future, &cx));
    }
    printf(" %d\n", future_poll(&a.future, &cx));
    future_drop(&a.future);
C
    output_is <<<$'00000 0 00000 0 10 1\n0 alive'
}

@test "a deadline that has passed is ready at the first poll, and needs no memory" {
    refusing
    run -0 with_sleeps "$BATS_TEST_TMPDIR/refusing.h" <<'C'
    refused = 1;
    held_clock_advance(&held, 10);
    sleep_init(&a, &sleeps, 10);
    sleep_init(&b, &sleeps, INT64_MIN);
    printf("%d", future_poll(&a.future, &cx));
    printf(" %d, %d\n", future_poll(&b.future, &cx), sleeps.heap != NULL);
C
    output_is <<<$'1 1, 0\n0 alive'
}

@test "no memory: ready with the error, and whoever sleeps sleeps on" {
    refusing
    run -0 with_sleeps "$BATS_TEST_TMPDIR/refusing.h" <<'C'
    struct sleep many[15];
    for (int n = 0; n < 15; n++) {
        sleep_init(&many[n], &sleeps, 10);
        future_poll(&many[n].future, &cx);
    }
    refused = 1;
    sleep_init(&a, &sleeps, 5);
    printf("%d ", future_poll(&a.future, &cx));
    printf("%d %ld, ", a.error == ENOMEM, counting_waker_alive(&counting));
    future_drop(&a.future);
    refused = 0;
    sleep_init(&a, &sleeps, 5);
    printf("%d ", future_poll(&a.future, &cx));
    printf("%d, ", a.error);
    held_clock_advance(&held, 10);
    printf("%ld woken\n", sleeps_wake(&sleeps));
C
    output_is <<<$'1 1 16, 0 0, 16 woken\n0 alive'
}

@test "every poll replaces the waker; ready or dropped, it is given back" {
    run -0 with_sleeps <<'C'
    struct counting_waker other;
    counting_waker_init(&other);
    struct waker others = counting_waker_new(&other);
    struct context other_cx = {&others};
    sleep_init(&a, &sleeps, 10);
    for (int n = 0; n < 3; n++)
        future_poll(&a.future, &other_cx);
    printf("%ld", counting_waker_alive(&other));
    future_poll(&a.future, &cx);
    printf("%ld%ld ", counting_waker_alive(&other), counting.alive);
    held_clock_advance(&held, 10);
    printf("%d", future_poll(&a.future, &cx));
    printf("%ld%zu ", counting_waker_alive(&counting), sleeps.count);
    sleep_init(&b, &sleeps, 20);
    future_poll(&b.future, &cx);
    future_drop(&b.future);
    printf("%zu\n", sleeps.count);
    waker_drop(&others);
    counting_waker_destroy(&other);
C
    output_is <<<$'212 110 0\n0 alive'
}

# Whether each is where it says, and due no earlier than the one above it.
heap_checked() {
    cat >"$BATS_TEST_TMPDIR/heap.h" <<'C'
static inline void heap_check(const struct sleeps *sleeps)
{
    for (size_t n = 1; n <= sleeps->count; n++)
        if (sleeps->heap[n]->place != n ||
            (n > 1 && sleeps->heap[n]->deadline_ns <
                          sleeps->heap[n / 2]->deadline_ns))
            bug("the heap is out of order");
}
C
}

@test "twenty thousand sleeps come and go at random, the heap is in order" {
    heap_checked
    run -0 with_sleeps sleep.h "$BATS_TEST_TMPDIR/heap.h" <<'C'
    static struct sleep many[300];
    static bool asleep[300];
    srand(1);
    for (int n = 0; n < 300; n++)
        sleep_init(&many[n], &sleeps, 1);
    for (int n = 0; n < 20000; n++) {
        int k = rand() % 300;
        future_drop(&many[k].future);
        sleep_init(&many[k], &sleeps, 1 + rand() % 100);
        if ((asleep[k] = !asleep[k]))
            future_poll(&many[k].future, &cx);
        heap_check(&sleeps);
    }
    for (int k = 0; k < 300; k++)
        future_drop(&many[k].future);
    printf("%zu left\n", sleeps.count);
C
    output_is <<<$'0 left\n0 alive'
}

@test "those that are due are woken, all of them and no other, the earliest first" {
    run -0 with_sleeps <<'C'
    static struct sleep many[1000];
    for (int n = 0; n < 1000; n++) {
        sleep_init(&many[n], &sleeps, 1 + n * 7919 % 1000);
        future_poll(&many[n].future, &cx);
    }
    for (int n = 0; n < 1000; n += 2)
        future_drop(&many[n].future); /* 1 to 999, every second one */
    for (held.now_ns = 0; sleeps.count > 0; held.now_ns++)
        if (sleeps_wake(&sleeps) != (held.now_ns > 0 && held.now_ns % 2 == 0))
            printf("wrong at %d\n", (int)held.now_ns);
    printf("%ld wakes\n", counting_waker_wakes(&counting));
C
    output_is <<<$'500 wakes\n0 alive'
}

# A waker whose wake drops a sleep, as one that frees its task would.
dropping() {
    cat >"$BATS_TEST_TMPDIR/dropping.h" <<'C'
static void *same(void *data) { return data; }
static void drops(void *data) { future_drop(data); }
static void nothing(void *data) { (void)data; }
static const struct waker_ops dropping_ops = {same, drops, drops, nothing};
C
}

@test "a wake may drop its own sleep, or one that is due next" {
    dropping
    run -0 with_sleeps sleep.h "$BATS_TEST_TMPDIR/dropping.h" <<'C'
    struct waker own = {&a.future, &dropping_ops};
    struct waker next = {&c.future, &dropping_ops};
    struct context own_cx = {&own}, next_cx = {&next};
    sleep_init(&a, &sleeps, 1);
    sleep_init(&b, &sleeps, 2);
    sleep_init(&c, &sleeps, 3);
    future_poll(&a.future, &own_cx);
    future_poll(&b.future, &next_cx);
    future_poll(&c.future, &cx);
    held_clock_advance(&held, 3);
    printf("%ld woken, ", sleeps_wake(&sleeps));
    printf("%ld by c\n", counting_waker_wakes(&counting));
C
    output_is <<<$'2 woken, 0 by c\n0 alive'
}

@test "one by one: the earliest is woken if it is due, and no other" {
    run -0 with_sleeps <<'C'
    printf("%d ", sleeps_wake_one(&sleeps));
    sleep_init(&a, &sleeps, 20);
    sleep_init(&b, &sleeps, 10);
    future_poll(&a.future, &cx);
    future_poll(&b.future, &cx);
    held_clock_advance(&held, 9);
    printf("%d ", sleeps_wake_one(&sleeps));
    held_clock_advance(&held, 11);
    printf("%d", sleeps_wake_one(&sleeps));
    printf("%d%d ", b.place == 0, a.place == 1);
    printf("%d", sleeps_wake_one(&sleeps));
    printf("%d\n", sleeps_wake_one(&sleeps));
C
    output_is <<<$'0 0 111 10\n0 alive'
}

@test "each comparison is counted, that with the clock too" {
    run -0 with_sleeps <<'C'
    sleep_init(&a, &sleeps, 10);
    sleep_init(&b, &sleeps, 20);
    future_poll(&a.future, &cx);
    future_poll(&b.future, &cx);
    printf("%ld", sleeps.looks);
    held_clock_advance(&held, 10);
    sleeps_wake(&sleeps);
    printf(" %ld\n", sleeps.looks);
    future_drop(&b.future);
C
    output_is <<<$'1 3\n0 alive'
}

@test "deadlines too far away to be reached are the last, and do not overflow" {
    run -0 with_sleeps <<'C'
    held_clock_advance(&held, INT64_MAX - 1);
    printf("%d", sleeps_after(&sleeps, 1) == INT64_MAX);
    held.now_ns = 1;
    printf("%d", sleeps_after(&sleeps, 1e30) == INT64_MAX);
    printf("%d", sleeps_after(&sleeps, -1e30) == 1);
    printf("%d ", sleeps_after(&sleeps, 1) == 1 + clock_second_ns());
    printf("%d", sleeps_deadline(&sleeps) == INT64_MAX);
    sleep_init(&a, &sleeps, INT64_MAX);
    sleep_init(&b, &sleeps, INT64_MAX - 1);
    future_poll(&a.future, &cx);
    future_poll(&b.future, &cx);
    printf("%d", sleeps_deadline(&sleeps) == INT64_MAX - 1);
    held.now_ns = INT64_MAX - 1;
    printf(" %ld\n", sleeps_wake(&sleeps));
    future_drop(&a.future);
C
    output_is <<<$'1111 11 1\n0 alive'
}

@test "a held clock moves when it is told, or to a deadline, and never back" {
    run -0 with_sleeps <<'C'
    printf("%d", sleeps_idle_until_ns(&sleeps) == INT64_MAX);
    sleep_init(&a, &sleeps, 10);
    future_poll(&a.future, &cx);
    printf("%d %d, ", sleeps_idle_until_ns(&sleeps) == INT64_MAX,
           (int)held.now_ns);
    held.jumps = true;
    printf("%d ", (int)sleeps_idle_until_ns(&sleeps));
    printf("%d, ", (int)held.now_ns);
    held_clock_advance(&held, 5);
    sleeps_idle_until_ns(&sleeps);
    future_drop(&a.future);
    printf("%d ", sleeps_idle_until_ns(&sleeps) == INT64_MAX);
    printf("%d\n", (int)held.now_ns);
C
    output_is <<<$'11 0, 0 10, 1 15\n0 alive'
}

@test "a sleep that is set up anew while it is in the heap is caught" {
    run -134 with_sleeps <<'C'
    sleep_init(&a, &sleeps, 10);
    future_poll(&a.future, &cx);
    sleep_init(&a, &sleeps, 20);
    held_clock_advance(&held, 20);
    sleeps_wake(&sleeps);
C
    output_has "bug: a sleep was moved, or set up anew while it was in the heap"
}

@test "one that is set up anew and polled, so that it is there twice, is caught" {
    run -134 with_sleeps <<'C'
    for (int n = 1; n <= 2; n++) {
        sleep_init(&a, &sleeps, 10 * n);
        future_poll(&a.future, &cx);
    }
    held_clock_advance(&held, 20);
    sleeps_wake_one(&sleeps);
C
    output_has "bug: a sleep was moved, or set up anew while it was in the heap"
}

@test "a sleep that was moved after its poll is caught when it is dropped or ready" {
    for end in 'future_drop(&b.future)' 'held.now_ns = 10, future_poll(&b.future, &cx)'; do
        run -134 with_sleeps <<C
    sleep_init(&a, &sleeps, 10);
    future_poll(&a.future, &cx);
    b = a;
    $end;
C
        output_has "bug: a sleep was moved, or set up anew while" || return 1
    done
}

@test "sleeps destroyed while somebody waits are caught" {
    run -134 with_sleeps <<'C'
    sleep_init(&a, &sleeps, 10);
    future_poll(&a.future, &cx);
C
    output_has "bug: sleeps were destroyed that somebody waits for"
}

@test "an interval ticks when it should, and catches up when it was late" {
    run -0 with_sleeps <<'C'
    struct interval interval;
    interval_init(&interval, &sleeps, 5, 10);
    for (; held.now_ns <= 60; held.now_ns++) {
        if (held.now_ns > 25 && held.now_ns < 48)
            continue; /* nobody comes for the ticks at 35 and 45 */
        while (interval_poll(&interval, &cx) == POLL_READY)
            printf("%d ", (int)held.now_ns);
    }
    printf("%d\n", interval.error);
    interval_drop(&interval);
C
    output_is <<<$'5 15 25 48 48 55 0\n0 alive'
}

@test "an interval without a period is caught" {
    for period in 0 -1 INT64_MIN; do
        run -134 with_sleeps <<C
    struct interval interval;
    interval_init(&interval, &sleeps, 5, $period);
C
        output_has "bug: an interval needs a period" || return 1
    done
}

@test "an interval without memory says so; one at the end of time waits for ever" {
    refusing
    run -0 with_sleeps "$BATS_TEST_TMPDIR/refusing.h" <<'C'
    struct interval interval;
    interval_init(&interval, &sleeps, 5, INT64_MAX);
    refused = 1;
    printf("%d", interval_poll(&interval, &cx));
    printf("%d", interval.error == ENOMEM);
    interval_drop(&interval);
    refused = 0;
    held_clock_advance(&held, 5);
    interval_init(&interval, &sleeps, 5, INT64_MAX);
    printf(" %d", interval_poll(&interval, &cx));
    printf("%d", interval_poll(&interval, &cx));
    printf(" %d\n", sleeps_deadline(&sleeps) == INT64_MAX);
    interval_drop(&interval);
C
    output_is <<<$'11 10 1\n0 alive'
}

# scene HEADER...: the statements on standard input, with a loop, and naps:
# tasks that sleep once and say when they are up.
scene() {
    cat >"$BATS_TEST_TMPDIR/scene.h" <<'C'
static struct loop loop;
static struct spawner spawner;
struct held_clock held;
static int dropped;
struct nap {
    struct future future;
    struct sleep sleep;
};
static inline enum poll_state nap_poll(struct future *self,
                                       struct context *cx)
{
    struct nap *nap = container_of(self, struct nap, future);
    if (future_poll(&nap->sleep.future, cx) == POLL_PENDING)
        return POLL_PENDING;
    printf("%d ", (int)sleeps_now_ns(&loop.sleeps));
    return POLL_READY;
}
static inline void nap_drop(struct future *self)
{
    future_drop(&container_of(self, struct nap, future)->sleep.future);
    dropped++;
}
static inline void nap_spawn(struct nap *nap, int64_t deadline_ns)
{
    nap->future = (struct future){nap_poll, nap_drop};
    sleep_init(&nap->sleep, &loop.sleeps, deadline_ns);
    if (spawner_spawn(&spawner, &nap->future, NULL) != 0)
        bug("spawner_spawn");
}
static inline void begin(struct clock *clock)
{
    if (loop_with(&loop, &spawner, 100, clock) != 0)
        bug("loop_with");
}
C
    checked loop.h "$ROOT/part1-futures/06-wakers/doorbell.h" \
        "$BATS_TEST_TMPDIR/scene.h" "$@"
}

@test "time that is moved by hand: nothing moves in between" {
    run -0 scene <<'C'
    struct nap naps[3];
    held_clock_init(&held, false);
    begin(&held.clock);
    for (int n = 0; n < 3; n++)
        nap_spawn(&naps[n], 30 - 10 * n);
    for (int n = 0; n < 4; n++) {
        printf("%ld polls, ", loop_run_ready(&loop));
        printf("%ld; ", loop_run_ready(&loop));
        held_clock_advance(&held, 10);
    }
    spawner_drop(&spawner);
    loop_run(&loop);
    loop_drop(&loop);
    printf("%d dropped\n", dropped);
C
    output_is <<<"3 polls, 0; 10 1 polls, 0; 20 1 polls, 0; 30 1 polls, 0; 3 dropped"
}

@test "time that jumps: a hundred years of sleeps in the right order" {
    run -0 scene <<'C'
    struct nap naps[50];
    held_clock_init(&held, true);
    begin(&held.clock);
    for (int n = 0; n < 50; n++)
        nap_spawn(&naps[n], (n * 7 % 50 + 1) * NS_PER_SECOND * 60 * 60 * 24 * 730);
    spawner_drop(&spawner);
    held.now_ns = 1;
    printf("%ld polls, ", loop_run(&loop));
    printf("%d years\n", (int)(held.now_ns / NS_PER_SECOND / 60 / 60 / 24 / 365));
    loop_drop(&loop);
C
    output_has "100 polls, 100 years"
}

@test "a task that keeps waking itself delays no sleep" {
    cat >"$BATS_TEST_TMPDIR/greedy.h" <<'C'
static int polls;
static inline enum poll_state greedy_poll(struct future *self,
                                          struct context *cx)
{
    (void)self;
    held_clock_advance(&held, 1);
    waker_wake_by_ref(cx->waker);
    return ++polls < 100 ? POLL_PENDING : POLL_READY;
}
static inline void greedy_drop(struct future *self) { (void)self; }
C
    run -0 scene "$BATS_TEST_TMPDIR/greedy.h" <<'C'
    struct nap nap;
    held_clock_init(&held, false);
    begin(&held.clock);
    struct future greedy = {greedy_poll, greedy_drop};
    nap_spawn(&nap, 10);
    spawner_spawn(&spawner, &greedy, NULL);
    spawner_drop(&spawner);
    printf("%ld polls\n", loop_run(&loop));
    loop_drop(&loop);
C
    output_is <<<"11 102 polls"
}

@test "any number of sleeps are due at once, and the queue has room for four" {
    run -0 scene <<'C'
    static struct nap naps[1000];
    held_clock_init(&held, false);
    loop_with(&loop, &spawner, 4, &held.clock);
    for (int n = 0; n < 1000; n++) {
        nap_spawn(&naps[n], 10);
        loop_run_ready(&loop);
    }
    spawner_drop(&spawner);
    held_clock_advance(&held, 10);
    printf("%ld polls, ", loop_run(&loop));
    printf("%d dropped\n", dropped);
    loop_drop(&loop);
C
    output_has "1000 polls, 1000 dropped"
}

@test "nothing due for ever: the loop sleeps, and a bell wakes it" {
    SECOND_MS=1000 run -0 scene <<'C'
    struct nap naps[2];
    struct doorbell bell;
    struct visitor visitor;
    struct doorbell_wait wait;
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    begin(real_clock());
    for (int n = 0; n < 2; n++) { /* two that sleep, and are no task */
        sleep_init(&naps[n].sleep, &loop.sleeps, INT64_MAX - n);
        sleeps_insert(&loop.sleeps, &naps[n].sleep);
    }
    spawner_spawn(&spawner, &wait.future, NULL);
    spawner_drop(&spawner);
    int64_t cpu_ns = clock_cpu_ns();
    visitor_start(&visitor, &bell, 0.5);
    printf("%ld polls, ", loop_run(&loop));
    printf("asleep: %d\n", clock_cpu_ns() - cpu_ns < NS_PER_SECOND / 10);
    visitor_join(&visitor);
    for (int n = 0; n < 2; n++)
        future_drop(&naps[n].sleep.future);
    loop_drop(&loop);
C
    output_is <<<"2 polls, asleep: 1"
}

@test "a loop that sleeps burns nothing, and is up in time" {
    SECOND_MS=1000 run -0 scene <<'C'
    struct nap nap;
    begin(real_clock());
    int64_t begin_ns = clock_now_ns(), cpu_ns = clock_cpu_ns();
    nap_spawn(&nap, begin_ns + NS_PER_SECOND / 2);
    spawner_drop(&spawner);
    long polls = loop_run(&loop);
    int64_t took_ns = clock_now_ns() - begin_ns;
    printf("%ld polls, in time: %d, asleep: %d\n", polls,
           took_ns >= NS_PER_SECOND / 2,
           clock_cpu_ns() - cpu_ns < took_ns / 5);
    loop_drop(&loop);
C
    output_has "2 polls, in time: 1, asleep: 1"
}

@test "dropped with a task that was woken but not run: it leaves the heap" {
    run -0 scene <<'C'
    struct nap nap;
    held_clock_init(&held, false);
    begin(&held.clock);
    nap_spawn(&nap, 10);
    loop_run_ready(&loop);
    waker_wake_by_ref(&nap.sleep.waker);
    printf("%zu asleep, ", loop.sleeps.count);
    loop_drop(&loop);
    printf("%d dropped, %zu asleep\n", dropped, loop.sleeps.count);
    spawner_drop(&spawner);
C
    output_is <<<"1 asleep, 1 dropped, 0 asleep"
}

@test "a loop that is run inside a poll is caught" {
    for run in loop_run loop_run_ready; do
        cat >"$BATS_TEST_TMPDIR/nested.h" <<C
static inline enum poll_state nested_poll(struct future *self,
                                          struct context *cx)
{
    (void)self, (void)cx;
    $run(&loop);
    return POLL_READY;
}
static inline void nested_drop(struct future *self) { (void)self; }
C
        run -134 scene "$BATS_TEST_TMPDIR/nested.h" <<'C'
    struct future nested = {nested_poll, nested_drop};
    begin(real_clock());
    spawner_spawn(&spawner, &nested, NULL);
    loop_run(&loop);
C
        output_has "bug: $run inside a poll: spawn the future instead" ||
            return 1
    done
}

@test "tasks on the main loop leave no memory and start no thread" {
    cat >"$BATS_TEST_TMPDIR/counted.h" <<'C'
#include <pthread.h>
#include <stdlib.h>
static int alive, threads;
static inline void *malloc_counted(size_t size)
{
    alive++;
    return malloc(size);
}
static inline void *realloc_counted(void *memory, size_t size)
{
    alive += memory == NULL;
    return realloc(memory, size);
}
static inline void free_counted(void *memory)
{
    alive -= memory != NULL;
    free(memory);
}
#define malloc malloc_counted
#define realloc realloc_counted
#define free free_counted
#define pthread_create(...) (threads++, 1)
C
    cat >"$BATS_TEST_TMPDIR/program.h" <<'C'
#define main hundred_thousand_main
#include "hundred_thousand.c"
#undef main
C
    run -0 checked "$BATS_TEST_TMPDIR/counted.h" \
        "$BATS_TEST_TMPDIR/program.h" <<'C'
    char name[] = "hundred_thousand", count[] = "1000";
    char *arguments[] = {name, count, NULL};
    hundred_thousand_main(2, arguments);
    printf("%d alive, %d threads\n", alive, threads);
C
    [ "$(last_line)" = "0 alive, 0 threads" ]
}
