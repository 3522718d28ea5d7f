#!/usr/bin/env bats
# What holds for every program of the book.
load "test_helper"

setup() {
    cd "$ROOT"
}

# The compilers of the design that this machine has.
compilers() {
    local compiler
    for compiler in "${CC:-cc}" gcc clang musl-gcc; do
        command -v "$compiler" || true
    done | sort -u
}

STRICT="-std=gnu17 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes
    -Wmissing-prototypes -Wvla -Wwrite-strings -Wcast-qual -Werror"

@test "each compiles by itself, without a warning, with every compiler here" {
    for compiler in $(compilers); do
        # shellcheck disable=SC2086 # the flags are words
        printf '%s\0' part*/[0-9][0-9]-*/*.c | xargs -0 -n 1 -P 2 \
            "$compiler" $STRICT -O1 -pthread -o /dev/null
    done
}

@test "each needs no flag but -pthread, from whatever folder" {
    cd "$BATS_TEST_TMPDIR"
    printf '%s\0' "$ROOT"/part*/[0-9][0-9]-*/*.c | xargs -0 -n 1 -P 2 \
        "${CC:-cc}" -pthread -o /dev/null
}

@test "each says its step in its first line, and no two the same" {
    local seen=""
    for source in part*/[0-9][0-9]-*/*.c; do
        chapter=$(basename "$(dirname "$source")")
        chapter=${chapter%%-*}
        step=$(sed -n '1s|^/\* Step \([0-9]*\.[0-9]*\): .*[.?!]$|\1|p' "$source")
        [ "${step%.*}" = "${chapter#0}" ] || { echo "$source: no step"; false; }
        [[ " $seen " != *" $step "* ]] || { echo "$source: twice"; false; }
        seen="$seen $step"
    done
}

@test "each expects what the run script knows" {
    run -0 grep -rhE '^ \* EXPECT:' part*/ --include='*.c'
    [ "$(output_count .)" -eq \
        "$(output_count '^ \* EXPECT: \(hang\|busy\|error\|wrong\)$')" ]
}

@test "each that talks says to which server and client of its folder" {
    while IFS=: read -r source _ talkers; do
        for name in $talkers; do
            [ -s "${source%/*}/$name.c" ] || { echo "$source: $name"; false; }
        done
        [ "$(wc -w <<<"$talkers")" -eq 2 ]
    done < <(grep -r '^ \* TALK:' part*/ --include='*.c')
}

@test "no include leads to a later chapter" {
    found=0
    for file in part*/[0-9][0-9]-*/*.[ch]; do
        here=$(basename "$(dirname "$file")")
        while read -r there; do
            [[ ! ${there%%-*} > ${here%%-*} ]] || { echo "$file: $there"; found=1; }
        done < <(sed -n 's|^#include ".*/\([0-9][0-9]-[^/]*\)/.*|\1|p' "$file")
    done
    [ "$found" -eq 0 ]
}

@test "each has the folders of its chapter: text, exercises, solutions, tests" {
    for dir in part*/[0-9][0-9]-*; do
        slug=${dir##*/}
        [ -s "$dir/test.bats" ]
        [ -s "chapters/$slug/README.md" ]
        [ -d "chapters/$slug/exercises" ]
        [ -d "solutions/$slug" ]
        grep -q "chapters/$slug/README.md" README.md
    done
}
