#!/usr/bin/env bats
load "../../book/tools/test_helper"

@test "every program explains itself and refuses wrong arguments" {
    refuses_bad_arguments
}

@test "a producer that does not look again: jobs are lost, others done twice" {
    run -0 step overfull
    [[ ${lines[1]} =~ ^1000\ jobs:\ ([0-9]+)\ done\ once,\ ([0-9]+)\ never,\ ([0-9]+)\ more ]]
    [ $((BASH_REMATCH[1] + BASH_REMATCH[2] + BASH_REMATCH[3])) -eq 1000 ]
    [ "${BASH_REMATCH[2]}" -gt 0 ]
    [ "${BASH_REMATCH[3]}" -gt 0 ]
}

@test "everyone is woken: every job is done once, mostly more wakes than jobs" {
    for _ in 1 2 3 4 5; do
        run -0 step everyone
        [ "${lines[1]}" = "1000 jobs: 1000 done once, 0 never, 0 more often" ]
        [[ ${lines[2]} =~ ^producers\ were\ woken\ ([0-9]+)\ times$ ]]
        [ "${BASH_REMATCH[1]}" -le 1000 ] || return 0
    done
    echo "five tries, and no more wakes than jobs" && false
}

@test "one is woken on a shared condition: before long it is the wrong one" {
    run -124 bounded 2 "$BIN/wrong_side"
    output_is <<<"20 producers, 50 jobs each"
}

@test "two conditions: every job comes, no more wakes than jobs, and no end" {
    run -124 bounded 2 "$BIN/never_told"
    [ "${#lines[@]}" -eq 5 ]
    for n in 1 2 3 4; do
        [[ ${lines[n]} =~ ^$((n * 250))\ jobs\ done,.*\ ([0-9]+)\ times$ ]]
        [ "${BASH_REMATCH[1]}" -le $((n * 250 + 10)) ] # some for nothing
    done
}

@test "handed over: every job once, each producer's in order, and an end" {
    run -0 step handed_over
    output_is <<'TEXT'
20 producers, 50 jobs each
1000 jobs: 1000 done once, 0 never, 0 more often
0 out of order
TEXT
}

@test "full, empty, timeout, closed: what each call says" {
    run -0 step full
    [[ ${lines[8]} =~ ^receive_until\ \ \ \ timeout\ after\ ([0-9])\.([0-9])\ seconds$ ]]
    [ "${BASH_REMATCH[1]}${BASH_REMATCH[2]}" -ge 5 ]
    unset 'lines[8]'
    output=$(printf '%s\n' "${lines[@]}")
    output_is <<'TEXT'
try_send one     ok
try_send two     ok
try_send three   full
try_receive      one
try_send three   ok
try_receive      two
try_receive      three
try_receive      empty
try_receive      closed
TEXT
}

@test "closed from either end: what is in it comes out, the rest comes back" {
    run -0 step closed
    output_is <<'TEXT'
the last sender leaves
  received: one
  received: two
  closed
the receiver leaves
  it came back: three
  received: one
  received: two
  closed
TEXT
}

@test "a fast producer is ahead by the room, one in hand, and one being done" {
    run -0 step ahead
    [ "${lines[0]}" = "room for 2: up to 4 jobs at a time" ]
    [[ ${lines[1]} =~ ^the\ last\ was\ sent\ after\ ([0-9]+)\.([0-9])\ seconds ]]
    [ "${BASH_REMATCH[1]}${BASH_REMATCH[2]}" -ge 7 ]
    run -0 step ahead 1
    [ "${lines[0]}" = "room for 1: up to 3 jobs at a time" ]
    run -0 step ahead 1000
    [[ ${lines[0]} =~ ^room\ for\ 1000:\ up\ to\ ([0-9]+)\ jobs ]]
    [ "${BASH_REMATCH[1]}" -gt 5 ]
}

@test "a CAPACITY that is not a number from one up is refused" {
    for bad in 0 -3 ten 5x "" 1000001; do
        run -2 step ahead "$bad"
        output_has "'$bad' is not a number"
    done
}

