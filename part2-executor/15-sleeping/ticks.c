/* Step 15.9: a tick every second, for a day.
 *
 * The clock is held, and jumps: the day does not take a day.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "loop.h"

#define TICKS (24L * 60 * 60)

static struct held_clock held;

struct ticker {
    struct future future;
    int state;
    struct sleeps *sleeps; /* borrowed */
    struct interval seconds;
    long ticks;
    int64_t last_ns; /* when the last tick came */
};

/* What is done at each tick. It takes two thousandths of a second. */
static void ticker_work(struct ticker *ticker)
{
    ticker->ticks++;
    ticker->last_ns = held.now_ns;
    held_clock_advance(&held, clock_second_ns() / 500);
}

static enum poll_state ticker_poll(struct future *self, struct context *cx)
{
    struct ticker *ticker = container_of(self, struct ticker, future);
    ASYNC_BEGIN(ticker->state);
    interval_init(&ticker->seconds, ticker->sleeps,
                  sleeps_after(ticker->sleeps, 1), clock_second_ns());
    while (ticker->ticks < TICKS) {
        AWAIT(ticker->state, interval_poll(&ticker->seconds, cx));
        ticker_work(ticker);
    }
    ASYNC_END(ticker->state);
}

static void ticker_drop(struct future *self)
{
    struct ticker *ticker = container_of(self, struct ticker, future);
    if (ticker->state != 0) /* it was polled: there is an interval */
        interval_drop(&ticker->seconds);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: ticks\n"
                  "Ticks every second for a day, on a clock that jumps.\n");
    struct loop loop;
    struct spawner spawner;
    held_clock_init(&held, true);
    if (loop_with(&loop, &spawner, 1, &held.clock) != 0)
        die("loop_with", errno);
    struct ticker ticker = {
        .future = {ticker_poll, ticker_drop},
        .sleeps = &loop.sleeps,
    };
    if (spawner_spawn(&spawner, &ticker.future, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);

    int64_t begin_ns = clock_now_ns();
    loop_run(&loop);
    loop_drop(&loop);
    printf("%ld ticks, the last after %.1f seconds\n", ticker.ticks,
           clock_seconds(ticker.last_ns));
    printf("we have waited for %.1f seconds\n",
           clock_seconds(clock_now_ns() - begin_ns));
    return 0;
}
