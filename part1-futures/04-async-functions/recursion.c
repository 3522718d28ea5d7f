/* Step 4.8: a function that awaits itself.
 *
 * Ada is asked who her children are, then each of them is asked. A visit
 * cannot contain the visits of the children, so it points to one at a time.
 */
#include "answer.h"
#include "async.h"

static const char usage[] =
    "usage: recursion [DEPTH]\n"
    "Visits Ada and all who descend from her, or gives up where it would have\n"
    "to go more than DEPTH generations down.\n";

/* Whom Ada is the first of. A peer answers with the numbers of the children,
 * and a dot. */
static const struct {
    const char *name;
    const char *children;
} people[] = {
    {"Ada", "12."}, {"Ben", "34."}, {"Cid", "."}, {"Dan", "."}, {"Eve", "."},
};

struct visit {
    struct simple_future future;
    int state;
    int person; /* whom */
    int depth;  /* how many generations below Ada */
    long depth_max;
    struct socket socket;
    struct socket_read asked;
    int next;            /* where in the data of `asked` */
    struct visit *child; /* owned, from visit_new to visit_free */
    int error;           /* output: 0, or an errno value */
};

static struct {
    int all;  /* visits there have been */
    int now;  /* not yet freed */
    int most; /* at once */
} visits;

static enum poll_state visit_poll(struct simple_future *self,
                                  void (*wake)(void));

/* Returns 0, with a new visit in *made for the caller to free, or ENOMEM. */
static int visit_new(struct visit **made, int person, int depth, long depth_max)
{
    struct visit *visit = malloc(sizeof *visit);
    if (visit == NULL)
        return ENOMEM;
    *visit = (struct visit){
        .future = {visit_poll},
        .person = person,
        .depth = depth,
        .depth_max = depth_max,
    };
    *made = visit;
    visits.all++;
    if (++visits.now > visits.most)
        visits.most = visits.now;
    return 0;
}

static void visit_free(struct visit *visit)
{
    free(visit);
    visits.now--;
}

static enum poll_state visit_poll(struct simple_future *self,
                                  void (*wake)(void))
{
    struct visit *visit = container_of(self, struct visit, future);
    char digit;
    ASYNC_BEGIN(visit->state);
    if (visit->depth > visit->depth_max) {
        visit->error = EMLINK;
        ASYNC_RETURN(visit->state); /* nothing is open yet */
    }
    printf("%*s%s\n", 2 * visit->depth, "", people[visit->person].name);
    socket_init(&visit->socket, 0.2, people[visit->person].children);
    socket_read_init(&visit->asked, &visit->socket);
    AWAIT(visit->state, simple_future_poll(&visit->asked.future, wake));

    while ((digit = visit->asked.data[visit->next++]) != '.') {
        visit->error = visit_new(&visit->child, digit - '0', visit->depth + 1,
                                 visit->depth_max);
        if (visit->error != 0)
            goto close;
        AWAIT(visit->state, simple_future_poll(&visit->child->future, wake));
        visit->error = visit->child->error;
        visit_free(visit->child);
        if (visit->error != 0)
            goto close;
    }
close:
    socket_destroy(&visit->socket);
    ASYNC_END(visit->state);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    long depth_max = 10;
    if (argc > 1)
        depth_max = program_number(argv[1], 0, 1000, usage);
    struct visit *ada;
    int error = visit_new(&ada, 0, 0, depth_max);
    if (error != 0)
        die("malloc", error);
    simple_future_run(&ada->future);
    error = ada->error;
    visit_free(ada);

    printf("%d visits of %zu bytes, at most %d at once, %d left\n", visits.all,
           sizeof(struct visit), visits.most, visits.now);
    if (error != 0)
        die("Ada", error);
    return 0;
}
