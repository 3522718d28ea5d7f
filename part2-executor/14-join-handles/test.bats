#!/usr/bin/env bats
load "../../book/tools/test_helper"

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
}

@test "a handle that points to what the executor frees reads something else" {
    if sanitized address || sanitized thread; then
        run step released
        [ "$status" -ne 0 ]
        output_has "heap-use-after-free"
        output_has "join_handle_poll"
        return
    fi
    SECOND_MS=500 run -0 step released
    [ "${lines[0]} ${lines[1]} ${lines[2]}" = "world hello, !" ]
}

@test "say hello, say world, and the exclamation mark last, all with a handle" {
    SECOND_MS=500 run -0 step hello_world
    output_is <<'TEXT'
world
hello,
!
6 + 5 + 1 characters
TEXT
}

@test "an abort that wakes nobody is found when the task is polled anyway" {
    run -0 step late_abort
    [ "${lines[0]}" = "given up" ]
    [[ ${lines[1]} =~ ^cancelled\ after\ ([0-9]+)\.[0-9]\ seconds$ ]]
    [ "${BASH_REMATCH[1]}" -ge 3 ]
}

@test "a handle that is told in the poll never hears of an abort" {
    run -124 bounded 2 "$BIN/never_told"
    output_is <<<"given up"
}

@test "aborted before, during and after: cancelled three times, finished once" {
    SECOND_MS=300 run -0 step aborted
    printf '%s\n' "$output" | sed 's/[0-9.]* seconds/N seconds/' >"$BATS_TEST_TMPDIR/came"
    output=$(cat "$BATS_TEST_TMPDIR/came")
    output_is <<'TEXT'
aborted before its first poll
  is dropped
  the run took N seconds
  cancelled
aborted while it waits
  falls asleep
  is dropped
  the run took N seconds
  cancelled
aborted by itself
  falls asleep
  is dropped
  the run took N seconds
  cancelled
aborted after its end
  falls asleep
  wakes up
  the run took N seconds
  finished
  is dropped
TEXT
}

@test "a detached task goes on; one that nobody can wake goes with its handle" {
    SECOND_MS=300 run -0 step detached
    output_is <<'TEXT'
goodbye is detached
Ada waits
Ada is detached
the host leaves
Ada is dropped
goodbye
the run is over
TEXT
}

@test "a task that fails is heard by who awaits it, and by nobody else" {
    run -0 step failed
    [ "${#lines[@]}" -eq 4 ]
    [ "${lines[0]}" = "task 0: 12" ]
    [[ ${lines[1]} == "task 1: Invalid"* ]]
    [[ ${lines[2]} == "task 2: "*[Cc]ancel* ]]
    [[ ${lines[3]} == "total 12, error: Invalid"* ]]
}

@test "when main returns, a task that has not ended is cut off" {
    SECOND_MS=500 TSAN_OPTIONS=atexit_sleep_ms=0 run -0 step cut_off
    output_is <<<$'hello,\nmain returns'
}

@test "a global is overwritten by whoever is polled in between" {
    run -0 step overwritten
    output_is <<'TEXT'
no task: the door is open
Ada: comes
Bob: comes
Bob: leaves
Bob: leaves
Bob: the door is closed
TEXT
}

@test "a scope is there in every poll of its task, and in no other" {
    run -0 step named
    output_is <<'TEXT'
no task: the door is open
Ada: comes (line 1)
Bob: comes (line 1)
Ada: leaves (line 2)
Bob: leaves (line 2)
no task: the door is closed
TEXT
}

# malloc and free, counted; malloc is refused when told to.
counted() {
    cat >"$BATS_TEST_TMPDIR/counted.h" <<'C'
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
static atomic_int alive;
static int mallocs_to_go = -1; /* then they are refused */
static inline void *malloc_counted(size_t size)
{
    if (mallocs_to_go == 0) {
        errno = ENOMEM;
        return NULL;
    }
    mallocs_to_go -= mallocs_to_go > 0;
    alive++;
    return malloc(size);
}
static inline void free_counted(void *memory)
{
    alive--;
    free(memory);
}
#define malloc malloc_counted
#define free free_counted
C
}