# What the tests of the header need: a channel, waits that are counted, so that
# one can wait until another thread is blocked, and a thread to be blocked.
setup() {
    cat >"$BATS_TEST_TMPDIR/scene.h" <<'C'
#include <pthread.h>
#include <stdatomic.h>
static atomic_int waits;
static void (*before_wait)(void); /* called once */
/* Counted with the mutex held: who gets that afterwards finds it asleep. */
static inline int wait_counted(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
    void (*call)(void) = before_wait;
    before_wait = NULL;
    if (call != NULL)
        call();
    atomic_fetch_add(&waits, 1);
    return pthread_cond_wait(cond, mutex);
}
#define pthread_cond_wait wait_counted
#include "channel.h"
static struct sender sender;
static struct receiver receiver;
static char word[8][2] = {"0", "1", "2", "3", "4", "5", "6", "7"};
static const char *const names[] = {"ok", "full", "empty", "closed", "timeout"};
static inline void begin(size_t capacity)
{
    if (channel_new(capacity, &sender, &receiver) != 0)
        die("channel_new", errno);
}
static inline void blocked(int count)
{
    while (atomic_load(&waits) < count)
        clock_sleep_until(clock_now_ns() + NS_PER_MS);
}
static inline void send_word(int n)
{
    printf("%d %s\n", n, names[sender_try_send(&sender, word[n])]);
}
static inline void receive_word(void)
{
    void *message = NULL;
    enum channel_result result = receiver_try_receive(&receiver, &message);
    printf("%s\n", message == NULL ? names[result] : (char *)message);
}
static enum channel_result sent[8];
static inline void *sending(void *message)
{
    struct sender mine = sender_clone(&sender);
    sent[((char *)message - word[0]) / 2] = sender_send(&mine, message);
    sender_drop(&mine);
    return NULL;
}
static enum channel_result received;
static inline void *receiving(void *arg)
{
    void *message = NULL;
    received = receiver_receive(&receiver, &message);
    (void)arg;
    return message;
}
static inline pthread_t start(void *(*function)(void *), void *arg)
{
    pthread_t thread;
    pthread_create(&thread, NULL, function, arg);
    return thread;
}
static inline char *joined(pthread_t thread)
{
    void *result;
    pthread_join(thread, &result);
    return result;
}
static inline void end(void)
{
    void *message;
    receiver_close(&receiver);
    while (receiver_receive(&receiver, &message) == CHANNEL_OK)
        ;
    receiver_drop(&receiver);
    if (sender.channel != NULL)
        sender_drop(&sender);
}
C
}

# scene HEADER...: the statements on standard input, with these after it.
scene() {
    checked "$BATS_TEST_TMPDIR/scene.h" "$@"
}

# flood CAPACITY SEND RECEIVE: four threads send 2500 numbers each; each has a
# clone of its own. Every number comes once, those of a thread in order.
flood() {
    cat >"$BATS_TEST_TMPDIR/flood.h" <<C
static inline void pause_briefly(void)
{
    clock_sleep_until(clock_now_ns() + NS_PER_MS / 50);
}
static inline enum channel_result try_send(struct sender *mine, void *message)
{
    enum channel_result result;
    while ((result = sender_try_send(mine, message)) == CHANNEL_FULL)
        pause_briefly();
    return result;
}
static inline void try_receive(struct receiver *mine, void **message)
{
    while (receiver_try_receive(mine, message) == CHANNEL_EMPTY)
        pause_briefly();
}
static inline void receive_in_time(struct receiver *mine, void **message)
{
    int64_t deadline_ns = clock_now_ns() + 60 * NS_PER_SECOND;
    receiver_receive_until(mine, message, deadline_ns);
}
static int numbers[4][2500];
static inline int *set(int *number) /* not guarded: the channel has to do it */
{
    *number = 1;
    return number;
}
static inline void *flooding(void *arg)
{
    struct sender mine = sender_clone(&sender);
    for (int *number = arg, n = 0; n < 2500; n++)
        if ($2(&mine, set(&number[n])) != CHANNEL_OK)
            bug("a send failed");
    sender_drop(&mine);
    return NULL;
}
C
    scene "$BATS_TEST_TMPDIR/flood.h" <<C
    begin($1);
    pthread_t threads[4];
    for (int n = 0; n < 4; n++)
        threads[n] = start(flooding, numbers[n]);
    long due[4] = {0}, disorder = 0;
    void *message = NULL;
    for (int n = 0; n < 10000; n++) {
        $3(&receiver, &message);
        long index = (int *)message - numbers[0];
        numbers[index / 2500][index % 2500]++;
        disorder += index % 2500 != due[index / 2500]++;
    }
    for (int n = 0; n < 4; n++)
        joined(threads[n]);
    sender_drop(&sender);
    printf("%s", names[receiver_receive(&receiver, &message)]);
    receiver_drop(&receiver);
    for (int n = 0; n < 10000; n++)
        if (numbers[n / 2500][n % 2500] != 2)
            printf(", %d: %d times", n, numbers[n / 2500][n % 2500] - 1);
    printf(", %ld out of order\n", disorder);
C
}

