#!/usr/bin/env bats
load "../../book/tools/test_helper"

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
}

@test "without a note, an unpark before the park is lost" {
    SECOND_MS=1000 run -124 bounded 2 "$BIN/lost_unpark"
    output_is <<<"3"
}

@test "with a note, an unpark before the park is kept" {
    run -0 step kept_unpark
    output_is <<<$'3\n2\n1\n0\n4 polls'
}

# Not every address sanitizer watches the frames of calls that are over unasked.
watch_dead_frames() {
    export ASAN_OPTIONS=detect_stack_use_after_return=1
}

@test "a late wake writes into what is on the stack after block_on" {
    watch_dead_frames
    if sanitized address; then
        run step on_stack
        [ "$status" -ne 0 ]
        output_has "stack-use-after-return"
        return
    fi
    run -0 step on_stack
    output_is <<<$'the bell was rung\na thousand zeros: 1'
}

@test "a late wake finds a counted parker and does no harm" {
    watch_dead_frames
    run -0 step late_wake
    output_is <<<$'the bell was rung\na thousand zeros: 0'
}

@test "hello: nothing is said before block_on, then two polls, a second apart" {
    run -0 step hello
    [ "${lines[0]}" = "nothing is said yet" ]
    [ "${lines[1]}" = "hello," ]
    [ "${lines[2]}" = "world!" ]
    [[ ${lines[3]} =~ ^2\ polls,\ ([0-9]+)\.([0-9])\ seconds ]]
    [ "${BASH_REMATCH[1]}${BASH_REMATCH[2]}" -ge 10 ]
}

@test "crowd: eight wakes at once are at most eight polls more" {
    run -0 step crowd
    [[ $output =~ ^800\ visitors,\ ([0-9]+)\ polls$ ]]
    [ "${BASH_REMATCH[1]}" -ge 100 ]
    [ "${BASH_REMATCH[1]}" -le 900 ]
}

@test "a poll that sleeps keeps from running who would wake it" {
    SECOND_MS=1000 run -124 bounded 2 "$BIN/sleeps_inside"
    output_is <<<"guest: waiting for the bell"
}

@test "block_on inside a poll is refused, and says what to do instead" {
    run -134 step nested
    output_is <<'TEXT'
guest: waiting for the bell
bug: block_on inside a poll: await the future instead
TEXT
}

@test "what is awaited instead leaves the other half its turn" {
    run -0 step awaited
    output_is <<'TEXT'
guest: waiting for the bell
host: ringing
guest: it rings
2 polls
TEXT
}

# What the tests of the header need: blocks of memory counted, a future that
# does what a test says and counts its polls, and another thread.
setup() {
    cat >"$BATS_TEST_TMPDIR/counted.h" <<'C'
#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
static atomic_long blocks;
static int no_memory;
static void *block_new(size_t size)
{
    if (no_memory)
        return errno = ENOMEM, NULL;
    atomic_fetch_add(&blocks, 1);
    return malloc(size);
}
static void block_free(void *memory);
#define malloc block_new
#define free   block_free
C
    cat >"$BATS_TEST_TMPDIR/scene.h" <<'C'
#undef malloc
#undef free
static atomic_bool freed_unparked; /* of the parker that was freed last */
static void block_free(void *memory)
{
    atomic_store(&freed_unparked, ((struct parker *)memory)->unparked);
    atomic_fetch_sub(&blocks, 1);
    free(memory);
}
struct told {
    struct future future;
    enum poll_state (*poll)(struct told *told, struct context *cx);
    long polls, drops;
    struct waker kept;
};
static inline enum poll_state told_poll(struct future *self, struct context *cx)
{
    struct told *told = container_of(self, struct told, future);
    told->polls++;
    return told->poll(told, cx);
}
static inline void told_drop(struct future *self)
{
    struct told *told = container_of(self, struct told, future);
    told->drops++;
    waker_drop(&told->kept);
}
static inline struct told told_new(
    enum poll_state (*poll)(struct told *told, struct context *cx))
{
    return (struct told){{told_poll, told_drop}, poll, 0, 0, {NULL, NULL}};
}
static inline pthread_t thread(void *(*main)(void *), void *arg)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, main, arg) != 0)
        die("pthread_create", EAGAIN);
    return thread;
}
static inline void pause_ms(int ms)
{
    clock_sleep_until(clock_now_ns() + ms * NS_PER_MS);
}
static inline enum poll_state ready(struct told *told, struct context *cx)
{
    (void)told;
    (void)cx;
    return POLL_READY;
}
static atomic_bool came;
/* Signals for nothing twenty times, then comes. */
static inline void *comes(void *arg)
{
    struct parker *parker = arg;
    for (int n = 0; n < 20; n++) {
        pause_ms(2);
        pthread_cond_signal(&parker->changed);
    }
    atomic_store(&came, true);
    parker_unpark(parker);
    return NULL;
}
C
}

