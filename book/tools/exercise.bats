# The exercise command, on a small tree whose path has spaces in it.
load test_helper

setup() {
    unset BUILD
    export CFLAGS="-O0 -Wall -Wextra -DCHECK_SECONDS=1"
    TREE="$BATS_TEST_TMPDIR/a small tree"
    EXERCISES=$TREE/chapters/02-adding/exercises
    mkdir -p "$TREE/book/tools" "$TREE/part1-futures/02-adding"
    cp "$ROOT/book/tools/exercise" "$ROOT/book/tools/check.h" "$TREE/book/tools"
    echo 'static inline int add(int a, int b) { return a + b; }' \
        >"$TREE/part1-futures/02-adding/add.h"
    mkdir -p "$EXERCISES" "$TREE/chapters/03-more"
    touch "$TREE/chapters/02-adding/README.md" \
        "$TREE/chapters/03-more/README.md"
    make_exercise 1-sum \
        'CHECK_OUTPUT(answer_main(), "sum:\n3\n", "the wrong text");'
    make_exercise 2-caught \
        'CHECK_ABORTS(sum(-1, 2), "negative numbers are let through");'
}

# make_exercise NAME CHECK: its second test does CHECK; the first adds.
make_exercise() {
    local folder=$EXERCISES/$1
    mkdir "$folder"
    answer "$1" '(void)a; (void)b; return 0; /* TODO */'
    mv "$folder/answer.c" "$folder/skeleton.c"
    printf '## %s\n\nhint %s\n\n' 1 one 2 two 3 three >"$folder/hints.md"
    cat >"$folder/check.c" <<CHECK
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"
TEST(first, "one and two are three", "sum(1, 2)", "Sums")
{
    CHECK_INT(sum(1, 2), 3, "the sum", "nothing is added");
}
TEST(second, "the rest is right", "all of it", "Rest")
{
    $2
}
CHECK_MAIN("chapters/02-adding/README.md", first, second)
CHECK
}

# answer NAME BODY: answer.c of exercise NAME, whose sum does BODY.
answer() {
    printf '#include <%s>\n' signal.h stdio.h stdlib.h >"$EXERCISES/$1/answer.c"
    cat >>"$EXERCISES/$1/answer.c" <<ANSWER
#include "../../../../part1-futures/02-adding/add.h"
static int sum(int a, int b)
{
    $2
}
int main(void)
{
    printf("sum:\n%d\n", sum(1, 2));
    return 0;
}
ANSWER
}

exercise() {
    bounded 30 "$TREE/book/tools/exercise" "$@"
}

leaks_are_seen() {
    local program="$BATS_TEST_TMPDIR/leak"
    # shellcheck disable=SC2086 # words
    echo '#include <stdlib.h>
        int main(void) { return !malloc(1); }' |
        "${CC:-cc}" $CFLAGS -x c -o "$program" - &&
        bounded 10 "$program" 2>&1 | grep -q LeakSanitizer
}

# Everything in the tree, and what it holds.
contents() {
    (cd "$TREE" && find . -type f -exec cksum {} + | sort)
}

RIGHT='if (a < 0) abort(); return add(a, b);'

@test "the first check starts an exercise from its skeleton and says where" {
    run -1 exercise check 2
    output_has "exercise 2.1: chapters/02-adding/exercises/1-sum/answer.c"
    output_has "new: this file is for you to edit"
    cmp "$EXERCISES/1-sum/skeleton.c" "$EXERCISES/1-sum/answer.c"
}

@test "a failed check says all that helps, and nothing after it is run" {
    run -1 exercise check 2
    output=$(printf '%s\n' "$output" | sed '1,3d')
    output_is <<TEXT
$ ${CC:-cc} -O0 -Wall -Wextra -DCHECK_SECONDS=1 -pthread \\
      -DANSWER='"answer.c"' \\
      -o build/exercises/02-adding/1-sum/check \\
      chapters/02-adding/exercises/1-sum/check.c
  FAIL  one and two are three
        ran       sum(1, 2)
        expected  the sum: 3
        came      the sum: 0
        likely    nothing is added
        see       chapters/02-adding/README.md, "Sums"
        check     chapters/02-adding/exercises/1-sum/check.c:7
        hint      make hint2 E=1
TEXT
    [ ! -e "$EXERCISES/2-caught/answer.c" ]
}

