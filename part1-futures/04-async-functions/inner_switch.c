/* Step 4.5: a wait inside a switch.
 *
 * EXPECT: error
 *
 * The teacher says which dance it is to be. The dancer waits for the beat
 * inside the switch that tells them apart.
 */
#include "answer.h"
#include "async.h"

struct dance {
    struct simple_future future;
    int state;
    struct answer which;
    struct answer beat;
};

static enum poll_state dance_poll(struct simple_future *self,
                                  void (*wake)(void))
{
    struct dance *dance = container_of(self, struct dance, future);
    ASYNC_BEGIN(dance->state);
    answer_init(&dance->which, 1, "waltz");
    AWAIT(dance->state, simple_future_poll(&dance->which.future, wake));
    switch (dance->which.read.data[0]) {
    case 'w':
        printf("dance: one, two, three\n");
        answer_init(&dance->beat, 1, "beat");
        AWAIT(dance->state, simple_future_poll(&dance->beat.future, wake));
        break;
    default:
        printf("dance: what is that?\n");
    }
    printf("dance: done\n");
    ASYNC_END(dance->state);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: inner_switch\n"
                  "Dances whatever the teacher says, up to the first beat.\n");
    struct dance dance = {.future = {dance_poll}};
    simple_future_run(&dance.future);
    return 0;
}
