/* Wrong: drop does not ask whether there is a sleep.
 *
 * CAUGHT BY: drop of a wait that was never polled
 */
#include "../../../part2-executor/15-sleeping/loop.h"

#define GUESTS 5

struct pacer {
    struct sleeps *sleeps; /* borrowed */
    int64_t period_ns;
    int64_t next_ns; /* no turn is earlier; at first, any time is right */
};

struct pacer_wait {
    struct future future;
    struct pacer *pacer; /* borrowed */
    bool has_turn;       /* then `turn` is set up */
    struct sleep turn;
    int error; /* output: 0, or why it could not wait */
};

static void pacer_wait_take(struct pacer_wait *wait)
{
    struct pacer *pacer = wait->pacer;
    int64_t turn_ns = sleeps_now_ns(pacer->sleeps);
    if (turn_ns < pacer->next_ns)
        turn_ns = pacer->next_ns;
    pacer->next_ns = deadline_later(turn_ns, pacer->period_ns);
    sleep_init(&wait->turn, pacer->sleeps, turn_ns);
    wait->has_turn = true;
}

static enum poll_state pacer_wait_poll(struct future *self, struct context *cx)
{
    struct pacer_wait *wait = container_of(self, struct pacer_wait, future);
    if (!wait->has_turn)
        pacer_wait_take(wait);
    if (future_poll(&wait->turn.future, cx) == POLL_PENDING)
        return POLL_PENDING;
    wait->error = wait->turn.error;
    return POLL_READY;
}

static void pacer_wait_drop(struct future *self)
{
    struct pacer_wait *wait = container_of(self, struct pacer_wait, future);
    future_drop(&wait->turn.future);
}

static void pacer_wait_init(struct pacer_wait *wait, struct pacer *pacer)
{
    *wait = (struct pacer_wait){
        .future = {pacer_wait_poll, pacer_wait_drop},
        .pacer = pacer,
    };
}

/* Says when it has passed. */
struct guest {
    struct future future;
    struct pacer_wait wait;
    int64_t begin_ns;
};

static enum poll_state guest_poll(struct future *self, struct context *cx)
{
    struct guest *guest = container_of(self, struct guest, future);
    if (future_poll(&guest->wait.future, cx) == POLL_PENDING)
        return POLL_PENDING;
    printf("after %.1f seconds\n",
           clock_seconds(clock_now_ns() - guest->begin_ns));
    return POLL_READY;
}

static void guest_drop(struct future *self)
{
    future_drop(&container_of(self, struct guest, future)->wait.future);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Lets five guests pass, one at a time.\n");
    struct loop loop;
    struct spawner spawner;
    struct guest guests[GUESTS];
    if (loop_new(&loop, &spawner) != 0)
        die("loop_new", errno);
    struct pacer pacer = {&loop.sleeps, clock_second_ns() / 2, INT64_MIN};
    int64_t begin_ns = clock_now_ns();
    for (int n = 0; n < GUESTS; n++) {
        guests[n].future = (struct future){guest_poll, guest_drop};
        guests[n].begin_ns = begin_ns;
        pacer_wait_init(&guests[n].wait, &pacer);
        if (spawner_spawn(&spawner, &guests[n].future, NULL) != 0)
            die("spawner_spawn", errno);
    }
    spawner_drop(&spawner);
    loop_run(&loop);
    loop_drop(&loop);
    return 0;
}
