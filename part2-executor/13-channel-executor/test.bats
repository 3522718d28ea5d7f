#!/usr/bin/env bats
load "../../book/tools/test_helper"

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
}

# What the reader and the postman print where each task is queued once.
letters() {
    cat <<'TEXT'
reader: letters: 0
postman: ten letters
reader: letters: 10
postman: the last letter
reader: letters: 1
postman: a leaflet
TEXT
}

@test "a task that is queued at every wake is polled for each" {
    run -0 step every_wake
    [ "${lines[2]}" = "reader: letters: 10" ]
    [ "$(output_count '^reader: letters: 0$')" -eq 10 ]
    [ "$(last_line)" = "12 wakes, 12 polls of the reader" ]
}

@test "a flag that comes down after the poll: a wake in the poll is lost" {
    run -124 bounded 2 "$BIN/lost_wake"
    output_is < <(letters | head -n 3)
}

@test "a flag that comes down before the poll: once, and no wake is lost" {
    run -0 step once
    output_is < <(letters && echo "12 wakes, 3 polls of the reader")
}

@test "a task that is freed when it is done is woken even so" {
    run step outlived
    [ "$status" -ne 0 ]
    [ "$status" -ne 124 ]
    if sanitized address; then
        output_has "heap-use-after-free"
        output_has "in task_wake"
    fi
}

@test "a task that is counted may be woken late" {
    run -0 step late_leaflet
    output_is < <(letters && echo "12 wakes, 3 polls of the reader")
}

@test "a main that keeps its spawner keeps the run" {
    run -124 bounded 2 "$BIN/kept_spawner"
    output_is <<<$'howdy!\ndone!'
}

@test "howdy, two seconds, done: two polls" {
    run -0 step howdy
    [ "${lines[0]}" = "howdy!" ]
    [ "${lines[1]}" = "done!" ]
    [[ ${lines[2]} =~ ^([0-9]+)\.([0-9])\ seconds,\ 2\ polls$ ]]
    [ "${BASH_REMATCH[1]}${BASH_REMATCH[2]}" -ge 20 ]
}

@test "a task that nobody can wake any more is dropped, and the run ends" {
    SECOND_MS=500 run -0 step forgotten
    output_is <<'TEXT'
Ada waits
Bob waits
Ada is dropped
the bell is taken down
Bob is dropped
the run is over
TEXT
}

@test "one task too many: an error that names the limit; none is left over" {
    run -1 step too_many
    output_has "task 10001: "
    output_has ": at most 10000 can be queued"
    [ "$(last_line)" = "0 polls, 10001 dropped, 10001 released" ]
    run -0 step too_many 10000
    output_is <<<"10000 polls, 10000 dropped, 10000 released"
}

@test "ten thousand tasks, a million wakes, each for one poll" {
    run -0 bounded 60 "$BIN/ten_thousand"
    [ "$(output_count '^1000000 wakes of themselves, 1010100 polls, 10000 released$')" -eq 3 ]
}

# malloc, free and threads, counted; malloc is refused when told to.
counted() {
    cat >"$BATS_TEST_TMPDIR/counted.h" <<'C'
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
static atomic_int alive, threads;
static bool refused;
static inline void *malloc_counted(size_t size)
{
    if (refused) {
        errno = ENOMEM;
        return NULL;
    }
    alive++;
    return malloc(size);
}
static inline void free_counted(void *memory)
{
    alive--;
    free(memory);
}
static inline int create_counted(pthread_t *thread, const pthread_attr_t *attr,
                                 void *(*function)(void *), void *arg)
{
    threads++;
    return pthread_create(thread, attr, function, arg);
}
static inline int join_counted(pthread_t thread, void **result)
{
    threads--;
    return pthread_join(thread, result);
}
#define malloc malloc_counted
#define free free_counted
#define pthread_create create_counted
#define pthread_join join_counted
C
}

@test "ten thousand tasks leave no memory and no thread behind" {
    counted
    {
        echo '#define main ten_thousand_main'
        echo '#include "ten_thousand.c"'
        echo '#undef main'
    } >"$BATS_TEST_TMPDIR/program.h"
    run -0 checked "$BATS_TEST_TMPDIR/counted.h" \
        "$BATS_TEST_TMPDIR/program.h" <<'C'
    (void)ten_thousand_main;
    printf("%ld polls, ", hike());
    printf("%ld wakes, ", wakes);
    printf("%d alive, %d threads\n", alive, threads);
C
    output_is <<<"1010100 polls, 1000000 wakes, 0 alive, 0 threads"
}

