# The tool that keeps listings, outputs and links of the book true.
# Each test writes a small book into a folder whose name has a space in it.

load test_helper

setup() {
    mkdir -p "$BATS_TEST_TMPDIR/a book/book/tools" "$BATS_TEST_TMPDIR/a book/src"
    cd "$BATS_TEST_TMPDIR/a book"
    unset SECOND_MS
    printf '%s\n' '#!/bin/sh' 'echo "\$ build/$*"' '. "src/$1.sh"' \
        >book/tools/run
    chmod +x book/tools/run
    cat >src/timer.c <<'END'
#include <stdio.h>

/* The most that wait. */
#define TIMERS_MAX 16

#define TIMER_EACH(t, list)          \
    for (struct timer *t = (list);   \
         t; t = t->next)

struct timer;
static int timer_poll(struct timer *t);
static const struct ops ops;

/*
 * One deadline.


   Owned by whoever waits.
 */
struct timer {
    long deadline_ns;
    struct timer *next; /* } */
};

/* What a poll says, here and below. */

enum state { PENDING, READY };

enum {
    LINE_BYTES = 80,
};

static const char *const names[] = {
    [PENDING] = "pending {",
    [READY] = "ready /*",
};

static const int powers[] = {1, 2, 4,
                             8, 16, 32};

static const struct ops ops = {
    .poll = timer_poll,
};

static int count;

static struct {
    int woken;
} sleep_state = {0};

static int is_special(int c) { return c == '"' || strchr("/*", c); }

// Called with the lock held,
// never twice.
static int timer_poll(struct timer *t)
{
    if (t->next) {
        return PENDING;
    }
    return '{' ? READY : PENDING;
}

static inline int timer_one(void) { return 1; }

int timer_many(struct timer *timers, int number,
               int (*each)(struct timer *t))
{
    return each(timers) + number;
}

int timer_any(struct timer *timers)
{
#ifdef QUICK
    if (!timers) {
#else
    if (!timers->next) {
#endif
        return 0;
    }
    return 1;
}

int main(void)
{
    printf("%d\n", timer_one());
}
END
}

# text FILE: a Markdown file from standard input, where ``` is written ,,,
text() {
    mkdir -p "$(dirname "$1")"
    sed '/^,,,/s/,/`/g' >"$1"
}

book_sync() {
    bounded 20 "$BATS_TEST_DIRNAME/book-sync" "$@"
}

# listing ARGUMENTS: what a src block with these arguments is filled with.
listing() {
    printf '%s\n' "<!-- src: $1 -->" ',,,c' ',,,' | text listing.md
    book_sync listing.md >/dev/null || return
    sed '1,2d; $d' listing.md
}

@test "a function is found by its name, not by its declaration" {
    run -0 listing 'src/timer.c timer_poll'
    output_is <<'END'
static int timer_poll(struct timer *t)
{
    if (t->next) {
        return PENDING;
    }
    return '{' ? READY : PENDING;
}
END
}

@test "a head of two lines, a body on one line, main: all functions" {
    run -0 listing 'src/timer.c main timer_one timer_many'
    output_is <<'END'
int main(void)
{
    printf("%d\n", timer_one());
}

static inline int timer_one(void) { return 1; }

int timer_many(struct timer *timers, int number,
               int (*each)(struct timer *t))
{
    return each(timers) + number;
}
END
}

@test "braces and quotes in strings, and halves of an #if, do not confuse" {
    run -0 listing 'src/timer.c is_special'
    output_is <<'END'
static int is_special(int c) { return c == '"' || strchr("/*", c); }
END
    run -0 listing 'src/timer.c timer_any'
    [ "${#lines[@]}" -eq 11 ]
    [ "${lines[10]}" = '}' ]
}

@test "macros, with their continued lines" {
    run -0 listing 'src/timer.c TIMERS_MAX TIMER_EACH'
    output_is <<'END'
#define TIMERS_MAX 16

#define TIMER_EACH(t, list)          \
    for (struct timer *t = (list);   \
         t; t = t->next)
END
}

@test "a struct, an enum, an enum without a tag by its first constant" {
    run -0 listing 'src/timer.c timer state LINE_BYTES'
    output_is <<'END'
struct timer {
    long deadline_ns;
    struct timer *next; /* } */
};

enum state { PENDING, READY };

enum {
    LINE_BYTES = 80,
};
END
}

@test "tables and variables" {
    run -0 listing 'src/timer.c names powers ops count sleep_state'
    output_is <<'END'
static const char *const names[] = {
    [PENDING] = "pending {",
    [READY] = "ready /*",
};

static const int powers[] = {1, 2, 4,
                             8, 16, 32};

static const struct ops ops = {
    .poll = timer_poll,
};

static int count;

static struct {
    int woken;
} sleep_state = {0};
END
}

@test "a plus brings the comment directly above" {
    run -0 listing 'src/timer.c +struct timer +TIMERS_MAX'
    output_is <<'END'
/*
 * One deadline.


   Owned by whoever waits.
 */
struct timer {
    long deadline_ns;
    struct timer *next; /* } */
};

/* The most that wait. */
#define TIMERS_MAX 16
END
    run -0 listing 'src/timer.c +timer_poll'
    [ "${lines[0]}" = '// Called with the lock held,' ]
    run -1 listing 'src/timer.c +state'
    output_has 'listing.md:1: no comment directly above state in src/timer.c'
}

@test "without names, the whole file" {
    listing src/timer.c >whole
    cmp whole src/timer.c
}

@test "a struct and a function of the same name are told apart" {
    echo 'int state(void) { return 1; }' >>src/timer.c
    run -1 listing 'src/timer.c state'
    output_has 'listing.md:1: state is ambiguous: defined in src/timer.c'
    run -0 listing 'src/timer.c enum state state()'
    output_is <<'END'
enum state { PENDING, READY };

int state(void) { return 1; }
END
}

@test "a changed function is reported with file and line, and the difference" {
    text chapters/01-waiting/README.md <<'END'
# Waiting

<!-- src: src/timer.c timer_one -->
,,,c
static inline int timer_one(void) { return 1; }
,,,
END
    book_sync --check
    sed 's/return 1/return 2/' src/timer.c >new.c && mv new.c src/timer.c
    run -1 book_sync --check
    output_has 'chapters/01-waiting/README.md:3: listing (-) differs'
    output_has '    -static inline int timer_one(void) { return 1; }'
    output_has '    +static inline int timer_one(void) { return 2; }'
}

@test "of a long difference, twenty lines are shown" {
    printf '%s\n' '<!-- src: src/timer.c -->' ',,,c' ',,,' | text README.md
    run -1 book_sync --check
    [ "${#lines[@]}" -eq 22 ]
    [ "${lines[21]}" = '    ...' ]
}

@test "a missing name, file or program is reported, and so is the next one" {
    text README.md <<'END'
<!-- src: src/timer.c timer_two -->
,,,c
,,,
<!-- src: src/clock.c -->
,,,c
,,,
<!-- run: not/built -->
,,,
as it was
,,,
END
    cp README.md before
    for mode in README.md --check; do
        run -1 book_sync "$mode"
        output_has 'README.md:1: no definition of timer_two in src/timer.c'
        output_has 'README.md:4: no such file, or an empty one: src/clock.c'
        output_has 'README.md:7: book/tools/run not/built failed:'
        output_has "src/not/built.sh"
        cmp README.md before
    done
}

@test "wrong origins and fences are reported" {
    text README.md <<'END'
<!-- source: src/timer.c -->
,,,sh
,,,
<!-- run(seconds): x -->
,,,
,,,
<!-- src(order): src/timer.c -->
,,,c
,,,
<!-- cmd: -->
,,,
,,,
<!-- diff: src/timer.c src/timer.c -->
,,,c
,,,
<!-- src: src/timer.c -->

,,,c
,,,
- a list
  ,,,c
<!-- src: src/timer.c
-->
,,,diff
,,,
<!-- diff: src/timer.c src/timer.c -->
,,,diff
,,,
<!-- src: src/timer.c -->
,,,c
END
    sed 's/^  ,,,/  ```/' README.md >new.md && mv new.md README.md
    run -1 book_sync --check
    sort -t: -k2n <<<"$output" >sorted
    run -0 cat sorted
    output_is <<'END'
README.md:1: unknown origin: source
README.md:4: unknown modifier: run(seconds)
README.md:7: unknown modifier: src(order)
README.md:10: cmd of what?
README.md:14: the language of this fence must be diff
README.md:16: no fence under this origin
README.md:18: C block without origin
README.md:21: this fence does not begin in column 0
README.md:22: no fence under this origin
README.md:24: DIFF block without origin
README.md:26: no difference between src/timer.c and src/timer.c
README.md:29: this fence is never closed
END
}

@test "other blocks, comments and longer fences need no origin" {
    text README.md <<'END'
<!-- remark: with a colon -->

,,,sh
make
,,,
<!--
,,,c
int hidden;
,,,
-->
,,,,markdown
<!-- src: nowhere.c -->
,,,c
,,,
,,,,
A word ,,,c stands here.
END
    echo '```inline``` code' >>README.md
    run -0 book_sync --check
    output_is <<<'nothing to do: 2 blocks, 0 links, 1 files'
}

@test "an output that would close its fence is refused" {
    printf '%s\n' '<!-- cmd: sed s/,/~/g f -->' '~~~' '~~~' >README.md
    echo ',,,' >f
    run -1 book_sync
    output_has 'README.md:1: this text would close the fence: make it longer'
    printf '%s\n' '<!-- cmd: sed s/,/~/g f -->' '~~~~' '~~~~' >README.md
    book_sync
    book_sync --check
}

@test "what changed between two files, or two definitions, without line numbers" {
    sed 's/return 1/return 2/; s/^int main/int  main/' src/timer.c >src/later.c
    text README.md <<'END'
<!-- diff: src/timer.c src/later.c -->
,,,diff
,,,
<!-- diff: src/timer.c src/later.c timer_one -->
,,,diff
,,,
END
    book_sync
    book_sync --check
    grep -q '^-int main(void)' README.md
    run -0 sed '1,/diff: .* timer_one/d' README.md
    output_is <<'END'
```diff
@@
-static inline int timer_one(void) { return 1; }
+static inline int timer_one(void) { return 2; }
```
END
}

@test "a difference shows removed, then added, then three lines around" {
    printf '%s\n' a b c d '{' old '{' e f g h i j k l 1.0 >before
    printf '%s\n' a b c d new new '{' e f g h i j k l 1 >after
    printf '%s\n' '<!-- diff: before after -->' ',,,diff' ',,,' | text README.md
    book_sync
    run -0 sed '1,2d; $d' README.md
    output_is <<'END'
@@
 b
 c
 d
-{
-old
+new
+new
 {
 e
 f
@@
 j
 k
 l
-1.0
+1
END
}

@test "a difference keeps a long line rather than braces and empty lines" {
    printf '%s\n' '{' '' '}' 'int answer = 42;' >before
    printf '%s\n' 'int answer = 42;' '{' '' '}' >after
    printf '%s\n' '<!-- diff: before after -->' ',,,diff' ',,,' | text README.md
    book_sync
    grep -q '^ int answer = 42;' README.md
}

@test "a sync fills listings and outputs, and the next check passes" {
    echo 'echo "to stderr" >&2; echo "howdy $2"' >src/howdy.sh
    text README.md <<'END'
<!-- src: src/timer.c main -->
,,,c
,,,
<!-- run: howdy world -->
,,,text
,,,
<!-- cmd: ls nowhere >/dev/null 2>&1 || echo "it's gone" -->
,,,
,,,
END
    run -0 book_sync
    output_is <<<'rewrote README.md'
    book_sync --check
    run -0 sed '1,/^<!-- run/d' README.md
    output_is <<'END'
```text
$ build/howdy world
to stderr
howdy world
```
<!-- cmd: ls nowhere >/dev/null 2>&1 || echo "it's gone" -->
```
$ ls nowhere >/dev/null 2>&1 || echo "it's gone"
it's gone
```
END
    run -0 book_sync
    output_is <<<'nothing to do: 3 blocks, 0 links, 1 files'
}

@test "the text outside the blocks keeps every byte, and the file its mode" {
    printf '  caf\303\251 \t\r\n<!-- src: src/timer.c count -->\n```c\nold\n```' \
        >'a text.md'
    chmod 640 'a text.md'
    book_sync 'a text.md'
    printf '  caf\303\251 \t\r\n<!-- src: src/timer.c count -->\n```c\n%s\n```' \
        'static int count;' >expected
    cmp 'a text.md' expected
    [ -n "$(find . -name 'a text.md' -perm 640)" ]
    [ ! -e 'a text.md.tmp' ]
}

@test "times, ports and addresses may vary; the text keeps its own" {
    text README.md <<'END'
<!-- run: clock -->
,,,
$ build/clock
listening on 127.0.0.1:4711
woken   9.7 ms   later, in    1,017 µs
task at 0x7ffe12 (2 seconds)
3 sleepers
,,,
END
    cp README.md before
    cat >src/clock.sh <<'END'
echo 'listening on 127.0.0.1:80'
echo 'woken 102.4 ms later, in 3 s'
echo 'task at 0x55d0 ( 1.0 seconds)'
echo '3 sleepers'
END
    book_sync
    cmp README.md before
    echo 'echo 4 sleepers' >>src/clock.sh
    run -1 book_sync --check
    output_has 'README.md:1: output (-) differs from clock (+):'
    output_has '    +4 sleepers'
    [[ $output != *'    -woken'* ]]
}

@test "other numbers count, unless the origin says numbers" {
    for number in 7 1,234,567 12.5; do
        echo "echo 'polled $number times'" >"src/polls$number.sh"
        printf '%s\n' "<!-- run: polls$number -->" '```' "\$ build/polls$number" \
            'polled       3 times' '```' >README.md
        run -1 book_sync --check
        sed 's/run:/run(numbers):/' README.md >new.md
        book_sync --check new.md
    done
    echo "echo 'slept 7 times'" >src/polls12.5.sh
    run -1 book_sync --check new.md
}

@test "numbers and times in a line with a command always count" {
    echo 'echo howdy' | tee src/2s.sh >src/1s.sh
    printf '%s\n' '<!-- run(numbers): 1s -->' '```' '$ build/2s' 'howdy' '```' \
        >README.md
    run -1 book_sync --check
    output_has '    +$ build/1s'
}

@test "the order of lines counts, unless the origin says order" {
    echo 'echo one; echo two; echo two' >src/words.sh
    printf '%s\n' '<!-- run: words -->' '```' '$ build/words' 'two' 'one' 'two' \
        '```' >README.md
    run -1 book_sync --check
    sed 's/run:/run(order):/' README.md >order.md
    book_sync --check order.md
    sed 's/run:/run(numbers, order):/' README.md >both.md
    book_sync --check both.md
    echo 'echo one; echo one; echo two' >src/words.sh
    run -1 book_sync --check order.md
}

@test "a check runs in short seconds; a rewritten output shows the real ones" {
    echo 'echo "a second is ${SECOND_MS:-1000} ms" | tee -a log' >src/second.sh
    printf '%s\n' '<!-- run: second -->' '```' '```' >README.md
    book_sync
    grep -q 'a second is 1000 ms' README.md
    book_sync --check
    run -0 cut -d ' ' -f 4 log
    output_is <<<$'100\n1000\n100'
}

@test "an output whose real run fails is not written" {
    echo 'echo new; [ "${SECOND_MS-}" ] || exit 1' >src/quick.sh
    printf '%s\n' '<!-- run: quick -->' '```' 'old' '```' >README.md
    run -1 book_sync
    output_has 'README.md:1: book/tools/run quick failed:'
    grep -q '^old' README.md
}

@test "a text that is saved while its outputs run is not overwritten" {
    echo 'echo my words >>README.md; touch -t 203801010000 README.md' >src/slow.sh
    printf '%s\n' '<!-- run: slow -->' '```' '```' >README.md
    run -1 book_sync
    output_has 'README.md:1: saved meanwhile, not rewritten'
    grep -q 'my words' README.md
}

@test "commands speak one language, and leave nothing in the temporary folder" {
    printf '%s\n' '<!-- cmd: echo $LC_ALL -->' '```' '```' >README.md
    mkdir tmp
    LC_ALL=C.UTF-8 TMPDIR="$PWD/tmp" book_sync
    grep -q '^C$' README.md
    rmdir tmp
}

@test "without files, every text of the book is looked at" {
    for file in README.md CONTRIBUTING.md chapters/01-waiting/README.md \
        book/preface.md solutions/01-waiting/1-count/WHY.md; do
        echo '[dead](dead)' | text "$file"
    done
    run -1 book_sync --check
    [ "${#lines[@]}" -eq 5 ]
}

@test "an output that varies by itself is reported when it is written" {
    echo 'echo x >>runs; wc -l <runs' >src/count.sh
    printf '%s\n' '<!-- run: count -->' '```' '```' >README.md
    run -1 book_sync
    output_has 'README.md:1: output varies: run(numbers) or (order)?'
}

@test "a command that stands twice in the text is run once" {
    echo 'echo x >>runs' >src/once.sh
    printf '%s\n' '<!-- run: once -->' '```' '$ build/once' '```' >README.md
    cp README.md CONTRIBUTING.md
    book_sync --check
    [ "$(cat runs)" = x ]
}

@test "dead links to chapters, files, pictures and headings are reported" {
    text chapters/02-simple-future/README.md <<'END'
# Simple future
[next](../03-combinators/README.md), [`src`](../../src/timer.c),
[source](../../src/clock.c) and `a code span over
two lines` ![a figure](figures/poll.svg "A poll")
- [here](#simple-future), [there](#another)
- [up](../../README.md#what-this-is), [gone](../../README.md#gone)
- <img src="figures/wake.svg"> [name]

[name]: ../../NAME.md
- a stray ` of one item
- [gone](../02-simple-future/#gone) does not ` reach the next
END
    text README.md <<'END'
## What this is
[2](chapters/02-simple-future/#simple-future) [root](/src/timer.c)
END
    run -1 book_sync --check
    output_is <<'END'
chapters/02-simple-future/README.md:2: dead link, no such file: ../03-combinators/README.md
chapters/02-simple-future/README.md:3: dead link, no such file: ../../src/clock.c
chapters/02-simple-future/README.md:4: dead link, no such file: figures/poll.svg
chapters/02-simple-future/README.md:5: dead link, no such heading: #another
chapters/02-simple-future/README.md:6: dead link, no such heading: ../../README.md#gone
chapters/02-simple-future/README.md:7: dead link, no such file: figures/wake.svg
chapters/02-simple-future/README.md:9: dead link, no such file: ../../NAME.md
chapters/02-simple-future/README.md:11: dead link, no such heading: ../02-simple-future/#gone
END
}

@test "headings get the anchors that code hosts give them" {
    text README.md <<'END'
## Why `poll()` — and not a call-back?
## What's next
## What’s next
### A [link](https://example.org/x) in it: *now*, snake_case ##
,,,sh
## no heading
,,,
[1](#why-poll--and-not-a-call-back) [2](#whats-next) [3](#whats-next-1)
[4](#a-link-in-it-now-snake_case) [5](#recap)
# Recap
END
    run -0 book_sync --check
    echo '[6](#no-heading)' >>README.md
    run -1 book_sync --check
    output_is <<<'README.md:11: dead link, no such heading: #no-heading'
}

@test "code, comments, footnotes and the web are no links to check" {
    text README.md <<'END'
`[a](b)` ``a ` [a](b)`` <!-- [a](b) --> [web](https://example.org/#x)
<mailto:a@example.org> [mail](mailto:a@example.org) a note[^1] `[a](b)
[c](d)` x

<!-- [a](b) -->
<!--
[a](b)
-->
,,,
[a](b)
,,,
[^1]: A note.
END
    run -0 book_sync --check
}

@test "every awk gives the same" {
    mkdir bin
    text README.md <<'END'
# It's
<!-- src: src/timer.c +struct timer names TIMER_EACH -->
,,,c
,,,
<!-- diff: src/timer.c src/later.c -->
,,,diff
,,,
<!-- cmd(numbers): echo 'took 3 µs' -->
,,,
,,,
[it's](#its) [live](it's%20here) [dead](dead%20file)
END
    : >"it's here"
    sed 's/timer/clock/; /^enum/,/^}/d' src/timer.c >src/later.c
    cp README.md before.md
    for awk in awk mawk gawk original-awk 'busybox awk'; do
        command -v ${awk%% *} >/dev/null || continue
        printf '%s\n' '#!/bin/sh' "PATH=\${PATH#*:} exec $awk \"\$@\"" >bin/awk
        chmod +x bin/awk
        cp before.md README.md
        PATH="$PWD/bin:$PATH" run -1 book_sync
        output_has "README.md:$(grep -n '\[dead' README.md | cut -d: -f1): dead"
        [ "${#lines[@]}" -eq 2 ]
        [ -e expected.md ] || cp README.md expected.md
        cmp README.md expected.md
    done
    grep -q 'took 3' expected.md
}

@test "wrong arguments are refused, and --help explains" {
    run -0 book_sync --help
    output_has 'usage: book-sync'
    run -2 book_sync --chek
    run -2 book_sync nowhere.md
    output_has 'book-sync: no such file: nowhere.md'
    run -2 book_sync
    output_has 'run it from the root of the repository'
}
