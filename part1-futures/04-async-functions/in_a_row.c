/* Step 4.1: learn a song, sing it, and dance.
 *
 * Functions that block: each is written from top to bottom, and while one
 * waits, the other has to.
 */
#include "answer.h"

/* Block until the peer has said `text`. */
static void answer_wait(struct answer *answer, double seconds, const char *text)
{
    answer_init(answer, seconds, text);
    simple_future_run(&answer->future);
}

static void sing(const struct answer *lyrics, int verse)
{
    printf("song: %.*s, verse %d\n", (int)lyrics->read.length,
           lyrics->read.data, verse);
}

static void learn_and_sing(void)
{
    struct answer lyrics, beat;
    printf("song: asking the teacher\n");
    answer_wait(&lyrics, 1.5, "the moon is a lantern");
    for (int verse = 1; verse <= 2; verse++) {
        sing(&lyrics, verse);
        answer_wait(&beat, 1, "beat");
    }
    printf("song: done\n");
}

static void dance(void)
{
    struct answer beat;
    for (int step = 1; step <= 3; step++) {
        printf("dance: step %d\n", step);
        answer_wait(&beat, 1, "beat");
    }
    printf("dance: done\n");
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: in_a_row\n"
                  "Learns a song and sings it, then dances.\n");
    int64_t begin_ns = clock_now_ns();
    learn_and_sing();
    dance();
    printf("%.1f seconds\n", clock_seconds(clock_now_ns() - begin_ns));
    return 0;
}
