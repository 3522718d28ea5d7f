/* Step 2.1: a countdown, polled by hand.
 *
 * The smallest future there is: it needs as many polls as its number says,
 * and one more to notice that it is done.
 */
#include "simple_future.h"

struct countdown {
    struct simple_future future;
    int left;
};

static enum poll_state countdown_poll(struct simple_future *self,
                                      void (*wake)(void))
{
    struct countdown *countdown = container_of(self, struct countdown, future);
    if (countdown->left == 0)
        return POLL_READY;
    countdown->left--;
    wake(); /* nothing to wait for: poll again whenever you like */
    return POLL_PENDING;
}

static void wake_nobody(void)
{
    printf("  wake\n");
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: countdown\n"
                  "Polls a countdown from three until it is ready.\n");
    struct countdown countdown = {{countdown_poll}, 3};
    enum poll_state state;
    do {
        printf("poll\n");
        state = simple_future_poll(&countdown.future, wake_nobody);
        printf("  %s, %d left\n", state == POLL_READY ? "ready" : "pending",
               countdown.left);
    } while (state == POLL_PENDING);
    return 0;
}
