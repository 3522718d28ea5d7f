/* Step 5.4: moved, and polled only then.
 *
 * Songs are returned, assigned, moved by realloc and swapped. None has begun.
 */
#include "../03-combinators/join.h"
#include "../04-async-functions/async.h"
#include "beat.h"

#define TEXT_SIZE 32

struct song {
    struct simple_future future;
    int state;
    const char *singer; /* borrowed */
    char text[TEXT_SIZE];
    const char *next; /* into text */
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

static struct song song_of(const char *singer, const char *text)
{
    struct song song;
    song_init(&song, singer, text);
    return song;
}

/* Room for `room` songs; those there are come along. */
static struct song *songs_grow(struct song *songs, size_t room)
{
    songs = realloc(songs, room * sizeof *songs);
    if (songs == NULL)
        die("realloc", errno);
    return songs;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: early\n"
                  "Moves two songs about before their first word.\n");
    struct join join;
    struct song *songs = songs_grow(NULL, 1);
    songs[0] = song_of("Alice", "row row row your boat");
    songs = songs_grow(songs, 1000);
    songs[1] = song_of("Bob", "hey ho nobody home");
    struct song first = songs[0];
    songs[0] = songs[1];
    songs[1] = first;

    join_init(&join, &songs[0].future, &songs[1].future);
    simple_future_run(&join.future);
    free(songs);
    return 0;
}
