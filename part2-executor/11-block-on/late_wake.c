/* Step 11.4: a wake that comes when block_on is over, and does no harm.
 *
 * The parker is on the heap. The last poll has left a waker in the doorbell,
 * and as long as it is there, the parker is, too.
 */
#include "../../part1-futures/06-wakers/doorbell.h"
#include "block_on.h"

#define ZEROS 1000

/* Keeps a function out of its caller: each is to have a frame of its own. */
#define NOINLINE __attribute__((noinline))

/* Waits until somebody has rung. */
static NOINLINE void wait_for_visitor(struct doorbell *bell,
                                      struct doorbell_wait *wait)
{
    struct visitor visitor;
    visitor_start(&visitor, bell, 1);
    block_on(&wait->future);
    visitor_join(&visitor);
    printf("the bell was rung\n");
}

/* Adds up zeros. Meanwhile the bell rings again. The compiler sees nobody who
 * could change a zero; volatile tells it to look. */
static NOINLINE int zeros_sum(struct doorbell *bell)
{
    volatile unsigned char zeros[ZEROS] = {0};
    int sum = 0;
    doorbell_ring(bell);
    for (int n = 0; n < ZEROS; n++)
        sum += zeros[n];
    return sum;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: late_wake\n"
                  "Waits for a doorbell, and adds up a thousand zeros.\n");
    struct doorbell bell;
    struct doorbell_wait wait;
    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    wait_for_visitor(&bell, &wait);
    printf("a thousand zeros: %d\n", zeros_sum(&bell));
    future_drop(&wait.future);
    doorbell_destroy(&bell);
    return 0;
}
