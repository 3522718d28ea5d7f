#!/usr/bin/env bats
load "../../book/tools/test_helper"

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
}

@test "one wake for all: at each ring, all that still wait are polled" {
    run -0 step one_for_all
    output_is <<<"10 tasks: 65 polls"
    run -0 step one_for_all 1
    output_is <<<"1 tasks: 2 polls"
    run -0 step one_for_all 1000
    output_is <<<"1000 tasks: 501500 polls"
}

@test "a waker each: two polls for each task, however many there are" {
    run -0 step one_each
    output_is <<<"10 tasks: 20 polls"
    run -0 step one_each 1
    output_is <<<"1 tasks: 2 polls"
    run -0 step one_each 100000
    output_is <<<"100000 tasks: 200000 polls"
}

@test "a COUNT that is not a number from one up is refused" {
    for program in one_for_all one_each; do
        for bad in 0 -3 ten 5x "" 100001; do
            run -2 step "$program" "$bad"
            output_has "'$bad' is not a number"
        done
    done
}

@test "pending without a promised wake: the ring wakes nobody" {
    SECOND_MS=500 run -124 bounded 2 "$BIN/never_woken"
    output_is <<<"waiting"
}

@test "a wait that wakes itself hears the bell and burns a processor for it" {
    SECOND_MS=500 run -0 step busy
    [ "${lines[0]}" = "waiting" ]
    [[ ${lines[1]} =~ ^([0-9]+)\ polls,\ ([0-9]+)\.([0-9]+)\ seconds ]]
    [ "${BASH_REMATCH[1]}" -gt 1000 ]
    [ "${BASH_REMATCH[2]}${BASH_REMATCH[3]}" -ge 10 ]
}

@test "counted: what each call does to the wakes and to the wakers alive" {
    run -0 step counted
    output_is <<'TEXT'
a waker            wakes 0, alive 1
poll: pending      wakes 0, alive 2
poll: pending      wakes 0, alive 2
woken for nothing  wakes 1, alive 2
poll: pending      wakes 1, alive 2
the bell was rung  wakes 2, alive 1
poll: ready        wakes 2, alive 2
drop               wakes 2, alive 1
woken too late     wakes 3, alive 0
TEXT
}

@test "a waker that is not cloned outlives its task, and wakes another" {
    if sanitized address || sanitized thread; then
        run step not_cloned
        [ "$status" -ne 0 ]
        output_has "heap-use-after-free"
        return
    fi
    run -0 step not_cloned
    output_is <<'TEXT'
Ada comes
Ada is gone
Bob comes
the bell rings
Bob is woken
Bob is gone
TEXT
}

@test "a waker that is cloned keeps its task until it has been woken" {
    run -0 step cloned
    output_is <<'TEXT'
Ada comes
Bob comes
the bell rings
Ada is woken
Ada is gone
Bob is gone
TEXT
}

@test "a waker that is never given back is reported" {
    run -134 step leaked
    output_is <<'TEXT'
waiting: 2 alive
given up: 1 alive
bug: a waker was not given back
TEXT
}

# What the tests of the headers need: a wait for a doorbell, and a counting
# waker to poll it with.
setup() {
    cat >"$BATS_TEST_TMPDIR/scene.h" <<'C'
struct scene {
    struct counting_waker counting;
    struct doorbell bell;
    struct doorbell_wait wait;
    struct waker waker;
    struct context cx;
};
static inline void begin(struct scene *s)
{
    counting_waker_init(&s->counting);
    doorbell_init(&s->bell);
    doorbell_wait_init(&s->wait, &s->bell);
    s->waker = counting_waker_new(&s->counting);
    s->cx.waker = &s->waker;
}
static inline bool ready(struct scene *s)
{
    return future_poll(&s->wait.future, &s->cx) == POLL_READY;
}
static inline void show(struct scene *s)
{
    printf("%ld wakes, %ld alive\n", counting_waker_wakes(&s->counting),
           counting_waker_alive(&s->counting));
}
static inline void end(struct scene *s)
{
    waker_drop(&s->waker);
    doorbell_destroy(&s->bell);
    counting_waker_destroy(&s->counting);
}
C
}

# scene: the statements on standard input, between begin and end.
scene() {
    checked counting_waker.h doorbell.h "$BATS_TEST_TMPDIR/scene.h"
}

@test "a poll after ready is caught" {
    run -134 scene <<'C'
    struct scene s;
    begin(&s);
    doorbell_ring(&s.bell);
    printf("%d\n", ready(&s));
    ready(&s);
C
    output_is <<<$'1\nbug: a future was polled after it was ready'
}

@test "a poll after the drop is caught, whether it was ready or not" {
    for rings in 0 1; do
        run -134 scene <<C
        struct scene s;
        begin(&s);
        if ($rings)
            doorbell_ring(&s.bell);
        printf("%d\n", ready(&s));
        future_drop(&s.wait.future);
        ready(&s);
C
        output_is <<<"$rings"$'\nbug: a future was polled after it was dropped'
    done
}

