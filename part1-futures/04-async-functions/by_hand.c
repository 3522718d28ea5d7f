/* Step 4.2: the functions cut at their waits, by hand.
 *
 * Each is a future now, so that both can be under way at once. `state` says
 * which piece comes next, and what was a local is a member.
 */
#include "../03-combinators/join.h"
#include "answer.h"

struct song {
    struct simple_future future;
    enum { SONG_NEW, SONG_LEARNING, SONG_VERSE, SONG_BEAT } state;
    struct answer lyrics;
    struct answer beat;
    int verse;
};

struct dance {
    struct simple_future future;
    enum { DANCE_NEW, DANCE_STEP, DANCE_BEAT } state;
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
    for (;;) {
        switch (song->state) {
        case SONG_NEW:
            printf("song: asking the teacher\n");
            answer_init(&song->lyrics, 1.5, "the moon is a lantern");
            song->state = SONG_LEARNING;
            break;
        case SONG_LEARNING:
            if (simple_future_poll(&song->lyrics.future, wake) == POLL_PENDING)
                return POLL_PENDING;
            song->verse = 1;
            song->state = SONG_VERSE;
            break;
        case SONG_VERSE:
            if (song->verse > 2) {
                printf("song: done\n");
                return POLL_READY;
            }
            sing(&song->lyrics, song->verse);
            answer_init(&song->beat, 1, "beat");
            song->state = SONG_BEAT;
            break;
        case SONG_BEAT:
            if (simple_future_poll(&song->beat.future, wake) == POLL_PENDING)
                return POLL_PENDING;
            song->verse++;
            song->state = SONG_VERSE;
            break;
        }
    }
}

static enum poll_state dance_poll(struct simple_future *self,
                                  void (*wake)(void))
{
    struct dance *dance = container_of(self, struct dance, future);
    for (;;) {
        switch (dance->state) {
        case DANCE_NEW:
            dance->step = 1;
            dance->state = DANCE_STEP;
            break;
        case DANCE_STEP:
            if (dance->step > 3) {
                printf("dance: done\n");
                return POLL_READY;
            }
            printf("dance: step %d\n", dance->step);
            answer_init(&dance->beat, 1, "beat");
            dance->state = DANCE_BEAT;
            break;
        case DANCE_BEAT:
            if (simple_future_poll(&dance->beat.future, wake) == POLL_PENDING)
                return POLL_PENDING;
            dance->step++;
            dance->state = DANCE_STEP;
            break;
        }
    }
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: by_hand\n"
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
