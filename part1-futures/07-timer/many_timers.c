/* Step 7.8: a thousand timers, a thousand threads.
 *
 * A timer that gets no thread is ready at its first poll, and says why.
 */
#include "../06-wakers/counting_waker.h"
#include "timer.h"

#define COUNT_MAX 1000000

static const char usage[] =
    "usage: many_timers [COUNT]\n"
    "Runs COUNT timers of a second (1000 if left out), all at once, and\n"
    "prints what each costs.\n";

/* The first poll of each. Returns how many have a thread; *error is why the
 * others have none. */
static long timers_start(struct timer *timers, long count,
                         struct counting_waker *counting, int *error)
{
    struct waker waker = counting_waker_new(counting);
    struct context cx = {&waker};
    long started = 0;
    for (long n = 0; n < count; n++) {
        timer_init(&timers[n], 1);
        if (future_poll(&timers[n].future, &cx) == POLL_PENDING)
            started++;
        else
            *error = timers[n].error;
    }
    waker_drop(&waker);
    return started;
}

/* Until all are ready. Returns how often they were polled. */
static long timers_run(struct timer *timers, long count,
                       struct counting_waker *counting)
{
    long polls = 0;
    for (long n = 0; n < count; n++)
        if (timers[n].error == 0)
            polls += counting_waker_run(counting, &timers[n].future);
    return polls;
}

static void timers_drop(struct timer *timers, long count)
{
    for (long n = 0; n < count; n++)
        future_drop(&timers[n].future);
    free(timers);
}

static void print_cost(long started, int64_t took_ns, long grew_bytes)
{
    printf("each: %zu bytes for the timer\n", sizeof(struct timer));
    printf("each: %.1f KiB of memory, with its thread\n",
           (double)grew_bytes / 1024 / (double)started);
    printf("each: %.1f us to start\n",
           (double)took_ns / 1000 / (double)started);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    long count = 1000;
    if (argc > 1)
        count = program_number(argv[1], 1, COUNT_MAX, usage);
    struct timer *timers = malloc((size_t)count * sizeof *timers);
    if (timers == NULL)
        die("malloc", errno);

    struct counting_waker counting;
    counting_waker_init(&counting);
    int error = 0;
    long before_bytes = program_peak_bytes();
    int64_t begin_ns = clock_now_ns();
    long started = timers_start(timers, count, &counting, &error);
    int64_t took_ns = clock_now_ns() - begin_ns;
    long polls = count + timers_run(timers, count, &counting);
    double seconds = clock_seconds(clock_now_ns() - begin_ns);
    long grew_bytes = program_peak_bytes() - before_bytes;
    timers_drop(timers, count);

    printf("%ld timers, %ld threads\n", count, started);
    if (started > 0)
        print_cost(started, took_ns, grew_bytes);
    printf("%.1f seconds, %ld polls, %ld wakes\n", seconds, polls,
           counting_waker_wakes(&counting));
    if (error != 0)
        printf("%ld without a thread: %s\n", count - started, strerror(error));
    counting_waker_destroy(&counting);
    return 0;
}
