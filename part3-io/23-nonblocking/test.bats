#!/usr/bin/env bats
load "../../book/tools/test_helper"
load "../../book/tools/server_helper"

tenths() {
    printf '%s\n' "$output" |
        sed -n 's/^[0-9]* clients: \([0-9]*\)\.\([0-9]\) seconds.*/\1\2/p'
}

polls() {
    printf '%s\n' "$output" | sed -n 's/.* \([0-9]*\) polls.*/\1/p'
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
}

@test "tasks that block, in one thread: the server is never polled" {
    run -124 bounded 1 "$BIN/still_blocks"
    output_is <<<"client: connected"
}

@test "four calls that would have to wait say so and return" {
    again=$(error_text EAGAIN)
    run -0 step would_block
    [ "${lines[0]}" = "accept: $again" ]
    [ "${lines[1]}" = "connect: $(error_text EINPROGRESS)" ]
    [ "${lines[2]}" = "read: $again" ]
    [ "$(last_line)" = "write: $again" ]
}

@test "an accept that wakes nobody is not polled when a client has come" {
    run -124 bounded 1 "$BIN/never_woken"
    output_is <<<$'server: accepting\nclient: connected'
}

@test "a write that takes a part for all: the rest is lost" {
    run -0 step lost_rest
    [ "${lines[0]}" = "to write: 1048576" ]
    [[ ${lines[1]} =~ ^came:\ ([0-9]+)$ ]]
    [ "${BASH_REMATCH[1]}" -gt 0 ]
    [ "${BASH_REMATCH[1]}" -lt 1048576 ]
}

@test "a small send buffer and a slow reader: all comes" {
    run -0 step slow_reader
    [[ ${lines[0]} =~ ^([0-9]+)\ polls$ ]]
    [ "${BASH_REMATCH[1]}" -gt 100 ]
    [ "${lines[2]}" = "came: 1048576" ]
}

@test "a connect that failed, and nobody asked, is taken for one that did not" {
    run -0 step not_asked
    output_is <<<"connect: $(error_text EINPROGRESS)"$'\nwritable\nconnected'
}

@test "ten clients and their server: one thread, one second, many polls" {
    SECOND_MS=1000 run -0 step ten_clients
    [ "$(printf '%s\n' "${lines[@]:0:10}" | grep -c '^start')" -eq 10 ]
    [ "$(printf '%s\n' "${lines[@]:10:10}" | grep -c '^end')" -eq 10 ]
    [ "$(tenths)" -ge 10 ]
    [ "$(tenths)" -lt 50 ]
    [ "$(polls)" -gt 10000 ]
}

@test "out of descriptors: no run that failed is a success" {
    too_many=$(error_text EMFILE)
    for limit in 20 12; do # for the server's; for the clients' own, too
        run -1 bounded 10 bash -c "ulimit -n $limit; '$BIN/ten_clients'"
        [ "$(last_line)" = "accept: $too_many" ]
        [ "$(output_count ' seconds,')" -eq 0 ]
    done
    output_has "client: $too_many"
}

@test "a client that fails is told of, and the run has failed" {
    {
        echo "#include \"$ROOT/part3-io/22-blocking-sockets/tcp.h\""
        cat <<'C'
static inline int net_connect(int fd, const struct sockaddr *to, socklen_t size)
{
    static int calls;
    errno = EACCES;
    return ++calls == 5 ? -1 : connect(fd, to, size);
}
#define connect(fd, to, size) net_connect(fd, to, size)
C
        echo "#include \"$BATS_TEST_DIRNAME/ten_clients.c\""
    } >"$BATS_TEST_TMPDIR/fifth_fails.c"
    compiled "$BATS_TEST_TMPDIR/fifth_fails.c"
    run -1 bounded 10 "$BATS_TEST_TMPDIR/fifth_fails" 7
    [ "$(output_count '^end')" -eq 6 ]
    [ "$(last_line)" = "client: $(error_text EACCES)" ]
}