# scene FUNCTIONS: the statements on standard input, with these functions, an
# executor, and futures that count what is done to them.
scene() {
    counted
    {
        cat <<'C'
static struct executor executor;
static struct spawner spawner;
static pthread_t home; /* the executor's thread */
static int dropped, released, elsewhere;
struct probe {
    struct future future;
    enum poll_state (*act)(struct probe *probe, struct context *cx);
    struct waker waker; /* not given back by its drop */
    atomic_int polls;
};
struct probe first, second, many[EXECUTOR_CAPACITY + 2];
static inline enum poll_state probe_poll(struct future *self,
                                         struct context *cx)
{
    struct probe *probe = container_of(self, struct probe, future);
    probe->polls++;
    return probe->act(probe, cx);
}
static inline void probe_drop(struct future *self)
{
    (void)self;
    dropped++;
    elsewhere += !pthread_equal(pthread_self(), home);
}
static inline void probe_release(struct future *self)
{
    (void)self;
    released++;
    if (released > dropped)
        bug("released before it was dropped");
}
static inline int spawn(struct probe *probe,
                        enum poll_state (*act)(struct probe *probe,
                                               struct context *cx))
{
    probe->future = (struct future){probe_poll, probe_drop};
    probe->act = act;
    return spawner_spawn(&spawner, &probe->future, probe_release);
}
static inline void begin(void)
{
    home = pthread_self();
    if (executor_new(&executor, &spawner) != 0)
        bug("executor_new");
}
static inline void end(void)
{
    spawner_drop(&spawner);
    printf("%ld polls, ", executor_run(&executor));
    executor_drop(&executor);
    printf("%d dropped, %d released, ", dropped, released);
    printf("%d elsewhere, %d alive\n", elsewhere, alive);
}
static inline pthread_t start(void *(*function)(void *), void *arg)
{
    pthread_t thread;
    pthread_create(&thread, NULL, function, arg);
    return thread;
}
C
        printf '%s\n' "$1"
    } >"$BATS_TEST_TMPDIR/scene.h"
    checked "$BATS_TEST_TMPDIR/counted.h" executor.h "$BATS_TEST_TMPDIR/scene.h"
}

# act CODE: the same, with one function: what a probe does when it is polled.
act() {
    scene "static inline enum poll_state act(struct probe *probe,
                                             struct context *cx)
{
    (void)probe, (void)cx;
    $1
}"
}

@test "an executor without a task ends with its last spawner" {
    run -0 scene '' <<'C'
    begin();
    struct spawner other = spawner_clone(&spawner);
    spawner_drop(&other);
    end();
C
    output_is <<<"0 polls, 0 dropped, 0 released, 0 elsewhere, 0 alive"
}

@test "tasks are polled in the order in which they were spawned and woken" {
    run -0 act 'printf("%d ", (int)(probe - many));
        waker_wake_by_ref(cx->waker);
        return probe->polls < 3 ? POLL_PENDING : POLL_READY;' <<'C'
    begin();
    for (int n = 0; n < 4; n++)
        spawn(&many[n], act);
    end();
C
    output_is <<<"0 1 2 3 0 1 2 3 0 1 2 3 12 polls, 4 dropped, 4 released, 0 elsewhere, 0 alive"
}

@test "woken ten times before its poll: polled once, and again for the next" {
    run -0 act 'if (probe == &first) {
            waker_keep(&first.waker, cx->waker);
            return second.polls < 2 ? POLL_PENDING : POLL_READY;
        }
        for (int n = 0; n < 10; n++)
            waker_wake_by_ref(&first.waker);
        waker_wake_by_ref(cx->waker);
        return second.polls < 2 ? POLL_PENDING : POLL_READY;' <<'C'
    begin();
    spawn(&first, act);
    spawn(&second, act);
    end();
    waker_drop(&first.waker);
    printf("%d %d, %d alive\n", first.polls, second.polls, alive);
C
    output_is <<'TEXT'
