/* Exercise 1.1: the first tests ask jobs_first about deadlines made up by
 * hand; the last two run jobs that wait. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

/* The number of the job that is found. */
static long first_of(struct job *jobs, long count)
{
    struct job *first = jobs_first(jobs, count);
    CHECK(first != NULL, "a job", "a null pointer",
          "none is found although there is one that has not ended");
    return first->n;
}

TEST(due_first, "the job that is due first is found",
     "jobs_first, jobs due at 30, 10 and 20 ns", "One thread, many waits")
{
    struct job jobs[] = {{.n = 0, .deadline_ns = 30},
                         {.n = 1, .deadline_ns = 10},
                         {.n = 2, .deadline_ns = 20}};
    CHECK_INT(first_of(jobs, 3), 1, "the job that is found",
              "the deadlines are not compared, or the wrong way round");
}

TEST(last_too, "it is also found when it is the last",
     "jobs_first, jobs due at 30, 20 and 10 ns", "One thread, many waits")
{
    struct job jobs[] = {{.n = 0, .deadline_ns = 30},
                         {.n = 1, .deadline_ns = 20},
                         {.n = 2, .deadline_ns = 10}};
    CHECK_INT(first_of(jobs, 3), 2, "the job that is found",
              "the search ends before the last job, or at the first that is "
              "due earlier");
}

TEST(ended_rests, "a job that has ended is not found again",
     "jobs_first, the job due first has ended", "One thread, many waits")
{
    struct job last[] = {{.n = 0, .deadline_ns = 30},
                         {.n = 1, .deadline_ns = 20},
                         {.n = 2, .deadline_ns = 10, .ended = true}};
    CHECK_INT(first_of(last, 3), 1, "the job that is found",
              "a job that has ended is still the one that is due first");
    struct job front[] = {{.n = 0, .deadline_ns = 10, .ended = true},
                          {.n = 1, .deadline_ns = 30},
                          {.n = 2, .deadline_ns = 20}};
    CHECK_INT(first_of(front, 3), 2, "the job that is found",
              "the search begins with jobs[0], which may have ended");
}

TEST(tie, "of two that are due together, the one started first is found",
     "jobs_first, jobs 1 and 2 both due at 10 ns", "One thread, many waits")
{
    struct job jobs[] = {{.n = 0, .deadline_ns = 20},
                         {.n = 1, .deadline_ns = 10},
                         {.n = 2, .deadline_ns = 10}};
    CHECK_INT(first_of(jobs, 3), 1, "the job that is found",
              "a later job replaces one that is due at the same moment");
}

/* Where the deadlines lie is up to the machine, so compare those it gave. */
TEST(in_order, "jobs end in the order in which they are due",
     "jobs_run, jobs that wait 4, 1, 3 and 2 tenths of a second",
     "One thread, many waits")
{
    setenv("SECOND_MS", "200", 1);
    struct job jobs[] = {
        {.seconds = 0.4}, {.seconds = 0.1}, {.seconds = 0.3}, {.seconds = 0.2}};
    int64_t last_ns = 0;
    int ends = 0;
    check_printed();
    jobs_run(jobs, 4);
    for (const char *end = strstr(check_printed(), "end "); end != NULL;
         end = strstr(end + 1, "end ")) {
        int64_t deadline_ns = jobs[strtol(end + 4, NULL, 10)].deadline_ns;
        CHECK(deadline_ns >= last_ns, "ends in order of deadline",
              "a job that ends after one that is due later",
              "jobs_run ends another job than the one jobs_first found");
        last_ns = deadline_ns;
        ends++;
    }
    CHECK_INT(ends, 4, "ends", "a job is left out, or ended twice");
}

TEST(longest, "all together they take as long as the longest",
     "jobs_run, ten jobs that wait 1.0, 0.9, ... 0.1 seconds",
     "One thread, many waits")
{
    setenv("SECOND_MS", "200", 1);
    struct job jobs[10] = {{.seconds = 0}};
    for (int n = 0; n < 10; n++)
        jobs[n].seconds = 1 - n / 10.0;
    int64_t begin_ns = clock_now_ns();
    jobs_run(jobs, 10);
    double seconds = clock_seconds(clock_now_ns() - begin_ns);
    CHECK(seconds >= 1, "at least 1 second", "less than 1 second",
          "a job is ended before it is due");
    CHECK(seconds < 5, "about 1 second", "5 seconds or more",
          "one waits after the other: each begins to wait when it is its turn");
}

CHECK_MAIN("chapters/01-waiting/README.md", due_first, last_too, ended_rests,
           tie, in_order, longest)
