/* Wrong: it takes one off, and then looks how many there are. By then another
 * thread may have taken off the last, and both of them see zero.
 *
 * CAUGHT BY: must learn it in the same step
 */
#include <stdatomic.h>

#include "../../../part1-futures/06-wakers/doorbell.h"

/* What the wakers point to. */
struct callback {
    void (*woken)(void *argument);
    void (*gone)(void *argument);
    void *argument;
    atomic_long alive; /* wakers not yet given back */
};

static void *callback_clone(void *data)
{
    struct callback *callback = data;
    atomic_fetch_add(&callback->alive, 1);
    return callback;
}

static void callback_drop(void *data)
{
    struct callback *callback = data;
    atomic_fetch_sub(&callback->alive, 1);
    if (atomic_load(&callback->alive) != 0)
        return;
    callback->gone(callback->argument);
    free(callback);
}

static void callback_wake_by_ref(void *data)
{
    struct callback *callback = data;
    callback->woken(callback->argument);
}

static void callback_wake(void *data)
{
    callback_wake_by_ref(data);
    callback_drop(data);
}

static const struct waker_ops callback_ops = {
    .clone = callback_clone,
    .wake = callback_wake,
    .wake_by_ref = callback_wake_by_ref,
    .drop = callback_drop,
};

static struct waker callback_waker_new(void (*woken)(void *argument),
                                       void (*gone)(void *argument),
                                       void *argument)
{
    struct callback *callback = malloc(sizeof *callback);
    if (callback == NULL)
        die("malloc", errno);
    callback->woken = woken;
    callback->gone = gone;
    callback->argument = argument;
    atomic_init(&callback->alive, 1);
    return (struct waker){callback, &callback_ops};
}

struct visit {
    struct doorbell_wait wait;
    struct waker waker;
};

static void visit_poll(void *argument)
{
    struct visit *visit = argument;
    struct context cx = {&visit->waker};
    bool ready = future_poll(&visit->wait.future, &cx) == POLL_READY;
    printf("%s\n", ready ? "ready" : "pending");
}

static void visit_gone(void *argument)
{
    (void)argument;
    printf("gone\n");
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Waits for a doorbell, by way of a callback.\n");
    struct doorbell bell;
    struct visitor visitor;
    struct visit visit;
    doorbell_init(&bell);
    doorbell_wait_init(&visit.wait, &bell);
    visit.waker = callback_waker_new(visit_poll, visit_gone, &visit);
    visit_poll(&visit);
    visitor_start(&visitor, &bell, 1);
    visitor_join(&visitor);
    future_drop(&visit.wait.future);
    waker_drop(&visit.waker);
    doorbell_destroy(&bell);
    return 0;
}
