# The tool that draws timelines. Most tests draw from a kept recording, so
# that they need no uftrace.

load test_helper

setup() {
    command -v python3 >/dev/null || skip "no python3: figures are for authors"
    unset CC # what is recorded is compiled with cc
    cd "$BATS_TEST_TMPDIR"
    TOOLS=$ROOT/book/tools
    FIXTURES=$TOOLS/fixtures
}

# draw: the spec on standard input, from recording.json.
draw() {
    cat >figure.timeline
    bounded 10 "$TOOLS/timeline" --from recording.json figure.timeline
}

# recorded STOPPED EVENT...: writes recording.json; one event is
# "THREAD SECONDS B|E FUNCTION TEXT".
recorded() {
    local stopped=$1 event lines=
    shift
    for event; do
        # shellcheck disable=SC2086 # an event is words
        set -- $event
        lines="$lines${lines:+,}[$1, $(($2 * 1000000)), \"$3\", \"$4\", \"$5\"]"
    done
    echo "[{\"program\": \"p\", \"stopped\": $stopped, \"events\": [$lines]}]" \
        >recording.json
}

# drawn TEXT: how many lines of the figure have it.
drawn() {
    grep -c -e "$1" figure.svg || true
}

both() {
    cp "$FIXTURES/both.timeline" figure.timeline
    bounded 10 "$TOOLS/timeline" --from "$FIXTURES/both.recording" \
        figure.timeline
}

# A program in a folder of its own, for a test that really records.
program() {
    command -v uftrace >/dev/null || skip "no uftrace: figures are for authors"
    cat >program.c
    echo "program: $PWD/program" >>figure.timeline
}

@test "a recording becomes a lane for each thread and a bar for each poll" {
    both
    for lane in main Alice Bob; do
        [ "$(drawn ">$lane</text>")" -eq 1 ]
    done
    # The legend has one of each too.
    [ "$(drawn '<rect.*url(#pending)')" -eq $((5 + 1)) ]
    [ "$(drawn '<rect.*#1a7f37')" -eq $((3 + 1)) ]
    [ "$(drawn '<tspan.*>P<')" -eq 5 ]
    [ "$(drawn '<tspan.*>R<')" -eq 3 ]
    [ "$(drawn 'url(#wake)')" -eq $((2 + 1)) ]
}

@test "a poll stands to the right of the wake that caused it" {
    both
    # An arrow goes from x up to the height of the poll and on to its front.
    run -0 sed -n 's/.*d="M\([0-9.]*\) .*H\([0-9.]*\)".*url(#wake).*/\1 \2/p' \
        figure.svg
    [ "${#lines[@]}" -eq 2 ]
    for arrow in "${lines[@]}"; do
        awk '{ exit !($2 - $1 >= 20) }' <<<"$arrow"
    done
}

@test "a figure says in words what it shows" {
    both
    run -0 grep '<desc' figure.svg
    output_has "At 0 s, main: both pending, Alice pending, Bob pending, asleep until 1 s."
    output_has "At 2 s, main: both ready, Bob ready."
}

@test "pauses are cut and say how long they were" {
    both
    [ "$(drawn '>1 s later<')" -eq 2 ]
    [ "$(drawn '>2 s<')" -eq 1 ]
    [ "$(drawn 'Not to scale')" -eq 1 ]
}

@test "the same recording gives the same bytes" {
    both
    mv figure.svg before.svg
    both
    cmp before.svg figure.svg
}

@test "a later run, a little slower, gives the same bytes" {
    both
    mv figure.svg before.svg
    sed 's/^\[\([0-9]*\), 1000/[\1, 1003/' "$FIXTURES/both.recording" >slower
    ! cmp -s slower "$FIXTURES/both.recording"
    "$TOOLS/timeline" --from slower figure.timeline
    cmp before.svg figure.svg
}

