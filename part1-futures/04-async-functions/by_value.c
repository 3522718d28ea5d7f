/* Step 4.7: an argument by value.
 *
 * The dancers of step 4.6 keep their number itself.
 */
#include "../03-combinators/join.h"
#include "answer.h"
#include "async.h"

#define DANCERS 2

struct dance {
    struct simple_future future;
    int state;
    unsigned number;
    double seconds;
    struct answer beat;
};

static enum poll_state dance_poll(struct simple_future *self,
                                  void (*wake)(void))
{
    struct dance *dance = container_of(self, struct dance, future);
    ASYNC_BEGIN(dance->state);
    answer_init(&dance->beat, dance->seconds, "beat");
    AWAIT(dance->state, simple_future_poll(&dance->beat.future, wake));
    printf("dancer %u bows\n", dance->number);
    ASYNC_END(dance->state);
}

static void dance_init(struct dance *dance, unsigned number)
{
    dance->future.poll = dance_poll;
    dance->state = 0;
    dance->number = number;
    dance->seconds = number + 1;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: by_value\n"
                  "Two dancers bow who have kept their numbers.\n");
    struct dance dances[DANCERS];
    struct join join;
    for (unsigned n = 0; n < DANCERS; n++)
        dance_init(&dances[n], n);
    join_init(&join, &dances[0].future, &dances[1].future);
    simple_future_run(&join.future);
    return 0;
}