@test "four threads, room for one, three or more than all: all once, in order" {
    for capacity in 1 3 20000; do
        run -0 flood "$capacity" sender_send receiver_receive
        output_is <<<"closed, 0 out of order"
    done
}

@test "four threads that try again and again, or with a deadline: the same" {
    run -0 flood 3 try_send try_receive
    output_is <<<"closed, 0 out of order"
    run -0 flood 3 try_send receive_in_time
    output_is <<<"closed, 0 out of order"
}

@test "room is for as many as was said, in every lap around the ring" {
    run -0 scene <<'C'
    for (size_t capacity = 1; capacity <= 3; capacity++) {
        begin(capacity);
        for (int lap = 0; lap < 10; lap++) {
            size_t n = 0;
            void *message;
            while (sender_try_send(&sender, word[n]) == CHANNEL_OK)
                n++;
            printf("%zu:", n);
            for (; n > 0 && receiver_try_receive(&receiver, &message) == CHANNEL_OK; n--)
                printf("%s", (char *)message);
            printf(lap < 9 ? " " : "\n");
            sender_try_send(&sender, word[7]);
            receiver_try_receive(&receiver, &message);
        }
        end();
    }
C
    output_is <<'TEXT'
1:0 1:0 1:0 1:0 1:0 1:0 1:0 1:0 1:0 1:0
2:01 2:01 2:01 2:01 2:01 2:01 2:01 2:01 2:01 2:01
3:012 3:012 3:012 3:012 3:012 3:012 3:012 3:012 3:012 3:012
TEXT
}

@test "a null pointer is a message like any other" {
    run -0 scene <<'C'
    begin(1);
    void *message = word[0];
    printf("%s", names[sender_send(&sender, NULL)]);
    printf(" %s", names[receiver_receive(&receiver, &message)]);
    printf(" %d\n", message == NULL);
    end();
C
    output_is <<<"ok ok 1"
}

@test "a send that waits goes on when there is room, and not before" {
    run -0 scene <<'C'
    begin(1);
    send_word(0);
    pthread_t thread = start(sending, word[1]);
    blocked(1);
    receive_word();
    joined(thread);
    printf("%s\n", names[sent[1]]);
    receive_word();
    receive_word();
    end();
C
    output_is <<<$'0 ok\n0\nok\n1\nempty'
}

@test "a send that is woken for nothing puts nothing in" {
    run -0 scene <<'C'
    begin(1);
    send_word(0);
    pthread_t thread = start(sending, word[1]);
    for (int n = 1; n <= 20; n++) {
        blocked(n);
        pthread_mutex_lock(&receiver.channel->mutex);
        pthread_cond_broadcast(&receiver.channel->not_full);
        pthread_mutex_unlock(&receiver.channel->mutex);
    }
    blocked(21);
    receive_word();
    joined(thread);
    receive_word();
    end();
C
    output_is <<<$'0 ok\n0\n1'
}

@test "a receive that is woken for nothing takes nothing out" {
    run -0 scene <<'C'
    begin(1);
    pthread_t thread = start(receiving, NULL);
    for (int n = 1; n <= 20; n++) {
        blocked(n);
        pthread_mutex_lock(&receiver.channel->mutex);
        pthread_cond_broadcast(&receiver.channel->not_empty);
        pthread_mutex_unlock(&receiver.channel->mutex);
    }
    blocked(21);
    send_word(3);
    printf("%s\n", joined(thread));
    printf("%s\n", names[received]);
    end();
C
    output_is <<<$'3 ok\n3\nok'
}

