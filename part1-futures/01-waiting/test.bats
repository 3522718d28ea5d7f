#!/usr/bin/env bats
load "../../book/tools/test_helper"

# tenths TEXT: what the line with TEXT says it took, in tenths of a second.
tenths() {
    printf '%s\n' "$output" | sed -n "s/.*$1: \([0-9]*\)\.\([0-9]\) seconds.*/\1\2/p"
}

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
}

@test "ten jobs in a row: each ends before the next starts, ten seconds" {
    run -0 step in_a_row
    [ "$(output_count '^start')" -eq 10 ]
    for n in 0 1 2 3 4 5 6 7 8 9; do
        [ "${lines[2 * n]}" = "start $n" ]
        [ "${lines[2 * n + 1]}" = "end $n" ]
    done
    [ "$(tenths '10 jobs, 1 thread')" -ge 100 ]
}

@test "ten threads: all start before the first ends" {
    SECOND_MS=500 run -0 step threads
    [ "$(printf '%s\n' "${lines[@]:0:10}" | grep -c '^start')" -eq 10 ]
    [ "$(printf '%s\n' "${lines[@]:10:10}" | sort)" = \
        "$(printf 'end %d\n' 0 1 2 3 4 5 6 7 8 9)" ]
    [ "$(tenths '10 threads')" -ge 10 ]
    [ "$(tenths '10 threads')" -lt 100 ]
}

@test "as many threads as asked for, and what each costs" {
    run -0 step many_threads 50
    [ "${lines[0]}" = "50 threads at once" ]
    [[ ${lines[1]} =~ ^each:\ [0-9]+\ KiB\ of\ addresses ]]
    [[ ${lines[3]} =~ ^each:\ [0-9.]+\ us\ to\ start ]]
    [ "${#lines[@]}" -eq 4 ]
}

# A limit on addresses makes the machine say no early, and to us alone.
limited() {
    (ulimit -v 200000 && step many_threads "$@")
}

@test "at the limit the threads there are leave, and the cause is named" {
    if sanitized address || sanitized thread; then
        skip "a sanitizer needs all the addresses there are"
    fi
    [ "$(uname)" = Linux ] || skip "no limit on addresses here"
    run -0 limited all
    [[ ${lines[0]} =~ ^[0-9]+\ threads\ at\ once$ ]]
    output_has "no more: pthread_create: "
}

@test "a COUNT that the machine does not give is an error" {
    if sanitized address || sanitized thread; then
        skip "a sanitizer needs all the addresses there are"
    fi
    [ "$(uname)" = Linux ] || skip "no limit on addresses here"
    run -1 limited 100000
    [[ $output =~ pthread_create:\  ]]
}

@test "a COUNT that is not a number from one up is refused" {
    for bad in 0 -3 ten 5x "" 99999999999999999999; do
        run -2 step many_threads "$bad"
        output_has "'$bad' is not a number"
    done
}

@test "jobs that compute: threads cost the same processor time" {
    run -0 step working
    for line in "${lines[@]:0:2}"; do
        [[ $line =~ ,\ ([0-9]+)\.([0-9])\ seconds\ of\ processor$ ]]
        [ "${BASH_REMATCH[1]}${BASH_REMATCH[2]}" -ge 20 ]
    done
    [ "$(tenths '10 jobs in a row')" -ge 20 ]
}

@test "one thread: all start before the first ends, in one second, in order" {
    run -0 step one_thread
    [ "$(printf '%s\n' "${lines[@]:0:10}")" = \
        "$(printf 'start %d\n' 0 1 2 3 4 5 6 7 8 9)" ]
    [ "$(printf '%s\n' "${lines[@]:10:10}")" = \
        "$(printf 'end %d\n' 0 1 2 3 4 5 6 7 8 9)" ]
    [ "$(tenths '10 jobs, 1 thread')" -ge 10 ]
}

@test "one thread carries a hundred thousand jobs at once, not in a row" {
    run -0 step one_thread 100000
    [ "$(output_count '^end')" -eq 100000 ]
    [ "$(tenths '100000 jobs, 1 thread')" -ge 10 ]
    [ "$(tenths '100000 jobs, 1 thread')" -lt 10000 ]
}

@test "SECOND_MS that is no number is refused" {
    SECOND_MS=soon run -2 step in_a_row
    output_has "'soon' is not a number"
}

@test "one argument too many is refused" {
    run -2 step in_a_row 1
    output_has "usage: in_a_row"
    run -2 step many_threads 1 2
    output_has "usage: many_threads"
}

@test "a number is all digits, and from the least to the most it may be" {
    for text in "" " " 5x x5 -1 6 9223372036854775808; do
        run -2 checked program.h <<<"program_number(\"$text\", 0, 5, \"\");"
        output_has "'$text' is not a number from 0 to 5"
    done
    run -2 checked program.h limits.h <<<'program_number("9223372036854775808", 0, LONG_MAX, "");'
    for text in 0 5; do
        run -0 checked program.h <<<"printf(\"%ld\", program_number(\"$text\", 0, 5, \"\"));"
        output_is <<<"$text"
    done
}

@test "a second of the book is a real one, or as long as SECOND_MS says" {
    unset SECOND_MS
    run -0 checked clock.h <<<'printf("%g", (double)clock_second_ns());'
    output_is <<<"1e+09"
    SECOND_MS=250 run -0 checked clock.h <<<'printf("%g", (double)clock_second_ns());'
    output_is <<<"2.5e+08"
}

@test "a sleep ends when its deadline has come and not before" {
    run -0 checked clock.h <<'C'
    for (int n = 1; n <= 20; n++) {
        int64_t deadline_ns = clock_now_ns() + n * NS_PER_MS;
        clock_sleep_until(deadline_ns);
        if (clock_now_ns() < deadline_ns)
            printf("%d ms: early\n", n);
    }
    clock_sleep_until(0);
C
    output_is <<<""
}

@test "a call that failed is named with its cause, on stderr, with status 1" {
    run -1 --separate-stderr checked program.h <<<'die("socket", EMFILE);'
    [ -z "$output" ]
    [[ $stderr == "socket: "* ]]
}
