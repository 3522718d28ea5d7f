/* Step 4.3: the functions in one piece again.
 *
 * ASYNC_BEGIN, AWAIT and ASYNC_END write a switch that jumps into the function,
 * and the loop is whole again. main and the output are those of step 4.2.
 */
#include "../03-combinators/join.h"
#include "answer.h"
#include "async.h"

struct song {
    struct simple_future future;
    int state;
    struct answer lyrics;
    struct answer beat;
    int verse;
};

struct dance {
    struct simple_future future;
    int state;
    struct answer beat;
    int step;
};

static void sing(const struct answer *lyrics, int verse)
{
    printf("song: %.*s, verse %d\n", (int)lyrics->read.length,
           lyrics->read.data, verse);
}

static enum poll_state song_poll(struct simple_future *self, void (*wake)(void))
{
    struct song *song = container_of(self, struct song, future);
    ASYNC_BEGIN(song->state);
    printf("song: asking the teacher\n");
    answer_init(&song->lyrics, 1.5, "the moon is a lantern");
    AWAIT(song->state, simple_future_poll(&song->lyrics.future, wake));
    for (song->verse = 1; song->verse <= 2; song->verse++) {
        sing(&song->lyrics, song->verse);
        answer_init(&song->beat, 1, "beat");
        AWAIT(song->state, simple_future_poll(&song->beat.future, wake));
    }
    printf("song: done\n");
    ASYNC_END(song->state);
}

static enum poll_state dance_poll(struct simple_future *self,
                                  void (*wake)(void))
{
    struct dance *dance = container_of(self, struct dance, future);
    ASYNC_BEGIN(dance->state);
    for (dance->step = 1; dance->step <= 3; dance->step++) {
        printf("dance: step %d\n", dance->step);
        answer_init(&dance->beat, 1, "beat");
        AWAIT(dance->state, simple_future_poll(&dance->beat.future, wake));
    }
    printf("dance: done\n");
    ASYNC_END(dance->state);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: top_to_bottom\n"
                  "Learns a song and sings it, and dances meanwhile.\n");
    struct song song = {.future = {song_poll}};
    struct dance dance = {.future = {dance_poll}};
    struct join join;
    int64_t begin_ns = clock_now_ns();
    join_init(&join, &song.future, &dance.future);

    long polls = simple_future_run(&join.future);
    printf("%.1f seconds, %ld polls of the join\n",
           clock_seconds(clock_now_ns() - begin_ns), polls);
    printf("a song of %zu bytes, a dance of %zu\n", sizeof song, sizeof dance);
    return 0;
}
