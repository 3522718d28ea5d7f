#!/usr/bin/env bats
load "../../book/tools/test_helper"
load "../../book/tools/server_helper"

tenths() {
    printf '%s\n' "$output" |
        sed -n 's/^[0-9]* clients.*: \([0-9]*\)\.\([0-9]\) seconds.*/\1\2/p'
}

# Calls of poll(); hundredths of a second of processor.
calls() {
    printf '%s\n' "$output" |
        sed -n 's/^/ /; s/.* \([0-9]*\) calls of poll.*/\1/p'
}

processor() {
    printf '%s\n' "$output" |
        sed -n 's/.* \([0-9]*\)\.\([0-9][0-9]\) seconds of processor.*/\1\2/p'
}

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
    run -2 step client
    for bad in -1 65536 x ""; do
        run -2 step server "$bad"
        run -2 step client "$bad"
    done
    run -2 step ten_clients 0
    run -2 step ten_clients 1001
    run -2 step idle 10001
}

@test "a timeout rounded down spins, rounded up it does not" {
    SECOND_MS=1000 run -0 step rounded_down
    down=$(calls)
    [ "$(processor)" -gt 5 ]
    SECOND_MS=1000 run -0 step rounded_up
    [ "$(calls)" -le 1000 ]
    [ "$down" -gt $((20 * $(calls))) ]
}

@test "asleep in poll(), the wake of another thread is not heard" {
    run -124 bounded 1 "$BIN/deaf"
    output_is <<<$'a letter for Ada\nthe visitor rings'
}

@test "with the pipe it is heard, and it takes four sleeps" {
    run -0 step heard
    [ "${lines[0]}" = "a letter for Ada" ]
    [ "${lines[1]}" = "the visitor rings" ]
    [ "${lines[2]}" = "Bob hears the bell" ]
    [ "$(calls)" -le 6 ]
}

@test "who looks only for what was asked never hears of a hang-up" {
    [ "$(uname)" = Linux ] || skip "elsewhere the end of a pipe is POLLIN, too"
    run -0 step hung_up
    [ "$(calls)" -gt 1000 ]
    output_has ", 0 wakes"
}

@test "a descriptor closed while it is waited for: another one's mail is read" {
    run -0 step others_mail
    output_is <<'TEXT'
Bob's descriptor is what Ada's was
Ada reads: dear Bob
Bob's letter: not there
Ada: Bad file descriptor
TEXT
}

@test "ten clients and their server: one thread, one second, asleep" {
    SECOND_MS=1000 run -0 step ten_clients
    [ "$(printf '%s\n' "${lines[@]:0:10}" | grep -c '^start')" -eq 10 ]
    [ "$(printf '%s\n' "${lines[@]:10:10}" | grep -c '^end')" -eq 10 ]
    [ "$(tenths)" -ge 10 ]
    [ "$(tenths)" -lt 50 ]
    [ "$(calls)" -lt 100 ]
    [ "$(processor)" -lt 50 ]
}

@test "a thousand clients at once: all hear all, in about a second, one thread" {
    SECOND_MS=1000 run -0 bounded 60 "$BIN/thousand_clients"
    [[ ${lines[0]} == "1000 clients, 2000 lines: "* ]]
    [ "$(tenths)" -ge 10 ]
    [ "$(tenths)" -lt 60 ]
    [ "$(calls)" -lt 3000 ]
}

@test "what does not say anything costs something at each call" {
    for count in 0 500; do
        run -0 step idle "$count"
        output_has "$count idle: "
    done
}

@test "too few descriptors, and no more to be had: it says so" {
    run -1 bash -c "ulimit -n 500; exec '$BIN/thousand_clients'"
    output_is <<<"2016 descriptors are needed; the limit (ulimit -Hn) is 500"
    run -1 bash -c "ulimit -n 40; exec '$BIN/server' 0"
    output_has "; the limit (ulimit -Hn) is 40"
    run -0 bounded 10 bash -c "ulimit -Sn 40; exec '$BIN/ten_clients' 30"
    [ "$(output_count '^end')" -eq 30 ]
}

# fifth_fails PROGRAM: it with forty clients, as ./PROGRAM of the test; the fifth
# call of the one named by $call is an error.
fifth_fails() {
    cat >"$BATS_TEST_TMPDIR/fails.h" <<'C'
#include <stdbool.h>

#include "../22-blocking-sockets/tcp.h"
static inline bool fifth(const char *name)
{
    static int calls;
    errno = EACCES;
    return strcmp(getenv("call"), name) == 0 && ++calls == 5;
}
static inline int net_accept(int fd, struct sockaddr *at, socklen_t *size)
{
    return fifth("accept") ? -1 : accept(fd, at, size);
}
static inline int net_connect(int fd, const struct sockaddr *to, socklen_t size)
{
    return fifth("connect") ? -1 : connect(fd, to, size);
}
#define accept(fd, at, size) net_accept(fd, at, size)
#define connect(fd, to, size) net_connect(fd, to, size)
C
    {
        echo '#include "fails.h"'
        sed 's/COUNT 1000$/COUNT 40/' "$BATS_TEST_DIRNAME/$1.c"
    } >"$BATS_TEST_TMPDIR/$1.c"
    compiled "$BATS_TEST_TMPDIR/$1.c" -I "$BATS_TEST_DIRNAME"
}

@test "a run in which an accept or a client fails is no success" {
    error=$(error_text EACCES)
    for program in ten_clients thousand_clients; do
        fifth_fails "$program"
        call=accept run -1 bounded 10 "$BATS_TEST_TMPDIR/$program"
        [ "$(last_line)" = "accept: $error" ]
        call=connect run -1 bounded 10 "$BATS_TEST_TMPDIR/$program"
        output_has "client: $error"
    done
}

@test "the server says start and end to each client, and counts them from one" {
    started "$BIN/server" 0
    [[ $line =~ ^listening\ on\ 127\.0\.0\.1:[0-9]+$ ]]
    for n in 1 2 3; do
        run -0 client
        output_is <<<$'start '"$n"$'\nend '"$n"
    done
    stopped_quietly TERM
    [ ! -s "$BATS_TEST_TMPDIR/stderr" ]
}

@test "SIGINT and SIGTERM stop it while it waits for a client" {
    for signal in INT TERM; do
        started "$BIN/server" 0
        stopped_quietly "$signal"
    done
}

