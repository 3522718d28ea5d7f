#!/usr/bin/env bats
load "../../book/tools/test_helper"
load "../../book/tools/server_helper"

tenths() {
    printf '%s\n' "$output" |
        sed -n 's/^[0-9]* clients: \([0-9]*\)\.\([0-9]\) seconds$/\1\2/p'
}

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
    run -2 step client
    for bad in -1 65536 x ""; do
        run -2 step server "$bad"
        run -2 step client "$bad"
    done
    run -2 step client 127.0.0.1 0
    run -2 step one_thread 0
    run -2 step thread_each 1001
}

@test "the server says start and end to each client, and counts them from one" {
    started "$BIN/server" 0
    [[ $line =~ ^listening\ on\ 127\.0\.0\.1:[0-9]+$ ]]
    for n in 1 2 3; do
        run -0 client
        output_is <<<$'start '"$n"$'\nend '"$n"
    done
    stopped TERM
    [ ! -s "$BATS_TEST_TMPDIR/stderr" ]
}

@test "the client takes a name for the host, and prints what comes as it comes" {
    grep -q localhost /etc/hosts || skip "localhost is not known here"
    SECOND_MS=60000 started "$BIN/server" 0
    mkfifo "$BATS_TEST_TMPDIR/said"
    bounded 10 "$BIN/client" localhost "$port" >"$BATS_TEST_TMPDIR/said" 3>&- &
    client=$!
    read -r -t 10 first <"$BATS_TEST_TMPDIR/said"
    [ "$first" = "start 1" ]
    stopped INT
    wait "$client"
}

@test "SIGINT and SIGTERM stop it while it waits for a client" {
    for signal in INT TERM; do
        started "$BIN/server" 0
        stopped "$signal"
    done
}

@test "they stop it in the middle of a conversation, which ends there" {
    for signal in INT TERM; do
        SECOND_MS=60000 started "$BIN/server" 0
        mkfifo "$BATS_TEST_TMPDIR/said.$signal"
        bounded 10 "$BIN/client" "$port" >"$BATS_TEST_TMPDIR/said.$signal" 3>&- &
        client=$!
        exec 5<"$BATS_TEST_TMPDIR/said.$signal"
        read -r -t 10 first <&5
        stopped "$signal"
        wait "$client"
        run -0 cat <&5
        output_is <<<""
    done
}

@test "it can be started again at once on the port it had, but not twice" {
    started "$BIN/server" 0
    run -0 client
    stopped INT
    started "$BIN/server" "$port"
    run -0 client
    output_has "end 1"
    run -1 step server "$port"
    output_is <<<"listen on 127.0.0.1:$port: $(error_text EADDRINUSE)"
    stopped INT
}

@test "it listens where it is told to; what is no address is said" {
    started "$BIN/server" 0 0.0.0.0
    [[ $line =~ ^listening\ on\ 0\.0\.0\.0:[0-9]+$ ]]
    run -0 client
    stopped INT
    run -1 step server 0 nowhere
    output_is <<<"listen on nowhere:0: Invalid argument"
}

@test "a client without a server, or with an unknown host, says so" {
    started "$BIN/server" 0
    stopped INT
    run -1 step client "$port"
    output_is <<<"connect to 127.0.0.1:$port: Connection refused"
    run -1 step client not..a.name 80
    output_has "not..a.name: "
}

@test "a client that cannot print says so" {
    [ -e /dev/full ] || skip "no full device here"
    started "$BIN/server" 0
    run -1 --separate-stderr bash -c "'$BIN/client' $port >/dev/full"
    [[ $stderr == "fd_print_all: "* ]]
    stopped INT
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
    stopped INT
}