# between ACT: another thread does ACT when the statements on standard input
# have looked and do not sleep yet.
between() {
    cat >"$BATS_TEST_TMPDIR/between.h" <<C
static void *message;
static pthread_t other;
static inline void *acting(void *arg)
{
    $1;
    return arg;
}
static inline void act(void)
{
    (void)message; /* not every ACT has one */
    other = start(acting, NULL);
    clock_sleep_until(clock_now_ns() + 20 * NS_PER_MS);
}
C
    { echo 'begin(1); before_wait = act;'; cat; echo 'joined(other); end();'; } |
        scene "$BATS_TEST_TMPDIR/between.h"
}

@test "what comes between the look and the sleep wakes the sleeper" {
    run -0 between 'receiver_close(&receiver)' <<'C'
    send_word(0);
    printf("%s\n", names[sender_send(&sender, word[1])]);
C
    output_is <<<$'0 ok\nclosed'
    run -0 between 'receiver_try_receive(&receiver, &message)' <<'C'
    send_word(0);
    printf("%s\n", names[sender_send(&sender, word[1])]);
C
    output_is <<<$'0 ok\nok'
    run -0 between 'sender_try_send(&sender, word[1])' <<'C'
    printf("%s\n", names[receiver_receive(&receiver, &message)]);
C
    output_is <<<"ok"
    run -0 between 'sender_drop(&sender)' <<'C'
    printf("%s\n", names[receiver_receive(&receiver, &message)]);
C
    output_is <<<"closed"
}

# apart ACT: another thread does ACT while this one has the mutex. Prints how
# many senders there are, if it is closed and how many messages are in it, at
# the end of that and afterwards.
apart() {
    cat >"$BATS_TEST_TMPDIR/apart.h" <<C
static struct sender second;
static void *message;
static inline void *acting(void *arg)
{
    $1;
    (void)message;
    return arg;
}
static inline void print_state(void)
{
    struct channel *channel = receiver.channel;
    printf("%zu %d %zu\n", channel->senders, channel->closed, channel->count);
}
C
    scene "$BATS_TEST_TMPDIR/apart.h" <<'C'
    begin(2);
    sender_try_send(&sender, word[0]);
    pthread_mutex_lock(&receiver.channel->mutex);
    pthread_t thread = start(acting, NULL);
    clock_sleep_until(clock_now_ns() + 20 * NS_PER_MS);
    print_state();
    pthread_mutex_unlock(&receiver.channel->mutex);
    joined(thread);
    print_state();
    if (second.channel != NULL)
        sender_drop(&second);
    end();
C
}

@test "nobody sends, receives, clones, drops or closes while another does" {
    for send in sender_send sender_try_send; do
        run -0 apart "$send(&sender, word[1])"
        output_is <<<$'1 0 1\n1 0 2'
    done
    for receive in receiver_receive receiver_try_receive; do
        run -0 apart "$receive(&receiver, &message)"
        output_is <<<$'1 0 1\n1 0 0'
    done
    run -0 apart 'receiver_receive_until(&receiver, &message, 0)'
    output_is <<<$'1 0 1\n1 0 0'
    run -0 apart 'second = sender_clone(&sender)'
    output_is <<<$'1 0 1\n2 0 1'
    run -0 apart 'sender_drop(&sender)'
    output_is <<<$'1 0 1\n0 1 1'
    run -0 apart 'receiver_close(&receiver)'
    output_is <<<$'1 0 1\n1 1 1'
}

@test "close ends every send that waits; what was in the channel comes out" {
    run -0 scene <<'C'
    begin(1);
    send_word(0);
    pthread_t threads[5];
    for (int n = 1; n < 5; n++)
        threads[n] = start(sending, word[n]);
    blocked(4);
    receiver_close(&receiver);
    for (int n = 1; n < 5; n++) {
        joined(threads[n]);
        printf("%d %s\n", n, names[sent[n]]);
    }
    receive_word();
    receive_word();
    end();
C
    output_is <<<$'0 ok\n1 closed\n2 closed\n3 closed\n4 closed\n0\nclosed'
}

@test "a close by another thread ends a receive that waits" {
    run -0 scene <<'C'
    begin(1);
    pthread_t thread = start(receiving, NULL);
    blocked(1);
    receiver_close(&receiver);
    joined(thread);
    printf("%s\n", names[received]);
    end();
C
    output_is <<<"closed"
}

