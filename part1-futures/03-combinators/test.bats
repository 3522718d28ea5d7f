#!/usr/bin/env bats
load "../../book/tools/test_helper"

# The counts below are those of a machine that is not in a hurry: a second
# long enough that no two answers arrive in the same moment.
export SECOND_MS=300

# took TENTHS: the line "N.N seconds" in $output says at least that.
took() {
    [[ $output =~ ([0-9]+)\.([0-9])\ seconds ]]
    [ "${BASH_REMATCH[1]}${BASH_REMATCH[2]}" -ge "$1" ]
}

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
}

@test "one by one: the waits add up to three seconds" {
    run -0 step one_by_one
    [ "${lines[0]}" = "read: hello from Alice" ]
    [ "${lines[1]}" = "read: goodbye from Bob" ]
    took 30
}

@test "a pair that polls a finished child is caught" {
    run -134 step polls_both
    output_is <<'TEXT'
asking both
bug: a future was polled after it was ready
TEXT
}

@test "joined: as long as the slower, polled at the start and at each answer" {
    run -0 step both
    [ "${lines[0]}" = "read: hello from Alice" ]
    [ "${lines[1]}" = "read: goodbye from Bob" ]
    [[ ${lines[2]} =~ \ 3\ polls ]]
    took 20
    [[ $output != *" 3."* ]] # not one by one
}

@test "pending without a promise between the two: nobody wakes it again" {
    SECOND_MS=100 run -124 bounded 2 "$BIN/then_stalls"
    output_is <<<"reading"
}

@test "the second given beforehand: both answers, in order" {
    run -0 step then_given
    [ "${lines[0]}" = "read: Ada" ]
    [ "${lines[1]}" = "read: hello, whoever you are" ]
    took 20
}

@test "the second made from the first: the greeting has the name in it" {
    run -0 step then_made
    [ "${lines[0]}" = "read: Ada" ]
    [ "${lines[1]}" = "read: hello, Ada" ]
    took 20
}

@test "nested: each child is polled until its answer is there, and no more" {
    run -0 step nested
    [ "${lines[1]}" = "  after 2 polls" ]
    [ "${lines[3]}" = "  after 3 polls" ]
    [ "${lines[5]}" = "  after 4 polls" ]
    [[ ${lines[6]} =~ \ 4\ polls ]]
}

@test "no program of this chapter calls an allocator" {
    for source in "$BATS_TEST_DIRNAME"/*.c; do
        ${CC:-cc} -c -o "$BATS_TEST_TMPDIR/program.o" "$source"
        run -0 nm -u "$BATS_TEST_TMPDIR/program.o"
        output_has pthread_create # nm does see what is called
        [ "$(output_count '[^a-z]\(malloc\|calloc\|realloc\|strdup\|aligned_alloc\)')" -eq 0 ]
    done
}

# Futures that need as many polls as they have left, and count them.
futures() {
    cat <<'C'
struct steps { struct simple_future future; int left; int polls; };
static enum poll_state steps_poll(struct simple_future *self,
                                  void (*wake)(void))
{
    struct steps *steps = container_of(self, struct steps, future);
    steps->polls++;
    if (steps->left-- == 0)
        return POLL_READY;
    wake();
    return POLL_PENDING;
}
static int wakes;
static inline void count_wake(void) { wakes++; }
C
}

# And a chain whose second needs as many polls as the first has had.
chain() {
    futures
    cat <<'C'
struct chain { struct and_then and_then; struct steps first, second; int made; };
static struct simple_future *chain_next(struct and_then *and_then)
{
    struct chain *chain = container_of(and_then, struct chain, and_then);
    chain->made++;
    chain->second = (struct steps){{steps_poll}, chain->first.polls, 0};
    return &chain->second.future;
}
C
}

@test "a join polls each child as often as it needs, whichever is longer" {
    futures >"$BATS_TEST_TMPDIR/steps.h"
    run -0 checked join.h "$BATS_TEST_TMPDIR/steps.h" <<'C'
    for (int n = 0; n < 4; n++) {
        struct steps a = {{steps_poll}, n, 0}, b = {{steps_poll}, 3 - n, 0};
        struct join join;
        join_init(&join, &a.future, &b.future);
        long polls = simple_future_run(&join.future);
        printf("%d %d %ld\n", a.polls, b.polls, polls);
    }
C
    output_is <<<$'1 4 4\n2 3 3\n3 2 3\n4 1 4'
}

@test "the second is made once, when the first is ready, and polled at once" {
    chain >"$BATS_TEST_TMPDIR/chain.h"
    run -0 checked and_then.h "$BATS_TEST_TMPDIR/chain.h" <<'C'
    struct chain chain = {.first = {{steps_poll}, 2, 0}};
    and_then_init(&chain.and_then, &chain.first.future, chain_next);
    long polls = simple_future_run(&chain.and_then.future);
    printf("%d %d %d %ld\n", chain.made, chain.first.polls,
           chain.second.polls, polls);
C
    output_is <<<"1 3 4 6"
}

@test "a join that was ready must not be polled again either" {
    futures >"$BATS_TEST_TMPDIR/steps.h"
    run -134 checked join.h "$BATS_TEST_TMPDIR/steps.h" <<'C'
    struct steps a = {{steps_poll}, 0, 0}, b = {{steps_poll}, 0, 0};
    struct join join;
    join_init(&join, &a.future, &b.future);
    simple_future_run(&join.future);
    simple_future_run(&join.future);
C
    output_is <<<"bug: a future was polled after it was ready"
}

@test "children are polled with the wake that the combinator was given" {
    chain >"$BATS_TEST_TMPDIR/chain.h"
    run -0 checked join.h and_then.h "$BATS_TEST_TMPDIR/chain.h" <<'C'
    struct steps a = {{steps_poll}, 1, 0}, b = {{steps_poll}, 1, 0};
    struct chain chain = {.first = {{steps_poll}, 1, 0}};
    struct join join;
    join_init(&join, &a.future, &b.future);
    and_then_init(&chain.and_then, &chain.first.future, chain_next);
    simple_future_poll(&join.future, count_wake);
    printf("%d\n", wakes);
    simple_future_poll(&chain.and_then.future, count_wake);
    printf("%d\n", wakes);
    simple_future_poll(&chain.and_then.future, count_wake);
    printf("%d\n", wakes);
C
    output_is <<<$'2\n3\n4'
}
