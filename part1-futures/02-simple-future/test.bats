#!/usr/bin/env bats
load "../../book/tools/test_helper"

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
}

@test "a countdown from three: pending three times with a wake each, then ready" {
    run -0 step countdown
    output_is <<'TEXT'
poll
  wake
  pending, 2 left
poll
  wake
  pending, 1 left
poll
  wake
  pending, 0 left
poll
  ready, 0 left
TEXT
}

@test "polling after ready is caught, at the poll after ready" {
    run -134 step polled_again
    output_is <<'TEXT'
poll 1
poll 2
poll 3
bug: a future was polled after it was ready
TEXT
}

@test "the busy driver gets the answer and burns a processor for it" {
    SECOND_MS=500 run -0 step busy
    [ "${lines[0]}" = "read: howdy" ]
    [[ ${lines[1]} =~ ^([0-9]+)\ polls,\ ([0-9]+)\.([0-9]+)\ seconds ]]
    [ "${BASH_REMATCH[1]}" -gt 1000 ]
    [ "${BASH_REMATCH[2]}${BASH_REMATCH[3]}" -ge 10 ]
}

@test "data that comes between the look and the callback wakes nobody" {
    run -124 bounded 2 "$BIN/lost_wake"
    output_is <<<"reading"
}

@test "the sleeping driver polls twice and uses no processor" {
    SECOND_MS=500 run -0 step sleeping
    [ "${lines[0]}" = "read: howdy" ]
    [[ ${lines[1]} =~ ^2\ polls,\ 0\.([0-9]+)\ seconds ]]
    [ "${BASH_REMATCH[1]#0}" -lt 10 ]
}

@test "a read whose data is there before the first poll takes one poll" {
    run -0 checked socket.h <<'C'
    struct socket socket;
    struct socket_read read;
    socket_init(&socket, 0, "early");
    pthread_join(socket.peer, NULL);
    socket_read_init(&read, &socket);
    printf("%ld\n", simple_future_run(&read.future));
    socket_read_print(&read);
C
    output_is <<<$'1\nread: early'
}

@test "data that comes right after the look still wakes: a thousand reads" {
    run -0 checked socket.h <<'C'
    for (int n = 0; n < 1000; n++) {
        struct socket socket;
        struct socket_read read;
        socket_init(&socket, 0, "now");
        socket_read_init(&read, &socket);
        simple_future_run(&read.future);
        socket_destroy(&socket);
    }
    printf("all woken\n");
C
    output_is <<<"all woken"
}

@test "a wake that comes before the wait is kept, and used once" {
    run -124 checked socket.h <<'C'
    simple_future_wake();
    simple_future_wake();
    simple_future_wait();
    printf("once\n");
    simple_future_wait();
    printf("twice\n");
C
    output_is <<<"once"
}

@test "an answer longer than the socket is refused, the longest fits" {
    run -0 checked socket.h <<'C'
    struct socket socket;
    struct socket_read read;
    char answer[SOCKET_CAPACITY + 2];
    memset(answer, 'x', sizeof answer);
    answer[SOCKET_CAPACITY] = '\0';
    socket_init(&socket, 0, answer);
    socket_read_init(&read, &socket);
    simple_future_run(&read.future);
    printf("%zu\n", read.length);
    socket_destroy(&socket);
C
    output_is <<<"64"
    run -134 checked socket.h <<'C'
    struct socket socket;
    char answer[SOCKET_CAPACITY + 2] = {0};
    memset(answer, 'x', sizeof answer - 1);
    socket_init(&socket, 0, answer);
C
    output_has "bug: an answer is longer than a toy socket"
}

# A socket without a peer: the test delivers, after as many unlocks of the
# socket as it says.
line() {
    cat >"$BATS_TEST_TMPDIR/line.h" <<'C'
#include <pthread.h>
static void unlocked(pthread_mutex_t *mutex);
#define pthread_mutex_unlock(mutex) unlocked(mutex)
#include "socket.h"
#undef pthread_mutex_unlock
static struct socket line = {.mutex = PTHREAD_MUTEX_INITIALIZER};
static int unlocks_left;
static void unlocked(pthread_mutex_t *mutex)
{
    pthread_mutex_unlock(mutex);
    if (mutex == &line.mutex && unlocks_left > 0 && --unlocks_left == 0)
        socket_deliver(&line, "late");
}
static inline void call_and_look(void)
{
    printf("%d\n", socket_has_data_to_read(&line));
}
C
    checked "$BATS_TEST_TMPDIR/line.h"
}

@test "data that comes after any step of the poll is read" {
    run -0 line <<'C'
    for (int n = 1; n <= 2; n++) {
        struct socket_read read;
        socket_read_init(&read, &line);
        unlocks_left = n;
        printf("%ld\n", simple_future_run(&read.future));
        socket_read_print(&read);
    }
C
    output_is <<<$'1\nread: late\n2\nread: late'
}

@test "the callback finds the data there and the socket free" {
    run -0 line <<'C'
    socket_set_readable_callback(&line, call_and_look);
    socket_deliver(&line, "text");
C
    output_is <<<1
}

@test "what does not fit into one read is left for the next" {
    run -0 line <<'C'
    char data[4];
    socket_deliver(&line, "abcdef");
    for (int n = 0; n < 3; n++) {
        size_t length = socket_read_now(&line, data, sizeof data);
        printf("%zu %.*s\n", length, (int)length, data);
    }
C
    output_is <<<$'4 abcd\n2 ef\n0 '
}

@test "a socket is destroyed when its peer has sent, and not before" {
    run -0 checked socket.h <<'C'
    struct socket socket;
    socket_init(&socket, 1, "sent");
    socket_destroy(&socket);
    printf("%zu\n", socket.length);
C
    output_is <<<4
}

@test "container_of finds the struct around a member in its middle" {
    run -0 checked simple_future.h <<'C'
    struct pair { int before; struct simple_future future; int after; };
    struct pair pair = {1, {NULL}, 2};
    struct simple_future *future = &pair.future;
    printf("%d\n", container_of(future, struct pair, future) == &pair);
C
    output_is <<<1
}

@test "a sleep that ends without a wake is not the end of the wait" {
    cat >"$BATS_TEST_TMPDIR/stir.h" <<'C'
#include "socket.h"
static inline void *stir(void *arg)
{
    for (int n = 0; n < 50; n++) {
        pthread_cond_broadcast(&simple_future_sleep.changed);
        clock_sleep_until(clock_now_ns() + NS_PER_MS);
    }
    printf("stirred\n");
    simple_future_wake();
    return arg;
}
C
    run -0 checked "$BATS_TEST_TMPDIR/stir.h" <<'C'
    pthread_t thread;
    pthread_create(&thread, NULL, stir, NULL);
    simple_future_wait();
    printf("woken\n");
    pthread_join(thread, NULL);
C
    output_is <<<$'stirred\nwoken'
}