@test "after the close every send is closed, whether there is room or not" {
    run -0 scene <<'C'
    begin(1);
    receiver_close(&receiver);
    send_word(0);
    receive_word();
    end();
    begin(1);
    send_word(1);
    receiver_close(&receiver);
    send_word(2);
    printf("%s\n", names[sender_send(&sender, word[3])]);
    receive_word();
    send_word(4);
    end();
C
    output_is <<<$'0 closed\nclosed\n1 ok\n2 closed\nclosed\n1\n4 closed'
}

@test "the last sender to go ends a receive that waits, the others do not" {
    run -0 scene <<'C'
    begin(1);
    struct sender others[3];
    for (int n = 0; n < 3; n++)
        others[n] = sender_clone(&sender);
    pthread_t thread = start(receiving, NULL);
    blocked(1);
    for (int n = 0; n < 3; n++) {
        sender_drop(&others[n]);
        send_word(n);
        joined(thread);
        printf("%s\n", names[received]);
        thread = start(receiving, NULL);
        blocked(n + 2);
    }
    sender_drop(&sender);
    joined(thread);
    printf("%s\n", names[received]);
    receiver_drop(&receiver);
C
    output_is <<<$'0 ok\nok\n1 ok\nok\n2 ok\nok\nclosed'
}

@test "a main that keeps a sender of its own waits for itself" {
    run -124 scene <<'C'
    begin(1);
    joined(start(sending, word[0]));
    receive_word();
    joined(start(receiving, NULL));
    printf("never\n");
C
    output_is <<<0
}

@test "receive_until: what is there is taken, however late it is" {
    run -0 scene <<'C'
    void *message = NULL;
    begin(2);
    send_word(1);
    printf("%s", names[receiver_receive_until(&receiver, &message, 0)]);
    printf(" %s\n", (char *)message);
    printf("%s\n", names[receiver_receive_until(&receiver, &message, 0)]);
    sender_drop(&sender);
    printf("%s\n", names[receiver_receive_until(&receiver, &message, 0)]);
    receiver_drop(&receiver);
C
    output_is <<<$'1 ok\nok 1\ntimeout\nclosed'
}

@test "receive_until: not before the deadline, and asleep" {
    SECOND_MS=1000 run -0 scene <<'C'
    void *message;
    begin(1);
    int64_t cpu_ns = clock_cpu_ns();
    int64_t deadline_ns = clock_now_ns() + clock_second_ns() / 2;
    printf("%s", names[receiver_receive_until(&receiver, &message, deadline_ns)]);
    printf(" %d", clock_now_ns() >= deadline_ns);
    printf(" %d\n", clock_cpu_ns() - cpu_ns < clock_second_ns() / 5);
    end();
C
    output_is <<<"timeout 1 1"
}

# late ACT: a receive_until with a minute to go, while another thread does ACT.
late() {
    cat >"$BATS_TEST_TMPDIR/late.h" <<C
static inline void *acting(void *arg)
{
    clock_sleep_until(clock_now_ns() + clock_second_ns() / 2);
    $1;
    return arg;
}
C
    scene "$BATS_TEST_TMPDIR/late.h" <<'C'
    void *message = word[0];
    begin(1);
    int64_t deadline_ns = clock_now_ns() + 60 * NS_PER_SECOND;
    pthread_t thread = start(acting, NULL);
    printf("%s", names[receiver_receive_until(&receiver, &message, deadline_ns)]);
    printf(" %s\n", (char *)message);
    joined(thread);
    end();
C
}

@test "receive_until: a message, or the last drop, ends it before its time" {
    run -0 late 'sender_try_send(&sender, word[5])'
    output_is <<<"ok 5"
    run -0 late 'sender_drop(&sender)'
    output_is <<<"closed 0"
}

# malloc and free, counted, and refused when told to.
counted() {
    cat >"$BATS_TEST_TMPDIR/counted.h" <<'C'
#include <errno.h>
#include <stdlib.h>
static int alive, refused;
static inline void *malloc_counted(size_t size)
{
    if (refused) {
        errno = ENOMEM;
        return NULL;
    }
    alive++;
    return malloc(size);
}
static inline void free_counted(void *memory)
{
    alive--;
    free(memory);
}
#define malloc malloc_counted
#define free free_counted
C
    checked "$BATS_TEST_TMPDIR/counted.h" "$BATS_TEST_TMPDIR/scene.h" "$@"
}

