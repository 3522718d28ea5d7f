/* Exercise 1.3: the answer gets its threads and its mutex by way of counted.h.
 * The jobs count as well, and wait for one another instead of for a time. */
#include <stdbool.h>

#include "counted.h"

#define pthread_create       create_counted
#define pthread_join         join_counted
#define pthread_mutex_lock   lock_counted
#define pthread_mutex_unlock unlock_counted
#define main                 answer_main
#include ANSWER
#undef main
#undef pthread_mutex_unlock
#undef pthread_mutex_lock
#undef pthread_join
#undef pthread_create
#include "../../../../book/tools/check.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards the rest */
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int runs[JOBS]; /* how often each job was run */
static int done;       /* jobs run to their end */
static int running;
static int most_running;
static int done_before_first; /* when job 0 ended */
static bool given_up;

static void job_begin(long n)
{
    pthread_mutex_lock(&mutex);
    runs[n]++;
    running++;
    if (running > most_running)
        most_running = running;
    pthread_cond_broadcast(&changed);
}

static void job_done(void)
{
    running--;
    done++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

/* Within a job: wait until *number is `goal`, or until it takes too long. */
static void wait_for(const int *number, int goal)
{
    struct timespec limit;
    clock_gettime(CLOCK_REALTIME, &limit);
    limit.tv_sec += CHECK_SECONDS / 2;
    while (*number < goal && !given_up)
        given_up = pthread_cond_timedwait(&changed, &mutex, &limit) != 0;
}

static void job_plain(long n)
{
    job_begin(n);
    job_done();
}

/* Nobody gets on before eight jobs are at it. */
static void job_of_eight(long n)
{
    job_begin(n);
    wait_for(&most_running, 8);
    job_done();
}

/* Job 0 takes as long as all others together. */
static void job_first_is_long(long n)
{
    job_begin(n);
    if (n == 0) {
        wait_for(&done, JOBS - 1);
        done_before_first = done;
    }
    job_done();
}

static struct queue queue_of(long count, void (*run)(long n))
{
    struct queue queue = {PTHREAD_MUTEX_INITIALIZER, 0, count, run};
    return queue;
}

static void check_each_once(void)
{
    for (int n = 0; n < JOBS; n++) {
        CHECK(runs[n] > 0, "every job is run", "a job that was not run",
              "a number is never handed out, or taken and then thrown away");
        CHECK(runs[n] < 2, "every job is run once", "a job that was run twice",
              "a number is handed out twice");
    }
}

/* A number, after a certain call of queue_take. */
static void check_call(int call, long got, long expected, const char *what,
                       const char *cause)
{
    char text[80];
    snprintf(text, sizeof text, "%s, call %d", what, call);
    CHECK_INT(got, expected, text, cause);
}

TEST(takes, "each number is handed out once, under the mutex",
     "queue_take, five times, three jobs", "Until the machine says no")
{
    static const long expected[] = {0, 1, 2, -1, -1};
    struct queue queue = queue_of(3, job_plain);
    for (int n = 0; n < 5; n++) {
        locks = unlocks = 0;
        check_call(n + 1, queue_take(&queue), expected[n],
                   "the answer of queue_take",
                   "it does not return next and count it up, or does not stop");
        check_call(n + 1, locks, 1, "times the mutex was taken",
                   "without it two threads can be given the same number");
        check_call(n + 1, unlocks, 1, "times the mutex was given back",
                   "not every return gives it back");
    }
}

TEST(thread, "a thread goes on until no job is left",
     "thread_main, called once, a hundred jobs", "Until the machine says no")
{
    struct queue queue = queue_of(JOBS, job_plain);
    thread_main(&queue);
    CHECK_INT(done, JOBS, "jobs run", "it leaves before queue_take says -1");
    check_each_once();
}

TEST(each_once, "eight threads run every job once", "queue_run, a hundred jobs",
     "A thread each")
{
    struct queue queue = queue_of(JOBS, job_plain);
    int error = -1;
    given_arg = &queue;
    long count = queue_run(&queue, &error);
    CHECK_INT(given_strange, 0, "threads that were not given the queue",
              "pthread_create gets &queue, where queue is the pointer already");
    check_each_once();
    CHECK_INT(count, 8, "the answer of queue_run",
              "more threads than eight, or fewer, or not counted");
    CHECK_INT(given, 8, "threads started",
              "a thread for a job, or too few of them");
    CHECK_INT(joined, given, "threads joined",
              "a thread that nobody joins, or that is joined twice");
    CHECK_INT(error, 0, "*error", "nothing was refused");
}

TEST(at_once, "eight jobs are under way at the same time, and no more",
     "queue_run, jobs that wait until there are eight of them", "A thread each")
{
    struct queue queue = queue_of(JOBS, job_of_eight);
    int error;
    queue_run(&queue, &error);
    CHECK_INT(most_running, 8, "jobs at once",
              "the mutex is held while a job runs, or each thread is joined "
              "before the next is started");
}

TEST(whoever_is_free, "a thread that is free takes the next job",
     "queue_run, job 0 ends when the other ninety-nine have", "A thread each")
{
    struct queue queue = queue_of(JOBS, job_first_is_long);
    int error;
    queue_run(&queue, &error);
    CHECK_INT(done_before_first, JOBS - 1, "jobs done while job 0 runs",
              "the jobs are dealt out beforehand: some wait for a busy thread");
}

TEST(refused, "when threads are refused, those there are do all the jobs",
     "queue_run, pthread_create refuses the fourth thread",
     "Until the machine says no")
{
    struct queue queue = queue_of(JOBS, job_plain);
    int error = 0;
    given_most = 3;
    long count = queue_run(&queue, &error);
    CHECK_INT(joined_strangers, 0, "joins of threads that do not exist",
              "what pthread_create returns is not looked at");
    CHECK_INT(joined, 3, "threads joined", "those there are have to be joined");
    CHECK_INT(count, 3, "the answer of queue_run",
              "the thread that was refused is counted, too");
    CHECK_INT(error, EAGAIN, "*error, which should be EAGAIN",
              "pthread_create returns the error number, or a later call "
              "has replaced it");
    check_each_once();
}

TEST(none, "when there is no thread at all, that is said",
     "queue_run, pthread_create refuses the first thread",
     "Until the machine says no")
{
    struct queue queue = queue_of(JOBS, job_plain);
    int error = 0;
    given_most = 0;
    CHECK_INT(queue_run(&queue, &error), 0, "the answer of queue_run",
              "a thread that was refused is counted");
    CHECK_INT(error, EAGAIN, "*error, which should be EAGAIN",
              "pthread_create returns the error number");
    CHECK_INT(done, 0, "jobs run", "jobs are run outside of the threads");
}

CHECK_MAIN("chapters/01-waiting/README.md", takes, thread, each_once, at_once,
           whoever_is_free, refused, none)
