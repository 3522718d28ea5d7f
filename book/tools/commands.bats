#!/usr/bin/env bats
# The commands that the reader types, on a small tree of their own.
load "test_helper"

# A chapter with a header and two programs, in a path with spaces.
setup() {
    TREE="$BATS_TEST_TMPDIR/a tree"
    DIR="$TREE/part1-futures/04-demo"
    mkdir -p "$DIR" "$TREE/book"
    cp "$ROOT/Makefile" "$TREE"
    cp -R "$ROOT/book/tools" "$TREE/book"
    cd "$TREE"
    unset BUILD MAKEFLAGS MFLAGS MAKELEVEL CFLAGS
    echo '#define NAME "first"' >"$DIR/name.h"
    program hello 2 '#include "name.h"' 'printf("hello %s\n", NAME);'
    program plain 1 '' 'printf("plain\n");'
}

# program NAME STEP INCLUDE BODY [EXPECT]
program() {
    printf '/* Step 4.%s: %s.\n *\n%s */\n%s\n#include <stdio.h>\n#include <unistd.h>\n' \
        "$2" "$1" "${5:+ * EXPECT: $5
}" "$3" >"$DIR/$1.c"
    printf 'int main(void)\n{\n    %s\n    return 0;\n}\n' "$4" >>"$DIR/$1.c"
}

@test "make builds every program, and a second time nothing" {
    run -0 make -j2
    [ -x build/part1-futures/04-demo/hello ]
    [ -x build/part1-futures/04-demo/plain ]
    run -0 make
    [ "$(output_count ' -o ')" -eq 0 ]
}

@test "a changed header rebuilds the programs that include it, and no other" {
    make -s >/dev/null
    echo '#define NAME "second"' >"$DIR/name.h"
    touch -t 203001010000 "$DIR/name.h"
    run -0 make
    [ "$(output_count ' -o ')" -eq 1 ]
    run -0 build/part1-futures/04-demo/hello
    output_is <<<"hello second"
}

@test "a header that is gone does not stop the build" {
    make -s >/dev/null
    rm "$DIR/name.h"
    program hello 2 '' 'printf("hello\n");'
    touch -t 203001010000 "$DIR/hello.c"
    run -0 make
}

@test "another compiler or other flags rebuild everything" {
    make -s >/dev/null
    run -0 make CFLAGS=-O0
    [ "$(output_count ' -O0 ')" -eq 2 ]
}

@test "BUILD elsewhere leaves the tree as it is" {
    run -0 make BUILD="$BATS_TEST_TMPDIR/elsewhere"
    [ -x "$BATS_TEST_TMPDIR/elsewhere/part1-futures/04-demo/hello" ]
    [ ! -e build ]
}

@test "make chapter4 shows each compile command and each run, in order" {
    run -0 make chapter4
    [ "$(grep -n -e '^== Step 4.1: plain' <<<"$output" | cut -d: -f1)" -lt \
        "$(grep -n -e '^== Step 4.2: hello' <<<"$output" | cut -d: -f1)" ]
    output_has "-o build/part1-futures/04-demo/plain part1-futures/04-demo/plain.c"
    output_has $'$ build/part1-futures/04-demo/hello\nhello first'
}

@test "a chapter that is not there: a list of those that are" {
    for number in 99 0 x 4x ''; do
        run -2 book/tools/steps run "$number"
        output_has 04-demo
    done
    run -2 make chapter99
    output_has 04-demo
}

@test "what hangs is stopped after two seconds, what burns after ten" {
    program burns 4 '' 'printf("burning\n"); fflush(stdout); for (;;) pause();' busy
    program stuck 3 '' 'printf("waiting\n"); fflush(stdout); pause();' hang
    make -s >/dev/null
    run -0 book/tools/run part1-futures/04-demo/stuck
    output_is <<'TEXT'
$ build/part1-futures/04-demo/stuck
waiting
[stopped after 2 seconds; EXPECT: hang]
TEXT
    SECOND_MS=100 run -0 book/tools/run part1-futures/04-demo/burns
    output_has "[stopped after 10 seconds; EXPECT: busy]"
}

@test "a wrong answer is marked as one" {
    program liar 3 '' 'printf("2 + 2 = 5\n");' wrong
    make -s >/dev/null
    run -0 book/tools/run part1-futures/04-demo/liar
    output_has "[ended with status 0; EXPECT: wrong]"
}