# scene FUNCTIONS: the statements on standard input, with these functions, an
# executor, and a future `probe` that counts what is done to it.
scene() {
    counted
    {
        cat <<'C'
#include <sched.h>
static struct executor executor;
static struct spawner spawner;
static struct join_handle handle;
static pthread_t home;
pthread_t other;
static int polls;
static atomic_int dropped, released, elsewhere;
static struct waker kept;
atomic_bool go;
static inline void show(const char *what)
{
    printf("%s%d polls, %d dropped, %d released\n", what, polls, dropped,
           released);
}
static inline void probe_drop(struct future *self)
{
    (void)self;
    dropped++;
    elsewhere += !pthread_equal(pthread_self(), home);
    waker_drop(&kept);
}
static inline void probe_release(struct future *self)
{
    (void)self;
    if (++released > dropped)
        bug("released before it was dropped");
}
static inline enum poll_state act(struct future *self, struct context *cx);
static struct future probe;
static inline int spawn(void)
{
    probe = (struct future){act, probe_drop};
    return join_handle_spawn(&handle, &spawner, &probe, probe_release);
}
static inline void begin(void)
{
    home = pthread_self();
    polls = 0;
    if (executor_new(&executor, &spawner) != 0 || spawn() != 0)
        bug("begin");
}
/* Runs what there is to run now: one task after the other. */
static inline void turn(int times)
{
    void *message;
    while (times-- > 0 && receiver_try_receive(&executor.receiver, &message) ==
                              CHANNEL_OK)
        task_run(message);
}
static inline void end(void)
{
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
}
static inline bool polled(struct counting_waker *counting)
{
    struct waker waker = counting_waker_new(counting);
    struct context cx = {&waker};
    bool ready = future_poll(&handle.future, &cx) == POLL_READY;
    waker_drop(&waker);
    return ready;
}
#define HANDLE(counting) (polled(counting) ? "ready" : "pending")
static inline pthread_t start(void *(*function)(void *), void *arg)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, function, arg) != 0)
        bug("pthread_create");
    return thread;
}
C
        printf 'static inline enum poll_state act(struct future *self,
                                         struct context *cx)
{
    (void)self, (void)cx;
    polls++;
    %s
}\n' "$1"
        printf '%s\n' "${2-}"
    } >"$BATS_TEST_TMPDIR/scene.h"
    checked "$BATS_TEST_TMPDIR/counted.h" join_handle.h \
        ../../part1-futures/06-wakers/counting_waker.h \
        ../11-block-on/block_on.h "$BATS_TEST_TMPDIR/scene.h"
}

WAITS='waker_keep(&kept, cx->waker); return POLL_PENDING;'

@test "a finished future stays as it is until the handle is dropped" {
    run -0 scene 'return POLL_READY;' <<'C'
    begin();
    end();
    show("run: ");
    block_on(&handle.future);
    printf("%d\n", handle.finished == &probe);
    show("awaited: ");
    future_drop(&handle.future);
    show("dropped: ");
    printf("%d alive\n", alive);
C
    output_is <<'TEXT'
run: 1 polls, 0 dropped, 0 released
1
awaited: 1 polls, 0 dropped, 0 released
dropped: 1 polls, 1 dropped, 1 released
0 alive
TEXT
}

@test "a handle that was not awaited drops the finished future as well" {
    run -0 scene 'return POLL_READY;' <<'C'
    begin();
    end();
    future_drop(&handle.future);
    show("");
    printf("%d alive\n", alive);
C
    output_is <<<$'1 polls, 1 dropped, 1 released\n0 alive'
}

@test "without a handle the task goes on, and the executor drops it at its end" {
    run -0 scene 'waker_wake_by_ref(cx->waker);
        return polls < 3 ? POLL_PENDING : POLL_READY;' <<'C'
    begin();
    turn(1);
    future_drop(&handle.future);
    show("detached: ");
    turn(2);
    show("ready: ");
    end();
    printf("%d alive\n", alive);
C
    output_is <<'TEXT'
detached: 1 polls, 0 dropped, 0 released
ready: 3 polls, 1 dropped, 1 released
0 alive
TEXT
}

