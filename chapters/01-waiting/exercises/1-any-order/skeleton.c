/* Exercise 1.1: any order.
 *
 * In one_thread all jobs wait equally long. Here each has its own time, so
 * they are not due in the order in which they were started. jobs_run asks
 * jobs_first whose turn it is, sleeps until that job is due, ends it, and asks
 * again. Write jobs_first.
 *
 * - It finds the job that is due first among those that have not ended.
 * - Of two that are due at the same moment it finds the one that was started
 *   first.
 *
 * main runs five jobs. Done right, they end in the order 1, 2, 0, 4, 3, after
 * 5.0 seconds, which is as long as the longest waits.
 *
 * Difficulty: easy
 * Time: 10 minutes
 * Section: One thread, many waits
 */
#include <stdbool.h>

#include "../../../../part1-futures/01-waiting/clock.h"
#include "../../../../part1-futures/01-waiting/program.h"

#define JOBS 5

struct job {
    long n;
    double seconds; /* how long it waits */
    int64_t deadline_ns;
    bool ended;
};

static void job_start(struct job *job, long n)
{
    printf("start %ld\n", n);
    job->n = n;
    job->deadline_ns =
        clock_now_ns() + (int64_t)(job->seconds * (double)clock_second_ns());
    job->ended = false;
}

static void job_end(struct job *job)
{
    printf("end %ld\n", job->n);
    job->ended = true;
}

/* Of the jobs that have not ended, the one that is due first. At least one
 * has not ended. */
static struct job *jobs_first(struct job *jobs, long count)
{
    /* TODO: so far it is always the job that was started first. */
    (void)count;
    return &jobs[0];
}

static void jobs_run(struct job *jobs, long count)
{
    for (long n = 0; n < count; n++)
        job_start(&jobs[n], n);
    for (long left = count; left > 0; left--) {
        struct job *first = jobs_first(jobs, count);
        clock_sleep_until(first->deadline_ns);
        job_end(first);
    }
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Runs five jobs of different lengths at once, in one "
                  "thread.\n");
    struct job jobs[JOBS] = {{.seconds = 3},
                             {.seconds = 1},
                             {.seconds = 2},
                             {.seconds = 5},
                             {.seconds = 4}};
    int64_t begin_ns = clock_now_ns();
    jobs_run(jobs, JOBS);
    printf("%d jobs, 1 thread: %.1f seconds\n", JOBS,
           clock_seconds(clock_now_ns() - begin_ns));
    return 0;
}
