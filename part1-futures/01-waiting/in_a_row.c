/* Step 1.1: ten jobs in a row.
 *
 * Each job waits a second for something that is not the processor. While it
 * waits, nobody else gets to do anything.
 */
#include "clock.h"
#include "program.h"

#define JOBS 10

static void job_run(int n)
{
    printf("start %d\n", n);
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    printf("end %d\n", n);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: in_a_row\n"
                  "Runs ten jobs one after the other.\n");
    int64_t begin_ns = clock_now_ns();
    for (int n = 0; n < JOBS; n++)
        job_run(n);
    printf("%d jobs, 1 thread: %.1f seconds\n", JOBS,
           clock_seconds(clock_now_ns() - begin_ns));
    return 0;
}