@test "aborted before its first poll: never polled, dropped, and the handle told" {
    run -0 scene 'return POLL_READY;' <<'C'
    begin();
    join_handle_abort(&handle);
    end();
    show("");
    block_on(&handle.future);
    printf("%d\n", handle.finished == NULL);
    future_drop(&handle.future);
    show("");
    printf("%d alive\n", alive);
C
    output_is <<'TEXT'
0 polls, 1 dropped, 1 released
1
0 polls, 1 dropped, 1 released
0 alive
TEXT
}

@test "aborted while it waits: woken for it, dropped before the handle is told" {
    run -0 scene "$WAITS" <<'C'
    struct counting_waker counting;
    counting_waker_init(&counting);
    begin();
    turn(1);
    printf("%s\n", HANDLE(&counting));
    join_handle_abort(&handle);
    join_handle_abort(&handle);
    show("aborted: ");
    printf("%s, %ld wakes\n", HANDLE(&counting), counting_waker_wakes(&counting));
    end();
    show("run: ");
    printf("%ld wakes, %s, ", counting_waker_wakes(&counting), HANDLE(&counting));
    printf("%d\n", handle.finished == NULL);
    future_drop(&handle.future);
    counting_waker_destroy(&counting);
    printf("%d alive\n", alive);
C
    output_is <<'TEXT'
pending
aborted: 1 polls, 0 dropped, 0 released
pending, 0 wakes
run: 1 polls, 1 dropped, 1 released
1 wakes, ready, 1
0 alive
TEXT
}

@test "whoever is told of an abort finds the future dropped and released" {
    run -0 scene "$WAITS" 'static void *clone(void *data)
{
    return data;
}
static void wake(void *data)
{
    (void)data;
    show("told: ");
}
static void drop(void *data)
{
    (void)data;
}' <<'C'
    static const struct waker_ops ops = {clone, wake, wake, drop};
    struct waker waker = {NULL, &ops};
    struct context cx = {&waker};
    begin();
    turn(1);
    printf("%d\n", future_poll(&handle.future, &cx) == POLL_PENDING);
    join_handle_abort(&handle);
    end();
    future_drop(&handle.future);
C
    output_is <<<$'1\ntold: 1 polls, 1 dropped, 1 released'
}

@test "a task that aborts itself is not polled again, unless it is ready" {
    run -0 scene 'join_handle_abort(&handle);
        waker_keep(&kept, cx->waker);
        return POLL_PENDING;' <<'C'
    begin();
    end();
    block_on(&handle.future);
    printf("%d\n", handle.finished == NULL);
    future_drop(&handle.future);
    show("");
C
    output_is <<<$'1\n1 polls, 1 dropped, 1 released'
    run -0 scene 'join_handle_abort(&handle); return POLL_READY;' <<'C'
    begin();
    end();
    block_on(&handle.future);
    printf("%d\n", handle.finished == &probe);
    future_drop(&handle.future);
    show("");
    printf("%d alive\n", alive);
C
    output_is <<<$'1\n1 polls, 1 dropped, 1 released\n0 alive'
}

@test "an abort after the end changes nothing" {
    run -0 scene 'return POLL_READY;' <<'C'
    begin();
    end();
    join_handle_abort(&handle);
    block_on(&handle.future);
    join_handle_abort(&handle);
    printf("%d\n", handle.finished == &probe);
    future_drop(&handle.future);
    show("");
    printf("%d alive\n", alive);
C
    output_is <<<$'1\n1 polls, 1 dropped, 1 released\n0 alive'
}

@test "a dropped handle points to nothing, before its end and after it" {
    run -0 scene 'return POLL_READY;' <<'C'
    begin();
    future_drop(&handle.future);
    printf("%d\n", handle.joinable == NULL);
    end();
    begin();
    end();
    block_on(&handle.future);
    future_drop(&handle.future);
    printf("%d %d\n", handle.joinable == NULL, handle.finished == NULL);
C
    output_is <<<$'1\n1 1'
}

