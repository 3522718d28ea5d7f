/* Step 11.6: eight visitors at once.
 *
 * A crowd is ready when each of its doorbells was rung. They are rung from
 * eight threads at the same moment, a hundred times over.
 */
#include "../../part1-futures/06-wakers/doorbell.h"
#include "block_on.h"

#define VISITORS 8
#define ROUNDS   100

struct crowd {
    struct future future;
    struct doorbell_wait waits[VISITORS];
    bool came[VISITORS];
};

static enum poll_state crowd_poll(struct future *self, struct context *cx)
{
    struct crowd *crowd = container_of(self, struct crowd, future);
    int missing = 0;
    for (int n = 0; n < VISITORS; n++) {
        if (!crowd->came[n])
            crowd->came[n] =
                future_poll(&crowd->waits[n].future, cx) == POLL_READY;
        missing += !crowd->came[n];
    }
    return missing == 0 ? POLL_READY : POLL_PENDING;
}

static void crowd_drop(struct future *self)
{
    struct crowd *crowd = container_of(self, struct crowd, future);
    for (int n = 0; n < VISITORS; n++)
        future_drop(&crowd->waits[n].future);
}

static void crowd_init(struct crowd *crowd, struct doorbell *bells)
{
    crowd->future = (struct future){crowd_poll, crowd_drop};
    for (int n = 0; n < VISITORS; n++) {
        doorbell_wait_init(&crowd->waits[n], &bells[n]);
        crowd->came[n] = false;
    }
}

/* Waits for a crowd that comes in a hundredth of a second. Returns how often
 * it was polled. */
static long crowd_wait(void)
{
    struct doorbell bells[VISITORS];
    struct visitor visitors[VISITORS];
    struct crowd crowd;
    for (int n = 0; n < VISITORS; n++) {
        doorbell_init(&bells[n]);
        visitor_start(&visitors[n], &bells[n], 0.01);
    }
    crowd_init(&crowd, bells);
    long polls = block_on(&crowd.future);
    future_drop(&crowd.future);
    for (int n = 0; n < VISITORS; n++) {
        visitor_join(&visitors[n]);
        doorbell_destroy(&bells[n]);
    }
    return polls;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: crowd\n"
                  "Waits for eight visitors who come at the same moment, a\n"
                  "hundred times.\n");
    long polls = 0;
    for (int n = 0; n < ROUNDS; n++)
        polls += crowd_wait();
    printf("%d visitors, %ld polls\n", VISITORS * ROUNDS, polls);
    return 0;
}
