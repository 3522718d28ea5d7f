# What every test.bats begins with: load "../../book/tools/test_helper"

bats_require_minimum_version 1.5.0

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
case ${BUILD:-build} in
/*) ;;
*) BUILD=$ROOT/${BUILD:-build} ;;
esac
CHAPTER=${BATS_TEST_DIRNAME#"$ROOT"/} # part1-futures/02-simple-future
BIN=$BUILD/$CHAPTER

# A second of the programs takes this many milliseconds in the tests.
export SECOND_MS=100

# bounded SECONDS COMMAND...: fails with 124 if it takes longer. Nothing that
# might wait is run without it: a lost wake must fail and not hang.
bounded() {
    "$ROOT/book/tools/bounded" "$@"
}

# step PROGRAM [ARGUMENT...]: a program of this chapter, within ten seconds.
step() {
    local program=$1
    shift
    bounded 10 "$BIN/$program" "$@"
}

# True if the programs were built with the sanitizer $1 (address, thread).
sanitized() {
    grep -q "fsanitize=[a-z,]*$1" "$BUILD/compiler"
}

# Fails, and shows both, unless $output is what stands on standard input.
output_is() {
    local expected
    expected=$(cat)
    [ "$output" = "$expected" ] && return
    printf 'expected:\n%s\ncame:\n%s\n' "$expected" "$output"
    return 1
}

# output_has TEXT: fails, and shows it, unless $output has TEXT in it.
output_has() {
    case $output in
    *"$1"*) return ;;
    esac
    printf 'no "%s" in:\n%s\n' "$1" "$output"
    return 1
}

# The last line of $output; bash 3.2 has no ${lines[-1]}.
last_line() {
    printf '%s\n' "${lines[${#lines[@]} - 1]}"
}

# The lines of $output that match a pattern, counted.
output_count() {
    printf '%s\n' "$output" | grep -c -e "$1" || true
}

# Every program of the chapter: --help explains, a wrong argument is refused.
refuses_bad_arguments() {
    local source program
    for source in "$BATS_TEST_DIRNAME"/*.c; do
        program=$(basename "$source" .c)
        run -0 step "$program" --help
        [[ ${lines[0]} == "usage: $program"* ]] || return 1
        run -2 step "$program" what is this
        output_has "usage: $program" || return 1
    done
}

# checked HEADER...: the statements on standard input, as the main of a program
# that includes these headers of the chapter; run within five seconds.
checked() {
    local source=$BATS_TEST_TMPDIR/checked.c
    {
        printf '#include "%s"\n' "$@"
        echo 'int main(void) { setvbuf(stdout, NULL, _IOLBF, BUFSIZ);'
        cat
        echo 'return 0; }'
    } >"$source"
    compiled "$source" -I "$BATS_TEST_DIRNAME" && bounded 5 "${source%.c}"
}

# compiled FILE.c [FLAG...]: FILE.c as the programs were compiled, beside it.
compiled() {
    local source=$1
    shift
    # shellcheck disable=SC2046 # the flags are words
    $(cat "$BUILD/compiler") -pthread "$@" -o "${source%.c}" "$source"
}