@test "an abort through a handle that was dropped is a bug" {
    run -134 scene 'return POLL_READY;' <<'C'
    begin();
    future_drop(&handle.future);
    join_handle_abort(&handle);
C
    output_has "bug: a join handle was used after its drop"
}

@test "a handle that is polled again after it was ready is a bug" {
    run -134 scene 'return POLL_READY;' <<'C'
    begin();
    end();
    block_on(&handle.future);
    block_on(&handle.future);
C
    output_has "bug: a future was polled after it was ready"
}

@test "a task that waits for a handle with block_on is refused" {
    run -134 scene 'return block_on(&handle.future) ? POLL_READY
                                                   : POLL_PENDING;' <<'C'
    begin();
    end();
C
    output_has "bug: block_on inside a poll"
}

@test "nobody can wake it: kept while there is a handle, and then forgotten" {
    run -0 scene 'return POLL_PENDING;' <<'C'
    begin();
    turn(10);
    show("with a handle: ");
    future_drop(&handle.future);
    end();
    show("without: ");
    printf("%d alive\n", alive);
C
    output_is <<'TEXT'
with a handle: 1 polls, 0 dropped, 0 released
without: 1 polls, 1 dropped, 1 released
0 alive
TEXT
}

@test "a detached task does not keep itself, poll after poll" {
    run -0 scene 'if (polls < 3)
            waker_wake_by_ref(cx->waker);
        return POLL_PENDING;' <<'C'
    begin();
    future_drop(&handle.future);
    end();
    show("");
    printf("%d alive\n", alive);
C
    output_is <<<$'3 polls, 1 dropped, 1 released\n0 alive'
}

@test "an executor that has not run: the handle says cancelled" {
    run -0 scene 'return POLL_READY;' <<'C'
    begin();
    executor_drop(&executor);
    spawner_drop(&spawner);
    block_on(&handle.future);
    printf("%d\n", handle.finished == NULL);
    show("");
    future_drop(&handle.future);
    printf("%d alive\n", alive);
C
    output_is <<<$'1\n0 polls, 1 dropped, 1 released\n0 alive'
}

@test "a spawn that is refused leaves nothing, and the future its caller's" {
    run -0 scene 'return POLL_READY;' <<'C'
    begin();
    future_drop(&handle.future);
    for (mallocs_to_go = 0; mallocs_to_go < 2;) {
        int n = mallocs_to_go, before = alive;
        memset(&handle, 1, sizeof handle);
        printf("%d ", spawn());
        printf("%d %d %d\n", errno == ENOMEM, handle.joinable == NULL,
               alive - before);
        mallocs_to_go = n + 1;
    }
    mallocs_to_go = -1;
    end();
    executor_new(&executor, &spawner);
    executor_drop(&executor);
    printf("%d ", spawn());
    printf("%d %d\n", errno == EPIPE, handle.joinable == NULL);
    spawner_drop(&spawner);
    show("");
    printf("%d alive\n", alive);
C
    output_is <<'TEXT'
-1 1 1 0
-1 1 1 0
-1 1 1
1 polls, 1 dropped, 1 released
0 alive
TEXT
}

@test "a handle keeps the waker of its latest poll, and gives it back" {
    run -0 scene "$WAITS" <<'C'
    struct counting_waker first, second;
    counting_waker_init(&first);
    counting_waker_init(&second);
    begin();
    turn(1);
    HANDLE(&first);
    printf("%ld ", counting_waker_alive(&first));
    HANDLE(&second);
    printf("%ld %ld\n", counting_waker_alive(&first),
           counting_waker_alive(&second));
    future_drop(&handle.future);
    printf("%ld\n", counting_waker_alive(&second));
    waker_drop(&kept);
    end();
    counting_waker_destroy(&first);
    counting_waker_destroy(&second);
C
    [ "${lines[0]}" = "1 0 1" ]
    [ "${lines[1]}" = "0" ]
}

