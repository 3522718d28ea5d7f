/* Step 5.5: a song that notices when it was moved.
 *
 * EXPECT: error
 *
 * Step 5.1, with a pin in the song and a check in its poll.
 */
#include "../03-combinators/join.h"
#include "../04-async-functions/async.h"
#include "beat.h"
#include "pin.h"

#define TEXT_SIZE 32

struct song {
    struct simple_future future;
    struct pin pin;
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
    PIN_CHECK(song);
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
                  "usage: guarded\n"
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
    printf("a song of %zu bytes, %zu of them the pin\n", sizeof songs[0],
           sizeof songs[0].pin);
    return 0;
}
