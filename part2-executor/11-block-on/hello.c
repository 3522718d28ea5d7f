/* Step 11.5: hello, from an async function.
 *
 * Between its two polls main is parked, and the timer's thread sleeps.
 */
#include "../../part1-futures/04-async-functions/async.h"
#include "../../part1-futures/07-timer/timer.h"
#include "block_on.h"

struct hello {
    struct future future;
    int state;
    struct timer pause;
};

static enum poll_state hello_poll(struct future *self, struct context *cx)
{
    struct hello *hello = container_of(self, struct hello, future);
    ASYNC_BEGIN(hello->state);
    printf("hello,\n");
    timer_init(&hello->pause, 1);
    AWAIT(hello->state, future_poll(&hello->pause.future, cx));
    printf("world!\n");
    ASYNC_END(hello->state);
}

static void hello_drop(struct future *self)
{
    struct hello *hello = container_of(self, struct hello, future);
    if (hello->state != 0) /* it was polled: there is a timer */
        future_drop(&hello->pause.future);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: hello\n"
                  "Says hello, waits for a second, says world.\n");
    struct hello hello = {.future = {hello_poll, hello_drop}};
    printf("nothing is said yet\n");
    int64_t begin_ns = clock_now_ns(), cpu_ns = clock_cpu_ns();
    long polls = block_on(&hello.future);
    printf("%ld polls, %.1f seconds, %.2f of them processor\n", polls,
           clock_seconds(clock_now_ns() - begin_ns),
           clock_seconds(clock_cpu_ns() - cpu_ns));
    future_drop(&hello.future);
    return 0;
}
