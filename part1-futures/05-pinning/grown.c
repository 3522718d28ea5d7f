/* Step 5.2: an array of songs that grows.
 *
 * EXPECT: wrong
 *
 * Alice has begun when room is made for more songs, with realloc. Sooner or
 * later there is none behind hers, and it is moved.
 */
#include <stdint.h>

#include "../03-combinators/join.h"
#include "../04-async-functions/async.h"
#include "beat.h"

#define TEXT_SIZE 32

static const char usage[] =
    "usage: grown [WORDS]\n"
    "Begins a song and makes room for more, until it is moved. Then sings\n"
    "WORDS more words of it, out of memory that was given back.\n";

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

/* True if the word that is next stands in the song itself. */
static bool song_is_whole(const struct song *song)
{
    return (uintptr_t)song->next - (uintptr_t)song->text < TEXT_SIZE;
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
    program_begin(argc, argv, 1, usage);
    long words = argc > 1 ? program_number(argv[1], 0, 4, usage) : 0;
    size_t room = 1;
    struct song *songs = songs_grow(NULL, room);
    song_init(&songs[0], "Alice", "row row row your boat");

    simple_future_poll(&songs[0].future, simple_future_wake);
    while (song_is_whole(&songs[0])) {
        printf("room for %zu: her next word is in her song\n", room);
        room *= 2;
        songs = songs_grow(songs, room);
    }
    printf("room for %zu: her next word is somewhere else\n", room);
    while (words-- > 0)
        simple_future_poll(&songs[0].future, simple_future_wake);
    free(songs);
    return 0;
}