@test "an output is compared line by line, and its end is shown" {
    answer 1-sum 'printf("adding\n"); return add(a, b);'
    run -1 exercise check 2 1
    output_has "  ok    one and two are three"
    output_has 'expected  line 1: "sum:\n"'
    output_has 'came      line 1: "adding\n"'
    output_has "        printed   | adding
                  | sum:
                  | 3"
}

@test "an output that is empty or ends too soon is said to be" {
    make_exercise 3-said \
        'CHECK_OUTPUT(sum(1, 2), "sum:\n3\n", "the wrong text");'
    answer 3-said 'return add(a, b);'
    run -1 exercise check 2 3
    output_has 'expected  line 1: "sum:\n"'
    output_has 'came      ""'
    answer 3-said 'puts("sum:"); return add(a, b);'
    run -1 exercise check 2 3
    output_has 'expected  line 2: "3\n"'
    output_has "came      nothing more"
}

@test "right answers pass, and what is next is said" {
    answer 1-sum "$RIGHT"
    run -0 exercise check 2 1
    output_has "  ok    the rest is right"
    output_has "next: exercise 2.2, make exercise2 E=2"
    answer 2-caught "$RIGHT"
    run -0 exercise check 2
    output_has "next: chapters/03-more/README.md"
}

@test "what was right and has not changed is run again only by its number" {
    answer 1-sum "$RIGHT"
    exercise check 2 1
    run -1 exercise check 2
    output_has "exercise 2.1: done, and unchanged since"
    run -0 exercise check 2 1
    output_has "  ok    one and two are three"
}

@test "when one is done, the next is named and not yet begun" {
    answer 1-sum "$RIGHT"
    run -0 exercise check 2
    output_has "next: exercise 2.2, make exercise2 E=2"
    [ ! -e "$EXERCISES/2-caught/answer.c" ]
}

@test "a bug that is not caught, and one that is" {
    answer 2-caught 'return a + b;'
    run -1 exercise check 2 2
    output_has "expected  an abort"
    output_has "came      it went on"
    output_has "likely    negative numbers are let through"
    answer 2-caught "$RIGHT"
    run -0 exercise check 2 2
    answer 2-caught 'if (a < 0) exit(1); return a + b;'
    run -1 exercise check 2 2
    output_has "came      it ended the program with status 1"
}

@test "an answer that does not compile is said to, after the compiler" {
    answer 1-sum 'return a +;'
    run -1 exercise check 2
    output_has "answer.c:7:"
    output_has "  FAIL  it does not compile"
    output_has "hint      make hint2 E=1"
}

@test "without a compiler that works, nothing is begun" {
    for CC in false no-such-compiler; do
        export CC
        for command in "check 2" "solution 2" progress; do
            # shellcheck disable=SC2086 # words
            run -2 exercise $command
            output_is <<<"'$CC' is no C compiler that works here; set CC to one that does"
        done
    done
    [ ! -e "$EXERCISES/1-sum/answer.c" ]
}

@test "a warning of the compiler is shown and the tests are run" {
    answer 1-sum 'int unused; return add(a, b);'
    run -0 exercise check 2 1
    output_has "unused variable"
    output_has "  ok    the rest is right"
}

@test "an answer that hangs is stopped within the limit" {
    answer 1-sum 'for (;;) a = b; return a;'
    run -1 exercise check 2
    output_has "  FAIL  one and two are three"
    output_has "came      it did not end within 1 s"
    output_has "likely    a loop that never ends, a mutex that is locked twice"
    output_has 'see       chapters/02-adding/README.md, "Sums"'
}