@test "every figure of the tree is well-formed, and every spec has been drawn" {
    python3 -c 'import sys, xml.dom.minidom as xml
for svg in sys.argv[1:]: xml.parse(svg)' \
        "$ROOT"/book/figures/*.svg "$ROOT"/chapters/*/figures/*.svg
    for spec in "$ROOT"/chapters/*/figures/*.timeline; do
        [ -f "${spec%.timeline}.svg" ]
    done
}

@test "titles and labels may have any letter in them" {
    recorded false "1 0 B main" "1 0 B f_poll (0xa)" "1 0 E f_poll 0"
    printf '%s\n' 'title: a < b & "c"' "poll: f_poll \"<'&\"" 'program: p' | draw
    python3 -c 'import xml.dom.minidom as xml; xml.parse("figure.svg")'
    [ "$(drawn '>a &lt; b &amp; "c"<')" -eq 2 ]
}

@test "a wake leads to the task it names, not to whichever is next" {
    recorded false "1 0 B main" "2 1 B task_wake (0xb)" "2 1 E task_wake" \
        "1 2 B task_poll (0xa)" "1 2 E task_poll 0" \
        "1 3 B task_poll (0xb)" "1 3 E task_poll 1" "1 3 E main 0"
    printf '%s\n' 'title: t' 'poll: task_poll 1 "A|B"' 'wake: task_wake' \
        'program: p' | draw
    next=$(grep 'd=.*url(#wake)' figure.svg | head -n 1)
    sed 's/^wake: task_wake/& 1/' figure.timeline >named
    draw <named
    [ "$next" != "$(grep 'd=.*url(#wake)' figure.svg | head -n 1)" ]
}

@test "a wake that no poll follows ends in a cross" {
    recorded false "1 0 B main" "1 0 B f_poll (0xa)" "1 0 E f_poll 0" \
        "2 1 B f_wake" "2 1 E f_wake" "1 2 E main 0"
    printf '%s\n' 'title: t' 'poll: f_poll' 'wake: f_wake' 'program: p' | draw
    [ "$(drawn '>wake that no poll follows<')" -eq 1 ]
    [ "$(drawn '<path.*url(#wake)')" -eq 0 ]
}

@test "what a stopped program never returned from goes on for ever" {
    recorded true "1 0 B main" "1 0 B f_wait"
    printf '%s\n' 'title: t' 'wait: f_wait "asleep"' 'program: p' | draw
    [ "$(drawn '>for ever<')" -eq 1 ]
    run -0 grep '<desc' figure.svg
    output_has "asleep for ever"
}

@test "no wake leads past a drop that comes after it" {
    recorded false "1 0 B main" "1 0 B f_poll (0xa)" "1 0 E f_poll 0" \
        "1 1 B f_drop" "2 2 B f_wake" "2 2 E f_wake" "1 3 E f_drop" \
        "1 4 B f_poll (0xa)" "1 4 E f_poll 1" "1 4 E main 0"
    printf '%s\n' 'title: t' 'poll: f_poll' 'work: f_drop' 'wake: f_wake' \
        'program: p' | draw
    [ "$(drawn '>wake that no poll follows<')" -eq 0 ]
    sed 's/^work:/drop:/' figure.timeline >dropped
    draw <dropped
    [ "$(drawn '>wake that no poll follows<')" -eq 1 ]
}

@test "what a thread still waits in when main returns stays open" {
    recorded false "1 0 B main" "2 1 B f_wait" "1 3 E main 0"
    printf '%s\n' 'title: t' 'wait: f_wait "asleep"' 'program: p' | draw
    run -0 grep '<desc' figure.svg
    output_has "asleep until the program ends"
    [ "$(drawn 'for ever')" -eq 0 ]
}

@test "many pending polls in a row are folded" {
    local polls=() n
    for n in {1..20}; do
        polls+=("1 $n B f_poll (0xa)" "1 $n E f_poll 0")
    done
    recorded false "1 0 B main" "${polls[@]}" "1 21 E main 0"
    printf '%s\n' 'title: t' 'poll: f_poll' 'program: p' | draw
    [ "$(drawn '>again and again<')" -eq 1 ]
    [ "$(drawn '<tspan.*>P<')" -eq 3 ]
}

@test "what happens at once stands side by side, or in the order recorded" {
    recorded false "1 0 B main" "1 0 B f" "1 0 E f" "2 0 B f" "2 0 E f" \
        "1 1 E main 0"
    printf '%s\n' 'title: t' 'work: f "f"' 'program: p' | draw
    run -0 sed -n 's/<rect x="\([0-9.]*\)".*#47617c.*/\1/p' figure.svg
    [ "${lines[0]}" = "${lines[1]}" ]
    printf '%s\n' 'title: t' 'work: f "f"' 'program: p' 'order: recorded' | draw
    run -0 sed -n 's/<rect x="\([0-9.]*\)".*#47617c.*/\1/p' figure.svg
    [ "${lines[0]}" != "${lines[1]}" ]
}