@test "a second drop is caught, and the first one was a real one" {
    run -134 scene <<'C'
    struct scene s;
    begin(&s);
    ready(&s);
    show(&s);
    future_drop(&s.wait.future);
    show(&s);
    future_drop(&s.wait.future);
C
    output_is <<'TEXT'
0 wakes, 2 alive
0 wakes, 1 alive
bug: a future was dropped twice
TEXT
}

@test "waker_keep: one clone for one waker, however often" {
    cat >"$BATS_TEST_TMPDIR/telling.h" <<'C'
static void *telling_clone(void *data) { return puts("clone"), data; }
static void telling_wake(void *data) { (void)data, puts("wake"); }
static void telling_drop(void *data) { (void)data, puts("drop"); }
static const struct waker_ops telling_ops = {
    telling_clone, telling_wake, telling_wake, telling_drop};
C
    run -0 checked future.h "$BATS_TEST_TMPDIR/telling.h" <<'C'
    struct waker waker = {NULL, &telling_ops}, kept = {NULL, NULL};
    for (int n = 0; n < 3; n++)
        waker_keep(&kept, &waker);
    waker_drop(&kept);
C
    output_is <<<$'clone\ndrop'
}

@test "waker_keep: another waker takes the place, the old one is given back" {
    run -0 scene <<'C'
    struct scene a, b;
    struct waker kept = {NULL, NULL};
    begin(&a);
    begin(&b);
    waker_keep(&kept, &a.waker);
    waker_keep(&kept, &b.waker);
    waker_wake_by_ref(&kept);
    show(&a);
    show(&b);
    waker_drop(&kept);
    end(&a);
    end(&b);
C
    output_is <<<$'0 wakes, 1 alive\n1 wakes, 2 alive'
}

@test "a wake uses the waker up, one by reference does not" {
    run -0 scene <<'C'
    struct scene s;
    begin(&s);
    waker_wake_by_ref(&s.waker);
    waker_wake_by_ref(&s.waker);
    show(&s);
    waker_wake(&s.waker);
    show(&s);
    printf("%s\n", s.waker.ops == NULL ? "none" : "still there");
    end(&s);
C
    output_is <<<$'2 wakes, 1 alive\n3 wakes, 0 alive\nnone'
}

@test "a waker that is none may be woken, dropped and taken" {
    run -0 checked future.h <<'C'
    struct waker none = {NULL, NULL};
    waker_wake(&none);
    waker_drop(&none);
    printf("%s\n", waker_take(&none).ops == NULL ? "none" : "something");
C
    output_is <<<"none"
}

@test "wakes that come before the wait are kept, and counted" {
    run -0 scene <<'C'
    struct scene s;
    begin(&s);
    for (int n = 0; n < 3; n++)
        waker_wake_by_ref(&s.waker);
    printf("%ld\n", counting_waker_wait(&s.counting, 0));
    printf("%ld\n", counting_waker_wait(&s.counting, 2));
    end(&s);
C
    output_is <<<$'3\n3'
}

@test "a waker that is not given back is reported at the end" {
    run -134 scene <<'C'
    struct scene s;
    begin(&s);
    waker_clone(&s.waker);
    end(&s);
C
    output_is <<<"bug: a waker was not given back"
}

@test "a waker that is given back twice is reported at once" {
    for again in waker_drop waker_wake; do
        run -134 scene <<C
        struct scene s;
        begin(&s);
        struct waker copy = s.waker;
        waker_wake(&s.waker);
        printf("once\n");
        $again(&copy);
C
        output_is <<<$'once\nbug: a waker was given back twice'
    done
}

@test "who sees the last wake from another thread may end the counting" {
    cat >"$BATS_TEST_TMPDIR/thread.h" <<'C'
static void *thread_main(void *arg)
{
    waker_wake(arg);
    return NULL;
}
C
    run -0 checked counting_waker.h "$BATS_TEST_TMPDIR/thread.h" <<'C'
    for (int n = 0; n < 1000; n++) {
        struct counting_waker counting;
        pthread_t thread;
        counting_waker_init(&counting);
        struct waker waker = counting_waker_new(&counting);
        pthread_create(&thread, NULL, thread_main, &waker);
        counting_waker_wait(&counting, 0);
        counting_waker_destroy(&counting);
        pthread_join(thread, NULL);
    }
    printf("all ended\n");
C
    output_is <<<"all ended"
}