@test "an answer that crashes is said to" {
    answer 1-sum 'raise(SIGSEGV); return a + b;'
    run -1 exercise check 2
    output_has "came      it was ended by signal 11 ("
    output_has "likely    a pointer that is null, or to memory that is gone"
    output_has "try       make exercise2 E=1 CFLAGS='-g -fsanitize=address'"
}

@test "an answer that aborts is said to" {
    answer 1-sum 'abort(); return a + b;'
    run -1 exercise check 2
    output_has "came      it was ended by signal 6 ("
    output_has "likely    an assert() or abort(), or"
}

@test "an answer that exits has not passed, whatever its status" {
    answer 1-sum 'exit(0); return a + b;'
    run -1 exercise check 2
    output_has "came      it ended the program with status 0"
    output_has "likely    exit() or die(), or a sanitizer"
}

@test "an answer that prints without end is stopped, and its end shown" {
    answer 1-sum 'for (;;) puts("again"); return a + b;'
    run -1 exercise check 2
    output_has "likely    a loop that prints without end"
    [ "$(output_count '| again')" -le 10 ]
}

@test "an answer that leaks fails under the leak checker" {
    CFLAGS="$CFLAGS -fsanitize=address"
    leaks_are_seen || skip "no leak checker here"
    answer 1-sum 'int *c = malloc(sizeof a); *c = a + b; return *c;'
    run -1 exercise check 2 1
    output_has "LeakSanitizer"
    output_has "came      it ended the program with status"
}

@test "hints come in three strengths, for the first exercise not done" {
    run -0 exercise hint 2
    output_is <<'TEXT'
exercise 2.1, hint 1 of 3

hint one

a stronger one: make hint2 E=1 H=2
TEXT
    answer 1-sum "$RIGHT"
    run -0 exercise hint 2 "" 3
    output_is <<'TEXT'
checking 2.1 ...
exercise 2.2, hint 3 of 3

hint three
TEXT
    run -2 exercise hint 2 1 4
    output_is <<<"H is 1, 2 or 3, not '4'"
}

@test "a reset keeps every version of the answer" {
    answer 1-sum 'return 1;'
    run -0 exercise reset 2 1
    output_has "kept:         chapters/02-adding/exercises/1-sum/answer.1.c"
    answer 1-sum 'return 2;'
    exercise reset 2 1
    grep -q 'return 1;' "$EXERCISES/1-sum/answer.1.c"
    grep -q 'return 2;' "$EXERCISES/1-sum/answer.2.c"
    cmp "$EXERCISES/1-sum/answer.c" "$EXERCISES/1-sum/skeleton.c"
}

@test "a reset asks which exercise, unless there is one" {
    answer 1-sum "$RIGHT"
    run -2 exercise reset 2
    output_has "   1  sum"
    output_has "   2  caught"
    [ ! -e "$EXERCISES/1-sum/answer.1.c" ]
    rm -r "$EXERCISES/2-caught"
    run -0 exercise reset 2
    [ -e "$EXERCISES/1-sum/answer.1.c" ]
}

@test "progress counts what is done, started and new" {
    run -0 exercise progress
    output_has "   2  adding               ..     0 of 2"
    output_has "next: exercise 2.1, make exercise2 E=1"
    answer 1-sum "$RIGHT"
    cp "$EXERCISES/2-caught/skeleton.c" "$EXERCISES/2-caught/answer.c"
    run -0 exercise progress
    output_has "   2  adding               #-     1 of 2"
    output_has "  ####################--------------------  1 of 2"
    answer 2-caught "$RIGHT"
    run -0 exercise progress
    output_has "  ########################################  2 of 2"
    output_has "every exercise is done"
}

@test "progress sees that an answer was broken again" {
    answer 1-sum "$RIGHT"
    run -0 exercise progress
    output_has "1 of 2"
    answer 1-sum 'return a;'
    run -0 exercise progress
    output_has "0 of 2"
}

@test "progress says what it is checking, and not what it has checked" {
    answer 1-sum "$RIGHT"
    # shellcheck disable=SC2154 # run sets it
    {
        run -0 --separate-stderr exercise progress
        [ "$stderr" = "checking 2.1 ..." ]
        run -0 --separate-stderr exercise progress
        [ -z "$stderr" ]
    }
}

