/* Wrong: after a no, the number of the phone stays, so the same one is dialled
 * and polled again.
 *
 * CAUGHT BY: `n` does not go on after a no
 */
#include "../../../part1-futures/02-simple-future/simple_future.h"

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
    enum { ASKING_NEXT, ASKING_RINGING } state;
    struct phone *phones; /* borrowed */
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
    struct asking *asking = container_of(self, struct asking, future);
    for (;;) {
        struct phone *phone = &asking->phones[asking->n];
        switch (asking->state) {
        case ASKING_NEXT:
            if (asking->n == asking->count)
                return POLL_READY;
            phone_dial(phone);
            asking->state = ASKING_RINGING;
            break;
        case ASKING_RINGING:
            if (simple_future_poll(&phone->future, wake) == POLL_PENDING)
                return POLL_PENDING;
            phone_hang_up(phone);
            if (phone->yes) {
                asking->found = phone;
                return POLL_READY;
            }
            asking->state = ASKING_NEXT;
            break;
        }
    }
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