@test "a span leads from one function to another with the same argument" {
    recorded false "1 0 B main" "1 0 B begin (0xa,7)" "1 0 E begin" \
        "1 0 B begin (0xb,8)" "1 0 E begin" "1 1 B end (0xb)" "1 1 E end" \
        "1 2 B end (0xa)" "1 2 E end" "1 2 E main 0"
    printf '%s\n' 'title: t' 'span: begin end 1 "job {2}"' 'program: p' | draw
    run -0 grep '<desc' figure.svg
    output_has "job 7 until 2 s, job 8 until 1 s"
}

@test "a mistake in a spec is named with its file and line" {
    while IFS=';' read -r line what; do
        run -1 draw <<<"title: t
# the mistake:
$line
program: p"
        output_has "timeline: figure.timeline:3: $what"
    done <<'END'
pol: f_poll;unknown key 'pol'
just words;expected 'key: value'
poll: f_poll two words;expected poll: FUNCTION [ARGUMENT] ["LABEL"]
span: f_poll 1;expected span: FUNCTION FUNCTION ARGUMENT ["LABEL"]
scale: feet;'scale' is one of: order, time
round: soon;'round' needs a number above 0
END
    run -1 draw <<<'poll: f_poll'
    output_has "figure.timeline:1: a spec has a 'title:'"
}

@test "a function that was not called or has no such argument is named" {
    recorded false "1 0 B main" "1 0 B f_poll (0xa)" "1 0 E f_poll 0"
    run -1 draw <<<$'title: t\npoll: g_poll\nprogram: p'
    output_has "figure.timeline:2: no call of g_poll was recorded"
    run -1 draw <<<$'title: t\npoll: f_poll 2\nprogram: p'
    output_has "figure.timeline:2: f_poll has no argument 2"
    [ ! -e figure.svg ]
}

@test "a program is compiled, run and drawn" {
    printf '%s\n' 'title: t' 'poll: f_poll "f"' >figure.timeline
    program <<'END'
enum poll_state { POLL_PENDING, POLL_READY };
static enum poll_state f_poll(int *left)
{
    return (*left)-- > 0 ? POLL_PENDING : POLL_READY;
}
int main(void)
{
    int left = 2;
    while (f_poll(&left) == POLL_PENDING)
        ;
}
END
    bounded 10 "$TOOLS/timeline" figure.timeline
    run -0 grep '<desc' figure.svg
    output_has "At 0 s, main: f pending, f pending, f ready."
}

@test "a program that hangs is stopped, and its last call is drawn" {
    printf '%s\n' 'title: t' 'second_ms: 100' 'wait: park "asleep"' \
        >figure.timeline
    program <<'END'
/* Step 1.1: never.
 *
 * EXPECT: hang
 */
#include <unistd.h>
static void park(void)
{
    getppid();
    pause();
}
int main(void)
{
    park();
}
END
    TMPDIR=$PWD bounded 10 "$TOOLS/timeline" figure.timeline
    [ "$(drawn 'asleep for ever')" -eq 1 ]
    run -1 pgrep -f "$BATS_TEST_TMPDIR/tmp.*/program$"
}

@test "a program that is missing or does not compile is named" {
    printf '%s\n' 'title: t' 'poll: f_poll' >figure.timeline
    program <<<'int main(void) { return nothing; }'
    run -1 "$TOOLS/timeline" figure.timeline
    output_has "figure.timeline:3: $PWD/program.c does not compile:"
    output_has "nothing"
    rm program.c
    run -1 "$TOOLS/timeline" figure.timeline
    output_has "figure.timeline:3: there is no $PWD/program.c"
}

@test "without uftrace, figures says what to install" {
    mkdir bin
    for tool in python3 dirname env sh; do
        ln -s "$(command -v "$tool")" bin
    done
    PATH=$PWD/bin run -1 "$TOOLS/figures"
    output_has "figures are recorded with uftrace, which is not installed"
}

@test "figures goes on after a spec that fails, and fails" {
    command -v uftrace >/dev/null || skip "no uftrace: figures are for authors"
    echo 'nonsense' >"a b.timeline"
    echo 'more nonsense' >c.timeline
    run -1 "$TOOLS/figures" "a b.timeline" c.timeline
    output_has "a b.timeline:1: expected 'key: value'"
    output_has "c.timeline:1: expected 'key: value'"
}

@test "both tools explain themselves and refuse what they do not know" {
    for tool in timeline figures; do
        run -0 "$TOOLS/$tool" --help
        output_has "usage: "
        run -2 "$TOOLS/$tool" --nonsense
        output_has "usage: "
    done
}
