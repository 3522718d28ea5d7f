/* Step 24.3: a timeout that is rounded down.
 *
 * EXPECT: busy
 *
 * A thousand sleeps, all in one second. What is left is mostly less than a
 * millisecond, and poll() takes whole ones.
 */
#include <poll.h>

#include "../../part1-futures/06-wakers/counting_waker.h"
#include "../../part2-executor/15-sleeping/sleep.h"

#define SLEEPS 1000

static int timeout_ms(int64_t deadline_ns)
{
    int64_t left_ns = deadline_ns - clock_now_ns();
    return left_ns <= 0 ? 0 : (int)(left_ns / NS_PER_MS);
}

/* Until nobody sleeps. Returns how often it has called poll(). */
static long run(struct sleeps *sleeps)
{
    long waits = 0;
    for (; sleeps->count > 0; waits++) {
        poll(NULL, 0, timeout_ms(sleeps_deadline(sleeps)));
        sleeps_wake(sleeps);
    }
    return waits;
}

/* The first poll of each; they are due one after the other. */
static void start(struct sleep *list, struct sleeps *sleeps,
                  struct counting_waker *counting)
{
    struct waker waker = counting_waker_new(counting);
    struct context cx = {&waker};
    int64_t now_ns = clock_now_ns();
    for (int n = 0; n < SLEEPS; n++) {
        int64_t after_ns = clock_second_ns() * (n + 1) / SLEEPS;
        sleep_init(&list[n], sleeps, now_ns + after_ns);
        future_poll(&list[n].future, &cx);
    }
    waker_drop(&waker);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: rounded_down\n"
                  "Wakes a thousand sleeps in a second.\n");
    static struct sleep list[SLEEPS];
    struct counting_waker counting;
    struct sleeps sleeps;
    counting_waker_init(&counting);
    sleeps_init(&sleeps, real_clock());

    int64_t cpu_ns = clock_cpu_ns();
    start(list, &sleeps, &counting);
    long waits = run(&sleeps);
    printf("%d sleeps: %ld calls of poll(), %.2f seconds of processor\n",
           SLEEPS, waits, clock_seconds(clock_cpu_ns() - cpu_ns));
    for (int n = 0; n < SLEEPS; n++)
        future_drop(&list[n].future);
    sleeps_destroy(&sleeps);
    counting_waker_destroy(&counting);
    return 0;
}
