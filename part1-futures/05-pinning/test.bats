#!/usr/bin/env bats
load "../../book/tools/test_helper"

# built_with_asan PROGRAM: a program of this chapter, with the sanitizer that
# also watches the stacks of functions that are over.
built_with_asan() {
    ${CC:-cc} -g -fsanitize=address -pthread -o "$BATS_TEST_TMPDIR/$1" \
        "$BATS_TEST_DIRNAME/$1.c" && "$BATS_TEST_TMPDIR/$1" --help ||
        skip "no address sanitizer here"
    export ASAN_OPTIONS=detect_stack_use_after_return=1
}

# How two singers go on who are swapped, each in the song of the other.
in_the_wrong_song() {
    cat <<'TEXT'
Alice: row
Bob: hey
they change places
Bob: row
Alice: ho
Bob: row
Alice: nobody
Bob: your
Alice: home
Bob: boat
TEXT
}

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
}

@test "swapped: each goes on in the other's song" {
    run -0 step swapped
    output_is < <(in_the_wrong_song)
}

@test "the address sanitizer has nothing to say of the swap" {
    built_with_asan swapped
    run -0 bounded 10 "$BATS_TEST_TMPDIR/swapped"
    output_is < <(in_the_wrong_song)
}

@test "realloc moves the song sooner or later, and the pointer into it stays" {
    run -0 step grown
    [ "${lines[0]}" = "Alice: row" ]
    [ "${lines[1]}" = "room for 1: her next word is in her song" ]
    [[ $(last_line) =~ ^room\ for\ [0-9]+:\ her\ next\ word\ is\ somewhere\ else$ ]]
}

@test "to sing on after the realloc is to read memory that was given back" {
    built_with_asan grown
    run ! bounded 10 "$BATS_TEST_TMPDIR/grown" 1
    output_has "heap-use-after-free"
}

@test "a song that is returned points into the function that is over" {
    run -0 step returned
    output_is <<'TEXT'
Alice: row
Bob: hey
taken: Alice, her next word is somewhere else
TEXT
}

@test "to sing on after the return is to read that function's stack" {
    built_with_asan returned
    run ! bounded 10 "$BATS_TEST_TMPDIR/returned" 1
    output_has "stack-use-after-return"
}

@test "WORDS that is not a number from zero to four is refused" {
    for program in grown returned; do
        for bad in -1 5 two ""; do
            run -2 step $program "$bad"
            output_has "'$bad' is not a number"
        done
    done
}

@test "moved before the first poll: each sings the own song" {
    run -0 step early
    [ "$(output_count .)" -eq 9 ]
    [ "$(sed -n 's/Alice: //p' <<<"$output" | xargs)" = "row row row your boat" ]
    [ "$(sed -n 's/Bob: //p' <<<"$output" | xargs)" = "hey ho nobody home" ]
}

@test "guarded: the swap is caught at the next poll, with name and place" {
    run -134 step guarded
    [ "$(printf '%s\n' "${lines[@]:0:3}")" = "$(in_the_wrong_song | head -n 3)" ]
    [[ ${lines[3]} =~ ^bug:\ the\ future\ of\ song_poll\ moved\ from\ (0x[0-9a-f]+)\ to\ (0x[0-9a-f]+)\ after\ its\ first\ poll\ \((.*):([0-9]+)\)$ ]]
    [ "${BASH_REMATCH[1]}" != "${BASH_REMATCH[2]}" ]
    [[ ${BASH_REMATCH[3]} == *05-pinning/guarded.c ]]
    sed -n "${BASH_REMATCH[4]}p" "$BATS_TEST_DIRNAME/guarded.c" | grep PIN_CHECK
    [ "${#lines[@]}" -eq 4 ]
}

@test "in place: the pointers change places, each sings the own song" {
    run -0 step in_place
    [ "$(printf '%s\n' "${lines[@]:2:3}")" = \
        $'they change places\nBob: ho\nAlice: row' ]
    [ "$(sed -n 's/Alice: //p' <<<"$output" | xargs)" = "row row row your boat" ]
    [ "$(sed -n 's/Bob: //p' <<<"$output" | xargs)" = "hey ho nobody home" ]
}

@test "with NDEBUG there is no check, no code of it and no byte" {
    cp "$BATS_TEST_DIRNAME/guarded.c" "$BATS_TEST_TMPDIR"
    compiled "$BATS_TEST_TMPDIR/guarded.c" -I "$BATS_TEST_DIRNAME" -DNDEBUG
    run -0 nm "$BATS_TEST_TMPDIR/guarded"
    output_has song_poll
    [[ $output != *pin_check* ]]
    run -0 bounded 10 "$BATS_TEST_TMPDIR/guarded"
    [ "$(sed '$d' <<<"$output")" = "$(in_the_wrong_song)" ]
    [[ $(last_line) == *", 0 of them the pin" ]]
}

# A future with a pin, pending as often as it has left. Where it stands is
# printed as pin.h prints it.
pinned() {
    cat <<'C'
struct pinned { int before; struct simple_future future; struct pin pin; int left; };
static enum poll_state pinned_poll(struct simple_future *self,
                                   void (*wake)(void))
{
    struct pinned *pinned = container_of(self, struct pinned, future);
    PIN_CHECK(pinned);
    (void)wake;
    return pinned->left-- == 0 ? POLL_READY : POLL_PENDING;
}
static const struct pinned three = {.future = {pinned_poll}, .left = 3};
static inline void pinned_ask(struct pinned *pinned)
{
    simple_future_poll(&pinned->future, NULL);
}
static inline void pinned_where(const struct pinned *pinned)
{
    printf("0x%" PRIxPTR "\n", (uintptr_t)pinned);
}
C
}