@test "they stop it in the middle of many conversations, which end there" {
    for signal in INT TERM; do
        SECOND_MS=60000 started "$BIN/server" 0
        server=$server signal=$signal run -0 client_c ../23-nonblocking/async_tcp.h descriptors.h <<'C'
        int fds[60];
        char byte;
        for (int n = 0; n < 60; n++)
            fds[n] = connected();
        for (int n = 0; n < 60; n++)
            fd_read_some(fds[n], &byte, 1);
        kill(atoi(getenv("server")),
             strcmp(getenv("signal"), "INT") == 0 ? SIGINT : SIGTERM);
        for (int n = 0; n < 60; n++)
            fd_print_all(fds[n]);
C
        [ "$(output_count '^tart')" -eq 60 ]
        [ "$(output_count 'end')" -eq 0 ]
        stopped_quietly "$signal"
    done
}

@test "it can be started again at once on the port it had, but not twice" {
    started "$BIN/server" 0
    run -0 client
    stopped_quietly INT
    started "$BIN/server" "$port"
    run -0 client
    output_has "end 1"
    run -1 step server "$port"
    output_is <<<"listen on 127.0.0.1:$port: $(error_text EADDRINUSE)"
    stopped_quietly INT
}

@test "a client without a server, or with an unknown host, says so" {
    started "$BIN/server" 0
    stopped_quietly INT
    run -1 step client "$port"
    output_is <<<"connect to 127.0.0.1:$port: $(error_text ECONNREFUSED)"
    run -1 step client not..a.name 80
    output_has "not..a.name: "
}

@test "it talks to clients that are not ours" {
    started "$BIN/server" 0
    # shellcheck disable=SC2016 # the inner shell's
    run bounded 10 bash -c 'cat <"/dev/tcp/127.0.0.1/$0"' "$port"
    [[ $output == $'start 1\nend 1' || $output == *"No such file"* ]]
    if command -v nc; then
        run -0 bounded 10 nc 127.0.0.1 "$port" <<<hello
        [[ $output =~ ^start\ [12].end\ [12]$ ]]
    fi
    stopped_quietly INT
}