@test "the channel is freed with the last of both sides, whichever that is" {
    run -0 counted <<'C'
    begin(1);
    struct sender other = sender_clone(&sender);
    printf("%d", alive);
    sender_drop(&sender);
    sender_drop(&other);
    printf("%d", alive);
    receiver_drop(&receiver);
    printf("%d\n", alive);
    begin(1);
    other = sender_clone(&sender);
    receiver_close(&receiver);
    receiver_drop(&receiver);
    printf("%d", alive);
    sender_drop(&other);
    printf("%d", alive);
    printf(" %s ", names[sender_send(&sender, NULL)]);
    sender_drop(&sender);
    printf("%d\n", alive);
C
    output_is <<<$'110\n11 closed 0'
}

@test "senders are cloned and dropped by many threads; none is miscounted" {
    cat >"$BATS_TEST_TMPDIR/churn.h" <<'C'
static inline void *churning(void *arg)
{
    for (int n = 0; n < 2000; n++) {
        struct sender mine = sender_clone(&sender);
        sender_drop(&mine);
    }
    return arg;
}
C
    run -0 scene "$BATS_TEST_TMPDIR/churn.h" <<'C'
    begin(1);
    pthread_t threads[4];
    for (int n = 0; n < 4; n++)
        threads[n] = start(churning, NULL);
    for (int n = 0; n < 4; n++)
        joined(threads[n]);
    receive_word();
    sender_drop(&sender);
    receive_word();
    receiver_drop(&receiver);
C
    output_is <<<$'empty\nclosed'
}

@test "both sides leave at the same moment, a thousand times" {
    cat >"$BATS_TEST_TMPDIR/leave.h" <<'C'
static inline void *leaving(void *arg)
{
    sender_drop(&sender);
    return arg;
}
C
    run -0 counted "$BATS_TEST_TMPDIR/leave.h" <<'C'
    for (int n = 0; n < 1000; n++) {
        begin(1);
        pthread_t thread = start(leaving, NULL);
        receiver_close(&receiver);
        receiver_drop(&receiver);
        joined(thread);
    }
    printf("%d\n", alive);
C
    output_is <<<0
}

# linger SEND: the send has let go of the mutex, and does not return before all
# the rest is gone.
linger() {
    cat >"$BATS_TEST_TMPDIR/linger.h" <<'C'
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
static _Thread_local int lingers;
static atomic_int gone;
static inline int unlock_lingering(pthread_mutex_t *mutex)
{
    int error = pthread_mutex_unlock(mutex);
    while (lingers && !atomic_load(&gone))
        sched_yield();
    return error;
}
#define pthread_mutex_unlock unlock_lingering
C
    cat >"$BATS_TEST_TMPDIR/lingering.h" <<C
static inline void *lingering(void *arg)
{
    lingers = 1;
    sent[0] = $1(&sender, word[0]);
    return arg;
}
C
    checked "$BATS_TEST_TMPDIR/linger.h" "$BATS_TEST_TMPDIR/scene.h" \
        "$BATS_TEST_TMPDIR/lingering.h" <<'C'
    void *message;
    begin(1);
    pthread_t thread = start(lingering, NULL);
    receiver_receive(&receiver, &message);
    sender_drop(&sender);
    receive_word();
    receiver_drop(&receiver);
    atomic_store(&gone, 1);
    joined(thread);
    printf("%s\n", names[sent[0]]);
C
}

@test "a send may return when its sender and its channel are gone" {
    run -0 linger sender_send
    output_is <<<$'closed\nok'
    run -0 linger sender_try_send
    output_is <<<$'closed\nok'
}

@test "a receiver that could still receive is not dropped" {
    run -134 scene <<'C'
    begin(1);
    receiver_drop(&receiver);
C
    output_has "bug: a receiver was dropped that could still receive"
    run -134 scene <<'C'
    begin(1);
    send_word(0);
    sender_drop(&sender);
    receiver_drop(&receiver);
C
    output_has "bug: a receiver was dropped that could still receive"
}

@test "an end that was dropped is not dropped again" {
    run -134 scene <<'C'
    begin(1);
    struct sender other = sender_clone(&sender);
    sender_drop(&sender);
    sender_drop(&sender);
    sender_drop(&other);
C
    output_is <<<"bug: a sender was dropped twice"
    run -134 scene <<'C'
    begin(1);
    receiver_close(&receiver);
    receiver_drop(&receiver);
    receiver_drop(&receiver);
    sender_drop(&sender);
C
    output_is <<<"bug: a receiver was dropped twice"
}

