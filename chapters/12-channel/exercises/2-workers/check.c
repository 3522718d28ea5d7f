/* Exercise 12.2: the calls of the receiver are counted, and how many workers
 * are in one at a time. */
#include <stdatomic.h>

#include "../../../../part2-executor/12-channel/channel.h"

static atomic_int inside;      /* calls of the receiver, now */
static atomic_int inside_most; /* at a time */

static void raise_to(atomic_int *most, int count)
{
    int seen = atomic_load(most);
    while (seen < count && !atomic_compare_exchange_weak(most, &seen, count))
        ;
}

static inline enum channel_result
receive_counted(const struct receiver *receiver, void **message)
{
    raise_to(&inside_most, atomic_fetch_add(&inside, 1) + 1);
    enum channel_result result = receiver_receive(receiver, message);
    atomic_fetch_sub(&inside, 1);
    return result;
}

#define receiver_receive receive_counted
#define main             answer_main
#include ANSWER
#undef main
#undef receiver_receive
#include "../../../../book/tools/check.h"

#define JOBS 200

static struct sender sender;
static struct receiver receiver;
static int done[JOBS]; /* how often each was done; a job is one of these */

static void begin(size_t capacity)
{
    if (channel_new(capacity, &sender, &receiver) != 0)
        die("channel_new", errno);
}

static void send_jobs(int count)
{
    for (int n = 0; n < count; n++)
        sender_send(&sender, &done[n]);
}

static void work_once(void *message)
{
    int *job = message;
    ++*job;
}

static void check_done(int count, const char *cause)
{
    int once = 0;
    for (int n = 0; n < count; n++)
        once += done[n] == 1;
    CHECK_INT(once, count, "jobs done once", cause);
}

TEST(alone, "one worker does all, and leaves",
     "workers_run, one worker, three jobs, the last sender gone",
     "Who can still send")
{
    begin(JOBS);
    send_jobs(3);
    sender_drop(&sender);
    workers_run(&receiver, 1, work_once);
    check_done(3, "a worker leaves before the channel is closed");
    receiver_drop(&receiver);
}

/* workers_run on a thread of its own, and whether it has come back. */
struct run {
    pthread_t thread;
    int count;
    void (*work)(void *message);
    atomic_bool returned;
};

static void *run_main(void *arg)
{
    struct run *run = arg;
    workers_run(&receiver, run->count, run->work);
    atomic_store(&run->returned, true);
    return NULL;
}

static void run_start(struct run *run, int count, void (*work)(void *message))
{
    *run = (struct run){.count = count, .work = work};
    int error = pthread_create(&run->thread, NULL, run_main, run);
    if (error != 0)
        die("pthread_create", error);
}

static bool run_returns(struct run *run)
{
    int64_t deadline_ns = clock_now_ns() + 3 * NS_PER_SECOND;
    while (!atomic_load(&run->returned) && clock_now_ns() < deadline_ns)
        clock_sleep_until(clock_now_ns() + NS_PER_MS);
    return atomic_load(&run->returned);
}

static void pause_ms(int ms)
{
    clock_sleep_until(clock_now_ns() + ms * NS_PER_MS);
}

TEST(turns, "one worker at a time is in a call with the receiver",
     "workers_run, four workers, before there is a job", "What C makes you own")
{
    struct run run;
    begin(JOBS);
    run_start(&run, 4, work_once);
    pause_ms(200);
    CHECK(!atomic_load(&run.returned), "the workers wait for jobs",
          "they have left", "empty is taken for the end");
    CHECK_INT(inside_most, 1, "workers in receiver_receive at a time",
              "the worker does not wait for its turn, or does not call it");
    send_jobs(JOBS);
    sender_drop(&sender);
    CHECK(run_returns(&run), "all workers leave", "some are still there",
          "a worker has left with the turn, and the others wait for it");
    pthread_join(run.thread, NULL);
    check_done(JOBS, "a message that was received is not worked on");
    receiver_drop(&receiver);
}

static atomic_int working;
static atomic_int working_most;

/* Waits for two others who work, but not for ever. */
static void work_together(void *message)
{
    (void)message;
    raise_to(&working_most, atomic_fetch_add(&working, 1) + 1);
    int64_t deadline_ns = clock_now_ns() + NS_PER_SECOND;
    while (atomic_load(&working_most) < 3 && clock_now_ns() < deadline_ns)
        pause_ms(1);
    atomic_fetch_sub(&working, 1);
}

TEST(together, "while one works, the others work too",
     "workers_run, three workers, three jobs that wait for each other",
     "What C makes you own")
{
    begin(JOBS);
    send_jobs(3);
    sender_drop(&sender);
    workers_run(&receiver, 3, work_together);
    CHECK_INT(working_most, 3, "workers at work at a time",
              "the turn is kept during the work");
    receiver_drop(&receiver);
}

TEST(flood, "many jobs through a channel with room for one: each once",
     "workers_run, eight workers, 200 jobs", "Woken is not enough")
{
    struct run run;
    begin(1);
    run_start(&run, 8, work_once);
    send_jobs(JOBS);
    sender_drop(&sender);
    CHECK(run_returns(&run), "all workers leave", "some are still there",
          "not every worker gets to hear that the channel is closed");
    pthread_join(run.thread, NULL);
    check_done(JOBS, "a job is lost between receive and work");
    receiver_drop(&receiver);
}

CHECK_MAIN("chapters/12-channel/README.md", alone, turns, together, flood)