@test "clients that leave, reset, close half or say nothing: nobody else waits" {
    SECOND_MS=500 started "$BIN/server" 0
    SECOND_MS=500 run -0 client_c ../23-nonblocking/async_tcp.h descriptors.h <<'C'
    struct linger at_once = {1, 0};
    int silent = connected(), resets = connected();
    close(connected());
    setsockopt(resets, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(resets);
    int64_t begin_ns = clock_now_ns();
    int half = connected(), talks = connected();
    shutdown(half, SHUT_WR); /* it still hears all */
    fd_write_all(talks, "hello\n", 6);
    fd_print_all(half);
    fd_print_all(talks);
    printf("%d\n", clock_now_ns() - begin_ns < 2 * clock_second_ns());
    fd_print_all(silent);
    close(silent);
    close(half);
    close(talks);
C
    output_is <<<$'start 4\nend 4\nstart 5\nend 5\n1\nstart 1\nend 1'
    run -0 client
    output_is <<<$'start 6\nend 6'
    grep -q '^connection [23]: ' "$BATS_TEST_TMPDIR/stderr"
    stopped_quietly INT
}

@test "a thousand clients that are not ours, at once, are all served" {
    SECOND_MS=1000 started "$BIN/server" 0
    run -0 client_c ../23-nonblocking/async_tcp.h descriptors.h <<'C'
    static int fds[1000];
    char line[64];
    int served = 0;
    descriptors_allow(1100);
    for (int n = 0; n < 1000; n++)
        fds[n] = connected();
    for (int n = 0; n < 1000; n++) {
        ssize_t length, came = 0;
        while ((length = fd_read_some(fds[n], line + came,
                                      sizeof line - (size_t)came)) > 0)
            came += length;
        line[came] = '\0';
        served += strncmp(line, "start ", 6) == 0 &&
                  strstr(line, "\nend ") != NULL;
    }
    printf("%d\n", served);
C
    output_is <<<"1000"
    stopped_quietly INT
    [ ! -s "$BATS_TEST_TMPDIR/stderr" ]
}

# What networks and signals do, on purpose: no call takes or gives more than
# `most` bytes; of the calls, every `nth` is interrupted (connect after it has
# begun), and every `again` would block although it need not. `hook`, if it is
# set, is called before each poll().
network_h() {
    sed "s|LOOP_H|$ROOT/part2-executor/15-sleeping/loop.h|" \
        >"$BATS_TEST_TMPDIR/network.h" <<'C'
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "LOOP_H" /* before `poll` is a macro: futures have one, too */

static inline int number(const char *name)
{
    const char *value = getenv(name);
    return value == NULL ? 0 : atoi(value);
}
static inline bool fails(const char *name, int *calls, int error)
{
    int every = number(name);
    if (every == 0 || ++*calls % every != 0)
        return false;
    errno = error;
    return true;
}
static int interrupts, blocks;
static int writes; /* to descriptors but standard output */
static void (*hook)(void);
static inline bool net_fails(void)
{
    return fails("nth", &interrupts, EINTR) || fails("again", &blocks, EAGAIN);
}
static inline size_t net_size(size_t size)
{
    size_t most = (size_t)number("most");
    return most != 0 && most < size ? most : size;
}
static inline ssize_t net_write(int fd, const void *data, size_t size)
{
    if (fd == STDOUT_FILENO)
        return write(fd, data, size);
    writes++;
    return net_fails() ? -1 : write(fd, data, net_size(size));
}
static inline ssize_t net_read(int fd, void *data, size_t size)
{
    return net_fails() ? -1 : read(fd, data, net_size(size));
}
static inline int net_accept(int fd, struct sockaddr *at, socklen_t *size)
{
    return net_fails() ? -1 : accept(fd, at, size);
}
static inline int net_poll(struct pollfd *fds, nfds_t count, int ms)
{
    if (hook != NULL)
        hook();
    return fails("nth", &interrupts, EINTR) ? -1 : poll(fds, count, ms);
}
static inline int net_connect(int fd, const struct sockaddr *to, socklen_t size)
{
    int result = connect(fd, to, size);
    return fails("nth", &interrupts, EINTR) ? -1 : result;
}
#define write(fd, data, size) net_write(fd, data, size)
#define read(fd, data, size) net_read(fd, data, size)
#define accept(fd, at, size) net_accept(fd, at, size)
#define poll(fds, count, ms) net_poll(fds, count, ms)
#define connect(fd, to, size) net_connect(fd, to, size)
C
}

# on_network PROGRAM: it as it is, on such a network, as ./PROGRAM of the test.
on_network() {
    network_h
    printf '#include "network.h"\n#include "%s"\n' \
        "$BATS_TEST_DIRNAME/$1.c" >"$BATS_TEST_TMPDIR/$1.c"
    compiled "$BATS_TEST_TMPDIR/$1.c"
}

@test "one byte at a time, interrupted, would-block in between: nothing is lost" {
    on_network ten_clients
    for faults in most=1 nth=2 "most=1 nth=3" "most=1 again=2" \
        "most=3 nth=2 again=3" "most=1 nth=5 again=4"; do
        # shellcheck disable=SC2086 # words
        SECOND_MS=20 run -0 bounded 10 env $faults \
            "$BATS_TEST_TMPDIR/ten_clients" 1
        [ "${lines[0]}" = "start 1" ]
        [ "${lines[1]}" = "end 1" ]
    done
}

@test "ten at once on such a network: every byte comes, each in its order" {
    on_network server
    SECOND_MS=500 most=1 nth=3 again=2 started "$BATS_TEST_TMPDIR/server" 0
    run -0 client_c ../23-nonblocking/async_tcp.h descriptors.h <<'C'
    int fds[10];
    for (int n = 0; n < 10; n++)
        fds[n] = connected();
    for (int n = 0; n < 10; n++)
        fd_print_all(fds[n]);
C
    output_is < <(for n in $(seq 10); do echo "start $n"; echo "end $n"; done)
    stopped_quietly INT
}

# watched [HEADER...]: COUNT pipes, an interest in the read end of each, and a
# waker that counts for each. With WATCH the statements begin, with DONE they
# end.
watched() {
    cat >"$BATS_TEST_TMPDIR/watched.h" <<'C'
#include <sys/socket.h>
#include <unistd.h>
enum { COUNT = 5 };
static struct watch watch;
static int pipes[COUNT][2];
static struct interest interests[COUNT];
static struct counting_waker countings[COUNT];
static struct waker wakers[COUNT];

static inline void wait_for(int n)
{
    interest_wait(&interests[n], &wakers[n]);
}
static inline void forget(int n)
{
    interest_forget(&interests[n]);
}
static inline void put(int n)
{
    if (write(pipes[n][1], "x", 1) != 1)
        abort();
}
/* One look, without sleeping: how often each was woken so far. */
static inline void look(void)
{
    if (watch_poll(&watch, 0))
        watch_wake(&watch);
    for (int n = 0; n < COUNT; n++)
        printf("%ld", counting_waker_wakes(&countings[n]));
    printf(" %zu watched\n", watch.count - 1);
}
static inline void begin(void)
{
    watch_new(&watch, -1);
    for (int n = 0; n < COUNT; n++) {
        if (pipe(pipes[n]) != 0)
            abort();
        interest_init(&interests[n], &watch.readiness, pipes[n][0], POLLIN);
        counting_waker_init(&countings[n]);
        wakers[n] = counting_waker_new(&countings[n]);
    }
}
static inline void done(void)
{
    for (int n = 0; n < COUNT; n++) {
        forget(n);
        waker_drop(&wakers[n]);
        if (counting_waker_alive(&countings[n]) != 0)
            printf("waker %d is still alive\n", n);
        counting_waker_destroy(&countings[n]);
    }
    watch_drop(&watch);
}
C
    checked ../../part1-futures/06-wakers/counting_waker.h "$@" watch.h \
        "$BATS_TEST_TMPDIR/watched.h"
}

@test "who is ready is woken, once, and not watched any more" {
    run -0 watched <<'C'
    begin();
    for (int n = 0; n < COUNT; n++)
        wait_for(n);
    look();
    put(1), put(3);
    look();
    look();
    wait_for(3); /* it has not been read: ready at once */
    look();
    put(0), put(2), put(4);
    look();
    done();
C
    output_is <<<$'00000 5 watched\n01010 3 watched\n01010 3 watched\n01020 3 watched\n11121 0 watched'
}

@test "who is forgotten is not woken, from whatever place it goes" {
    run -0 watched <<'C'
    begin();
    int wrong = 0;
    for (int n = 0; n < COUNT; n++)
        put(n);
    for (int order = 0; order < COUNT * COUNT * COUNT; order++) {
        int gone[] = {order % COUNT, order / COUNT % COUNT,
                      order / COUNT / COUNT};
        long before[COUNT];
        for (int n = 0; n < COUNT; n++) {
            before[n] = counting_waker_wakes(&countings[n]);
            wait_for(n);
        }
        for (int i = 0; i < 3; i++)
            forget(gone[i]); /* again: nothing */
        if (watch_poll(&watch, 0))
            watch_wake(&watch);
        for (int n = 0; n < COUNT; n++) {
            bool forgotten = n == gone[0] || n == gone[1] || n == gone[2];
            wrong += counting_waker_wakes(&countings[n]) - before[n] !=
                     !forgotten;
        }
        wrong += watch.count != 1;
    }
    printf("%d wrong\n", wrong);
    done();
C
    output_is <<<"0 wrong"
}

@test "a wake may forget others: they are not woken, and nobody else is lost" {
    cat >"$BATS_TEST_TMPDIR/nasty.h" <<'C'
/* A waker that counts, and forgets another interest. */
static long woken[5], victims[5];
static struct interest *all;
static inline void *nasty_clone(void *data) { return data; }
static inline void nasty_drop(void *data) { (void)data; }
static inline void nasty_wake(void *data)
{
    long n = (long *)data - woken;
    woken[n]++;
    if (victims[n] >= 0)
        interest_forget(&all[victims[n]]);
}
static const struct waker_ops nasty_ops = {nasty_clone, nasty_wake, nasty_wake,
                                           nasty_drop};
C
    run -0 watched ../23-nonblocking/readiness.h "$BATS_TEST_TMPDIR/nasty.h" <<'C'
    begin();
    all = interests;
    int wrong = 0;
    for (int who = 0; who < COUNT; who++)
        for (int whom = 0; whom < COUNT; whom++) {
            for (int n = 0; n < COUNT; n++) {
                struct waker nasty = {&woken[n], &nasty_ops};
                woken[n] = 0;
                victims[n] = n == who ? whom : -1;
                interest_wait(&interests[n], &nasty);
                if (who + whom == 0)
                    put(n);
            }
            for (int looks = 0; looks < 2; looks++)
                if (watch_poll(&watch, 0))
                    watch_wake(&watch);
            for (int n = 0; n < COUNT; n++) {
                wrong += woken[n] > 1 || interests[n].place != 0;
                wrong += woken[n] == 0 && n != whom;
            }
        }
    printf("%d wrong\n", wrong);
    done();
C
    output_is <<<"0 wrong"
}

@test "the latest waker is woken, and the one before is given back" {
    run -0 watched <<'C'
    begin();
    interest_wait(&interests[0], &wakers[1]);
    interest_wait(&interests[0], &wakers[1]);
    interest_wait(&interests[0], &wakers[2]);
    printf("%ld %ld, %zu watched\n", counting_waker_alive(&countings[1]),
           counting_waker_alive(&countings[2]), watch.count - 1);
    put(0);
    look();
    done();
C
    output_is <<<$'1 2, 1 watched\n00100 0 watched'
}

@test "one descriptor may be there twice, to read and to write" {
    run -0 watched <<'C'
    begin();
    int ends[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    interest_init(&interests[0], &watch.readiness, ends[0], POLLIN);
    interest_init(&interests[1], &watch.readiness, ends[0], POLLOUT);
    wait_for(0), wait_for(1);
    look();
    if (write(ends[1], "x", 1) != 1)
        abort();
    look();
    done();
C
    output_is <<<$'01000 1 watched\n11000 0 watched'
}

@test "a hang-up, an error and a descriptor that is closed wake as well" {
    run -0 watched <<'C'
    begin();
    close(pipes[0][1]); /* nobody will write */
    interest_init(&interests[1], &watch.readiness, pipes[1][1], POLLOUT);
    close(pipes[1][0]); /* nobody will read */
    wait_for(0), wait_for(1), wait_for(2), wait_for(3);
    close(pipes[3][0]);
    look();
    look();
    done();
C
    output_is <<<$'11010 1 watched\n11010 1 watched'
}

@test "what is no descriptor is refused: poll() would pass over it in silence" {
    run -0 watched ../23-nonblocking/async_tcp.h <<'C'
    begin();
    interest_init(&interests[0], &watch.readiness, -1, POLLIN);
    int result = interest_wait(&interests[0], &wakers[0]);
    printf("%d %d, ", result, errno == EBADF);
    struct context cx = {&wakers[0]};
    struct async_ready none;
    async_ready_init(&none, &watch.readiness, -1, POLLIN);
    enum poll_state state = future_poll(&none.future, &cx);
    printf("%d %d, ", state == POLL_READY, none.error == EBADF);
    printf("%ld alive\n", counting_waker_alive(&countings[0]));
    look();
    done();
C
    output_is <<<$'-1 1, 1 1, 1 alive\n00000 0 watched'
}

@test "more entries than descriptors are allowed: poll() fails, and it says so" {
    [ "$(uname)" = Linux ] || skip "elsewhere the limit is another one"
    run -1 watched ../../part1-futures/01-waiting/program.h <<'C'
    begin();
    static struct interest many[40]; /* all of one descriptor */
    struct rlimit limit = {32, 32};
    for (int n = 0; n < 40; n++) {
        interest_init(&many[n], &watch.readiness, pipes[0][0], POLLIN);
        interest_wait(&many[n], &wakers[0]);
    }
    setrlimit(RLIMIT_NOFILE, &limit);
    look();
C
    output_is <<<"poll: $(error_text EINVAL)"
}

@test "a number that the kernel gives out again is the new one's alone" {
    run -0 watched <<'C'
    begin();
    wait_for(0);
    forget(0); /* before the close: the rule */
    close(pipes[0][0]);
    int again = dup(pipes[1][0]);
    printf("%d\n", again == pipes[0][0]);
    interest_init(&interests[1], &watch.readiness, again, POLLIN);
    wait_for(1);
    put(1);
    look();
    done();
C
    output_is <<<$'1\n01000 0 watched'
}

@test "many are watched: the arrays grow, and each keeps its place" {
    run -0 watched <<'C'
    begin();
    static struct interest many[300];
    for (int n = 0; n < 300; n++) {
        interest_init(&many[n], &watch.readiness, pipes[n % 2][0], POLLIN);
        interest_wait(&many[n], &wakers[n % 2]);
    }
    put(1);
    if (watch_poll(&watch, 0))
        watch_wake(&watch);
    printf("%ld %ld\n", counting_waker_wakes(&countings[0]),
           counting_waker_wakes(&countings[1]));
    for (int n = 0; n < 300; n++)
        interest_forget(&many[n]);
    done();
C
    output_is <<<$'0 150'
}

# without_memory: the `fail`th allocation from now on fails.
without_memory() {
    cat >"$BATS_TEST_TMPDIR/memory.h" <<'C'
#include <errno.h>
#include <stdlib.h>
static int fail;
static inline int no_memory(void)
{
    if (fail == 0 || --fail > 0)
        return 0;
    errno = ENOMEM;
    return 1;
}
static inline void *some_realloc(void *old, size_t size)
{
    return no_memory() ? NULL : realloc(old, size);
}
static inline void *some_malloc(size_t size)
{
    return no_memory() ? NULL : malloc(size);
}
#define realloc(old, size) some_realloc(old, size)
#define malloc(size) some_malloc(size)
C
    echo "$BATS_TEST_TMPDIR/memory.h"
}

@test "no memory to watch one more: an error, and the others are still watched" {
    run -0 watched "$(without_memory)" <<'C'
    begin();
    static struct interest many[15];
    for (int n = 0; n < 15; n++) {
        interest_init(&many[n], &watch.readiness, pipes[0][0], POLLIN);
        interest_wait(&many[n], &wakers[0]);
    }
    for (int n = 1; n <= 2; n++) {
        fail = n;
        int result = interest_wait(&interests[1], &wakers[1]);
        printf("%d %d %ld\n", result, errno == ENOMEM,
               counting_waker_alive(&countings[1]));
    }
    put(0);
    look();
    done();
C
    output_is <<<$'-1 1 1\n-1 1 1\n150000 0 watched'
}

@test "a watch that somebody waits for is not to be dropped" {
    run -134 watched <<'C'
    begin();
    wait_for(0);
    watch_drop(&watch);
C
    output_is <<<"bug: a watch was dropped that somebody waits for"
}

@test "a timeout is rounded up, never early, and not too large for an int" {
    cat >"$BATS_TEST_TMPDIR/fake.h" <<'C'
#define clock_now_ns() INT64_C(1000)
C
    run -0 checked ../../part1-futures/01-waiting/clock.h \
        "$BATS_TEST_TMPDIR/fake.h" watch.h <<'C'
    int64_t deadlines[] = {0,       999,           1000,
                           1001,    1000 + 999999, 1001000,
                           1001001, INT64_MAX - 1, INT64_MAX};
    for (int n = 0; n < 9; n++)
        printf("%d ", watch_timeout_ms(deadlines[n]));
    printf("%d\n", INT_MAX);
C
    output_is <<<"0 0 0 1 1 1 2 2147483647 -1 2147483647"
}

# looped [HEADER...]: statements with an event loop, `loop`, and its `spawner`.
# Some futures to spawn, and threads.
looped() {
    before=("$@")
    after=
    looped_h
}

# looped_with HEADER: it may use these.
looped_with() {
    before=()
    after=$1
    looped_h
}

looped_h() {
    cat >"$BATS_TEST_TMPDIR/looped.h" <<'C'
#include <pthread.h>
static struct event_loop loop;
static struct spawner spawner;

/* Ready when it was polled so often; wakes itself until then. */
struct turns {
    struct future future;
    long left;
    atomic_bool *until; /* NULL, or ready when this is true */
};
static inline enum poll_state turns_poll(struct future *self,
                                         struct context *cx)
{
    struct turns *turns = container_of(self, struct turns, future);
    bool over = turns->until != NULL ? atomic_load(turns->until)
                                     : turns->left-- == 0;
    if (over)
        return POLL_READY;
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}
static inline void nothing_drop(struct future *self)
{
    (void)self;
}

/* Ready when another thread has said so, `times` times. */
struct heard {
    struct future future;
    struct doorbell bell;
    struct doorbell_wait wait;
    atomic_bool *done;
};
static inline enum poll_state heard_poll(struct future *self,
                                         struct context *cx)
{
    struct heard *heard = container_of(self, struct heard, future);
    if (future_poll(&heard->wait.future, cx) == POLL_PENDING)
        return POLL_PENDING;
    if (heard->done != NULL)
        atomic_store(heard->done, true);
    return POLL_READY;
}
static inline void heard_drop(struct future *self)
{
    future_drop(&container_of(self, struct heard, future)->wait.future);
}
static inline void heard_spawn(struct heard *heard)
{
    heard->future = (struct future){heard_poll, heard_drop};
    doorbell_init(&heard->bell);
    doorbell_wait_init(&heard->wait, &heard->bell);
    spawner_spawn(&spawner, &heard->future, NULL);
}
static inline void *ringing(void *arg)
{
    doorbell_ring(arg);
    return NULL;
}
static inline void ring_now(struct doorbell *bell)
{
    pthread_t thread;
    pthread_create(&thread, NULL, ringing, bell);
    pthread_join(thread, NULL);
}

/* Rings them, each on another thread, when it is called first. */
static struct doorbell *bells[3];
static inline void ring_once(void)
{
    for (int n = 0; n < 3 && bells[n] != NULL; n++) {
        ring_now(bells[n]);
        bells[n] = NULL;
    }
}
C
    checked ../../part1-futures/06-wakers/doorbell.h \
        ../../part2-executor/13-channel-executor/executor.h \
        ../23-nonblocking/async_tcp.h ${before[@]+"${before[@]}"} event_loop.h \
        "$BATS_TEST_TMPDIR/looped.h" ${after:+"$after"}
}

@test "nothing to do and nobody to come: the run ends at once" {
    run -0 looped <<'C'
    event_loop_new(&loop, &spawner);
    struct turns none = {{turns_poll, nothing_drop}, 0, NULL};
    spawner_spawn(&spawner, &none.future, NULL);
    spawner_drop(&spawner);
    printf("%ld poll\n", event_loop_run(&loop));
    event_loop_drop(&loop);
C
    output_is <<<"1 poll"
}

@test "asleep for a second beside five hundred descriptors: hardly a call" {
    SECOND_MS=1000 run -0 looped <<'C'
    static struct async_ready idle[500];
    struct sleep second;
    int ends[2];
    if (pipe(ends) != 0 || event_loop_new(&loop, &spawner) != 0)
        abort();
    for (int n = 0; n < 500; n++) {
        async_ready_init(&idle[n], &loop.watch.readiness, ends[0], POLLIN);
        spawner_spawn(&spawner, &idle[n].future, NULL);
    }
    int64_t deadline_ns = clock_now_ns() + NS_PER_SECOND + 300;
    sleep_init(&second, &loop.sleeps, deadline_ns);
    spawner_spawn(&spawner, &second.future, NULL);
    event_loop_run_queued(&loop, 501);
    int64_t cpu_ns = clock_cpu_ns();
    event_loop_wait(&loop);
    printf("%d ", clock_now_ns() >= deadline_ns);
    printf("%d ", clock_cpu_ns() - cpu_ns < NS_PER_SECOND / 5);
    printf("%ld\n", loop.watch.waits);
    spawner_drop(&spawner);
    if (write(ends[1], "x", 1) != 1)
        abort();
    event_loop_run(&loop);
    event_loop_drop(&loop);
C
    output_is <<<"1 1 1"
}

@test "a task that keeps waking itself delays neither descriptors nor sleeps" {
    run -0 looped <<'C'
    static atomic_bool over;
    int ends[2];
    if (pipe(ends) != 0 || event_loop_new(&loop, &spawner) != 0)
        abort();
    struct turns restless = {{turns_poll, nothing_drop}, 0, &over};
    struct async_ready readable;
    struct heard heard = {.done = &over};
    struct sleep soon;
    async_ready_init(&readable, &loop.watch.readiness, ends[0], POLLIN);
    sleep_init(&soon, &loop.sleeps, clock_now_ns() + 20 * NS_PER_MS);
    spawner_spawn(&spawner, &restless.future, NULL);
    spawner_spawn(&spawner, &readable.future, NULL);
    spawner_spawn(&spawner, &soon.future, NULL);
    heard_spawn(&heard);
    spawner_drop(&spawner);
    for (int turn = 0; loop.watch.count > 1 || turn < 10; turn++) {
        size_t queued;
        if (turn == 5 && write(ends[1], "x", 1) != 1)
            abort();
        receiver_look(&loop.executor.receiver, &queued);
        event_loop_run_queued(&loop, queued);
        event_loop_wait(&loop);
    }
    printf("read, ");
    while (loop.sleeps.count > 0) {
        event_loop_run_queued(&loop, 1);
        event_loop_wait(&loop);
    }
    printf("slept, ");
    ring_now(&heard.bell);
    event_loop_run(&loop);
    printf("heard\n");
    event_loop_drop(&loop);
    doorbell_destroy(&heard.bell);
C
    output_is <<<"read, slept, heard"
}

# The hook is called when the loop has looked at its queue and is about to
# sleep: the worst moment for a wake.
@test "a wake between the look at the queue and the sleep is not lost" {
    network_h
    run -0 looped "$BATS_TEST_TMPDIR/network.h" <<'C'
    struct heard heard = {.done = NULL};
    event_loop_new(&loop, &spawner);
    heard_spawn(&heard);
    spawner_drop(&spawner);
    bells[0] = &heard.bell;
    hook = ring_once;
    printf("%ld polls, ", event_loop_run(&loop));
    printf("%d byte\n", writes);
    event_loop_drop(&loop);
    doorbell_destroy(&heard.bell);
C
    output_is <<<"2 polls, 1 byte"
}

# The loop asks its clock between the two.
@test "a wake right after the look, long before the sleep, is not lost" {
    cat >"$BATS_TEST_TMPDIR/other.h" <<'C'
static int64_t ring_and_idle(struct clock *self, int64_t deadline_ns)
{
    (void)self;
    ring_once();
    return deadline_ns;
}
C
    run -0 looped_with "$BATS_TEST_TMPDIR/other.h" <<'C'
    struct heard heard = {.done = NULL};
    struct clock clock = {real_clock_now_ns, ring_and_idle};
    event_loop_with(&loop, &spawner, 10, &clock);
    heard_spawn(&heard);
    spawner_drop(&spawner);
    bells[0] = &heard.bell;
    printf("%ld polls\n", event_loop_run(&loop));
    event_loop_drop(&loop);
    doorbell_destroy(&heard.bell);
C
    output_is <<<"2 polls"
}

@test "many wakes in one sleep are one byte, and every wake is heard" {
    network_h
    run -0 looped "$BATS_TEST_TMPDIR/network.h" <<'C'
    struct heard heard[3];
    event_loop_new(&loop, &spawner);
    for (int n = 0; n < 3; n++) {
        heard[n].done = NULL;
        heard_spawn(&heard[n]);
        bells[n] = &heard[n].bell;
    }
    spawner_drop(&spawner);
    hook = ring_once;
    printf("%ld polls, ", event_loop_run(&loop));
    printf("%d byte\n", writes);
    event_loop_drop(&loop);
    for (int n = 0; n < 3; n++)
        doorbell_destroy(&heard[n].bell);
C
    output_is <<<"6 polls, 1 byte"
}

@test "the write of the byte is interrupted: it is written all the same" {
    network_h
    nth=2 run -0 looped "$BATS_TEST_TMPDIR/network.h" <<'C'
    struct heard heard = {.done = NULL};
    event_loop_new(&loop, &spawner);
    heard_spawn(&heard);
    spawner_drop(&spawner);
    bells[0] = &heard.bell;
    hook = ring_once;
    interrupts = 1; /* the next call, the write, is the second */
    printf("%ld polls, ", event_loop_run(&loop));
    printf("%d writes\n", writes);
    event_loop_drop(&loop);
    doorbell_destroy(&heard.bell);
C
    output_is <<<"2 polls, 2 writes"
}

@test "the byte is taken out: the next sleep is a sleep" {
    network_h
    SECOND_MS=1000 run -0 looped "$BATS_TEST_TMPDIR/network.h" <<'C'
    struct heard heard = {.done = NULL};
    struct sleep sleep;
    event_loop_new(&loop, &spawner);
    heard_spawn(&heard);
    sleep_init(&sleep, &loop.sleeps, sleeps_after(&loop.sleeps, 0.3));
    spawner_spawn(&spawner, &sleep.future, NULL);
    spawner_drop(&spawner);
    bells[0] = &heard.bell;
    hook = ring_once;
    event_loop_run(&loop);
    printf("%d\n", loop.watch.waits <= 4);
    event_loop_drop(&loop);
    doorbell_destroy(&heard.bell);
C
    output_is <<<"1"
}

@test "tasks of the loop's own thread wake each other without a byte" {
    network_h
    run -0 looped "$BATS_TEST_TMPDIR/network.h" <<'C'
    event_loop_new(&loop, &spawner);
    struct turns many = {{turns_poll, nothing_drop}, 1000, NULL};
    spawner_spawn(&spawner, &many.future, NULL);
    spawner_drop(&spawner);
    printf("%ld polls, ", event_loop_run(&loop));
    printf("%d bytes\n", writes);
    event_loop_drop(&loop);
C
    output_is <<<"1001 polls, 0 bytes"
}

@test "interrupted at every nth poll(), it waits as long as it should" {
    network_h
    for nth in 1 2 3; do
        nth=$nth SECOND_MS=100 run -0 looped "$BATS_TEST_TMPDIR/network.h" <<'C'
        struct sleep sleep;
            event_loop_new(&loop, &spawner);
        int64_t deadline_ns = sleeps_after(&loop.sleeps, 1);
        sleep_init(&sleep, &loop.sleeps, deadline_ns);
        spawner_spawn(&spawner, &sleep.future, NULL);
        spawner_drop(&spawner);
        event_loop_run(&loop);
        printf("%d\n", clock_now_ns() >= deadline_ns);
        event_loop_drop(&loop);
C
        output_is <<<"1"
    done
}

@test "spawned from another thread, and ended by it: both interrupt the sleep" {
    cat >"$BATS_TEST_TMPDIR/other.h" <<'C'
static struct spawner others;
static struct heard guest;
static void *other_main(void *arg)
{
    (void)arg;
    clock_sleep_until(clock_now_ns() + 50 * NS_PER_MS);
    doorbell_ring(&guest.bell); /* before it is polled at all */
    spawner_spawn(&others, &guest.future, NULL);
    clock_sleep_until(clock_now_ns() + 50 * NS_PER_MS);
    spawner_drop(&others);
    return NULL;
}
C
    run -0 looped_with "$BATS_TEST_TMPDIR/other.h" <<'C'
    pthread_t other;
    event_loop_new(&loop, &spawner);
    guest.future = (struct future){heard_poll, heard_drop};
    doorbell_init(&guest.bell);
    doorbell_wait_init(&guest.wait, &guest.bell);
    others = spawner_clone(&spawner);
    spawner_drop(&spawner);
    pthread_create(&other, NULL, other_main, NULL);
    printf("%ld poll\n", event_loop_run(&loop));
    pthread_join(other, NULL);
    event_loop_drop(&loop);
    doorbell_destroy(&guest.bell);
C
    output_is <<<"1 poll"
}

@test "two thousand tasks woken by four threads: no wake is lost" {
    cat >"$BATS_TEST_TMPDIR/other.h" <<'C'
enum { EACH = 500 };
static struct heard crowd[4][EACH];
static void *other_main(void *arg)
{
    struct heard *mine = arg;
    for (int n = 0; n < EACH; n++) {
        doorbell_ring(&mine[n].bell);
        if (n % 50 == 0)
            clock_sleep_until(clock_now_ns() + NS_PER_MS);
    }
    return NULL;
}
C
    run -0 looped_with "$BATS_TEST_TMPDIR/other.h" <<'C'
    pthread_t threads[4];
    event_loop_new(&loop, &spawner);
    for (int t = 0; t < 4; t++)
        for (int n = 0; n < EACH; n++)
            heard_spawn(&crowd[t][n]);
    spawner_drop(&spawner);
    for (int t = 0; t < 4; t++)
        pthread_create(&threads[t], NULL, other_main, crowd[t]);
    printf("%d\n", event_loop_run(&loop) <= 2 * 4 * EACH);
    for (int t = 0; t < 4; t++)
        pthread_join(threads[t], NULL);
    event_loop_drop(&loop);
C
    output_is <<<"1"
}

@test "a clock that jumps: a day has passed at once, and nobody slept" {
    run -0 looped <<'C'
    struct held_clock held;
    struct sleep day;
    held_clock_init(&held, true);
    event_loop_with(&loop, &spawner, 10, &held.clock);
    sleep_init(&day, &loop.sleeps, 86400 * NS_PER_SECOND);
    spawner_spawn(&spawner, &day.future, NULL);
    struct turns turns = {{turns_poll, nothing_drop}, 5, NULL};
    spawner_spawn(&spawner, &turns.future, NULL);
    spawner_drop(&spawner);
    printf("%ld polls, ", event_loop_run(&loop));
    printf("%d\n", held.now_ns == 86400 * NS_PER_SECOND);
    event_loop_drop(&loop);
C
    output_is <<<"8 polls, 1"
}

@test "what fails in making a loop leaves nothing behind" {
    run -0 checked "$(without_memory)" event_loop.h <<'C'
    struct event_loop loop;
    struct spawner spawner;
    struct rlimit limit = {0, 0};
    for (int n = 1; n <= 3; n++) {
        fail = n;
        int before = dup(0);
        close(before);
        printf("%d ", event_loop_new(&loop, &spawner));
        printf("%d ", errno == ENOMEM);
        int after = dup(0);
        printf("%d\n", before == after);
        close(after);
    }
    getrlimit(RLIMIT_NOFILE, &limit);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = 3;
    setrlimit(RLIMIT_NOFILE, &limit);
    printf("%d ", event_loop_new(&loop, &spawner));
    printf("%d\n", errno == EMFILE);
    limit.rlim_cur = before;
    setrlimit(RLIMIT_NOFILE, &limit);
C
    output_is <<<$'-1 1 1\n-1 1 1\n-1 1 1\n-1 1'
}

@test "the pipe blocks nobody, and is not handed to other programs" {
    run -0 looped <<'C'
    event_loop_new(&loop, &spawner);
    for (int i = 0; i < 2; i++)
        printf("%d %d ", (fcntl(loop.self_pipe[i], F_GETFL) & O_NONBLOCK) != 0,
               fcntl(loop.self_pipe[i], F_GETFD) == FD_CLOEXEC);
    spawner_drop(&spawner);
    event_loop_drop(&loop);
C
    output_is <<<"1 1 1 1 "
}

@test "a loop that never ran is dropped, with what was spawned" {
    run -0 looped <<'C'
    int before = dup(0);
    close(before);
    struct heard heard = {.done = NULL};
    event_loop_new(&loop, &spawner);
    heard_spawn(&heard);
    spawner_drop(&spawner);
    event_loop_drop(&loop);
    doorbell_destroy(&heard.bell);
    int after = dup(0);
    printf("%d\n", before == after);
C
    output_is <<<"1"
}

@test "a task that waits for both and is queued is dropped with the loop" {
    cat >"$BATS_TEST_TMPDIR/other.h" <<'C'
static struct sleep long_sleep;
static struct async_ready never;
static enum poll_state both_poll(struct future *self, struct context *cx)
{
    (void)self;
    future_poll(&long_sleep.future, cx);
    future_poll(&never.future, cx);
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}
static void both_drop(struct future *self)
{
    (void)self;
    future_drop(&long_sleep.future);
    future_drop(&never.future);
}
C
    run -0 looped_with "$BATS_TEST_TMPDIR/other.h" <<'C'
    int ends[2];
    if (pipe(ends) != 0 || event_loop_new(&loop, &spawner) != 0)
        abort();
    struct future both = {both_poll, both_drop};
    sleep_init(&long_sleep, &loop.sleeps, INT64_MAX);
    async_ready_init(&never, &loop.watch.readiness, ends[0], POLLIN);
    spawner_spawn(&spawner, &both, NULL);
    spawner_drop(&spawner);
    event_loop_run_queued(&loop, 1);
    printf("%zu %zu\n", loop.sleeps.count, loop.watch.count - 1);
    event_loop_drop(&loop);
C
    output_is <<<"1 1"
}

@test "a loop in a poll is a bug, and says so" {
    cat >"$BATS_TEST_TMPDIR/other.h" <<'C'
static enum poll_state nested_poll(struct future *self, struct context *cx)
{
    (void)self, (void)cx;
    event_loop_run(&loop);
    return POLL_READY;
}
C
    run -134 looped_with "$BATS_TEST_TMPDIR/other.h" <<'C'
    struct future nested = {nested_poll, nothing_drop};
    event_loop_new(&loop, &spawner);
    spawner_spawn(&spawner, &nested, NULL);
    event_loop_run(&loop);
C
    output_is <<<"bug: event_loop_run inside a poll: spawn the future instead"
}

@test "the drop of a loop in a poll is one as well" {
    cat >"$BATS_TEST_TMPDIR/other.h" <<'C'
static enum poll_state dropping_poll(struct future *self, struct context *cx)
{
    (void)self, (void)cx;
    event_loop_drop(&loop);
    return POLL_READY;
}
C
    run -134 looped_with "$BATS_TEST_TMPDIR/other.h" <<'C'
    struct future dropping = {dropping_poll, nothing_drop};
    event_loop_new(&loop, &spawner);
    spawner_spawn(&spawner, &dropping, NULL);
    event_loop_run(&loop);
C
    output_is <<<"bug: event_loop_drop inside a poll: let the run end first"
}

@test "a loop that was moved would sleep through its wakes: a bug" {
    run -134 looped <<'C'
    event_loop_new(&loop, &spawner);
    struct event_loop moved = loop;
    event_loop_run(&moved);
C
    output_is <<<"bug: an event loop was moved: wakes go to where it was"
}

@test "more sleeps are due at once than the queue has room for: all are woken" {
    run -0 looped <<'C'
    struct held_clock held;
    struct sleep sleeps[10];
    held_clock_init(&held, true);
    event_loop_with(&loop, &spawner, 2, &held.clock);
    for (int n = 0; n < 10; n++) {
        sleep_init(&sleeps[n], &loop.sleeps, n < 7 ? 1 : 2);
        spawner_spawn(&spawner, &sleeps[n].future, NULL);
        event_loop_run_queued(&loop, 1);
    }
    spawner_drop(&spawner);
    event_loop_wait(&loop);
    printf("%zu left, ", loop.sleeps.count);
    event_loop_run_queued(&loop, 1);
    event_loop_wait(&loop);
    printf("%zu left, ", loop.sleeps.count);
    printf("%ld polls, ", event_loop_run(&loop));
    printf("%zu left\n", loop.sleeps.count);
    event_loop_drop(&loop);
C
    output_is <<<"8 left, 7 left, 9 polls, 0 left"
}

@test "a small send buffer and a slow reader: all comes, and it sleeps meanwhile" {
    cat >"$BATS_TEST_TMPDIR/other.h" <<'C'
#include "../23-nonblocking/both_ends.h"
static char pages[1 << 20];
static void *reader_main(void *arg)
{
    static char buffer[16384];
    size_t came = 0, wrong = 0;
    ssize_t length;
    while ((length = recv(*(int *)arg, buffer, sizeof buffer, 0)) > 0) {
        for (ssize_t i = 0; i < length; i++)
            wrong += buffer[i] != (char)((came + (size_t)i) % 251);
        came += (size_t)length;
        clock_sleep_until(clock_now_ns() + NS_PER_MS);
    }
    printf("%zu came, %zu wrong\n", came, wrong);
    return NULL;
}
C
    run -0 looped_with "$BATS_TEST_TMPDIR/other.h" <<'C'
    const int small = 4096;
    int ends[2];
    struct async_write_all all;
    pthread_t reader;
    both_ends(ends);
    setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    for (size_t i = 0; i < sizeof pages; i++)
        pages[i] = (char)(i % 251);
    pthread_create(&reader, NULL, reader_main, &ends[0]);
    event_loop_new(&loop, &spawner);
    async_write_all_init(&all, &loop.watch.readiness, ends[1], pages,
                         sizeof pages);
    spawner_spawn(&spawner, &all.future, NULL);
    spawner_drop(&spawner);
    long polls = event_loop_run(&loop);
    close(ends[1]);
    pthread_join(reader, NULL);
    printf("%d %d\n", all.error, polls < 10000);
    event_loop_drop(&loop);
    close(ends[0]);
C
    output_is <<<$'1048576 came, 0 wrong\n0 1'
}

# Chapter 12's channel, and what this chapter adds to it.
@test "a receiver that sleeps elsewhere is told of each message and each close" {
    cat >"$BATS_TEST_TMPDIR/told.h" <<'C'
static inline void tell(void *data)
{
    ++*(int *)data;
}
static inline void look(const struct receiver *receiver, int told)
{
    static const char *const says[] = {"ok", "full", "empty", "closed"};
    size_t count;
    enum channel_result result = receiver_look(receiver, &count);
    printf("%s %zu, told %d\n", says[result], count, told);
}
C
    run -0 checked ../../part2-executor/12-channel/channel.h \
        "$BATS_TEST_TMPDIR/told.h" <<'C'
    struct sender sender, other;
    struct receiver receiver;
    void *message;
    int told = 0;
    channel_new(2, &sender, &receiver);
    sender_send(&sender, &told); /* before: nobody is told */
    receiver_set_notify(&receiver, tell, &told);
    look(&receiver, told);
    sender_send(&sender, &told);
    sender_try_send(&sender, &told); /* full */
    look(&receiver, told);
    receiver_receive(&receiver, &message);
    receiver_receive(&receiver, &message);
    look(&receiver, told);
    other = sender_clone(&sender);
    sender_drop(&sender); /* not the last */
    look(&receiver, told);
    sender_send(&other, &told);
    receiver_close(&receiver);
    sender_try_send(&other, &told); /* closed */
    look(&receiver, told);
    receiver_receive(&receiver, &message);
    look(&receiver, told);
    receiver_drop(&receiver);
    sender_drop(&other); /* closes again: nobody is there any more */
    printf("told %d\n", told);
C
    output_is <<<$'ok 1, told 0\nok 2, told 1\nempty 0, told 1\nempty 0, told 1\nok 1, told 3\nclosed 0, told 3\ntold 3'
}
