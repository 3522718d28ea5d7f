/* Exercise 5.1: each test polls songs by hand and moves them in between. What
 * was moved leaves nothing of use behind. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

static void ignore_wake(void)
{
}

/* A song to its end, or until it is clear that there is none. */
static void sing_on(struct song *song)
{
    for (int polls = 0; polls < 20; polls++)
        if (simple_future_poll(&song->future, ignore_wake) == POLL_READY)
            return;
}

static void sing_a_word(struct song *song)
{
    simple_future_poll(&song->future, ignore_wake);
}

/* What is sung at the next poll, without the end of its line. */
static const char *word_of(struct song *song)
{
    static char line[80];
    check_printed();
    sing_a_word(song);
    snprintf(line, sizeof line, "%.79s", check_printed());
    if (line[0] != '\0')
        line[strlen(line) - 1] = '\0';
    return line;
}

static void song_move(struct song *to, struct song *from)
{
    *to = *from;
    memset(from, '-', sizeof *from);
    ((char *)from)[sizeof *from - 1] = '\0';
}

static struct song song, there, elsewhere;

TEST(swapped, "two who change places go on with their own songs",
     "two songs, a word of each, a swap, the second word of each",
     "A pointer into oneself")
{
    struct song songs[2];
    song_init(&songs[0], "Alice", "one two");
    song_init(&songs[1], "Bob", "red blue");
    sing_a_word(&songs[0]);
    sing_a_word(&songs[1]);
    song_move(&there, &songs[0]);
    song_move(&songs[0], &songs[1]);
    song_move(&songs[1], &there);
    CHECK_STR(word_of(&songs[0]), "Bob: blue",
              "the first line after the swap: an address came along unchanged, "
              "or the place is not kept in the song");
    CHECK_STR(word_of(&songs[1]), "Alice: two",
              "the second line after the swap: there is one place for all "
              "songs");
}

TEST(unmoved, "a song that stays is sung word by word, and once",
     "one song, polled until it is ready", "A pointer into oneself")
{
    song_init(&song, "Alice", "row row row your boat");
    CHECK_OUTPUT(sing_on(&song),
                 "Alice: row\nAlice: row\nAlice: row\nAlice: your\n"
                 "Alice: boat\n",
                 "the place is not moved on by a word, and what is behind it");
}

TEST(own_text, "the song has its own text",
     "a song whose text is overwritten by the caller", "A pointer into oneself")
{
    char text[] = "hey ho";
    song_init(&song, "Bob", text);
    memset(text, '-', sizeof text - 1);
    CHECK_OUTPUT(sing_on(&song), "Bob: hey\nBob: ho\n",
                 "the text of the caller is sung, who may be gone by then");
}

TEST(many_moves, "a song may be moved before each of its words",
     "a song that goes from place to place", "A pointer into oneself")
{
    song_init(&song, "Alice", "one two three four");
    song_move(&there, &song);
    sing_a_word(&there);
    song_move(&elsewhere, &there);
    sing_a_word(&elsewhere);
    song_move(&song, &elsewhere);
    sing_a_word(&song);
    song_move(&there, &song);
    sing_on(&there);
    CHECK_STR(check_printed(),
              "Alice: one\nAlice: two\nAlice: three\nAlice: four\n",
              "a move after a move: an address is still kept somewhere");
}

TEST(freed, "a song needs nothing of the memory where it was",
     "a song that is moved out of memory, which is then given back",
     "What moves")
{
    struct song *was = malloc(sizeof *was);
    song_init(was, "Bob", "hey ho nobody home");
    sing_a_word(was);
    song_move(&song, was);
    free(was);
    sing_on(&song);
    CHECK_STR(check_printed(), "Bob: hey\nBob: ho\nBob: nobody\nBob: home\n",
              "something in the song still leads to where it was");
}

CHECK_MAIN("chapters/05-pinning/README.md", swapped, unmoved, own_text,
           many_moves, freed)
