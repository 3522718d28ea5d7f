/* Exercise 1.2: two waits.
 *
 * A job now has three pieces: it prints "start 7", waits a second, prints
 * "middle 7", waits another second, and prints "end 7". jobs_run does the
 * waiting. When a job's wait is over, it calls job_go_on, and it does not know
 * what the pieces are. Write job_go_on.
 *
 * - It does the piece that comes next, and no more. It never sleeps.
 * - Before a wait it sets deadline_ns to a second from now, and returns true.
 * - After the last piece it returns false.
 *
 * A job has to remember which piece comes next: give struct job a member for
 * it, and let job_init set it.
 *
 * main runs ten jobs. Done right, all start, then all get to their middle,
 * then all end, after 2.0 seconds.
 *
 * Difficulty: medium
 * Time: 20 minutes
 * Section: One thread, many waits
 */
#include <stdbool.h>

#include "../../../../part1-futures/01-waiting/clock.h"
#include "../../../../part1-futures/01-waiting/program.h"

#define JOBS 10

struct job {
    long n;
    int64_t deadline_ns; /* when it goes on */
    /* TODO: which piece comes next */
};

static void job_init(struct job *job, long n)
{
    job->n = n;
    job->deadline_ns = clock_now_ns(); /* at once */
    /* TODO */
}

/* Do the next piece. Returns whether there is another, at deadline_ns. */
static bool job_go_on(struct job *job)
{
    /* TODO: so far this is a job of one piece. */
    printf("start %ld\n", job->n);
    return false;
}

/* All jobs have the same waits. So they are due in the order in which they
 * were started, round after round, and all end in the same round. */
static void jobs_run(struct job *jobs, long count)
{
    for (long n = 0; n < count; n++)
        job_init(&jobs[n], n);
    long ended = 0;
    while (ended < count)
        for (long n = 0; n < count; n++) {
            clock_sleep_until(jobs[n].deadline_ns);
            if (!job_go_on(&jobs[n]))
                ended++;
        }
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Runs ten jobs with two waits each at once, in one "
                  "thread.\n");
    struct job jobs[JOBS];
    int64_t begin_ns = clock_now_ns();
    jobs_run(jobs, JOBS);
    printf("%d jobs, 1 thread: %.1f seconds, %zu bytes each\n", JOBS,
           clock_seconds(clock_now_ns() - begin_ns), sizeof jobs[0]);
    return 0;
}