# scene: on standard input definitions, a line "--", and statements.
scene() {
    cat >"$BATS_TEST_TMPDIR/scene"
    sed '/^--$/,$d' "$BATS_TEST_TMPDIR/scene" >"$BATS_TEST_TMPDIR/own.h"
    awk 'main; /^--$/ { main = 1 }' "$BATS_TEST_TMPDIR/scene" \
        >"$BATS_TEST_TMPDIR/main"
    checked "$BATS_TEST_TMPDIR/counted.h" block_on.h \
        ../../part1-futures/06-wakers/doorbell.h "$BATS_TEST_TMPDIR/scene.h" \
        "$BATS_TEST_TMPDIR/own.h" <"$BATS_TEST_TMPDIR/main"
}

@test "two unparks are one: the second park waits for a third" {
    run -0 scene <<'C'
--
    struct parker *parker = parker_new();
    parker_unpark(parker);
    parker_unpark(parker);
    parker_park(parker);
    pthread_t other = thread(comes, parker);
    parker_park(parker);
    printf("came %d\n", atomic_load(&came));
    pthread_join(other, NULL);
    parker_drop(parker);
C
    output_is <<<"came 1"
}

@test "a wait that ends for nothing does not end the park" {
    run -0 scene <<'C'
--
    struct parker *parker = parker_new();
    pthread_t other = thread(comes, parker);
    parker_park(parker);
    printf("came %d\n", atomic_load(&came));
    pthread_join(other, NULL);
    parker_drop(parker);
C
    output_is <<<"came 1"
}

@test "one poll for a wake, one for several during a poll, none without" {
    run -0 scene <<'C'
static enum poll_state third(struct told *told, struct context *cx)
{
    for (int n = 0; n < 5; n++)
        waker_wake_by_ref(cx->waker);
    return told->polls == 3 ? POLL_READY : POLL_PENDING;
}
--
    struct told patient = told_new(third), quick = told_new(ready);
    printf("%ld polls, ", block_on(&patient.future));
    printf("%ld poll\n", block_on(&quick.future));
C
    output_is <<<"3 polls, 1 poll"
}

@test "a wake for nothing is one more poll, and the wait goes on" {
    run -0 scene <<'C'
static struct waker wakers[4];
static void *wakes_for_nothing(void *arg)
{
    for (int n = 0; n < 4; n++) {
        pause_ms(20);
        if (n == 3)
            atomic_store(&came, true);
        waker_wake(&wakers[n]);
    }
    return arg;
}
static pthread_t other;
static enum poll_state patient_poll(struct told *told, struct context *cx)
{
    for (int n = 0; told->polls == 1 && n < 4; n++)
        wakers[n] = waker_clone(cx->waker);
    if (told->polls == 1)
        other = thread(wakes_for_nothing, NULL);
    return atomic_load(&came) ? POLL_READY : POLL_PENDING;
}
--
    struct told patient = told_new(patient_poll);
    long polls = block_on(&patient.future);
    printf("%d %d\n", polls >= 2 && polls <= 5, atomic_load(&came));
    pthread_join(other, NULL);
    printf("%ld blocks\n", atomic_load(&blocks));
C
    output_is <<<$'1 1\n0 blocks'
}

@test "each waker is a reference, used up by a wake, kept by one by reference" {
    run -0 scene <<'C'
#define SHOW() printf("%ld ", atomic_load(&parker->references))
--
    struct parker *parker = parker_new();
    SHOW();
    struct waker waker = parker_waker(parker);
    SHOW();
    struct waker clone = waker_clone(&waker);
    SHOW();
    waker_wake_by_ref(&clone);
    SHOW();
    waker_wake(&clone);
    SHOW();
    waker_drop(&waker);
    SHOW();
    printf("unparked %d, ", parker->unparked);
    parker_drop(parker);
    printf("%ld blocks\n", atomic_load(&blocks));
C
    output_is <<<"1 2 3 3 2 1 unparked 1, 0 blocks"
}

@test "afterwards the parker is kept by a waker that is left, and by nothing else" {
    run -0 scene <<'C'
static enum poll_state keeps(struct told *told, struct context *cx)
{
    waker_keep(&told->kept, cx->waker);
    return POLL_READY;
}
--
    struct told told = told_new(keeps);
    block_on(&told.future);
    printf("%ld block, %ld drops\n", atomic_load(&blocks), told.drops);
    struct waker late = waker_clone(&told.kept);
    future_drop(&told.future);
    printf("%ld block, %ld drop\n", atomic_load(&blocks), told.drops);
    waker_wake(&late);
    printf("%ld blocks, unparked %d\n", atomic_load(&blocks),
           atomic_load(&freed_unparked));
C
    output_is <<'TEXT'
1 block, 0 drops
1 block, 1 drop
0 blocks, unparked 1
TEXT
}

