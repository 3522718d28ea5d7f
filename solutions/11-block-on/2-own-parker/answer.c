/* Exercise 11.2: one parker for each thread.
 *
 * block_on makes a parker in each call. But on one thread no more than one
 * block_on runs at a time, so the thread can keep its parker for the next.
 * thread_block_on does that. Write own_parker, from which it has the parker.
 *
 * - It returns the parker of the thread that calls: made by the thread's first
 *   call, and the same in all others. The caller borrows it.
 * - No two threads have the same.
 * - When a thread ends, what it has of its parker is given back. A waker that
 *   somebody still keeps must work all the same.
 * - If there is no memory, it gives up with a message, as block_on does.
 *
 * A _Thread_local variable ends with its thread, and nobody is told. POSIX has
 * another kind, with a function that is called at the end of each thread: see
 * pthread_key_create. When main returns, the function is not called for main's
 * thread; main's own parker stays until the process is over.
 *
 * main asks on two threads, and waits for a visitor. Done right, it says that
 * the first has the same parker twice, the second another one, and "2 polls".
 *
 * Difficulty: medium
 * Time: 30 minutes
 * Section: Counted
 */
#include "../../../part1-futures/06-wakers/doorbell.h"
#include "../../../part2-executor/11-block-on/block_on.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key; /* each thread's own parker: owned, a reference */

static void thread_ends(void *parker)
{
    parker_drop(parker);
}

static void make_key(void)
{
    int error = pthread_key_create(&key, thread_ends);
    if (error != 0)
        die("pthread_key_create", error);
}

static struct parker *make_parker(void)
{
    struct parker *parker = parker_new();
    if (parker == NULL)
        die("own_parker", errno);
    int error = pthread_setspecific(key, parker);
    if (error != 0)
        die("pthread_setspecific", error);
    return parker;
}

static struct parker *own_parker(void)
{
    pthread_once(&once, make_key);
    struct parker *parker = pthread_getspecific(key);
    return parker != NULL ? parker : make_parker();
}

/* A note may be left of the time before: it costs a poll. */
static long thread_block_on(struct future *future)
{
    struct parker *parker = own_parker();
    struct waker waker = parker_waker(parker);
    struct context cx = {&waker};
    long polls = 1;
    while (future_poll(future, &cx) == POLL_PENDING) {
        parker_park(parker);
        polls++;
    }
    waker_drop(&waker);
    return polls;
}

static void *second_main(void *first)
{
    printf("second: %s\n", own_parker() == first ? "the same" : "another one");
    return NULL;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Compares the parkers of two threads, and uses one.\n");
    struct doorbell bell;
    struct doorbell_wait wait;
    struct visitor visitor;
    pthread_t second;
    struct parker *first = own_parker();
    printf("first: %s\n", own_parker() == first ? "the same" : "another one");
    int error = pthread_create(&second, NULL, second_main, first);
    if (error != 0)
        die("pthread_create", error);
    pthread_join(second, NULL);

    doorbell_init(&bell);
    doorbell_wait_init(&wait, &bell);
    visitor_start(&visitor, &bell, 1);
    printf("%ld polls\n", thread_block_on(&wait.future));
    future_drop(&wait.future);
    visitor_join(&visitor);
    doorbell_destroy(&bell);
    return 0;
}