5 polls, 2 dropped, 2 released, 0 elsewhere, 1 alive
3 2, 0 alive
TEXT
}

@test "woken ten times in its own poll: polled once more" {
    run -0 act 'for (int n = 0; n < 10; n++)
            waker_wake_by_ref(cx->waker);
        return probe->polls < 2 ? POLL_PENDING : POLL_READY;' <<'C'
    begin();
    spawn(&first, act);
    end();
C
    output_is <<<"2 polls, 1 dropped, 1 released, 0 elsewhere, 0 alive"
}

@test "woken in its last poll, and afterwards: not polled again" {
    run -0 act 'waker_keep(&probe->waker, cx->waker);
        if (probe == &first)
            waker_wake_by_ref(cx->waker);
        return POLL_READY;' <<'C'
    begin();
    spawn(&first, act);
    spawn(&second, act);
    end();
    for (int n = 0; n < 10; n++) {
        waker_wake_by_ref(&first.waker);
        waker_wake_by_ref(&second.waker);
    }
    waker_wake(&first.waker);
    waker_wake(&second.waker);
    printf("%d alive\n", alive);
C
    output_is <<'TEXT'
2 polls, 2 dropped, 2 released, 0 elsewhere, 2 alive
0 alive
TEXT
}

@test "the future goes when it is ready, the task with its last waker" {
    run -0 act 'waker_keep(&probe->waker, cx->waker);
        printf("dropped %d, alive %d\n", dropped, alive);
        return POLL_READY;' <<'C'
    begin();
    spawn(&first, act);
    spawn(&second, act);
    end();
    struct waker other = waker_clone(&second.waker);
    waker_drop(&first.waker);
    printf("%d", alive);
    waker_drop(&second.waker);
    printf("%d", alive);
    waker_drop(&other);
    printf("%d\n", alive);
C
    output_is <<'TEXT'
dropped 0, alive 3
dropped 1, alive 3
2 polls, 2 dropped, 2 released, 0 elsewhere, 2 alive
110
TEXT
}

@test "the clones of a waker are one waker, poll after poll" {
    run -0 act 'struct task *task = cx->waker->data;
        struct waker before = probe->waker;
        waker_keep(&probe->waker, cx->waker);
        printf("%d %ld\n", waker_same(&before, cx->waker), task->references);
        waker_wake_by_ref(cx->waker);
        return probe->polls < 3 ? POLL_PENDING : POLL_READY;' <<'C'
    begin();
    spawn(&first, act);
    end();
    waker_drop(&first.waker);
C
    [ "${lines[0]}" = "0 2" ]
    [ "${lines[1]}" = "1 2" ]
    [ "${lines[2]}" = "1 2" ]
}

# Four threads count to 250000 together, and wake after each; a task is ready
# when it sees a million. It keeps a waker, each thread has one of its own.
million() {
    scene 'static atomic_long count;
static inline void *counting(void *arg)
{
    struct waker waker = *(struct waker *)arg;
    for (int n = 0; n < 250000; n++) {
        count++;
        waker_wake_by_ref(&waker);
    }
    waker_wake(&waker);
    return NULL;
}
static struct waker wakers[4];
static pthread_t counters[4];
static inline enum poll_state act(struct probe *probe, struct context *cx)
{
    for (int n = 0; n < 4 && probe->polls == 1; n++) {
        wakers[n] = waker_clone(cx->waker);
        counters[n] = start(counting, &wakers[n]);
    }
    return count < 1000000 ? POLL_PENDING : POLL_READY;
}'
}

@test "a million wakes from four threads: the last is not lost, nothing is left" {
    run -0 million <<'C'
    begin();
    spawn(&first, act);
    spawner_drop(&spawner);
    printf("%d\n", executor_run(&executor) <= 1000005);
    executor_drop(&executor);
    for (int n = 0; n < 4; n++)
        pthread_join(counters[n], NULL);
    printf("%d dropped, %d elsewhere, %d alive\n", dropped, elsewhere, alive);
C
    output_is <<<$'1\n1 dropped, 0 elsewhere, 0 alive'
}

