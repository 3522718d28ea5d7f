#!/usr/bin/env bats
load "../../book/tools/test_helper"

# took TENTHS: the line "N.N seconds" in $output says at least that.
took() {
    [[ $output =~ ([0-9]+)\.([0-9])\ seconds ]]
    [ "${BASH_REMATCH[1]}${BASH_REMATCH[2]}" -ge "$1" ]
}

# comes_before LINE LINE: both are in $output, in this order.
comes_before() {
    local rest=${output#*"$1"}
    [[ $output == *"$1"* && $rest == *"$2"* ]]
}

# The lines that one of the two prints; theirs come in order on any machine.
lane() {
    printf '%s\n' "$output" | grep "^$1: "
}

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
}

@test "in a row: the dance begins when the song is done, 6.5 seconds" {
    run -0 step in_a_row
    [ "$(printf '%s\n' "${lines[@]:0:8}")" = "$(lane song && lane dance)" ]
    [ "${lines[3]}" = "song: done" ]
    [ "${lines[7]}" = "dance: done" ]
    took 65
}

@test "joined: the dance goes on while the song is learned" {
    for form in by_hand top_to_bottom; do
        run -0 step $form
        comes_before "song: asking the teacher" "dance: step 1"
        comes_before "dance: step 1" "song: the moon is a lantern, verse 1"
        comes_before "dance: step 2" "song: done"
        took 35
    done
}

@test "joined: a poll at the start and one for each of the six waits" {
    for form in by_hand top_to_bottom; do
        SECOND_MS=300 run -0 step $form
        [[ $output =~ ([0-9]+)\ polls\ of\ the\ join ]]
        [ "${BASH_REMATCH[1]}" -gt 3 ] # two that coincide are one
        [ "${BASH_REMATCH[1]}" -le 7 ]
    done
}

@test "the form by hand and the macros print the same and are as big" {
    run -0 step by_hand
    local song dance size
    size=$(last_line)
    song=$(lane song) dance=$(lane dance)
    run -0 step top_to_bottom
    [ "$(lane song)" = "$song" ]
    [ "$(lane dance)" = "$dance" ]
    [[ $size =~ ^a\ song\ of\ [0-9]+\ bytes,\ a\ dance\ of\ [0-9]+$ ]]
    [ "$(last_line)" = "$size" ]
}

@test "a local is lost at each await: three steps taken, none counted" {
    run -0 step lost_local
    output_is <<'TEXT'
dance: step 1
dance: step 2
dance: step 3
dance: done, 0 steps
TEXT
}

@test "an await inside a switch is caught when it is to go on from there" {
    run -134 step inner_switch
    output_is <<'TEXT'
dance: one, two, three
bug: an async function has no AWAIT to go on from
TEXT
}

@test "a break that stands in no loop ends the function, ready" {
    cat >"$BATS_TEST_TMPDIR/breaks.h" <<'C'
static enum poll_state breaks_poll(int *state)
{
    ASYNC_BEGIN(*state);
    if (*state == 0)
        break;
    printf("not reached\n");
    ASYNC_END(*state);
}
C
    run -0 checked async.h "$BATS_TEST_TMPDIR/breaks.h" <<'C'
    int state = 0;
    printf("%s\n", breaks_poll(&state) == POLL_READY ? "ready" : "pending");
C
    output_is <<<"ready"
}

@test "two awaits on one line do not compile" {
    sed 's/AWAIT(.*/& &/' "$BATS_TEST_DIRNAME/top_to_bottom.c" \
        >"$BATS_TEST_TMPDIR/doubled.c"
    run ! compiled "$BATS_TEST_TMPDIR/doubled.c" -I "$BATS_TEST_DIRNAME"
    output_has "duplicate case value"
}

@test "an argument by pointer is gone: both read what stands there now" {
    if sanitized address; then
        run ! step by_pointer
        output_has "stack-use-after-scope"
        return
    fi
    run -0 step by_pointer
    [[ ${lines[0]} =~ ^dancer\ [0-9]+\ bows$ ]]
    [ "${lines[1]}" = "${lines[0]}" ]
}

@test "an argument by value is there: each bows under its own number" {
    run -0 step by_value
    output_is <<<$'dancer 0 bows\ndancer 1 bows'
}

@test "recursion: everybody is visited, depth first, three visits at most" {
    run -0 step recursion
    [ "$(printf '%s\n' "${lines[@]:0:5}")" = \
        $'Ada\n  Ben\n    Dan\n    Eve\n  Cid' ]
    [[ ${lines[5]} =~ ^5\ visits\ of\ [0-9]+\ bytes,\ at\ most\ 3\ at\ once,\ 0\ left$ ]]
}

@test "an error deep down comes up, and every visit on its way is freed" {
    run -1 step recursion 1
    [ "${lines[0]}" = "Ada" ]
    [ "${lines[1]}" = "  Ben" ]
    [[ ${lines[2]} == "3 visits of "*" at most 3 at once, 0 left" ]]
    [[ ${lines[3]} == "Ada: "* ]]
    run -1 step recursion 0
    [[ ${lines[1]} == "2 visits of "*" at most 2 at once, 0 left" ]]
}

@test "a DEPTH that is not a number from zero up is refused" {
    for bad in -1 deep 2x ""; do
        run -2 step recursion "$bad"
        output_has "'$bad' is not a number"
    done
}

