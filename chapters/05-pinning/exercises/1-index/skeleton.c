/* Exercise 5.1: a song that may move.
 *
 * This is swapped.c: two singers change places between two polls, and each
 * goes on in the other's song. Change the song so that it may be moved at any
 * time, before and after its first poll. The singers still change places, by
 * assignment.
 *
 * - The song has no pointer into itself. It has one to its singer, which is
 *   elsewhere.
 * - It sings from its own copy of the text. Whoever passed it may be gone.
 * - No `static`, nothing shared: all that a song needs is in its struct.
 *
 * main is that of swapped.c. Done right, Alice sings "row row row your boat",
 * and Bob "hey ho nobody home".
 *
 * Difficulty: easy
 * Time: 10 minutes
 * Section: A pointer into oneself
 */
#include "../../../../part1-futures/03-combinators/join.h"
#include "../../../../part1-futures/04-async-functions/async.h"
#include "../../../../part1-futures/05-pinning/beat.h"

#define TEXT_SIZE 32

struct song {
    struct simple_future future;
    int state;
    const char *singer; /* borrowed */
    char text[TEXT_SIZE];
    /* TODO: what else could say which word is next? */
    const char *next;
    struct beat beat;
};

/* Sings the word at `next`. Returns where the one after it begins. */
static const char *sing_word(const char *singer, const char *next)
{
    size_t length = strcspn(next, " ");
    printf("%s: %.*s\n", singer, (int)length, next);
    return next + length + strspn(next + length, " ");
}

static enum poll_state song_poll(struct simple_future *self, void (*wake)(void))
{
    struct song *song = container_of(self, struct song, future);
    ASYNC_BEGIN(song->state);
    song->next = song->text;
    while (*song->next != '\0') {
        song->next = sing_word(song->singer, song->next);
        beat_init(&song->beat);
        AWAIT(song->state, simple_future_poll(&song->beat.future, wake));
    }
    ASYNC_END(song->state);
}

static void song_init(struct song *song, const char *singer, const char *text)
{
    *song = (struct song){.future = {song_poll}, .singer = singer};
    snprintf(song->text, sizeof song->text, "%s", text);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Two singers change places after their first word.\n");
    struct song songs[2];
    struct join join;
    song_init(&songs[0], "Alice", "row row row your boat");
    song_init(&songs[1], "Bob", "hey ho nobody home");
    join_init(&join, &songs[0].future, &songs[1].future);

    simple_future_poll(&join.future, simple_future_wake);
    printf("they change places\n");
    struct song first = songs[0];
    songs[0] = songs[1];
    songs[1] = first;
    simple_future_run(&join.future);
    return 0;
}
