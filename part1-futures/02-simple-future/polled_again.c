/* Step 2.2: polling after ready.
 *
 * EXPECT: error
 *
 * The countdown is the one of step 2.1. Somebody asks it once too often.
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
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: polled_again\n"
                  "Polls a countdown once more after it was ready.\n");
    struct countdown countdown = {{countdown_poll}, 1};
    for (int poll = 1; poll <= 3; poll++) {
        printf("poll %d\n", poll);
        simple_future_poll(&countdown.future, wake_nobody);
    }
    printf("nobody minded\n");
    return 0;
}
