/* Step 4.4: a local across a wait.
 *
 * EXPECT: wrong
 *
 * The dancer of step 4.3 takes three steps, and counts them in a variable on
 * the stack.
 */
#include "answer.h"
#include "async.h"

struct dance {
    struct simple_future future;
    int state;
    struct answer beat;
    int step;
};

static enum poll_state dance_poll(struct simple_future *self,
                                  void (*wake)(void))
{
    struct dance *dance = container_of(self, struct dance, future);
    int taken = 0;
    ASYNC_BEGIN(dance->state);
    for (dance->step = 1; dance->step <= 3; dance->step++) {
        printf("dance: step %d\n", dance->step);
        taken++;
        answer_init(&dance->beat, 1, "beat");
        AWAIT(dance->state, simple_future_poll(&dance->beat.future, wake));
    }
    printf("dance: done, %d steps\n", taken);
    ASYNC_END(dance->state);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: lost_local\n"
                  "Dances three steps and forgets them.\n");
    struct dance dance = {.future = {dance_poll}};
    simple_future_run(&dance.future);
    return 0;
}