# The second task waits in its polls for two threads that wake the first; in
# between, the first has its turn. That they did is told by a relaxed atomic,
# which says nothing of what else they did: for that there is the wake.
meeting() {
    scene '#include <sched.h>
enum { ROUNDS = 10000, WAKERS = 2 };
static atomic_int round_now, woken;
static int told[WAKERS]; /* each written by one thread, and read in a poll */
static pthread_t threads_of[WAKERS];
static inline void *waking(void *arg)
{
    for (int n = 1; n <= ROUNDS; n++) {
        while (round_now < n)
            sched_yield();
        *(int *)arg = n;
        waker_wake_by_ref(&first.waker);
        atomic_fetch_add_explicit(&woken, 1, memory_order_relaxed);
    }
    return NULL;
}
static inline enum poll_state hear(struct probe *probe, struct context *cx)
{
    waker_keep(&probe->waker, cx->waker);
    for (int n = 0; n < WAKERS; n++)
        if (told[n] != probe->polls - 1)
            bug("a poll does not see what was before the wake");
    return probe->polls > ROUNDS ? POLL_READY : POLL_PENDING;
}
static inline enum poll_state lead(struct probe *probe, struct context *cx)
{
    for (int n = 0; n < WAKERS && probe->polls == 1; n++)
        threads_of[n] = start(waking, &told[n]);
    round_now = probe->polls;
    while (atomic_load_explicit(&woken, memory_order_relaxed) <
           WAKERS * probe->polls)
        sched_yield();
    if (probe->polls == ROUNDS)
        return POLL_READY;
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}'
}

@test "woken by two threads at once: one poll, which sees what both have done" {
    run -0 meeting <<'C'
    begin();
    spawn(&first, hear);
    spawn(&second, lead);
    end();
    for (int n = 0; n < WAKERS; n++)
        pthread_join(threads_of[n], NULL);
    waker_drop(&first.waker);
    printf("%d alive\n", alive);
C
    output_is <<'TEXT'
20001 polls, 2 dropped, 2 released, 0 elsewhere, 1 alive
0 alive
TEXT
}

@test "wakes that meet the end of their task, five thousand times" {
    run -0 scene 'static atomic_bool go;
static inline void *waking(void *arg)
{
    while (!go)
        ;
    waker_wake(arg);
    return NULL;
}
static pthread_t waker_thread;
static inline enum poll_state act(struct probe *probe, struct context *cx)
{
    probe->waker = waker_clone(cx->waker);
    waker_thread = start(waking, &probe->waker);
    go = true;
    return POLL_READY;
}' <<'C'
    for (int n = 0; n < 5000; n++) {
        begin();
        go = false;
        spawn(&first, act);
        spawner_drop(&spawner);
        executor_run(&executor);
        executor_drop(&executor);
        pthread_join(waker_thread, NULL);
    }
    printf("%d dropped, %d elsewhere, %d alive\n", dropped, elsewhere, alive);
C
    output_is <<<"5000 dropped, 0 elsewhere, 0 alive"
}

@test "the last waker goes on another thread: the future is dropped at home" {
    run -0 scene 'static inline void *dropping(void *arg)
{
    clock_sleep_until(clock_now_ns() + clock_second_ns() / 2);
    waker_drop(arg);
    return NULL;
}
static pthread_t thread;
static inline enum poll_state act(struct probe *probe, struct context *cx)
{
    probe->waker = waker_clone(cx->waker);
    thread = start(dropping, &probe->waker);
    return POLL_PENDING;
}' <<'C'
    begin();
    spawn(&first, act);
    end();
    pthread_join(thread, NULL);
C
    output_is <<<"1 polls, 1 dropped, 1 released, 0 elsewhere, 0 alive"
}

@test "the last waker goes as the poll ends, five thousand times" {
    run -0 scene 'static inline void *dropping(void *arg)
{
    waker_drop(arg);
    return NULL;
}
static pthread_t thread;
static inline enum poll_state act(struct probe *probe, struct context *cx)
{
    probe->waker = waker_clone(cx->waker);
    thread = start(dropping, &probe->waker);
    return POLL_PENDING;
}' <<'C'
    for (int n = 0; n < 5000; n++) {
        begin();
        spawn(&first, act);
        spawner_drop(&spawner);
        executor_run(&executor);
        executor_drop(&executor);
        pthread_join(thread, NULL);
    }
    printf("%d dropped, %d elsewhere, %d alive\n", dropped, elsewhere, alive);
C
    output_is <<<"5000 dropped, 0 elsewhere, 0 alive"
}