# with_pin: the statements on standard input, with what is above.
with_pin() {
    pinned >"$BATS_TEST_TMPDIR/pinned.h"
    checked pin.h "$BATS_TEST_TMPDIR/pinned.h"
}

@test "what is polled where it stands is left alone, until it is ready" {
    run -0 with_pin <<'C'
    struct pinned a = three;
    while (simple_future_poll(&a.future, NULL) == POLL_PENDING)
        printf("%d\n", a.left);
C
    output_is <<<$'2\n1\n0'
}

@test "from where to where: the addresses of the struct around the future" {
    run -134 with_pin <<'C'
    struct pinned a = three, b;
    pinned_where(&a);
    pinned_where(&b);
    pinned_ask(&a);
    b = a;
    pinned_ask(&b);
C
    [[ ${lines[2]} == "bug: the future of pinned_poll moved from ${lines[0]} to ${lines[1]} after"* ]]
}

@test "what is moved before its first poll is left alone, and pinned by it" {
    run -134 with_pin <<'C'
    struct pinned a = three, b = a, c = b;
    pinned_ask(&c);
    pinned_ask(&c);
    printf("%d\n", c.left);
    b = c;
    pinned_ask(&b);
C
    [ "${lines[0]}" = 1 ]
    [[ ${lines[1]} == "bug: the future of pinned_poll moved"* ]]
}

@test "a copy that is polled is caught, though the original has stayed" {
    run -134 with_pin <<'C'
    struct pinned a = three;
    pinned_ask(&a);
    struct pinned copy = a;
    pinned_ask(&a);
    printf("%d %d\n", a.left, copy.left);
    pinned_ask(&copy);
C
    [ "${lines[0]}" = "1 2" ]
    [[ ${lines[1]} == "bug: the future of pinned_poll moved"* ]]
}

@test "a copy that is polled first does not pin the original" {
    run -0 with_pin <<'C'
    struct pinned a = three, copy = a;
    pinned_ask(&copy);
    pinned_ask(&a);
    pinned_ask(&copy);
    printf("%d %d\n", a.left, copy.left);
C
    output_is <<<"2 1"
}

@test "what came back to where it was first polled is left alone" {
    run -0 with_pin <<'C'
    struct pinned a = three;
    pinned_ask(&a);
    struct pinned away = a;
    memset(&a, 0, sizeof a);
    a = away;
    pinned_ask(&a);
    printf("%d\n", a.left);
C
    output_is <<<"1"
}

@test "a pinned future in a struct is caught when the struct is moved" {
    run -134 with_pin <<'C'
    struct { int n; struct pinned inner; } a = {1, three}, b;
    pinned_ask(&a.inner);
    b = a;
    pinned_ask(&b.inner);
C
    [[ $output == "bug: the future of pinned_poll moved"* ]]
}

@test "one in memory that is gone is caught where it is now" {
    run -134 with_pin <<'C'
    struct pinned *a = malloc(sizeof *a), *b = malloc(sizeof *b);
    *a = three;
    pinned_ask(a);
    *b = *a;
    free(a);
    pinned_ask(b);
C
    [[ $output == *"bug: the future of pinned_poll moved"* ]]
}

@test "a beat is pending once, with a wake, and may be moved in between" {
    run -0 checked beat.h <<'C'
    struct beat a, b;
    beat_init(&a);
    printf("%d\n", simple_future_poll(&a.future, simple_future_wake));
    simple_future_wait();
    b = a;
    memset(&a, 0, sizeof a);
    printf("%d\n", simple_future_poll(&b.future, NULL));
C
    output_is <<<$'0\n1'
}

# The text says of these what may be moved. What is moved leaves nothing
# behind that would be of use.

@test "a read that is pending may be moved: the socket does not know it" {
    run -0 checked ../02-simple-future/socket.h <<'C'
    struct socket socket;
    struct socket_read a, b;
    socket_init(&socket, 1, "howdy");
    socket_read_init(&a, &socket);
    printf("%d\n", simple_future_poll(&a.future, simple_future_wake));
    b = a;
    memset(&a, 0, sizeof a);
    simple_future_run(&b.future);
    socket_read_print(&b);
    socket_destroy(&socket);
C
    output_is <<<$'0\nread: howdy'
}

@test "a join that is pending may be moved, if its children are not" {
    run -0 checked ../03-combinators/join.h beat.h <<'C'
    struct beat left, right;
    struct join a, b;
    beat_init(&left);
    beat_init(&right);
    join_init(&a, &left.future, &right.future);
    printf("%d\n", simple_future_poll(&a.future, simple_future_wake));
    b = a;
    memset(&a, 0, sizeof a);
    printf("%ld\n", simple_future_run(&b.future));
C
    output_is <<<$'0\n1'
}

@test "an and_then beside its first, once set up, points to where that was" {
    run -0 checked ../03-combinators/and_then.h beat.h <<'C'
    struct { struct and_then and_then; struct beat first; } a, b;
    beat_init(&a.first);
    and_then_init(&a.and_then, &a.first.future, NULL);
    b = a;
    printf("%d\n", simple_future_poll(&b.and_then.future, simple_future_wake));
    printf("%d %d\n", a.first.passed, b.first.passed);
C
    output_is <<<$'0\n1 0'
}
