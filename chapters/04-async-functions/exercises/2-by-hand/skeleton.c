/* Exercise 4.2: by hand.
 *
 * Phones are dialled one after the other, until somebody says yes. With the
 * macros it would be this function:
 *
 *     ASYNC_BEGIN(asking->state);
 *     for (asking->n = 0; asking->n < asking->count; asking->n++) {
 *         phone_dial(&asking->phones[asking->n]);
 *         AWAIT(asking->state,
 *               simple_future_poll(&asking->phones[asking->n].future, wake));
 *         phone_hang_up(&asking->phones[asking->n]);
 *         if (asking->phones[asking->n].yes) {
 *             asking->found = &asking->phones[asking->n];
 *             ASYNC_RETURN(asking->state);
 *         }
 *     }
 *     ASYNC_END(asking->state);
 *
 * Write it without them: an enum that says which piece comes next, and a
 * switch over the pieces. To whoever polls it, there must be no difference.
 * main dials three phones. Done right, Ben is found after 6 polls.
 *
 * Difficulty: medium
 * Time: 25 minutes
 * Section: Cut by hand
 */
#include "../../../../part1-futures/02-simple-future/simple_future.h"

/* Ready when somebody has answered it. */
struct phone {
    struct simple_future future;
    const char *name;
    int rings; /* that it takes until it is answered */
    bool yes;  /* output: what was said */
    int lines; /* that are open to it */
};

struct asking {
    struct simple_future future;
    enum { ASKING_NEXT } state; /* TODO: the other pieces */
    struct phone *phones;       /* borrowed */
    int count;
    int n;
    struct phone *found; /* output: who said yes, or NULL */
};

static enum poll_state phone_poll(struct simple_future *self,
                                  void (*wake)(void))
{
    struct phone *phone = container_of(self, struct phone, future);
    if (phone->rings == 0)
        return POLL_READY;
    phone->rings--;
    wake();
    return POLL_PENDING;
}

static void phone_dial(struct phone *phone)
{
    phone->lines++;
}

static void phone_hang_up(struct phone *phone)
{
    phone->lines--;
}

static enum poll_state asking_poll(struct simple_future *self,
                                   void (*wake)(void))
{
    /* TODO: dial, wait, hang up, and look at what was said. */
    (void)phone_dial;
    (void)phone_hang_up;
    (void)self;
    (void)wake;
    return POLL_READY;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Dials three phones until somebody says yes.\n");
    struct phone phones[] = {
        {{phone_poll}, "Ada", 3, false, 0},
        {{phone_poll}, "Ben", 2, true, 0},
        {{phone_poll}, "Cid", 1, true, 0},
    };
    struct asking asking = {
        .future = {asking_poll}, .phones = phones, .count = 3};
    long polls = simple_future_run(&asking.future);
    printf("%s after %ld polls\n",
           asking.found != NULL ? asking.found->name : "nobody", polls);
    return 0;
}
