/* Step 24.1: a loop that looks only for what was asked.
 *
 * EXPECT: busy
 *
 * Ada waits for a letter in a pipe. Whoever could write one leaves.
 */
#include "../../part1-futures/06-wakers/counting_waker.h"
#include "../23-nonblocking/async_tcp.h"
#include "watch.h"

/* Asked for POLLIN, it wants POLLIN. */
static void wake_asked(struct watch *watch)
{
    for (size_t place = watch->count - 1; place > 0; place--) {
        struct interest *interest = watch->interests[place];
        if ((watch->fds[place].revents & interest->events) == 0)
            continue;
        watch_remove(watch, interest);
        waker_wake(&interest->waker);
    }
}

/* Until nobody waits, or the deadline has come. */
static void run(struct watch *watch, int64_t deadline_ns)
{
    while (watch->count > 1 && clock_now_ns() < deadline_ns)
        if (watch_poll(watch, deadline_ns))
            wake_asked(watch);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: hung_up\n"
                  "Waits for a letter, and gives up after a second.\n");
    int letters[2];
    if (pipe(letters) != 0 || fd_set_nonblocking(letters[0]) != 0)
        die("pipe", errno);
    struct watch watch;
    if (watch_new(&watch, -1) != 0)
        die("watch_new", errno);
    struct counting_waker counting;
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};

    struct async_print_all ada;
    async_print_all_init(&ada, &watch.readiness, letters[0]);
    future_poll(&ada.future, &cx);
    close(letters[1]);
    int64_t cpu_ns = clock_cpu_ns();
    run(&watch, clock_now_ns() + clock_second_ns());
    printf("%ld calls of poll(), %.1f seconds of processor, %ld wakes\n",
           watch.waits, clock_seconds(clock_cpu_ns() - cpu_ns),
           counting_waker_wakes(&counting));
    future_drop(&ada.future);
    watch_drop(&watch);
    waker_drop(&waker);
    counting_waker_destroy(&counting);
    close(letters[0]);
    return 0;
}
