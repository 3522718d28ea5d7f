/* Step 24.11: what it costs to watch those that say nothing.
 *
 * Two players pass a ball. Beside them, descriptors are watched on which
 * nothing ever comes.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "../../part1-futures/06-wakers/counting_waker.h"
#include "../23-nonblocking/async_tcp.h"
#include "descriptors.h"
#include "event_loop.h"

#define PASSES   2000
#define IDLE_MAX 10000

static const char usage[] =
    "usage: idle [COUNT]\n"
    "Passes a ball 2000 times, beside COUNT idle descriptors (1000 if left\n"
    "out).\n";

struct player {
    struct future future;
    int state;
    int from, to; /* borrowed: ends of two pipes */
    struct readiness *readiness;
    struct async_ready ready;
    long passes;
};

static enum poll_state player_poll(struct future *self, struct context *cx)
{
    struct player *player = container_of(self, struct player, future);
    char ball;
    ASYNC_BEGIN(player->state);
    for (; player->passes < PASSES / 2; player->passes++) {
        async_ready_init(&player->ready, player->readiness, player->from,
                         POLLIN);
        AWAIT(player->state, future_poll(&player->ready.future, cx));
        future_drop(&player->ready.future);
        fd_read_some(player->from, &ball, 1);
        fd_write_all(player->to, &ball, 1);
    }
    ASYNC_END(player->state);
}

static void player_drop(struct future *self)
{
    (void)self;
}

static void idle_watch(struct interest *idle, long count,
                       struct readiness *readiness, const struct waker *waker)
{
    int empty[2];
    if (pipe(empty) != 0)
        die("pipe", errno);
    for (long n = 0; n < count; n++) {
        int fd = dup(empty[0]);
        if (fd < 0)
            die("dup", errno);
        interest_init(&idle[n], readiness, fd, POLLIN);
        if (interest_wait(&idle[n], waker) != 0)
            die("interest_wait", errno);
    }
}

/* Returns how long it took, for all passes. */
static int64_t play(struct event_loop *loop, struct spawner *spawner)
{
    struct player players[2];
    int there[2], back[2];
    if (pipe(there) != 0 || pipe(back) != 0)
        die("pipe", errno);
    for (int i = 0; i < 2; i++) {
        players[i] = (struct player){
            .future = {player_poll, player_drop},
            .from = i == 0 ? there[0] : back[0],
            .to = i == 0 ? back[1] : there[1],
            .readiness = &loop->watch.readiness,
        };
        if (spawner_spawn(spawner, &players[i].future, NULL) != 0)
            die("spawner_spawn", errno);
    }
    spawner_drop(spawner);
    fd_write_all(there[1], "o", 1);
    int64_t begin_ns = clock_now_ns();
    event_loop_run(loop);
    return clock_now_ns() - begin_ns;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    static struct interest idle[IDLE_MAX];
    long count = 1000;
    if (argc > 1)
        count = program_number(argv[1], 0, IDLE_MAX, usage);
    descriptors_allow((rlim_t)count + 16);
    struct event_loop loop;
    struct spawner spawner;
    if (event_loop_new(&loop, &spawner) != 0)
        die("event_loop_new", errno);
    struct counting_waker counting;
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);

    idle_watch(idle, count, &loop.watch.readiness, &waker);
    int64_t ns = play(&loop, &spawner);
    printf("%ld idle: %.1f microseconds for each pass\n", count,
           (double)ns / 1000 / PASSES);
    for (long n = 0; n < count; n++)
        interest_forget(&idle[n]);
    event_loop_drop(&loop);
    waker_drop(&waker);
    counting_waker_destroy(&counting);
    return 0;
}