@test "tasks are spawned by tasks and by threads; the last spawner ends the run" {
    run -0 scene 'static struct spawner inner, outer;
static int branches;
static inline enum poll_state leaf(struct probe *probe, struct context *cx)
{
    (void)probe, (void)cx;
    return POLL_READY;
}
static inline enum poll_state branch(struct probe *probe, struct context *cx)
{
    (void)cx;
    probe[1].future = (struct future){probe_poll, probe_drop};
    probe[1].act = leaf;
    spawner_spawn(&inner, &probe[1].future, probe_release);
    if (++branches == 500)
        spawner_drop(&inner);
    return POLL_READY;
}
static inline void *spawning(void *arg)
{
    for (int n = 0; n < 1000; n += 2) {
        many[n].future = (struct future){probe_poll, probe_drop};
        many[n].act = branch;
        spawner_spawn(&outer, &many[n].future, probe_release);
    }
    spawner_drop(&outer);
    return arg;
}' <<'C'
    begin();
    inner = spawner_clone(&spawner);
    outer = spawner_clone(&spawner);
    pthread_t thread = start(spawning, NULL);
    end();
    pthread_join(thread, NULL);
C
    output_is <<<"1000 polls, 1000 dropped, 1000 released, 0 elsewhere, 0 alive"
}

@test "a timer that is dropped while it wakes does not wait for the executor" {
    run -0 scene '#include "'"$ROOT"'/part1-futures/07-timer/timer.h"
struct rest {
    struct future future;
    struct timer timers[2];
} rests[50];
static inline enum poll_state rest_poll(struct future *self, struct context *cx)
{
    struct rest *rest = container_of(self, struct rest, future);
    enum poll_state one = future_poll(&rest->timers[0].future, cx);
    if (one == POLL_READY)
        return POLL_READY;
    return future_poll(&rest->timers[1].future, cx);
}
static inline void rest_drop(struct future *self)
{
    struct rest *rest = container_of(self, struct rest, future);
    future_drop(&rest->timers[0].future);
    future_drop(&rest->timers[1].future);
}' <<'C'
    begin();
    for (int n = 0; n < 50; n++) {
        rests[n].future = (struct future){rest_poll, rest_drop};
        timer_init(&rests[n].timers[0], 0.5);
        timer_init(&rests[n].timers[1], 0.5);
        rests[n].timers[1].deadline_ns = rests[n].timers[0].deadline_ns;
        spawner_spawn(&spawner, &rests[n].future, NULL);
    }
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
    printf("%d alive, %d threads\n", alive, threads);
C
    output_is <<<"0 alive, 0 threads"
}

@test "what was spawned and not run is dropped with the executor, unpolled" {
    run -0 act 'bug("polled");' <<'C'
    begin();
    for (int n = 0; n < 3; n++)
        spawn(&many[n], act);
    executor_drop(&executor);
    printf("%d dropped, %d released\n", dropped, released);
    printf("%d ", spawn(&first, act));
    printf("%d\n", errno == EPIPE);
    spawner_drop(&spawner);
    printf("%d dropped, %d alive\n", dropped, alive);
C
    output_is <<<$'3 dropped, 3 released\n-1 1\n3 dropped, 0 alive'
}

@test "without memory, and with a full queue, the future stays its owner's" {
    run -0 act 'return POLL_READY;' <<'C'
    refused = true;
    printf("%d ", executor_new(&executor, &spawner));
    printf("%d\n", errno == ENOMEM);
    refused = false;
    begin();
    refused = true;
    printf("%d ", spawn(&first, act));
    printf("%d\n", errno == ENOMEM);
    refused = false;
    int n = 0;
    while (spawn(&many[n], act) == 0)
        n++;
    printf("%d, %d, %d dropped\n", n, errno == EAGAIN, dropped);
    end();
C
    output_is <<'TEXT'
-1 1
-1 1
10000, 1, 0 dropped
10000 polls, 10000 dropped, 10000 released, 0 elsewhere, 0 alive
TEXT
}

