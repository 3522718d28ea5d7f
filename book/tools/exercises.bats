# Every exercise of the book: its skeleton, its solution, the wrong answers.
load test_helper

setup() {
    cd "$ROOT" || return
    shopt -s nullglob
    : "${CC:=cc}"
    : "${STRICT:=-std=gnu17 -Wall -Wextra -Wpedantic -Wshadow \
-Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings -Wcast-qual \
-Werror}"
    export ROOT BATS_TEST_TMPDIR CC STRICT
    # An exercise is named by its chapter and itself: 03-combinators/1-race
    EXERCISES=()
    for folder in chapters/*/exercises/*-*/; do
        folder=${folder#chapters/}
        EXERCISES+=("${folder%%/*}/$(basename "$folder")")
    done
}

# each FUNCTION ITEM...: runs it on every item, two at a time, and shows what
# failed. No item is a failure too.
each() {
    local function=$1
    shift
    [ $# -gt 0 ] || { echo "there is nothing to test" && return 1; }
    # shellcheck disable=SC2163 # the function of that name
    export -f build grade bounded folder_of headings_of "$function"
    # shellcheck disable=SC2016 # for the inner bash
    printf '%s\n' "$@" | xargs -P 2 -n 1 bash -c '
        said=$("$0" "$1" 2>&1) && exit
        printf "%s\n%s\n\n" "$1" "$said"
        exit 1' "$function"
}

folder_of() {
    printf '%s\n' "chapters/${1%/*}/exercises/${1#*/}"
}

# build EXERCISE ANSWER FLAG...: prints the program of the tests around it.
build() {
    local check answer=$ROOT/$2 program
    check=$(folder_of "$1")/check.c
    program=$(mktemp "$BATS_TEST_TMPDIR/check.XXXXXX")
    shift 2
    $CC -g "$@" -pthread "-DANSWER=\"$answer\"" -o "$program" "$check" >&2 &&
        printf '%s\n' "$program"
}

grade() {
    local program
    program=$(build "$@") && bounded 120 "$program"
}

# True if a program can be built and run with the sanitizer.
works() {
    local program=$BATS_TEST_TMPDIR/empty
    echo 'int main(void) { return 0; }' |
        $CC "$1" -x c -o "$program" - && bounded 10 "$program"
}

compiles_strictly() {
    # shellcheck disable=SC2086
    $CC $STRICT -O1 -pthread -c -o "$(mktemp "$BATS_TEST_TMPDIR/XXXXXX")" "$1"
}

skeleton_fails() {
    local said status=0
    said=$(grade "$1" "$(folder_of "$1")/skeleton.c" -O0) || status=$?
    [[ $status -eq 1 && $said == "  FAIL  "* ]] && return
    printf 'status %s, and not only a failed check:\n%s\n' "$status" "$said"
    return 1
}

solution_passes() {
    # shellcheck disable=SC2086
    grade "$1" "solutions/$1/answer.c" $FLAGS
}

wrong_answer_is_caught() {
    local message said exercise=${1#solutions/}
    message=$(sed -n 's/^ \* CAUGHT BY: *//p' "$1" | head -n 1)
    said=$(grade "${exercise%/*}" "$1" -O1 -DCHECK_SECONDS=2) && return 1
    said="FAIL$(printf '%s' "${said#*FAIL}" | tr -s ' \n' ' ')"
    [[ -n $message && $said == *"$message"* ]] && return
    printf 'not caught by "%s":\n%s\n' "$message" "$said"
    return 1
}

is_described() {
    local skeleton chapter=${1%%-*} name=${1#*/}
    skeleton=$(folder_of "$1")/skeleton.c
    sed '/\*\//q' "$skeleton" | awk -v number="${chapter#0}.${name%%-*}" '
        NR == 1 && index($0, "/* Exercise " number ": ") == 1 { title = 1 }
        /^ \* Difficulty: (easy|medium|hard)$/ { difficulty = 1 }
        /^ \* Time: [0-9]+ minutes$/ { time = 1 }
        END { exit !(title && difficulty && time) }'
}

has_hints() {
    local hint name=${1#*/}
    for hint in 1 2 3; do
        bounded 10 book/tools/exercise hint \
            "${1%%-*}" "${name%%-*}" "$hint" |
            sed '1,2d; /^a stronger one: /d' | grep -q '[a-z]' || return
    done
}

headings_of() {
    sed -n 's/^##* //p' "$1" | sort -u
}

# The sections that the tests and the skeleton send the reader to.
sections_exist() {
    local readme=chapters/${1%/*}/README.md program
    program=$(build "$1" "solutions/$1/answer.c" -O0) || return
    {
        bounded 10 "$program" --list
        sed -n "s|^ \* Section: |$readme: |p" "$(folder_of "$1")/skeleton.c"
    } >"$program.sections"
    headings_of "$readme" | sed "s|^|$readme: |" >"$program.headings"
    grep -q "^$readme: " "$program.sections" || return
    ! grep -Fxv -f "$program.headings" "$program.sections"
}

todos_are_right() {
    grep -q TODO "$(folder_of "$1")/skeleton.c" &&
        ! grep -n TODO "solutions/$1/answer.c"
}

explains_why() {
    grep -q '[a-z]' "solutions/$1/WHY.md"
}

has_a_wrong_answer() {
    compgen -G "solutions/$1/wrong_*.c"
}

@test "the exercises are those that have a solution, numbered from one" {
    local chapter expected
    [ ${#EXERCISES[@]} -gt 0 ]
    diff <(printf 'solutions/%s/answer.c\n' "${EXERCISES[@]}") \
        <(printf '%s\n' solutions/*/*/answer.c)
    for chapter in chapters/*/exercises; do
        expected=1
        for exercise in "$chapter"/*-*/; do
            [[ $exercise == "$chapter/$((expected++))"-* ]]
        done
    done
}

@test "every skeleton and solution compiles on its own without a warning" {
    each compiles_strictly chapters/*/exercises/*/skeleton.c \
        solutions/*/*/answer.c
}

@test "every skeleton fails its first test, by a check" {
    each skeleton_fails "${EXERCISES[@]}"
}

@test "every solution passes, and its tests compile without a warning" {
    FLAGS="$STRICT -Wno-missing-prototypes -O1" \
        each solution_passes "${EXERCISES[@]}"
}

@test "every solution passes under the address and undefined sanitizers" {
    works -fsanitize=address,undefined || skip "no address sanitizer here"
    FLAGS="-fsanitize=address,undefined -fno-sanitize-recover=all \
        -O1 -DCHECK_SECONDS=20" each solution_passes "${EXERCISES[@]}"
}

@test "every solution passes under the thread sanitizer" {
    works -fsanitize=thread || skip "no thread sanitizer here"
    FLAGS="-fsanitize=thread -O1 -DCHECK_SECONDS=20" \
        each solution_passes "${EXERCISES[@]}"
}

@test "every exercise has wrong answers, and each is caught as it says" {
    each has_a_wrong_answer "${EXERCISES[@]}"
    each wrong_answer_is_caught solutions/*/*/wrong_*.c
}

@test "every skeleton begins with its title, its difficulty and its time" {
    each is_described "${EXERCISES[@]}"
}

@test "every exercise has three hints" {
    each has_hints "${EXERCISES[@]}"
}

@test "the sections that an exercise names are in its chapter" {
    each sections_exist "${EXERCISES[@]}"
}

@test "every skeleton has something to do, every solution has nothing left" {
    each todos_are_right "${EXERCISES[@]}"
}

@test "every solution says why" {
    each explains_why "${EXERCISES[@]}"
}
