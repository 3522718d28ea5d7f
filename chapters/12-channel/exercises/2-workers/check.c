/* Exercise 12.2: the workers get their turn by way of turn.h. */
#include "turn.h"

#define pthread_mutex_lock     lock_noted
#define pthread_mutex_trylock  trylock_noted
#define pthread_mutex_unlock   unlock_noted
#define pthread_create         create_noted
#define receiver_receive       receive_noted
#define receiver_try_receive   try_receive_noted
#define receiver_receive_until receive_until_noted
#define main                   answer_main
#include ANSWER
#undef main
#undef receiver_receive_until
#undef receiver_try_receive
#undef receiver_receive
#undef pthread_create
#undef pthread_mutex_unlock
#undef pthread_mutex_trylock
#undef pthread_mutex_lock
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
    atomic_bool returned;
};

static void *run_main(void *arg)
{
    struct run *run = arg;
    workers_run(&receiver, run->count, work_once);
    atomic_store(&run->returned, true);
    return NULL;
}

static void run_start(struct run *run, int count)
{
    *run = (struct run){.count = count};
    int error = pthread_create(&run->thread, NULL, run_main, run);
    if (error != 0)
        die("pthread_create", error);
}

static void pause_ms(int ms)
{
    clock_sleep_until(clock_now_ns() + ms * NS_PER_MS);
}

/* A worker sleeps there, or has come again after it found nothing. */
static bool workers_wait(void)
{
    return atomic_load(&sleeps) > 0 || atomic_load(&looks) > 4;
}

TEST(turns, "a worker has the turn when it receives, and gives it back",
     "workers_run, four workers, before there is a job", "What C makes you own")
{
    struct run run;
    begin(JOBS);
    run_start(&run, 4);
    while (!workers_wait() && !atomic_load(&run.returned))
        pause_ms(1);
    CHECK(!atomic_load(&run.returned), "the workers wait for jobs",
          "they have left", "empty is taken for the end");
    CHECK(!atomic_load(&without_turn), "it receives with the turn",
          "without it", "the worker does not wait for its turn");
    send_jobs(JOBS);
    sender_drop(&sender);
    while (!atomic_load(&other_turn) && !atomic_load(&run.returned))
        pause_ms(1);
    CHECK(!atomic_load(&other_turn), "one turn for all workers",
          "each has its own",
          "a mutex that a worker makes for itself keeps nobody away: the one "
          "in struct workers is everybody's");
    pthread_join(run.thread, NULL);
    CHECK(!atomic_load(&left_with_it), "all workers give the turn back",
          "one did not",
          "a worker has left with the turn, and the others wait for it");
    check_done(JOBS, "a message that was received is not worked on");
    receiver_drop(&receiver);
}

static atomic_int working;
static atomic_bool kept_turn;

/* Waits until three are at work, or for nobody who could not come. */
static void work_together(void *message)
{
    (void)message;
    if (turn != NULL)
        atomic_store(&kept_turn, true);
    atomic_fetch_add(&working, 1);
    while (atomic_load(&working) < 3 && !atomic_load(&kept_turn))
        pause_ms(1);
}

TEST(together, "while one works, the others work too",
     "workers_run, three workers, three jobs that wait for each other",
     "What C makes you own")
{
    begin(JOBS);
    send_jobs(3);
    sender_drop(&sender);
    workers_run(&receiver, 3, work_together);
    CHECK(!atomic_load(&kept_turn), "work without the turn", "with it",
          "the turn is kept during the work");
    receiver_drop(&receiver);
}

TEST(flood, "many jobs through a channel with room for one: each once",
     "workers_run, eight workers, 200 jobs", "Woken is not enough")
{
    struct run run;
    begin(1);
    run_start(&run, 8);
    send_jobs(JOBS);
    sender_drop(&sender);
    pthread_join(run.thread, NULL);
    check_done(JOBS, "a job is lost between receive and work");
    receiver_drop(&receiver);
}

CHECK_MAIN("chapters/12-channel/README.md", alone, turns, together, flood)