@test "a program that does not do what it says it does is a failure" {
    program stuck 3 '' 'printf("not stuck\n");' hang
    program fails 4 '' 'printf("did not fail\n");' error
    program works 5 '' 'return 3;'
    make -s >/dev/null
    for name in stuck fails works; do
        run -1 book/tools/run part1-futures/04-demo/$name
        output_has "[ended with status"
    done
    run -2 make -s chapter4
}

@test "a crash is shown as a signal, and is what EXPECT: error means" {
    program crash 3 '#include <stdlib.h>' 'abort();' error
    make -s >/dev/null
    run -0 book/tools/run part1-futures/04-demo/crash
    output_has "[ended by SIGABRT; EXPECT: error]"
}

# conversation STATUS: a server that ends with it when it is told to, and a
# client that says which port it got.
conversation() {
    cat >"$DIR/serves.c" <<C
/* Step 4.3: a server.
 *
 * TALK: serves asks
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static void stop(int signal) { (void)signal; _Exit($1); }
int main(int argc, char **argv)
{
    signal(SIGTERM, stop);
    printf("listening on 127.0.0.1:7%s\n", argc == 2 ? argv[1] : "");
    fflush(stdout);
    pause();
}
C
    cat >"$DIR/asks.c" <<'C'
/* Step 4.4: a client. */
#include <stdio.h>
int main(int argc, char **argv) { return argc == 2 ? puts(argv[1]) < 0 : 2; }
C
}

@test "a server and its client talk, and the server is stopped" {
    conversation 0
    make -s build/part1-futures/04-demo/serves
    run -0 book/tools/run part1-futures/04-demo/serves
    output_is <<'TEXT'
$ build/part1-futures/04-demo/serves 0 &
listening on 127.0.0.1:70
$ build/part1-futures/04-demo/asks PORT
70
[serves stopped]
TEXT
    run -0 book/tools/run part1-futures/04-demo/asks
    output_is <<<"[asks is run with serves]"
    run -0 book/tools/run part1-futures/04-demo/asks 8000
    [ "${lines[1]}" = 8000 ]
}

@test "a server that does not end well, or does not listen, is a failure" {
    conversation 3
    make -s build/part1-futures/04-demo/serves
    run -1 book/tools/run part1-futures/04-demo/serves
    output_has "[serves ended with status 3, asks with 0]"
    sed -i.old 's/listening/sleeping/' "$DIR/serves.c"
    make -s build/part1-futures/04-demo/serves
    run -1 book/tools/run part1-futures/04-demo/serves
    output_has "[serves ended with status 3, asks with none]"
}

@test "make diff4 shows what changed from one step to the next" {
    run -0 make -s diff4
    output_has "== from plain.c to hello.c"
    output_has '+    printf("hello %s\n", NAME);'
}

@test "make single folds the headers in: the result needs no other file" {
    make -s single P=part1-futures/04-demo/hello.c >"$BATS_TEST_TMPDIR/one.c"
    cd "$BATS_TEST_TMPDIR"
    run ! grep -q '#include "' one.c
    "${CC:-cc}" -o one one.c
    run -0 ./one
    output_is <<<"hello first"
}

@test "compile_commands.json is JSON with a command for each program" {
    command -v python3 >/dev/null || skip "no python3"
    make -s compile_commands.json
    run -0 python3 -c 'import json; print(len(json.load(open("compile_commands.json"))))'
    output_is <<<2
}

@test "make help has a line for every command of the reader" {
    run -0 make help
    for command in chapter exercise hint reset solution progress diff single \
        test asan tsan lint format book-sync book-check; do
        output_has "make $command"
    done
}

# suite LINE...: a test file of these lines, run by the test script, with
# nothing of the bats that runs this one in its environment.
suite() {
    printf '%s\n' "$@" >"$DIR/test.bats"
    make -s >/dev/null
    run env -i HOME="$HOME" PATH="$BATS_ROOT/bin:/usr/local/bin:/usr/bin:/bin" \
        book/tools/test 4
}

@test "the tests' last line counts, and a failure is shown and fails" {
    suite '@test "good" { true; }' '@test "bad" { echo why; false; }' \
        '@test "later" { skip "no need"; }'
    [ "$status" -ne 0 ]
    output_has "not ok 2 bad"
    output_has "# why"
    output_has $'\n1 passed, 1 failed, 1 skipped'
}

@test "a test file without a test, or one that breaks off, has failed" {
    suite '# nothing'
    [ "$status" -ne 0 ]
    output_has "0 passed, 1 failed"
    suite '@test "one" { true; }' '@test "two" { kill -9 $$; }'
    [ "$status" -ne 0 ]
    [[ $output != *" 0 failed"* ]]
}