@test "a future that is woken during its poll is polled again" {
    cat >"$BATS_TEST_TMPDIR/steps.h" <<'C'
struct steps { struct future future; int left; };
static enum poll_state steps_poll(struct future *self, struct context *cx)
{
    struct steps *steps = container_of(self, struct steps, future);
    if (steps->left-- == 0)
        return POLL_READY;
    waker_wake_by_ref(cx->waker);
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}
static void steps_drop(struct future *self) { (void)self; }
C
    run -0 checked counting_waker.h "$BATS_TEST_TMPDIR/steps.h" <<'C'
    struct counting_waker counting;
    struct steps steps = {{steps_poll, steps_drop}, 3};
    counting_waker_init(&counting);
    printf("%ld polls, ", counting_waker_run(&counting, &steps.future));
    printf("%ld wakes\n", counting_waker_wakes(&counting));
    future_drop(&steps.future);
    counting_waker_destroy(&counting);
C
    output_is <<<"4 polls, 6 wakes"
}

@test "a bell that was rung before the first poll takes one poll, no wake" {
    run -0 scene <<'C'
    struct scene s;
    begin(&s);
    doorbell_ring(&s.bell);
    printf("%ld polls\n", counting_waker_run(&s.counting, &s.wait.future));
    future_drop(&s.wait.future);
    show(&s);
    end(&s);
C
    output_is <<<$'1 polls\n0 wakes, 1 alive'
}

@test "a ring while the waker is left is seen by the look" {
    cat >"$BATS_TEST_TMPDIR/ringing.h" <<'C'
static void *ringing_clone(void *data) { return doorbell_ring(data), data; }
static void ringing_drop(void *data) { (void)data; }
static const struct waker_ops ringing_ops = {
    ringing_clone, ringing_drop, ringing_drop, ringing_drop};
C
    run -0 checked doorbell.h "$BATS_TEST_TMPDIR/ringing.h" <<'C'
    struct doorbell bell;
    struct doorbell_wait wait;
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    struct waker waker = {&bell, &ringing_ops};
    struct context cx = {&waker};
    bool ready = future_poll(&wait.future, &cx) == POLL_READY;
    printf("%s\n", ready ? "ready" : "pending");
C
    output_is <<<"ready"
}

@test "a ring at any moment wakes, from another thread: a thousand waits" {
    run -0 scene <<'C'
    for (int n = 0; n < 1000; n++) {
        struct scene s;
        struct visitor visitor;
        begin(&s);
        visitor_start(&visitor, &s.bell, 0);
        counting_waker_run(&s.counting, &s.wait.future);
        future_drop(&s.wait.future);
        visitor_join(&visitor);
        end(&s);
    }
    printf("all woken\n");
C
    output_is <<<"all woken"
}

@test "a wait that was dropped is not woken, and has left nothing" {
    run -0 scene <<'C'
    struct scene s;
    begin(&s);
    ready(&s);
    future_drop(&s.wait.future);
    doorbell_ring(&s.bell);
    show(&s);
    end(&s);
C
    output_is <<<"0 wakes, 1 alive"
}

@test "a wait that was never polled can be dropped" {
    run -0 scene <<'C'
    struct scene s;
    begin(&s);
    future_drop(&s.wait.future);
    show(&s);
    end(&s);
C
    output_is <<<"0 wakes, 1 alive"
}

@test "the waker of the latest poll is woken, not that of the first" {
    run -0 scene <<'C'
    struct scene s, other;
    begin(&s);
    begin(&other);
    ready(&s);
    s.cx.waker = &other.waker;
    ready(&s);
    doorbell_ring(&s.bell);
    show(&s);
    show(&other);
    end(&s);
    end(&other);
C
    output_is <<<$'0 wakes, 1 alive\n1 wakes, 1 alive'
}

@test "a bell that is rung again wakes nobody again" {
    run -0 scene <<'C'
    struct scene s;
    begin(&s);
    ready(&s);
    doorbell_ring(&s.bell);
    doorbell_ring(&s.bell);
    show(&s);
    end(&s);
C
    output_is <<<"1 wakes, 1 alive"
}

@test "a waker may look at its bell whatever is done to it: no lock is held" {
    cat >"$BATS_TEST_TMPDIR/looking.h" <<'C'
static void look(const char *what, void *bell)
{
    printf("%s, rung: %d\n", what, doorbell_was_rung(bell));
}
static void *looking_clone(void *data) { return look("clone", data), data; }
static void looking_wake(void *data) { look("wake", data); }
static void looking_drop(void *data) { look("drop", data); }
static const struct waker_ops looking_ops = {
    looking_clone, looking_wake, looking_wake, looking_drop};
C
    run -0 checked doorbell.h "$BATS_TEST_TMPDIR/looking.h" <<'C'
    struct doorbell bell;
    struct doorbell_wait wait;
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    struct waker waker = {&bell, &looking_ops};
    struct context cx = {&waker};
    future_poll(&wait.future, &cx);
    future_poll(&wait.future, &cx);
    doorbell_ring(&bell);
    future_poll(&wait.future, &cx);
    future_drop(&wait.future);
C
    output_is <<'TEXT'
clone, rung: 0
clone, rung: 0
drop, rung: 0
wake, rung: 1
clone, rung: 1
drop, rung: 1
TEXT
}