@test "no more than there are seats at a time: the others come later" {
    {
        echo '#define CONNECTIONS_MAX 40'
        echo "#include \"$BATS_TEST_DIRNAME/ten_clients.c\""
    } >"$BATS_TEST_TMPDIR/few.c"
    compiled "$BATS_TEST_TMPDIR/few.c"
    run -0 bounded 30 "$BATS_TEST_TMPDIR/few" 100
    for n in 1 40 41 100; do
        [ "$(output_count "^start $n\$")" -eq 1 ]
        [ "$(output_count "^end $n\$")" -eq 1 ]
    done
    [ "$(output_count '^end')" -eq 100 ]
    [ "$(tenths)" -ge 30 ]
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
        server=$server signal=$signal run -0 client_c async_tcp.h <<'C'
        int fds[70];
        char byte;
        for (int n = 0; n < 70; n++)
            fds[n] = connected();
        for (int n = 0; n < 70; n++)
            fd_read_some(fds[n], &byte, 1);
        kill(atoi(getenv("server")),
             strcmp(getenv("signal"), "INT") == 0 ? SIGINT : SIGTERM);
        for (int n = 0; n < 70; n++)
            fd_print_all(fds[n]);
C
        [ "$(output_count '^tart')" -eq 70 ]
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

@test "a client that cannot print says so" {
    [ -e /dev/full ] || skip "no full device here"
    started "$BIN/server" 0
    run -1 --separate-stderr bash -c "'$BIN/client' $port >/dev/full"
    [[ $stderr == "print_all: "* ]]
    stopped_quietly INT
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
    SECOND_MS=500 run -0 client_c async_tcp.h <<'C'
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

@test "out of descriptors: it says so, and ends with nothing left" {
    SECOND_MS=60000 started bash -c "ulimit -n 16; exec '$BIN/server' 0"
    run -0 client_c async_tcp.h <<'C'
    for (int n = 0; n < 16; n++)
        connected();
C
    wait "$server" || [ $? -eq 1 ]
    server=
    run -0 tail -n 1 "$BATS_TEST_TMPDIR/stderr"
    output_is <<<"accept: $(error_text EMFILE)"
}

# What networks and signals do, on purpose: no call takes or gives more than
# `most` bytes; of the calls, every `nth` is interrupted (connect after it has
# begun), and one in `again` would block although it need not.
network_h() {
    sed "s|ROOT|$ROOT|" \
        >"$BATS_TEST_TMPDIR/network.h" <<'C'
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Before `poll` and `write` are macros: futures have a poll, too, and the pipe
 * of stop.h is no network. */
#include "ROOT/part2-executor/15-sleeping/loop.h"
#include "ROOT/part3-io/22-blocking-sockets/stop.h"

static inline int number(const char *name)
{
    const char *value = getenv(name);
    return value == NULL ? 0 : atoi(value);
}
static inline bool interrupted(void)
{
    static int calls;
    int nth = number("nth");
    if (nth == 0 || ++calls % nth != 0)
        return false;
    errno = EINTR;
    return true;
}
/* One in so many, but not every so many: two tasks that call in turn would
 * have one that always fails. */
static inline bool blocks(void)
{
    static uint32_t dice = 1;
    uint32_t again = (uint32_t)number("again");
    dice = dice * 1664525 + 1013904223;
    if (again == 0 || (dice >> 16) % again != 0)
        return false;
    errno = EAGAIN;
    return true;
}
static inline bool net_fails(void)
{
    return interrupted() || blocks();
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
    return interrupted() ? -1 : poll(fds, count, ms);
}
static inline int net_connect(int fd, const struct sockaddr *to, socklen_t size)
{
    int result = connect(fd, to, size);
    return interrupted() ? -1 : result;
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

@test "a connect that is interrupted goes on" {
    on_network ten_clients
    for n in 2 3 4; do
        SECOND_MS=20 nth=$n run -0 bounded 10 "$BATS_TEST_TMPDIR/ten_clients" 5
        [ "$(output_count '^start [1-5]$')" -eq 5 ]
        [ "$(output_count '^end [1-5]$')" -eq 5 ]
    done
}

@test "ten at once on such a network: every byte comes, each in its order" {
    on_network server
    SECOND_MS=500 most=1 nth=3 again=2 started "$BATS_TEST_TMPDIR/server" 0
    run -0 client_c async_tcp.h <<'C'
    int fds[10];
    for (int n = 0; n < 10; n++)
        fds[n] = connected();
    for (int n = 0; n < 10; n++)
        fd_print_all(fds[n]);
C
    output_is < <(for n in $(seq 10); do echo "start $n"; echo "end $n"; done)
    stopped_quietly INT
}

# A readiness that notes what it is asked for. Nobody is woken.
noted() {
    cat >"$BATS_TEST_TMPDIR/noted.h" <<'C'
#include <signal.h>
static struct interest *watched; /* the only one */
static int waits, refuses;
static inline int noted_wait(struct readiness *self, struct interest *interest,
                             const struct waker *waker)
{
    (void)self;
    if (watched != NULL && watched != interest)
        bug("two interests");
    waits++;
    if (refuses) {
        watched = NULL;
        errno = refuses;
        return -1;
    }
    waker_keep(&interest->waker, waker);
    watched = interest;
    return 0;
}
static inline void noted_forget(struct readiness *self,
                                struct interest *interest)
{
    (void)self;
    waker_drop(&interest->waker);
    if (watched == interest)
        watched = NULL;
}
static struct readiness noted = {noted_wait, noted_forget};
static inline const char *polled(struct future *future, struct context *cx)
{
    return future_poll(future, cx) == POLL_READY ? "ready" : "pending";
}
static inline void watches(int fd, short events)
{
    printf("%s\n", watched == NULL                                     ? "none"
                   : watched->fd == fd && watched->events == events ? "right"
                                                                       : "wrong");
}
/* With this the statements begin and end. */
#define BEGIN \
    struct counting_waker counting; \
    counting_waker_init(&counting); \
    struct waker waker = counting_waker_new(&counting); \
    struct context cx = {&waker};
#define END \
    waker_drop(&waker); \
    printf("%ld alive\n", counting_waker_alive(&counting)); \
    counting_waker_destroy(&counting);
/* The lowest number that is free. */
static inline int lowest(void)
{
    int fd = dup(0);
    close(fd);
    return fd;
}
C
    checked ../../part1-futures/06-wakers/counting_waker.h both_ends.h "$@" \
        "$BATS_TEST_TMPDIR/noted.h"
}

@test "accept: pending while nobody has come, and watched; then the connection" {
    run -0 noted <<'C'
    int listener = tcp_listen("127.0.0.1", 0);
    fd_set_nonblocking(listener);
    struct sockaddr_in to = tcp_address(listener);
    struct async_accept accepting;
    async_accept_init(&accepting, &noted, listener);
    BEGIN
    puts(polled(&accepting.future, &cx));
    watches(listener, POLLIN);
    puts(polled(&accepting.future, &cx));
    int client = tcp_connect(&to);
    puts(polled(&accepting.future, &cx));
    watches(listener, POLLIN);
    int fd = fd_take(&accepting.fd);
    printf("%d %d\n", fcntl(fd, F_GETFL) & O_NONBLOCK ? 1 : 0, accepting.error);
    future_drop(&accepting.future);
    fd_write_all(fd, "still open\n", 11);
    close(fd);
    fd_print_all(client);
    END
C
    output_is <<<$'pending\nright\npending\nready\nnone\n1 0\nstill open\n0 alive'
}

@test "a connection that was accepted and not taken goes with the future" {
    run -0 noted <<'C'
    int listener = tcp_listen("127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);
    int client = tcp_connect(&to), free = lowest();
    fd_set_nonblocking(listener);
    struct async_accept accepting;
    async_accept_init(&accepting, &noted, listener);
    BEGIN
    puts(polled(&accepting.future, &cx));
    future_drop(&accepting.future);
    printf("%d %d\n", free == lowest(), fd_print_all(client));
    END
C
    output_is <<<$'ready\n1 0\n0 alive'
}

@test "write all: pending in the middle of it, and goes on from there" {
    run -0 noted <<'C'
    static char pages[1 << 24], buffer[1 << 16];
    int ends[2];
    both_ends(ends);
    for (size_t i = 0; i < sizeof pages; i++)
        pages[i] = (char)(i % 251);
    struct async_write_all all;
    async_write_all_init(&all, &noted, ends[1], pages, sizeof pages);
    BEGIN
    puts(polled(&all.future, &cx));
    watches(ends[1], POLLOUT);
    size_t came = 0, wrong = 0;
    bool ready = false;
    ssize_t length;
    while ((length = recv(ends[0], buffer, sizeof buffer, 0)) > 0) {
        for (ssize_t i = 0; i < length; i++)
            wrong += buffer[i] != (char)((came + (size_t)i) % 251);
        came += (size_t)length;
        if (ready || future_poll(&all.future, &cx) == POLL_PENDING)
            continue;
        ready = true;
        watches(ends[1], POLLOUT);
        shutdown(ends[1], SHUT_WR);
    }
    printf("%zu %zu\n", sizeof pages - came, wrong);
    future_drop(&all.future);
    END
C
    output_is <<<$'pending\nright\nnone\n0 0\n0 alive'
}

@test "a write to who has gone is ready with the error, and not watched" {
    run -0 noted <<'C'
    int ends[2];
    struct linger at_once = {1, 0};
    signal(SIGPIPE, SIG_IGN);
    both_ends(ends);
    struct async_write_all all;
    async_write_all_init(&all, &noted, ends[1], "hello", 5);
    BEGIN
    setsockopt(ends[0], SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(ends[0]);
    while (!fd_ready(ends[1], POLLIN)) {
    }
    puts(polled(&all.future, &cx));
    watches(ends[1], POLLOUT);
    printf("%d\n", all.error == EPIPE || all.error == ECONNRESET);
    future_drop(&all.future);
    END
C
    output_is <<<$'ready\nnone\n1\n0 alive'
}

@test "print all: what comes, as it comes, one read a poll, until the end" {
    run -0 noted <<'C'
    int ends[2];
    both_ends(ends);
    struct async_print_all all;
    async_print_all_init(&all, &noted, ends[1]);
    BEGIN
    puts(polled(&all.future, &cx));
    watches(ends[1], POLLIN);
    fd_write_all(ends[0], "half a ", 7);
    puts(polled(&all.future, &cx));
    watches(ends[1], POLLIN);
    fd_write_all(ends[0], "line\n", 5);
    shutdown(ends[0], SHUT_WR);
    puts(polled(&all.future, &cx));
    puts(polled(&all.future, &cx));
    watches(ends[1], POLLIN);
    printf("%d\n", all.error);
    future_drop(&all.future);
    END
C
    output_is <<<$'pending\nright\nhalf a pending\nright\nline\npending\nready\nnone\n0\n0 alive'
}

@test "print all: a reset is an error and no end" {
    run -0 noted <<'C'
    int ends[2];
    struct linger at_once = {1, 0};
    both_ends(ends);
    struct async_print_all all;
    async_print_all_init(&all, &noted, ends[1]);
    BEGIN
    setsockopt(ends[0], SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(ends[0]);
    while (!fd_ready(ends[1], POLLIN)) {
    }
    puts(polled(&all.future, &cx));
    printf("%d\n", all.error == ECONNRESET);
    future_drop(&all.future);
    END
C
    output_is <<<$'ready\n1\n0 alive'
}

@test "connect: pending while it is in progress, then connected" {
    run -0 noted <<'C'
    int listener = tcp_listen("127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);
    struct async_connect connecting;
    async_connect_init(&connecting, &noted, &to);
    BEGIN
    puts(polled(&connecting.future, &cx));
    watches(connecting.fd, POLLOUT);
    int server = tcp_accept(listener);
    puts(polled(&connecting.future, &cx));
    watches(connecting.fd, POLLOUT);
    int fd = fd_take(&connecting.fd);
    future_drop(&connecting.future);
    fd_write_all(server, "welcome\n", 8);
    close(server);
    fd_print_all(fd);
    close(fd);
    END
C
    output_is <<<$'pending\nright\nready\nnone\nwelcome\n0 alive'
}

@test "connect: nobody listens, and that is an error; the socket is closed" {
    run -0 noted <<'C'
    int bound = tcp_bind("127.0.0.1", 0), free = lowest();
    struct sockaddr_in to = tcp_address(bound);
    struct async_connect connecting;
    async_connect_init(&connecting, &noted, &to);
    BEGIN
    while (future_poll(&connecting.future, &cx) == POLL_PENDING) {
    }
    printf("%d\n", connecting.error == ECONNREFUSED);
    watches(connecting.fd, POLLOUT);
    printf("%d %d\n", connecting.fd, free == lowest());
    future_drop(&connecting.future);
    END
C
    output_is <<<$'1\nnone\n-1 1\n0 alive'
}

@test "connect: polled early it is pending, and dropped half way it closes" {
    [ "$(uname)" = Linux ] || skip "a queue that is full is left waiting on Linux"
    run -0 noted <<'C'
    int bound = tcp_bind("127.0.0.1", 0);
    listen(bound, 0);
    struct sockaddr_in to = tcp_address(bound);
    tcp_connect(&to); /* the only one that there is room for */
    int free = lowest();
    struct async_connect connecting;
    async_connect_init(&connecting, &noted, &to);
    BEGIN
    for (int n = 0; n < 3; n++)
        puts(polled(&connecting.future, &cx));
    watches(connecting.fd, POLLOUT);
    future_drop(&connecting.future);
    watches(-1, POLLOUT);
    printf("%d\n", free == lowest());
    END
C
    output_is <<<$'pending\npending\npending\nright\nnone\n1\n0 alive'
}

@test "ready: pending until there is something to read, which stays there" {
    run -0 noted <<'C'
    int ends[2];
    pipe(ends);
    struct async_ready wait;
    async_ready_init(&wait, &noted, ends[0], POLLIN);
    BEGIN
    puts(polled(&wait.future, &cx));
    watches(ends[0], POLLIN);
    fd_write_all(ends[1], "x", 1);
    puts(polled(&wait.future, &cx));
    watches(ends[0], POLLIN);
    printf("%d\n", fd_ready(ends[0], POLLIN));
    future_drop(&wait.future);
    END
C
    output_is <<<$'pending\nright\nready\nnone\n1\n0 alive'
}

@test "a future that is dropped while it waits is watched no more" {
    run -0 noted <<'C'
    int ends[2], listener = tcp_listen("127.0.0.1", 0);
    both_ends(ends);
    fd_set_nonblocking(listener);
    struct async_accept accepting;
    struct async_print_all print;
    struct async_ready wait;
    async_accept_init(&accepting, &noted, listener);
    async_print_all_init(&print, &noted, ends[1]);
    async_ready_init(&wait, &noted, ends[1], POLLIN);
    struct future *futures[] = {&accepting.future, &print.future, &wait.future};
    BEGIN
    for (int i = 0; i < 3; i++) {
        puts(polled(futures[i], &cx));
        future_drop(futures[i]);
        watches(-1, POLLIN);
    }
    END
C
    output_is <<<$'pending\nnone\npending\nnone\npending\nnone\n0 alive'
}

@test "a descriptor that cannot be watched is an error" {
    run -0 noted <<'C'
    int ends[2], listener = tcp_listen("127.0.0.1", 0);
    both_ends(ends);
    fd_set_nonblocking(listener);
    struct sockaddr_in to = tcp_address(listener);
    struct async_accept accepting;
    struct async_print_all print;
    struct async_connect connecting;
    async_accept_init(&accepting, &noted, listener);
    async_print_all_init(&print, &noted, ends[1]);
    async_connect_init(&connecting, &noted, &to);
    BEGIN
    refuses = ENOMEM;
    puts(polled(&accepting.future, &cx));
    puts(polled(&print.future, &cx));
    puts(polled(&connecting.future, &cx));
    printf("%d %d %d %d\n", accepting.error == ENOMEM, print.error == ENOMEM,
           connecting.error == ENOMEM, connecting.fd);
    future_drop(&accepting.future);
    future_drop(&print.future);
    future_drop(&connecting.future);
    END
C
    output_is <<<$'ready\nready\nready\n1 1 1 -1\n0 alive'
}

@test "a descriptor that blocks is a bug, at once" {
    for future in accept write_all print_all; do
        FUTURE=$future run noted <<'C'
        int ends[2];
        const char *name = getenv("FUTURE");
        struct async_accept accepting;
        struct async_write_all writing;
        struct async_print_all printing;
        both_ends(ends); /* ends[0] blocks */
        if (strcmp(name, "accept") == 0)
            async_accept_init(&accepting, &noted, ends[0]);
        if (strcmp(name, "write_all") == 0)
            async_write_all_init(&writing, &noted, ends[0], "x", 1);
        if (strcmp(name, "print_all") == 0)
            async_print_all_init(&printing, &noted, ends[0]);
        puts("not seen");
C
        [ "$status" -ne 0 ]
        output_is <<<"bug: a descriptor that blocks was given to a future"
    done
}

@test "what is no descriptor is an error, of whatever waits for it" {
    run -0 noted <<'C'
    int fd = lowest();
    struct async_accept accepting;
    struct async_print_all print;
    struct async_ready wait;
    async_accept_init(&accepting, &noted, fd);
    async_print_all_init(&print, &noted, fd);
    async_ready_init(&wait, &noted, fd, POLLIN);
    BEGIN
    puts(polled(&accepting.future, &cx));
    puts(polled(&print.future, &cx));
    puts(polled(&wait.future, &cx));
    printf("%d %d %d\n", accepting.error == EBADF, print.error == EBADF,
           wait.error == EBADF);
    printf("%d\n", fd_ready(fd, POLLIN | POLLOUT));
    END
C
    output_is <<<$'ready\nready\nready\n1 1 1\n-1\n0 alive'
}

@test "a client gives its connection back, wherever it is dropped" {
    run -0 noted client.h <<'C'
    int listener = tcp_listen("127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);
    for (int polls = 0; polls < 4; polls++) {
        int free = lowest();
        struct client client;
        client_init(&client, &noted, &to);
        BEGIN
        for (int n = 0; n < polls; n++)
            polled(&client.future, &cx);
        future_drop(&client.future);
        printf("%d ", free == lowest());
        END
        watches(-1, POLLIN);
    }
C
    [ "$(output_count '^1 0 alive$')" -eq 4 ]
    [ "$(output_count '^none$')" -eq 4 ]
}

@test "a server that is dropped gives everything back" {
    run -0 noted ../../part2-executor/15-sleeping/loop.h server.h <<'C'
    int free = lowest(), listener = tcp_listen("127.0.0.1", 0), fds[3];
    fd_set_nonblocking(listener);
    struct sockaddr_in to = tcp_address(listener);
    struct loop loop;
    struct spawner spawner;
    struct server server;
    if (loop_new(&loop, &spawner) != 0)
        return 1;
    server_init(&server, listener, &spawner, &noted, &loop.sleeps);
    BEGIN
    for (int n = 0; n < 3; n++)
        fds[n] = tcp_connect(&to);
    puts(polled(&server.future, &cx));
    loop_run_ready(&loop); /* they say start, and sleep */
    printf("%ld, %zu sleeps\n", server.n, loop.sleeps.count);
    future_drop(&server.future);
    spawner_drop(&spawner);
    loop_run(&loop);
    printf("%zu sleeps\n", loop.sleeps.count);
    loop_drop(&loop);
    for (int n = 0; n < 3; n++) {
        fd_print_all(fds[n]);
        close(fds[n]);
    }
    printf("%d\n", free == lowest());
    END
C
    output_is <<'TEXT'
pending
3, 6 sleeps
0 sleeps
start 1
start 2
start 3
1
0 alive
TEXT
}

@test "who takes nothing is not waited for without end" {
    network_h
    SECOND_MS=10 run -0 checked \
        ../../part2-executor/11-block-on/block_on.h \
        "$BATS_TEST_TMPDIR/network.h" both_ends.h server.h <<'C'
    int ends[2];
    setenv("again", "0", 1); /* until there is a connection */
    both_ends(ends);
    setenv("again", "1", 1);
    struct sleeps sleeps;
    sleeps_init(&sleeps, real_clock());
    struct connection *connection =
        connection_new(ends[1], 1, busy_readiness(), &sleeps);
    static struct seats seats;
    seats_init(&seats);
    connection->seats = &seats;
    connection->seat = seats.room;
    block_on(&connection->future);
    printf("%d\n", connection->error == ETIMEDOUT);
    printf("%d\n", seats.over == seats.room);
    future_drop(&connection->future);
    connection_release(&connection->future);
    sleeps_destroy(&sleeps);
    close(ends[0]);
C
    output_is <<<$'1\n1'
}