@test "a thread that had taken the waker may wake when all is over" {
    run -0 scene <<'C'
static atomic_bool over;
static void *rings_slowly(void *arg)
{
    struct doorbell *bell = arg;
    struct waker waker = {NULL, NULL};
    while (waker.ops == NULL) {
        pause_ms(1);
        pthread_mutex_lock(&bell->mutex);
        waker = waker_take(&bell->waker);
        bell->rung = waker.ops != NULL;
        pthread_mutex_unlock(&bell->mutex);
    }
    waker_wake_by_ref(&waker);
    while (!atomic_load(&over))
        pause_ms(1);
    waker_wake(&waker);
    return NULL;
}
--
    struct doorbell bell;
    struct doorbell_wait wait;
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    pthread_t other = thread(rings_slowly, &bell);
    block_on(&wait.future);
    future_drop(&wait.future);
    printf("%ld block\n", atomic_load(&blocks));
    atomic_store(&over, true);
    pthread_join(other, NULL);
    printf("%ld blocks\n", atomic_load(&blocks));
    doorbell_destroy(&bell);
C
    output_is <<<$'1 block\n0 blocks'
}

@test "four threads clone and wake ten thousand times each: nothing is left" {
    run -0 scene <<'C'
static void *wakes(void *arg)
{
    for (int n = 0; n < 10000; n++) {
        struct waker clone = waker_clone(arg);
        waker_wake(&clone);
    }
    waker_drop(arg);
    return NULL;
}
--
    struct parker *parker = parker_new();
    struct waker wakers[4];
    pthread_t threads[4];
    for (int n = 0; n < 4; n++)
        wakers[n] = parker_waker(parker);
    for (int n = 0; n < 4; n++)
        threads[n] = thread(wakes, &wakers[n]);
    for (int n = 0; n < 4; n++)
        pthread_join(threads[n], NULL);
    printf("%ld reference, ", atomic_load(&parker->references));
    parker_park(parker);
    parker_drop(parker);
    printf("%ld blocks\n", atomic_load(&blocks));
C
    output_is <<<"1 reference, 0 blocks"
}

@test "ten thousand wakes from another thread, and not one is lost" {
    run -0 scene <<'C'
static atomic_long asked, answered;
static struct waker waker;
static void *answers(void *arg)
{
    for (long n = 1; n <= 10000; n++) {
        while (atomic_load(&asked) < n)
            sched_yield();
        struct waker taken = waker_take(&waker);
        atomic_store(&answered, n);
        waker_wake(&taken);
    }
    return arg;
}
static enum poll_state asks(struct told *told, struct context *cx)
{
    (void)told;
    long n = atomic_load(&answered);
    if (n == 10000)
        return POLL_READY;
    if (n == atomic_load(&asked)) {
        waker = waker_clone(cx->waker);
        atomic_store(&asked, n + 1);
    }
    return POLL_PENDING;
}
--
    struct told told = told_new(asks);
    pthread_t other = thread(answers, NULL);
    block_on(&told.future);
    pthread_join(other, NULL);
    printf("%ld answered\n", atomic_load(&answered));
C
    output_is <<<"10000 answered"
}

@test "block_on again and again on one thread, and at once on two" {
    run -0 scene <<'C'
static void *other_main(void *arg)
{
    struct told told = told_new(ready);
    block_on(&told.future);
    printf("other\n");
    return arg;
}
static enum poll_state with_thread(struct told *told, struct context *cx)
{
    pthread_join(thread(other_main, NULL), NULL);
    return ready(told, cx);
}
--
    struct told first = told_new(ready), second = told_new(with_thread);
    block_on(&first.future);
    block_on(&second.future);
    printf("%ld blocks\n", atomic_load(&blocks));
C
    output_is <<<$'other\n0 blocks'
}

@test "a future that was ready in block_on is not polled or dropped by it again" {
    run -134 scene <<'C'
static enum poll_state says(struct told *told, struct context *cx)
{
    (void)cx;
    printf("poll %ld, drops %ld\n", told->polls, told->drops);
    return POLL_READY;
}
--
    struct told told = told_new(says);
    block_on(&told.future);
    printf("drops %ld\n", told.drops);
    block_on(&told.future);
C
    output_is <<'TEXT'
poll 1, drops 0
drops 0
bug: a future was polled after it was ready
TEXT
}

@test "without memory for the parker it says so and polls nobody" {
    run -1 scene <<'C'
static enum poll_state says(struct told *told, struct context *cx)
{
    printf("polled\n");
    return ready(told, cx);
}
--
    struct told told = told_new(says);
    no_memory = 1;
    struct parker *parker = parker_new();
    printf("%d %d\n", parker == NULL, errno == ENOMEM);
    block_on(&told.future);
C
    output_has $'1 1\nblock_on: '
}

@test "the thread sleeps between two polls" {
    SECOND_MS=1000 run -0 scene <<'C'
--
    struct doorbell bell;
    struct doorbell_wait wait;
    struct visitor visitor;
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    visitor_start(&visitor, &bell, 0.5);
    int64_t begin_ns = clock_now_ns(), cpu_ns = clock_cpu_ns();
    block_on(&wait.future);
    cpu_ns = clock_cpu_ns() - cpu_ns;
    printf("asleep %d\n", cpu_ns < (clock_now_ns() - begin_ns) / 5);
    future_drop(&wait.future);
    visitor_join(&visitor);
    doorbell_destroy(&bell);
C
    output_is <<<"asleep 1"
}