@test "a client that leaves, resets, or says nothing: the next one is served" {
    started "$BIN/server" 0
    run -0 client_c stop.h tcp.h <<'C'
    struct linger at_once = {1, 0};
    char buffer[64];
    close(connected());
    int fd = connected();
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(fd);
    fd = connected();
    shutdown(fd, SHUT_WR); /* half closed: it still hears all */
    fd_print_all(fd);
    close(fd);
    fd = connected(); /* reads nothing and leaves in between */
    recv(fd, buffer, 1, MSG_WAITALL);
    close(fd);
    fd = connected(); /* has sent what nobody reads */
    fd_write_all(fd, "hello\n", 6);
    fd_print_all(fd);
    close(fd);
C
    output_is <<<$'start 3\nend 3\nstart 5\nend 5'
    run -0 client
    output_is <<<$'start 6\nend 6'
    grep -q '^connection 1: ' "$BATS_TEST_TMPDIR/stderr"
    stopped INT
}

@test "clients that were quicker wait in the queue, and none is lost" {
    started "$BIN/server" 0
    run -0 client_c stop.h tcp.h <<'C'
    int fds[20];
    for (int n = 0; n < 20; n++)
        fds[n] = connected();
    for (int n = 0; n < 20; n++) {
        fd_print_all(fds[n]);
        close(fds[n]);
    }
C
    [ "$(output_count '^start')" -eq 20 ]
    [ "${lines[39]}" = "end 20" ]
    stopped INT
}

@test "one thread: each client waits for those before it" {
    run -0 step one_thread 5
    [ "$(tenths)" -ge 50 ]
    for n in 1 2 3 4 5; do
        [ "$(output_count "^start $n\$")" -eq 1 ]
        [ "$(output_count "^end $n\$")" -eq 1 ]
    done
}

@test "a thread each: all start before the first ends, in one second" {
    SECOND_MS=1000 run -0 step thread_each
    [ "$(printf '%s\n' "${lines[@]:0:10}" | grep -c '^start')" -eq 10 ]
    [ "$(printf '%s\n' "${lines[@]:10:10}" | grep -c '^end')" -eq 10 ]
    [ "$(tenths)" -ge 10 ]
    [ "$(tenths)" -lt 50 ]
}

@test "a thread each, and no more than 64 at a time: the others come later" {
    run -0 step thread_each 130
    [ "$(output_count '^start')" -eq 130 ]
    [ "$(output_count '^end')" -eq 130 ]
    [ "$(tenths)" -ge 30 ]
}

@test "a thread each, with a port: it stays for others until it is stopped" {
    started "$BIN/thread_each" 0 0
    [[ $line =~ ^listening\ on\ 127\.0\.0\.1:[0-9]+$ ]]
    for n in 1 2; do
        run -0 client
        output_is <<<$'start '"$n"$'\nend '"$n"
    done
    local first=$line
    stopped INT
    [[ $rest == "0 clients: "* ]]
    started "$BIN/thread_each" 0 "$port"
    [ "$line" = "$first" ]
    stopped TERM
}

@test "with no descriptor left the server ends, and says why" {
    sanitized address && skip "the leak checker needs descriptors, too"
    ulimit -Sn 40
    SECOND_MS=60000 started "$BIN/thread_each" 0 0
    run -0 client_c stop.h tcp.h <<'C'
    char start[9] = "", rest;
    int first = connected();
    recv(first, start, 8, MSG_WAITALL);
    while (connected() >= 0)
        ;
    bool more = recv(first, &rest, 1, 0) > 0; /* until the server is gone */
    printf("%s%s", start, more ? "more" : "");
C
    output_is <<<"start 1"
    status=0
    wait "$server" || status=$?
    server=
    [ "$status" -eq 1 ]
    [ "$(cat "$BATS_TEST_TMPDIR/stderr")" = "accept: $(error_text EMFILE)" ]
}

@test "both stop when they are told to, in the middle" {
    for program in one_thread thread_each; do
        SECOND_MS=60000 started "$BIN/$program"
        [ "${line% *}" = start ]
        stopped TERM
        [[ $rest != *end* ]]
    done
}

@test "a client that is quicker than the server is refused" {
    run -1 step refused
    [[ $output =~ ^connect\ to\ 127\.0\.0\.1:[0-9]+:\ Connection\ refused$ ]]
}

@test "a write to a client that has gone ends the program, without a word" {
    run -141 step hung_up
    output_is <<<"start: ok"
}

