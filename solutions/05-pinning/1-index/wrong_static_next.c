/* Wrong: the place is kept outside of the song, once for all songs.
 *
 * CAUGHT BY: there is one place for all songs
 */
#include "../../../part1-futures/03-combinators/join.h"
#include "../../../part1-futures/04-async-functions/async.h"
#include "../../../part1-futures/05-pinning/beat.h"

#define TEXT_SIZE 32

struct song {
    struct simple_future future;
    int state;
    const char *singer; /* borrowed */
    char text[TEXT_SIZE];
    struct beat beat;
};

/* Sings the word at `next`. Returns how far it is to the one after it. */
static size_t sing_word(const char *singer, const char *next)
{
    size_t length = strcspn(next, " ");
    printf("%s: %.*s\n", singer, (int)length, next);
    return length + strspn(next + length, " ");
}

static size_t next; /* where in text */

static enum poll_state song_poll(struct simple_future *self, void (*wake)(void))
{
    struct song *song = container_of(self, struct song, future);
    ASYNC_BEGIN(song->state);
    next = 0;
    while (song->text[next] != '\0') {
        next += sing_word(song->singer, song->text + next);
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