@test "as many tasks as there is room for may all be queued, and one more may not" {
    local code='if (probe == &first && probe->polls == 1) {
            for (int n = 0; n < room; n++)
                if (spawn(&many[n], act) != 0)
                    bug("no room");
            spawner_drop(&spawner);
            waker_wake_by_ref(cx->waker);
            return POLL_PENDING;
        }
        return POLL_READY;'
    local statements='begin();
    spawn(&first, act);
    printf("%ld polls\n", executor_run(&executor));
    executor_drop(&executor);'
    run -0 act "int room = EXECUTOR_CAPACITY - 1; $code" <<<"$statements"
    output_is <<<"10001 polls"
    run -1 act "int room = EXECUTOR_CAPACITY; $code" <<<"$statements"
    output_is <<<"executor: more than 10000 tasks are queued"
}

@test "a task that was woken in its last poll takes a place after its end" {
    local last='if (probe == &second && probe->polls == 1) {
            if (spawn(&many[0], act) != 0)
                bug("no room");
            spawner_drop(&spawner);
            waker_wake_by_ref(cx->waker);
            return POLL_PENDING;
        }
        return POLL_READY;'
    local statements='executor_with_capacity(&executor, &spawner, 2);
    spawn(&first, act);
    spawn(&second, act);
    printf("%ld polls\n", executor_run(&executor));
    executor_drop(&executor);'
    run -0 act "$last" <<<"$statements"
    output_is <<<"4 polls"
    run -1 act "if (probe == &first)
            waker_wake_by_ref(cx->waker);
        $last" <<<"$statements"
    output_is <<<"executor: more than 2 tasks are queued"
}

@test "a pending task that outlives its executor is a bug, and says so" {
    local pending='waker_keep(&probe->waker, cx->waker);
        return POLL_PENDING;'
    local statements='begin();
    spawn(&first, act);
    void *message = NULL;
    receiver_receive(&executor.receiver, &message);
    task_run(message);
    spawner_drop(&spawner);
    executor_drop(&executor);'
    run -134 act "$pending" <<<"$statements waker_wake_by_ref(&first.waker);"
    output_is <<<"bug: a pending task has outlived its executor"
    run -134 act "$pending" <<<"$statements waker_drop(&first.waker);"
    output_is <<<"bug: a pending task has outlived its executor"
}

@test "another executor inside a poll is refused, and says what to do instead" {
    local run_it='executor_run(&executor); return POLL_READY;'
    local task='begin(); spawn(&first, act); end();'
    local alone='first.future = (struct future){probe_poll, probe_drop};
    first.act = act;
    begin();
    block_on(&first.future);'
    run -134 act "$run_it" <<<"$task"
    output_is <<<"bug: executor_run inside a poll: spawn the future instead"
    run -134 act "$run_it" <<<"$alone"
    output_is <<<"bug: executor_run inside a poll: spawn the future instead"
    run -134 act 'block_on(&second.future); return POLL_READY;' <<<"$task"
    output_is <<<"bug: block_on inside a poll: await the future instead"
}

@test "after a poll another executor may run, after one inside a poll not" {
    local alone='second.future = (struct future){probe_poll, probe_drop};
    second.act = act;
    printf("%ld poll, ", block_on(&second.future));'
    run -0 act 'return POLL_READY;' <<<"begin(); spawn(&first, act); end();
    $alone begin(); spawn(&many[0], act); end();"
    output_has "1 polls, 1 dropped"
    output_has "1 poll, 1 polls, 2 dropped"
    run -134 act 'void *message = NULL;
        if (probe == &first) {
            receiver_receive(&executor.receiver, &message);
            task_run(message);
            block_on(&second.future);
        }
        return POLL_READY;' <<<'begin(); spawn(&first, act);
    spawn(&many[0], act); end();'
    output_is <<<"bug: block_on inside a poll: await the future instead"
}

@test "an executor has room for as many tasks as it was made for" {
    run -0 act 'return POLL_READY;' <<'C'
    executor_with_capacity(&executor, &spawner, 3);
    home = pthread_self();
    int n = 0;
    while (spawn(&many[n], act) == 0)
        n++;
    printf("%d, %d\n", n, errno == EAGAIN);
    end();
    printf("%d ", executor_with_capacity(&executor, &spawner, 0));
    printf("%d\n", errno == EINVAL);
C
    output_is <<'TEXT'
3, 1
3 polls, 3 dropped, 3 released, 0 elsewhere, 0 alive
-1 1
TEXT
}