# A header that counts the memory and the threads that a program holds, and
# gives no more memory when it has been asked `malloc_fails_at` times.
counting() {
    cat <<'C'
#include <pthread.h>
#include <stdlib.h>
static long malloc_calls, malloc_fails_at, held_memory, held_threads;
static inline void *counting_malloc(size_t size)
{
    if (++malloc_calls == malloc_fails_at)
        return NULL;
    held_memory++;
    return malloc(size);
}
static inline void counting_free(void *memory)
{
    held_memory -= memory != NULL;
    free(memory);
}
#define malloc(size) counting_malloc(size)
#define free(memory) counting_free(memory)
#define pthread_create(thread, attr, main, arg) \
    (held_threads++, pthread_create(thread, attr, main, arg))
#define pthread_join(thread, result) \
    (held_threads--, pthread_join(thread, result))
C
}

@test "recursion gives everything back, whichever allocation fails" {
    counting >"$BATS_TEST_TMPDIR/counting.h"
    {
        printf '#include "counting.h"\n#define main program_main\n'
        cat "$BATS_TEST_DIRNAME/recursion.c"
        cat <<'C'
#undef main
static void print_held(void)
{
    printf("held: %ld blocks, %ld threads\n", held_memory, held_threads);
}
int main(int argc, char **argv)
{
    malloc_fails_at = atol(argv[--argc]);
    argv[argc] = NULL;
    atexit(print_held);
    return program_main(argc, argv);
}
C
    } >"$BATS_TEST_TMPDIR/counted.c"
    compiled "$BATS_TEST_TMPDIR/counted.c" -I "$BATS_TEST_DIRNAME"
    for fails_at in 1 2 3 4 5; do
        run -1 bounded 10 "$BATS_TEST_TMPDIR/counted" $fails_at
        output_has "held: 0 blocks, 0 threads"
    done
    run -0 bounded 10 "$BATS_TEST_TMPDIR/counted" 6
    output_has "held: 0 blocks, 0 threads"
    run -1 bounded 10 "$BATS_TEST_TMPDIR/counted" 1 6
    output_has "held: 0 blocks, 0 threads"
}

@test "an answer is ready with its text, and has closed its socket" {
    counting >"$BATS_TEST_TMPDIR/counting.h"
    run -0 checked "$BATS_TEST_TMPDIR/counting.h" answer.h <<'C'
    struct answer answer;
    answer_init(&answer, 0.1, "howdy");
    printf("%ld threads\n", held_threads);
    simple_future_run(&answer.future);
    socket_read_print(&answer.read);
    printf("%ld threads\n", held_threads);
C
    output_is <<<$'1 threads\nread: howdy\n0 threads'
}

# An async function over two futures that need `left` polls more, with a mark
# at each of its places.
function_of_two() {
    cat <<'C'
struct two { struct simple_future future; int state; int left[2]; int asked; };
static enum poll_state ask(struct two *two, int which)
{
    two->asked++;
    return two->left[which]-- == 0 ? POLL_READY : POLL_PENDING;
}
static enum poll_state two_poll(struct simple_future *self, void (*wake)(void))
{
    struct two *two = container_of(self, struct two, future);
    ASYNC_BEGIN(two->state);
    printf("a");
    AWAIT(two->state, ask(two, 0));
    printf("b");
    if (two->left[1] == 0)
        ASYNC_RETURN(two->state);
    else
        AWAIT(two->state, ask(two, 1));
    printf("c");
    (void)wake;
    ASYNC_END(two->state);
}
C
}

# polls_of LEFT LEFT: what it prints, a dot for each poll that was pending.
polls_of() {
    function_of_two >"$BATS_TEST_TMPDIR/two.h"
    checked async.h "$BATS_TEST_TMPDIR/two.h" <<C
    struct two two = {.future = {two_poll}, .left = {$1, $2}};
    while (simple_future_poll(&two.future, NULL) == POLL_PENDING)
        printf(".");
    printf(" %d", two.asked);
C
}

@test "what stands before an await runs once, the await until it is ready" {
    run -0 polls_of 2 3
    output_is <<<"a..b...c 7"
}

@test "an await of what is ready goes on in the same poll" {
    run -0 polls_of 0 1
    output_is <<<"ab.c 3"
}

@test "a return from the middle is ready, and skips the rest" {
    run -0 polls_of 1 0
    output_is <<<"a.b 2"
}

@test "polling an async function after its end is caught, by both its ends" {
    function_of_two >"$BATS_TEST_TMPDIR/two.h"
    for left in 0 1; do
        run -134 checked async.h "$BATS_TEST_TMPDIR/two.h" <<C
    struct two two = {.future = {two_poll}, .left = {0, $left}};
    while (simple_future_poll(&two.future, NULL) == POLL_PENDING)
        ;
    simple_future_poll(&two.future, NULL);
C
        output_has "bug: a future was polled after it was ready"
    done
}

@test "also when it is polled without simple_future_poll" {
    function_of_two >"$BATS_TEST_TMPDIR/two.h"
    for left in 0 1; do
        run -134 checked async.h "$BATS_TEST_TMPDIR/two.h" <<C
    struct two two = {.future = {two_poll}, .left = {0, $left}};
    while (two_poll(&two.future, NULL) == POLL_PENDING)
        ;
    two_poll(&two.future, NULL);
C
        output_has "bug: an async function has no AWAIT to go on from"
    done
}
