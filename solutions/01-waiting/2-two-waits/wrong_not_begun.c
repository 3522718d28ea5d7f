/* Wrong: job_init does not set which piece comes first, so it is whatever stood
 * in that memory.
 *
 * CAUGHT BY: job_init does not say that it comes first
 */
#include <stdbool.h>

#include "../../../part1-futures/01-waiting/clock.h"
#include "../../../part1-futures/01-waiting/program.h"

#define JOBS 10

enum piece { START, MIDDLE, END };

struct job {
    long n;
    int64_t deadline_ns; /* when it goes on */
    enum piece next;
};

static void job_init(struct job *job, long n)
{
    job->n = n;
    job->deadline_ns = clock_now_ns(); /* at once */
}

/* Do the next piece. Returns whether there is another, at deadline_ns. */
static bool job_go_on(struct job *job)
{
    switch (job->next) {
    case START:
        printf("start %ld\n", job->n);
        job->next = MIDDLE;
        break;
    case MIDDLE:
        printf("middle %ld\n", job->n);
        job->next = END;
        break;
    case END:
        printf("end %ld\n", job->n);
        return false;
    }
    job->deadline_ns = clock_now_ns() + clock_second_ns();
    return true;
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
