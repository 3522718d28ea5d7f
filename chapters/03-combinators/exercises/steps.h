/* What the checks of this chapter poll: a future that is pending a given
 * number of times, and counts. */
#ifndef STEPS_H
#define STEPS_H

#include "../../../part1-futures/02-simple-future/simple_future.h"

struct steps {
    struct simple_future future;
    int left;           /* polls that will be pending */
    int polls;          /* polls it has had */
    void (*wake)(void); /* that of its last poll */
};

static inline enum poll_state steps_poll(struct simple_future *self,
                                         void (*wake)(void))
{
    struct steps *steps = container_of(self, struct steps, future);
    steps->polls++;
    steps->wake = wake;
    if (steps->left == 0)
        return POLL_READY;
    steps->left--;
    if (wake != NULL) /* an answer may hand down anything */
        wake();
    return POLL_PENDING;
}

static inline void steps_init(struct steps *steps, int left)
{
    steps->future.poll = steps_poll;
    steps->left = left;
    steps->polls = 0;
    steps->wake = NULL;
}

/* The wake of a check that polls by hand. */
static inline void steps_wake(void)
{
}

#endif
