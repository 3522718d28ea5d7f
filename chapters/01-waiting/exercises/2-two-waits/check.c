/* Exercise 1.2: the first tests let single jobs go on by hand; the last one
 * has jobs_run do it. */
#include "../../../../part1-futures/01-waiting/clock.h"

/* The answer sleeps by way of this one, which counts. */
static int sleeps;

static void sleep_counted(int64_t deadline_ns)
{
    sleeps++;
    clock_sleep_until(deadline_ns);
}

#define clock_sleep_until sleep_counted
#define main              answer_main
#include ANSWER
#undef main
#undef clock_sleep_until
#include "../../../../book/tools/check.h"

TEST(pieces, "a job goes on piece by piece",
     "job_go_on, three times with the same job", "One thread, many waits")
{
    bool more = false;
    struct job job;
    setenv("SECOND_MS", "100", 1);
    memset(&job, 0x55, sizeof job); /* as if there had been another */
    job_init(&job, 7);
    CHECK_OUTPUT(more = job_go_on(&job), "start 7\n",
                 "the first call does not do the first piece alone, or "
                 "job_init does not say that it comes first");
    CHECK(more, "true after the first piece", "false",
          "two pieces are still to come");
    CHECK_OUTPUT(more = job_go_on(&job), "middle 7\n",
                 "the job does not remember that it has started");
    CHECK(more, "true after the second piece", "false",
          "one piece is still to come");
    CHECK_OUTPUT(more = job_go_on(&job), "end 7\n",
                 "the job does not remember that it has had its middle");
    CHECK(!more, "false after the last piece", "true",
          "nothing is left to wait for");
}

TEST(own, "every job remembers for itself",
     "job_go_on, for job 1, job 1, job 2, job 1, job 2",
     "One thread, many waits")
{
    struct job one, two;
    setenv("SECOND_MS", "100", 1);
    job_init(&one, 1);
    job_init(&two, 2);
    job_go_on(&one);
    job_go_on(&one);
    CHECK_OUTPUT(job_go_on(&two), "start 2\n",
                 "what comes next stands in a variable that all jobs share");
    CHECK_OUTPUT(job_go_on(&one), "end 1\n",
                 "one job's piece moves another job on");
    CHECK_OUTPUT(job_go_on(&two), "middle 2\n",
                 "one job's end moves another job on");
}

/* Let the job go on: is its deadline a second from then? */
static void check_deadline(struct job *job, const char *cause)
{
    int64_t before_ns = clock_now_ns();
    job_go_on(job);
    int64_t after_ns = clock_now_ns();
    CHECK(job->deadline_ns >= before_ns + clock_second_ns(),
          "a deadline one second after the call", "an earlier one", cause);
    CHECK(job->deadline_ns <= after_ns + clock_second_ns(),
          "a deadline one second after the call", "a later one", cause);
}

TEST(deadlines, "each wait is a second from when it begins",
     "job_go_on, twice, some time apart", "One thread, many waits")
{
    struct job job;
    setenv("SECOND_MS", "50", 1);
    job_init(&job, 7);
    check_deadline(
        &job,
        "deadline_ns is not set to a second from now before the first wait");
    clock_sleep_until(job.deadline_ns + clock_second_ns());
    check_deadline(&job, "the second wait keeps to the first one's deadline, "
                         "or is counted from it");
}

TEST(sleepless, "a job that waits does not sleep",
     "job_go_on, three times; calls of clock_sleep_until are counted",
     "One thread, many waits")
{
    struct job job;
    setenv("SECOND_MS", "100", 1);
    job_init(&job, 7);
    while (job_go_on(&job))
        ;
    CHECK_INT(sleeps, 0, "sleeps in job_go_on",
              "the job holds the only thread there is; jobs_run sleeps for it");
}

TEST(all_at_once, "all jobs are under way at the same time",
     "jobs_run, with three jobs", "One thread, many waits")
{
    struct job jobs[3];
    setenv("SECOND_MS", "100", 1);
    int64_t begin_ns = clock_now_ns();
    CHECK_OUTPUT(jobs_run(jobs, 3),
                 "start 0\nstart 1\nstart 2\n"
                 "middle 0\nmiddle 1\nmiddle 2\n"
                 "end 0\nend 1\nend 2\n",
                 "jobs_run goes on with a job before the others had a turn");
    CHECK(clock_now_ns() - begin_ns >= 2 * clock_second_ns(),
          "two seconds at least", "less",
          "a job goes on before its wait is over");
}

CHECK_MAIN("chapters/01-waiting/README.md", pieces, own, deadlines, sleepless,
           all_at_once)
