/* Step 1.5: one thread, many waits.
 *
 * The job is cut in two at its wait: job_start is what comes before it,
 * job_end what comes after. What the job has to remember in between stands
 * in a struct.
 */
#include "clock.h"
#include "program.h"

#define COUNT_MAX 10000000

static const char usage[] =
    "usage: one_thread [COUNT]\n"
    "Runs COUNT jobs (10 if left out) at once, in one thread.\n";

struct job {
    long n;
    int64_t deadline_ns;
};

static void job_start(struct job *job, long n)
{
    printf("start %ld\n", n);
    job->n = n;
    job->deadline_ns = clock_now_ns() + clock_second_ns();
}

static void job_end(struct job *job)
{
    printf("end %ld\n", job->n);
}

/* All wait equally long, so they are due in the order they were started. */
static void jobs_run(struct job *jobs, long count)
{
    for (long n = 0; n < count; n++)
        job_start(&jobs[n], n);
    for (long n = 0; n < count; n++) {
        clock_sleep_until(jobs[n].deadline_ns);
        job_end(&jobs[n]);
    }
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    long count = 10;
    if (argc > 1)
        count = program_number(argv[1], 1, COUNT_MAX, usage);
    struct job *jobs = malloc((size_t)count * sizeof *jobs);
    if (jobs == NULL)
        die("malloc", errno);

    int64_t begin_ns = clock_now_ns();
    jobs_run(jobs, count);
    free(jobs);
    printf("%ld jobs, 1 thread: %.1f seconds, %zu bytes each\n", count,
           clock_seconds(clock_now_ns() - begin_ns), sizeof *jobs);
    return 0;
}
