#!/usr/bin/env bats
# The book as it stands: its text against its code.
load "test_helper"

# The text prints what glibc's sizes and messages are, and runs from build/.
reference_machine() {
    getconf GNU_LIBC_VERSION >/dev/null 2>&1 &&
        [ "$BUILD" = "$ROOT/build" ] && ! grep -q musl "$BUILD/compiler"
}

@test "every listing, output and link of the text is the real one" {
    reference_machine || skip "its outputs are those of glibc, in build/"
    cd "$ROOT"
    run -0 bounded 120 book/tools/book-sync --check
    [[ $output =~ ^nothing\ to\ do:\ ([0-9]+)\ blocks ]]
    [ "${BASH_REMATCH[1]}" -gt 0 ]
}

# The terms of the glossary are set in bold at the start of a line.
@test "the glossary has each term once, in order" {
    run -0 sed -n 's/^\*\*\([^*]*\)\*\* .*/\1/p' "$ROOT/book/glossary.md"
    [ "${#lines[@]}" -gt 10 ]
    [ "$output" = "$(printf '%s\n' "${lines[@]}" | LC_ALL=C sort -f -u)" ]
}