@test "progress counts an answer that hangs as started" {
    answer 1-sum 'for (;;) a = b; return a;'
    run -0 exercise progress
    output_has "-.     0 of 2"
}

@test "progress compiles nothing twice, unless a header has changed" {
    cat >"$BATS_TEST_TMPDIR/counted-cc" <<SCRIPT
#!/bin/sh
case \$* in *ANSWER*) echo >>"$BATS_TEST_TMPDIR/compiled" ;; esac
exec cc "\$@"
SCRIPT
    chmod +x "$BATS_TEST_TMPDIR/counted-cc"
    answer 1-sum "$RIGHT"
    answer 2-caught 'return a;'
    CC=counted-cc PATH="$BATS_TEST_TMPDIR:$PATH"
    export CC
    exercise progress
    exercise progress
    [ "$(wc -l <"$BATS_TEST_TMPDIR/compiled")" -eq 2 ]
    echo 'static inline int add(int a, int b) { return a - b; }' \
        >"$TREE/part1-futures/02-adding/add.h"
    run -0 exercise progress
    output_has "--     0 of 2"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/compiled")" -eq 4 ]
    touch "$EXERCISES/shared.h"
    exercise progress
    [ "$(wc -l <"$BATS_TEST_TMPDIR/compiled")" -eq 6 ]
}

@test "the solutions are held to the same tests" {
    mkdir -p "$TREE/solutions/02-adding/1-sum"
    answer 1-sum "$RIGHT"
    sed 's|../../../../|../../../|' "$EXERCISES/1-sum/answer.c" \
        >"$TREE/solutions/02-adding/1-sum/answer.c"
    rm "$EXERCISES/1-sum/answer.c"
    run -0 exercise solution 2 1
    output_has "  ok    the rest is right"
    run -1 exercise solution 2 2
    [ ! -e "$EXERCISES/1-sum/answer.c" ]
}

@test "a chapter or an exercise that is not there is refused, with what is" {
    for number in 0 3 99; do
        run -2 exercise check "$number"
        output_has "chapter $number has no exercises; these have:"
        output_has "   2  adding"
    done
    run -2 exercise check 2 9
    output_has "chapter 2 has no exercise 9; it has:"
    output_has "   1  sum"
}

@test "what cannot be meant gets the usage, on standard error" {
    for wrong in "" "check" "check 2 1 1" "progress 2" "do 2"; do
        # shellcheck disable=SC2086 # words
        run -2 --separate-stderr exercise $wrong
        # shellcheck disable=SC2154 # run sets it
        [[ -z $output && $stderr == "usage: "* ]]
    done
    run -0 exercise --help
    output_has "usage: "
}

@test "what should be a number and is none is refused by its name" {
    run -2 exercise check two
    output_is <<<"N is the number of a chapter, not 'two'"
    run -2 exercise check 2 "1 2"
    output_is <<<"E is the number of an exercise, not '1 2'"
    run -2 exercise hint 2 1 x
    output_is <<<"H is 1, 2 or 3, not 'x'"
}

@test "nothing is written but answers and what is built" {
    contents >"$BATS_TEST_TMPDIR/before"
    run -1 exercise check 2
    exercise progress
    exercise hint 2
    run -1 exercise solution 2
    rm -r "$TREE/build" "$EXERCISES/1-sum/answer.c"
    contents | diff "$BATS_TEST_TMPDIR/before" -
}

@test "what is built goes where BUILD says" {
    export BUILD="$BATS_TEST_TMPDIR/else where"
    answer 1-sum "$RIGHT"
    exercise check 2 1
    exercise progress
    [ -x "$BUILD/exercises/02-adding/1-sum/check" ]
    [ ! -e "$TREE/build" ]
}

@test "there is no colour where there is no terminal" {
    run -1 exercise check 2
    output_has "  FAIL  one and two are three"
    [[ $output != *$'\033'* ]]
}