@test "a write that is interrupted writes less, and the rest never comes" {
    run -0 step cut_short
    [ "${lines[0]}" = "to write: 67108864" ]
    [[ ${lines[1]} =~ ^written:\ ([0-9]+)$ ]]
    [ "${BASH_REMATCH[1]}" -lt 67108864 ]
    [ "${lines[2]}" = "came: ${BASH_REMATCH[1]}" ]
}

@test "without SO_REUSEADDR the port of a server that has ended is in use" {
    run -1 step in_use
    [ "${lines[1]}" = welcome ]
    in_use=$(error_text EADDRINUSE)
    [ "${lines[2]}" = "bind ${lines[0]#listening on }: $in_use" ]
}

@test "a flag and an accept: the signal in between is lost" {
    run -124 bounded 1 "$BIN/deaf"
    [ "${lines[1]}" = Ctrl-C ]
    [ "${#lines[@]}" -eq 2 ]
}

@test "another client makes it look at the flag" {
    started "$BIN/deaf"
    [ "$(bounded 10 "$BIN/client" "$port")" = "" ]
    read -r -t 10 line <&4
    [ "$line" = Ctrl-C ]
    read -r -t 10 line <&4
    [ "$line" = stopped ]
}

# network HEADER...: as checked, but no call takes or gives more than `most`
# bytes, and every `nth` call is interrupted, connect after it has begun.
network() {
    cat >"$BATS_TEST_TMPDIR/network.h" <<'C'
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static size_t most = SIZE_MAX;
static int nth; /* 0: none */
static int cause = EINTR;
static atomic_int calls;

static inline bool interrupted(void)
{
    if (nth == 0 || ++calls % nth != 0)
        return false;
    errno = cause;
    return true;
}
static inline ssize_t net_write(int fd, const void *data, size_t size)
{
    return interrupted() ? -1 : write(fd, data, size < most ? size : most);
}
static inline ssize_t net_read(int fd, void *data, size_t size)
{
    return interrupted() ? -1 : read(fd, data, size < most ? size : most);
}
static inline int net_accept(int fd, struct sockaddr *at, socklen_t *size)
{
    return interrupted() ? -1 : accept(fd, at, size);
}
static inline int net_poll(struct pollfd *fds, nfds_t count, int ms)
{
    return interrupted() ? -1 : poll(fds, count, ms);
}
static inline int net_connect(int fd, const struct sockaddr *to, socklen_t size)
{
    if (connect(fd, to, size) != 0 || interrupted())
        return -1;
    return 0;
}
static size_t received;
static inline ssize_t net_recv(int fd, void *data, size_t size, int flags)
{
    ssize_t length = recv(fd, data, size, flags);
    received += length > 0 ? (size_t)length : 0;
    return length;
}
#define recv(fd, data, size, flags) net_recv(fd, data, size, flags)
#define write(fd, data, size) net_write(fd, data, size)
#define read(fd, data, size) net_read(fd, data, size)
#define accept(fd, at, size) net_accept(fd, at, size)
#define poll(fds, count, ms) net_poll(fds, count, ms)
#define connect(fd, to, size) net_connect(fd, to, size)
#define main server_program
#include "server.c"
#undef main
/* SIGTERM, with which a test's time ends, no longer ends the program then. */
#define stop_begin() (alarm(10), stop_begin())

/* A connection to ourselves: fds[0] is the client's. */
static int listener;
static inline void connection_new(int fds[2])
{
    signal(SIGPIPE, SIG_IGN);
    listener = tcp_listen("127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);
    fds[0] = tcp_connect(&to);
    fds[1] = tcp_accept(listener);
}
static inline int descriptors(void)
{
    int open = 0;
    for (int fd = 0; fd < 100; fd++)
        open += fcntl(fd, F_GETFD) != -1;
    return open;
}
static inline pthread_t start(void *(*function)(void *), void *arg)
{
    pthread_t thread;
    pthread_create(&thread, NULL, function, arg);
    return thread;
}
/* Print what comes until the end. */
static inline void *printing(void *arg)
{
    if (fd_print_all(*(int *)arg) != 0)
        printf("print: %s\n", strerror(errno));
    close(*(int *)arg);
    return NULL;
}
static inline void *serving(void *arg)
{
    serve(*(int *)arg);
    return NULL;
}
C
    checked "$BATS_TEST_TMPDIR/network.h" "$@"
}

@test "all is written and all is printed, one byte at a time, interrupted or not" {
    for n in 0 2 3 7; do
        run -0 network <<C
        int fds[2];
        nth = $n;
        most = 1;
        connection_new(fds);
        pthread_t thread = start(printing, &fds[0]);
        int all = fd_write_all(fds[1], "one\ntwo\nthree\n", 14);
        int none = fd_write_all(fds[1], "", 0);
        int more = tcp_write_all(fds[1], "four\nfive\n", 10);
        close(fds[1]);
        pthread_join(thread, NULL);
        printf("%d %d %d\n", all, none, more);
        close(listener);
C
        output_is <<<$'one\ntwo\nthree\nfour\nfive\n0 0 0'
    done
}

@test "the whole conversation, with every call interrupted now and then" {
    for n in 2 3 4 5 7; do
        SECOND_MS=20 run -0 network <<C
        int fds[2];
        nth = $n;
        most = 1;
        stop_begin();
        connection_new(fds);
        pthread_t thread = start(serving, &listener);
        struct sockaddr_in to = tcp_address(listener);
        for (int client = 1; client <= 3; client++) {
            int fd = tcp_connect(&to);
            fd_print_all(fd);
            close(fd);
        }
        stop_request();
        pthread_join(thread, NULL);
        stop_end();
        close(fds[0]), close(fds[1]), close(listener);
C
        output_is <<<$'start 1\nend 1\nstart 2\nend 2\nstart 3\nend 3'
    done
}

@test "a small send buffer and a slow reader: everything comes, in order" {
    run -0 network <<'C'
    static unsigned char page[300000], came[300000];
    int fds[2], small = 1;
    connection_new(fds);
    setsockopt(fds[1], SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    for (size_t n = 0; n < sizeof page; n++)
        page[n] = (unsigned char)(n * n >> 3);
    pid_t child = fork();
    if (child == 0)
        _exit(fd_write_all(fds[1], page, sizeof page) != 0);
    close(fds[1]);
    size_t length = 0;
    for (ssize_t got; (got = recv(fds[0], came + length,
                                  sizeof came - length < 1000
                                      ? sizeof came - length + 1
                                      : 1000, 0)) > 0;) {
        length += (size_t)got;
        if (length % 7 == 0)
            clock_sleep_until(clock_now_ns() + NS_PER_MS);
    }
    printf("%zu %d\n", length, memcmp(page, came, sizeof page));
    close(fds[0]), close(listener);
C
    output_is <<<"300000 0"
}

@test "a write that got rid of nothing is made again while there is time" {
    run -0 network <<'C'
    int fds[2];
    connection_new(fds);
    nth = 2;
    most = 1;
    cause = EAGAIN;
    printf("%d\n", tcp_write_all(fds[1], "hello\n", 6));
    nth = 0;
    close(fds[1]), close(listener);
    printing(&fds[0]);
C
    output_is <<<$'0\nhello'
}

# A page each; every seventh write is interrupted.
@test "a reader who takes nothing has ten seconds, and no longer" {
    SECOND_MS=30 run -0 network <<'C'
    static char pages[32 << 20];
    int fds[2];
    most = 1000;
    nth = 7;
    connection_new(fds);
    int64_t deadline_ns = clock_now_ns() + 10 * clock_second_ns();
    int result = tcp_write_all(fds[1], pages, sizeof pages);
    printf("%d %d ", result, errno == ETIMEDOUT);
    printf("%d\n", clock_now_ns() >= deadline_ns);
    close(fds[0]), close(fds[1]), close(listener);
C
    output_is <<<"-1 1 1"
}

# Slower than anybody wants to wait: 32 MiB, and less than 1 MiB in a second.
@test "who takes a little now and then has no longer than that" {
    cat >"$BATS_TEST_TMPDIR/sipping.h" <<'C'
static inline void *sipping(void *arg)
{
    char sip[9000];
    while (recv(*(int *)arg, sip, sizeof sip, 0) > 0)
        clock_sleep_until(clock_now_ns() + 10 * NS_PER_MS);
    close(*(int *)arg);
    return NULL;
}
C
    for most in 1000 SIZE_MAX; do
        SECOND_MS=30 run -0 network "$BATS_TEST_TMPDIR/sipping.h" <<C
        static char pages[32 << 20];
        int fds[2];
        most = $most;
        connection_new(fds);
        pthread_t thread = start(sipping, &fds[0]);
        int64_t begin_ns = clock_now_ns();
        int result = tcp_write_all(fds[1], pages, sizeof pages);
        printf("%d %d ", result, errno == ETIMEDOUT);
        int64_t took_ns = clock_now_ns() - begin_ns;
        printf("%d ", took_ns >= 10 * clock_second_ns());
        printf("%d\n", took_ns < 100 * clock_second_ns());
        shutdown(fds[0], SHUT_RDWR);
        pthread_join(thread, NULL);
        close(fds[1]), close(listener);
C
        output_is <<<"-1 1 1 1"
    done
}

@test "whoever takes all in time gets all, and standard output has no limit" {
    SECOND_MS=1 run -0 network <<'C'
    static char pages[16 << 20];
    int fds[2];
    connection_new(fds);
    pid_t child = fork();
    if (child == 0) {
        close(fds[1]);
        clock_sleep_until(clock_now_ns() + 300 * NS_PER_MS);
        size_t came = 0;
        for (ssize_t got; (got = read(fds[0], pages, sizeof pages)) > 0;)
            came += (size_t)got;
        _exit(came != sizeof pages + 4);
    }
    close(fds[0]);
    printf("%d ", fd_write_all(fds[1], pages, sizeof pages));
    printf("%d ", tcp_write_all(fds[1], "done", 4));
    close(fds[1]), close(listener);
    int status;
    waitpid(child, &status, 0);
    printf("%d\n", status);
C
    output_is <<<"0 0 0"
}

@test "to write to who has gone is an error; to read from one who resets, too" {
    run -0 network <<'C'
    struct linger at_once = {1, 0};
    int fds[2];
    connection_new(fds);
    setsockopt(fds[0], SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(fds[0]);
    printf("%d ", fd_print_all(fds[1]));
    printf("%d\n", errno == ECONNRESET);
    printf("%d ", fd_write_all(fds[1], "hello", 5));
    printf("%d\n", errno == EPIPE);
    printf("%d ", tcp_write_all(fds[1], "hello", 5));
    printf("%d\n", errno == EPIPE);
    close(fds[1]), close(listener);
C
    output_is <<<$'-1 1\n-1 1\n-1 1'
}

@test "what was sent unasked is thrown away before the close, up to 100 KiB" {
    run -0 network <<'C'
    static char unasked[1 << 20];
    const size_t sizes[] = {0, 5000, sizeof unasked};
    for (int n = 0; n < 3; n++) {
        int fds[2];
        connection_new(fds);
        fd_write_all(fds[0], unasked, sizes[n]);
        received = 0;
        tcp_close(fds[1]);
        printf("%zu ", received);
        close(fds[0]), close(listener);
    }
C
    output_is <<<"0 5000 102400 "
}

@test "what fails leaves no descriptor behind, and says why" {
    run -0 network <<'C'
    int before = descriptors();
    int used = tcp_listen("127.0.0.1", 0);
    struct sockaddr_in at = tcp_address(used);
    printf("%d ", tcp_listen("127.0.0.1", ntohs(at.sin_port)));
    printf("%d\n", errno == EADDRINUSE);
    close(used);
    printf("%d ", tcp_listen("1.2.3", 0));
    printf("%d\n", errno == EINVAL);
    printf("%d ", tcp_connect(&at));
    printf("%d\n", errno == ECONNREFUSED);
    printf("%d\n", descriptors() == before);
C
    output_is <<<$'-1 1\n-1 1\n-1 1\n1'
}

@test "asked to stop before the wait, during it, or never: each is heard" {
    SECOND_MS=100 run -0 network <<'C'
    stop_begin();
    int64_t soon_ns = clock_now_ns() + clock_second_ns();
    printf("%d", stop_before(soon_ns));
    printf("%d", clock_now_ns() >= soon_ns);
    printf("%d", stop_before(0));
    raise(SIGINT);
    printf("%d", stop_before(INT64_MAX));
    printf("%d\n", stop_before_readable(STDIN_FILENO));
    stop_end();
C
    output_is <<<"01011"
}

# Five threads wait, each in its way; a signal wakes them all.
@test "every thread that waits hears of it" {
    cat >"$BATS_TEST_TMPDIR/waiting.h" <<'C'
static inline void *waiting(void *arg)
{
    bool asked = arg == NULL ? stop_before(INT64_MAX)
                             : stop_before_readable(*(int *)arg);
    return asked ? "stopped" : NULL;
}
C
    run -0 network "$BATS_TEST_TMPDIR/waiting.h" <<'C'
    int fds[2];
    stop_begin();
    connection_new(fds);
    pthread_t threads[5];
    void *result;
    for (int n = 0; n < 5; n++)
        threads[n] = start(waiting, n % 2 ? &fds[0] : NULL);
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    raise(SIGTERM);
    for (int n = 0; n < 5; n++) {
        pthread_join(threads[n], &result);
        printf("%s ", (char *)result);
    }
    stop_end();
    close(fds[0]), close(fds[1]), close(listener);
C
    output_is <<<"stopped stopped stopped stopped stopped "
}

@test "other signals and a readable descriptor are not taken for a stop" {
    SECOND_MS=100 run -0 network <<'C'
    int fds[2];
    nth = 2;
    stop_begin();
    connection_new(fds);
    int64_t soon_ns = clock_now_ns() + clock_second_ns();
    printf("%d", stop_before(soon_ns));
    printf("%d", clock_now_ns() >= soon_ns);
    fd_write_all(fds[0], "x", 1);
    printf("%d", stop_before_readable(fds[1]));
    close(fds[0]);
    printf("%d", stop_before_readable(fds[1]));
    stop_request();
    printf("%d\n", stop_before_readable(fds[1]));
    stop_end();
    close(fds[1]), close(listener);
C
    output_is <<<"01001"
}

@test "asked a hundred thousand times, nobody blocks, and errno is as it was" {
    run -0 network <<'C'
    stop_begin();
    errno = ENOENT;
    for (int n = 0; n < 100000; n++)
        stop_handler(SIGINT);
    printf("%d ", errno == ENOENT);
    printf("%d\n", stop_before(INT64_MAX));
    stop_end();
C
    output_is <<<"1 1"
}

# thread_each.c without its main; the second connection gets no thread.
refusing() {
    cat >"$BATS_TEST_TMPDIR/refusing.h" <<'C'
#include <errno.h>
#include <pthread.h>
static inline int create(pthread_t *thread, const pthread_attr_t *attr,
                         void *(*function)(void *), void *arg)
{
    static int made;
    return ++made == 2 ? EAGAIN : pthread_create(thread, attr, function, arg);
}
#define pthread_create create
#define main threads_program
#include "thread_each.c"
#undef pthread_create
#undef main
static inline void *serving(void *arg)
{
    serve(*(int *)arg);
    return NULL;
}
C
    checked "$BATS_TEST_TMPDIR/refusing.h"
}

@test "no thread for a connection: it is sent away, and the next one is served" {
    run -0 --separate-stderr refusing <<'C'
    (void)server_main, (void)clients_run, (void)threads_program;
    stop_begin();
    int listener = tcp_listen("127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);
    pthread_t server;
    pthread_create(&server, NULL, serving, &listener);
    for (int n = 0; n < 3; n++)
        client_main(&to);
    stop_request();
    pthread_join(server, NULL);
    close(listener);
    stop_end();
C
    output_is <<<$'start 1\nend 1\nstart 3\nend 3'
    [[ $stderr == "connection 2: "* ]]
}
