/* Step 15.4: sleeps in a list, and how often it is looked at.
 *
 * A thousand sleeps that come to their end one by one, and a thousand that are
 * given up. The clock is held, so that nobody has to wait for them.
 */
#include "../../part1-futures/06-wakers/counting_waker.h"
#include "sleep_list.h"

#define COUNT_MAX 1000000

static const char usage[] =
    "usage: listed [COUNT]\n"
    "Wakes COUNT sleeps (1000 if left out), and gives up as many.\n";

/* The first poll of each; their deadlines are 1, 2, 3 ... in no order. */
static void start(struct sleep *list, long count, struct sleeps *sleeps,
                  struct counting_waker *counting)
{
    struct waker waker = counting_waker_new(counting);
    struct context cx = {&waker};
    for (long n = 0; n < count; n++) {
        int64_t after_ns = 1 + n * 7919 % count;
        sleep_init(&list[n], sleeps, sleeps_now_ns(sleeps) + after_ns);
        future_poll(&list[n].future, &cx);
    }
    waker_drop(&waker);
}

/* From deadline to deadline, until nobody waits any more. */
static void run(struct sleeps *sleeps, struct held_clock *held)
{
    while (sleeps->count > 0) {
        held->now_ns = sleeps_deadline(sleeps);
        sleeps_wake(sleeps);
    }
}

static void drop(struct sleep *list, long count)
{
    for (long n = 0; n < count; n++)
        future_drop(&list[n].future);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    long count = 1000;
    if (argc > 1)
        count = program_number(argv[1], 1, COUNT_MAX, usage);
    struct sleep *list = malloc((size_t)count * sizeof *list);
    if (list == NULL)
        die("malloc", errno);
    struct counting_waker counting;
    struct held_clock held;
    struct sleeps sleeps;
    counting_waker_init(&counting);
    held_clock_init(&held, false);
    sleeps_init(&sleeps, &held.clock);

    start(list, count, &sleeps, &counting);
    run(&sleeps, &held);
    drop(list, count);
    printf("%ld sleeps, %ld wakes, %ld looks\n", count,
           counting_waker_wakes(&counting), sleeps.looks);

    start(list, count, &sleeps, &counting);
    drop(list, count);
    printf("%ld given up: %zu still there, %ld wakers kept\n", count,
           sleeps.count, counting_waker_alive(&counting));
    sleeps_destroy(&sleeps);
    counting_waker_destroy(&counting);
    free(list);
    return 0;
}
