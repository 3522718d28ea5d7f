/* Step 5.3: a song that is returned.
 *
 * EXPECT: wrong
 *
 * Two singers are heard in a function, which returns one of the two songs.
 */
#include <stdint.h>

#include "../03-combinators/join.h"
#include "../04-async-functions/async.h"
#include "beat.h"

#define TEXT_SIZE 32

static const char usage[] =
    "usage: returned [WORDS]\n"
    "Hears two singers and takes one. Then has WORDS more words sung, out of\n"
    "the stack of a function that is over.\n";

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

/* Each sings a word. Who has more to come is taken. */
static struct song audition(void)
{
    struct song alice, bob;
    song_init(&alice, "Alice", "row row row your boat");
    song_init(&bob, "Bob", "hey ho nobody home");
    simple_future_poll(&alice.future, simple_future_wake);
    simple_future_poll(&bob.future, simple_future_wake);
    return strlen(alice.next) > strlen(bob.next) ? alice : bob;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 1, usage);
    long words = argc > 1 ? program_number(argv[1], 0, 4, usage) : 0;
    struct song song = audition();
    printf("taken: %s, her next word is %s\n", song.singer,
           song_is_whole(&song) ? "in her song" : "somewhere else");
    while (words-- > 0)
        simple_future_poll(&song.future, simple_future_wake);
    return 0;
}