@test "a copy of a sender is not counted: one too many is dropped" {
    run -134 scene <<'C'
    begin(1);
    struct sender other = sender_clone(&sender);
    struct sender copy = other;
    send_word(0);
    sender_drop(&other);
    send_word(1);
    sender_drop(&copy);
    send_word(2);
    sender_drop(&sender);
    printf("never\n");
C
    output_is <<'TEXT'
0 ok
1 full
2 closed
bug: a sender was dropped that was not counted
TEXT
}

@test "look: what a receive would find, how many, and nothing is taken" {
    cat >"$BATS_TEST_TMPDIR/look.h" <<'C'
static inline void look(void)
{
    size_t count;
    enum channel_result result = receiver_look(&receiver, &count);
    printf("%s %zu\n", names[result], count);
}
C
    run -0 scene "$BATS_TEST_TMPDIR/look.h" <<'C'
    begin(2);
    look();
    send_word(0);
    send_word(1);
    look();
    sender_drop(&sender);
    look();
    receive_word();
    look();
    receive_word();
    look();
    end();
C
    output_is <<<$'empty 0\n0 ok\n1 ok\nok 2\nok 2\n0\nok 1\n1\nclosed 0'
}

# told: the statements on standard input, with a `tell` for receiver_set_notify.
told() {
    cat >"$BATS_TEST_TMPDIR/told.h" <<'C'
static int told;
static pthread_mutex_t *mutex; /* of the channel */
static inline void tell(void *data)
{
    ++*(int *)data;
    if (pthread_mutex_trylock(mutex) == 0)
        bug("told without the mutex");
}
static inline void set_notify(void)
{
    mutex = &receiver.channel->mutex;
    receiver_set_notify(&receiver, tell, &told);
}
C
    scene "$BATS_TEST_TMPDIR/told.h"
}

@test "notify: told of each message and each close, and not of what was there" {
    run -0 told <<'C'
    begin(2);
    send_word(0);
    set_notify();
    printf("%d\n", told);
    send_word(1);
    printf("%d\n", told);
    send_word(2);
    receive_word();
    printf("%d\n", told);
    sender_send(&sender, word[3]);
    printf("%d\n", told);
    receiver_close(&receiver);
    send_word(4);
    printf("%d\n", told);
    end();
C
    output_is <<<$'0 ok\n0\n1 ok\n1\n2 full\n0\n1\n2\n4 closed\n3'
}

@test "notify: the last sender to go is told of, until the receiver is dropped" {
    run -0 told <<'C'
    struct sender other;
    begin(1);
    set_notify();
    other = sender_clone(&sender);
    sender_drop(&other);
    printf("%d", told);
    sender_drop(&sender);
    printf(" %d\n", told);
    end();
    begin(1);
    set_notify();
    receiver_close(&receiver);
    receiver_drop(&receiver);
    printf("%d", told);
    sender_drop(&sender);
    printf(" %d\n", told);
C
    output_is <<<$'0 1\n3 3'
}

@test "notify: a receive that waits is woken as well" {
    run -0 told <<'C'
    begin(1);
    set_notify();
    pthread_t thread = start(receiving, NULL);
    blocked(1);
    send_word(3);
    printf("%s %d\n", joined(thread), told);
    end();
C
    output_is <<<$'3 ok\n3 1'
}

@test "no room at all, too much of it, and no memory: -1 and an errno" {
    run -0 counted <<'C'
    printf("%d", channel_new(0, &sender, &receiver));
    printf(" %d\n", errno == EINVAL);
    printf("%d", channel_new(SIZE_MAX, &sender, &receiver));
    printf(" %d\n", errno == EINVAL);
    printf("%d", channel_new(SIZE_MAX / sizeof(void *), &sender, &receiver));
    printf(" %d\n", errno == EINVAL);
    refused = 1;
    printf("%d", channel_new(1, &sender, &receiver));
    printf(" %d, %d alive\n", errno == ENOMEM, alive);
C
    output_is <<<$'-1 1\n-1 1\n-1 1\n-1 1, 0 alive'
}