@test "once the task has ended, a poll leaves no waker with it" {
    run -0 scene 'return POLL_READY;' <<'C'
    struct counting_waker counting;
    counting_waker_init(&counting);
    begin();
    end();
    printf("%s ", HANDLE(&counting));
    printf("%ld\n", counting_waker_alive(&counting));
    future_drop(&handle.future);
    counting_waker_destroy(&counting);
C
    output_is <<<"ready 0"
}

@test "a thread awaits, and aborts, a task of another thread's executor" {
    run -0 scene "$WAITS" 'static inline void *running(void *arg)
{
    home = pthread_self();
    executor_run(&executor);
    return arg;
}' <<'C'
    begin();
    spawner_drop(&spawner);
    other = start(running, NULL);
    join_handle_abort(&handle);
    block_on(&handle.future);
    printf("%d %d %d\n", handle.finished == NULL, dropped, elsewhere);
    future_drop(&handle.future);
    pthread_join(other, NULL);
    executor_drop(&executor);
    printf("%d alive\n", alive);
C
    output_is <<<$'1 1 0\n0 alive'
}

@test "a finished future is dropped by the thread that drops the handle" {
    run -0 scene 'return POLL_READY;' 'static inline void *dropping(void *arg)
{
    block_on(&handle.future);
    future_drop(&handle.future);
    return arg;
}' <<'C'
    begin();
    other = start(dropping, NULL);
    end();
    pthread_join(other, NULL);
    printf("%d %d %d, %d alive\n", dropped, released, elsewhere, alive);
C
    output_is <<<"1 1 1, 0 alive"
}

# Another thread does something to the handle when it is told, as the task ends.
meeting() {
    scene 'if (polls < 2) {
            waker_wake_by_ref(cx->waker);
            return POLL_PENDING;
        }
        atomic_store(&go, true);
        return POLL_READY;' "static inline void *meets(void *arg)
{
    while (!atomic_load(&go))
        sched_yield();
    $1
    return arg;
}" <<'C'
    for (int n = 0; n < 3000; n++) {
        atomic_store(&go, false);
        begin();
        other = start(meets, NULL);
        end();
        pthread_join(other, NULL);
    }
    printf("%d %d, %d alive\n", dropped, released, alive);
C
}

@test "an abort and a drop that meet the end, three thousand times" {
    run -0 meeting 'join_handle_abort(&handle);
        future_drop(&handle.future);'
    output_is <<<"3000 3000, 0 alive"
}

@test "an await that meets the end, three thousand times" {
    run -0 meeting 'block_on(&handle.future);
        if (handle.finished != &probe)
            bug("not finished");
        future_drop(&handle.future);'
    output_is <<<"3000 3000, 0 alive"
}

# scoped FUNCTION: the statements on standard input, with two scopes around
# probes whose polls and drops do what this function does.
scoped() {
    counted
    {
        cat <<'C'
struct probe {
    struct future future;
    struct task_scope scope;
    int polls;
} ada, bob;
struct executor executor;
struct spawner spawner;
struct join_handle handle;
static inline void said(void *value)
{
    printf("%s frees %s\n", task_scope_name(), (char *)value);
}
static const struct task_key first = {said}, second = {said}, third = {NULL};
static inline const char *value(const struct task_key *key)
{
    const char *text = task_scope_get(key);
    return text == NULL ? "none" : text;
}
static inline void show(const char *what)
{
    printf("%s: %s, %s\n", what, task_scope_name(), value(&first));
}
static inline int set(const struct task_key *key, const char *text)
{
    static char texts[10][10];
    static int n;
    return task_scope_set(key, strcpy(texts[n++], text));
}
static inline void probe_drop(struct future *self)
{
    (void)self;
    show("drop");
}
static inline enum poll_state act(struct probe *probe);
static inline enum poll_state probe_poll(struct future *self,
                                         struct context *cx)
{
    struct probe *probe = container_of(self, struct probe, future);
    probe->polls++;
    waker_wake_by_ref(cx->waker);
    return act(probe);
}
static inline struct future *scoped(struct probe *probe, const char *name)
{
    probe->future = (struct future){probe_poll, probe_drop};
    task_scope_init(&probe->scope, name, &probe->future);
    return &probe->scope.future;
}
C
        printf 'static inline enum poll_state act(struct probe *probe)
{
    (void)probe;
    %s
}\n' "$1"
    } >"$BATS_TEST_TMPDIR/scoped.h"
    checked "$BATS_TEST_TMPDIR/counted.h" task_scope.h join_handle.h \
        ../11-block-on/block_on.h "$BATS_TEST_TMPDIR/scoped.h"
}

