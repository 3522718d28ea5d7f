# For the tests of servers, after test_helper: start one, talk to it, stop it.

teardown() {
    [ -z "${server:-}" ] || kill -9 "$server" 2>/dev/null || true
}

# started BINARY [ARGUMENT...]: it runs in the background; what it prints is
# read from descriptor 4. Returns when its first line has come: $line, $port.
started() {
    rm -f "$BATS_TEST_TMPDIR/heard"
    mkfifo "$BATS_TEST_TMPDIR/heard"
    "$@" >"$BATS_TEST_TMPDIR/heard" 2>"$BATS_TEST_TMPDIR/stderr" 3>&- &
    server=$!
    exec 4<"$BATS_TEST_TMPDIR/heard"
    read -r -t 10 line <&4
    port=${line##*:}
}

# stopped SIGNAL: what was started ends with 0, of itself. What it has printed
# since its first line is in $rest.
stopped() {
    local status=0
    kill "-$1" "$server" 2>/dev/null || true # it may have been asked before
    rest=
    while read -r -t 10 line <&4; do
        rest="$rest$line "
    done
    kill -9 "$server" 2>/dev/null || true # too late for one that has ended
    wait "$server" || status=$?
    server=
    [ "$status" -eq 0 ]
}

# stopped_quietly SIGNAL: and it has printed nothing else.
stopped_quietly() {
    stopped "$1" && [ -z "$rest" ]
}

# The chapter's client, against the server that was started.
client() {
    bounded 10 "$BIN/client" "$port"
}

# client_c HEADER...: statements on standard input, as a client of the server
# that was started; the headers include tcp.h.
client_c() {
    cat >"$BATS_TEST_TMPDIR/client_c.h" <<'C'
#include <signal.h>
static inline int connected(void)
{
    struct sockaddr_in to;
    tcp_lookup("127.0.0.1", atoi(getenv("PORT")), &to);
    signal(SIGPIPE, SIG_IGN);
    return tcp_connect(&to);
}
C
    PORT=$port checked "$@" "$BATS_TEST_TMPDIR/client_c.h"
}

# error_text NAME: what this machine says for an errno. Each libc has its own.
error_text() {
    checked "$ROOT/part1-futures/01-waiting/program.h" \
        <<<"puts(strerror($1));"
}
