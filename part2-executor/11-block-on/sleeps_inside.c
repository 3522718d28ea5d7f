/* Step 11.7: a poll that sleeps.
 *
 * EXPECT: hang
 *
 * A guest waits for a bell that the host will ring. One block_on drives both,
 * but the guest waits with a driver of his own.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "../../part1-futures/06-wakers/counting_waker.h"
#include "../../part1-futures/06-wakers/doorbell.h"
#include "block_on.h"

struct party {
    struct future future;
    int guest; /* their states */
    int host;
    struct doorbell bell;
    struct doorbell_wait wait;
    struct counting_waker counting;
};

static enum poll_state guest_poll(struct party *party, struct context *cx)
{
    (void)cx;
    ASYNC_BEGIN(party->guest);
    printf("guest: waiting for the bell\n");
    counting_waker_run(&party->counting, &party->wait.future);
    printf("guest: it rings\n");
    ASYNC_END(party->guest);
}

static enum poll_state host_poll(struct party *party, struct context *cx)
{
    (void)cx;
    ASYNC_BEGIN(party->host);
    printf("host: ringing\n");
    doorbell_ring(&party->bell);
    ASYNC_END(party->host);
}

/* Both of them, as a join would. */
static enum poll_state party_poll(struct future *self, struct context *cx)
{
    struct party *party = container_of(self, struct party, future);
    if (party->guest != ASYNC_DONE)
        guest_poll(party, cx);
    if (party->host != ASYNC_DONE)
        host_poll(party, cx);
    bool over = party->guest == ASYNC_DONE && party->host == ASYNC_DONE;
    return over ? POLL_READY : POLL_PENDING;
}

static void party_drop(struct future *self)
{
    struct party *party = container_of(self, struct party, future);
    future_drop(&party->wait.future);
    doorbell_destroy(&party->bell);
    counting_waker_destroy(&party->counting);
}

static void party_init(struct party *party)
{
    *party = (struct party){.future = {party_poll, party_drop}};
    doorbell_init(&party->bell);
    doorbell_wait_init(&party->wait, &party->bell);
    counting_waker_init(&party->counting);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: sleeps_inside\n"
                  "A guest waits for a bell, a host rings it.\n");
    struct party party;
    party_init(&party);
    long polls = block_on(&party.future);
    printf("%ld polls\n", polls);
    future_drop(&party.future);
    return 0;
}