@test "each task has values of its own, freed when it is ready, before its drop" {
    run -0 scoped 'if (probe->polls == 1)
            set(&first, probe == &ada ? "hers" : "his");
        show("poll");
        return probe->polls < 2 ? POLL_PENDING : POLL_READY;' <<'C'
    executor_new(&executor, &spawner);
    spawner_spawn(&spawner, scoped(&ada, "Ada"), NULL);
    spawner_spawn(&spawner, scoped(&bob, "Bob"), NULL);
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
    show("main");
    printf("%d alive\n", alive);
C
    output_is <<'TEXT'
poll: Ada, hers
poll: Bob, his
poll: Ada, hers
Ada frees hers
drop: Ada, none
poll: Bob, his
Bob frees his
drop: Bob, none
main: no task, none
0 alive
TEXT
}

@test "a cancelled task is dropped with its values, and they are freed then" {
    run -0 scoped 'set(&first, "one");
        set(&second, "two");
        return POLL_PENDING;' <<'C'
    executor_new(&executor, &spawner);
    join_handle_spawn(&handle, &spawner, scoped(&ada, "Ada"), NULL);
    void *message = NULL;
    receiver_receive(&executor.receiver, &message);
    task_run(message);
    join_handle_abort(&handle);
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
    future_drop(&handle.future);
    printf("%d alive\n", alive);
C
    output_is <<'TEXT'
drop: Ada, one
Ada frees two
Ada frees one
0 alive
TEXT
}

@test "a finished task is read through its scope, and dropped in it" {
    run -0 scoped 'return POLL_READY;' <<'C'
    executor_new(&executor, &spawner);
    join_handle_spawn(&handle, &spawner, scoped(&ada, "Ada"), NULL);
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
    block_on(&handle.future);
    printf("%d\n", container_of(handle.finished, struct probe,
                                scope.future)->polls);
    future_drop(&handle.future);
C
    output_is <<<$'1\ndrop: Ada, none'
}

@test "a scope in a scope is left for the outer one" {
    run -0 scoped 'show("poll");
        return POLL_READY;' <<'C'
    struct task_scope outer;
    task_scope_init(&outer, "Eve", scoped(&ada, "Ada"));
    struct task_scope *none = task_scope_enter(&outer);
    block_on(&ada.scope.future);
    show("between");
    future_drop(&ada.scope.future);
    show("between");
    task_scope_enter(none);
    show("main");
C
    output_is <<'TEXT'
poll: Ada, none
between: Eve, none
drop: Ada, none
between: Eve, none
main: no task, none
TEXT
}

@test "a value that is refused is still its owner's" {
    run -0 scoped 'printf("%d ", set(&first, "one"));
        printf("%d ", set(&third, "three"));
        printf("%d ", set(&first, "again"));
        printf("%d ", errno == EEXIST);
        mallocs_to_go = 0;
        printf("%d ", set(&second, "two"));
        printf("%d %s %s\n", errno == ENOMEM, value(&second), value(&third));
        mallocs_to_go = -1;
        return POLL_READY;' <<'C'
    printf("%d ", set(&first, "main"));
    printf("%d\n", errno == EPERM);
    block_on(scoped(&ada, "Ada"));
    future_drop(&ada.scope.future);
    printf("%d alive\n", alive);
C
    output_is <<'TEXT'
-1 1
0 0 -1 1 -1 1 none three
Ada frees one
drop: Ada, none
0 alive
TEXT
}
