/* Exercise 22.2: pieces from the test, lines on standard output. */
#define main answer_main
#include ANSWER
#undef main
#include "../../../../book/tools/check.h"

static struct lines lines;

static void begin(void)
{
    lines = (struct lines){.name = "Bob"};
}

/* A piece that ends where its memory ends: no byte behind it may be read. */
static int take(const char *text)
{
    size_t size = strlen(text);
    char *piece = malloc(size + 1);
    if (piece == NULL)
        die("malloc", errno);
    memcpy(piece, text, size);
    piece[size] = '#';
    int result = lines_take(&lines, piece, size);
    free(piece);
    return result;
}

TEST(whole, "a line in one piece is printed at once",
     "lines_take, \"hello\\n\"", "A server, a client")
{
    begin();
    CHECK_OUTPUT(take("hello\n"), "Bob: hello\n",
                 "a line that is whole is not printed, or without its name");
    CHECK_INT(take("hello\n"), 0, "returned", "0 says that all is well");
}

TEST(several, "several lines in one piece, an empty one among them",
     "lines_take, \"one\\n\\nthree\\n\"", "A server, a client")
{
    begin();
    CHECK_OUTPUT(take("one\n\nthree\n"), "Bob: one\nBob: \nBob: three\n",
                 "a piece may have more than one end of line in it");
}

TEST(halves, "a line in pieces is printed when its end has come",
     "lines_take, \"he\", \"ll\", \"o\\nwor\", \"ld\\n\"", "A server, a client")
{
    begin();
    CHECK_OUTPUT(take("he"), "", "a piece is taken for a line");
    CHECK_OUTPUT(take("ll"), "", "a piece is taken for a line");
    CHECK_OUTPUT(take("o\nwor"), "Bob: hello\n",
                 "what is held comes before the new piece");
    CHECK_OUTPUT(take("ld\n"), "Bob: world\n",
                 "what follows an end of line belongs to the next line");
}

TEST(bytes, "one byte at a time", "lines_take, each byte of \"hello\\nBob\\n\"",
     "A server, a client")
{
    begin();
    check_printed();
    for (const char *text = "hello\nBob\n"; *text != '\0'; text++)
        take((const char[]){*text, '\0'});
    CHECK_STR(check_printed(), "Bob: hello\nBob: Bob\n",
              "what is held is lost, or kept after it was printed");
}

TEST(last, "the end prints what is held, and nothing if nothing is",
     "lines_take, \"one\\ntwo\"; lines_end", "A server, a client")
{
    begin();
    take("one\ntwo");
    check_printed();
    CHECK_OUTPUT(lines_end(&lines), "Bob: two\n",
                 "the last line has no end, and is a line all the same");
    begin();
    take("one\n");
    check_printed();
    CHECK_OUTPUT(lines_end(&lines), "", "nothing is held, and it prints");
}

TEST(longest, "a line as long as can be", "lines_take, 40 bytes and the end",
     "A write that writes less")
{
    char text[LINE_MAX_BYTES + 2] = "";
    memset(text, 'x', LINE_MAX_BYTES);
    begin();
    CHECK_INT(take(text), 0, "returned", "there is room for LINE_MAX_BYTES");
    CHECK_INT(take("\n"), 0, "returned", "the end of a line needs no room");
    CHECK_STR(check_printed(),
              "Bob: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
              "there is room for LINE_MAX_BYTES");
}

TEST(longer, "a byte more is refused, and nothing is written over",
     "lines_take, 40 bytes; one more", "A write that writes less")
{
    char text[LINE_MAX_BYTES + 2] = "";
    memset(text, 'x', LINE_MAX_BYTES);
    begin();
    take(text);
    errno = 0;
    CHECK_INT(take("x"), -1, "returned",
              "a client that never ends its line makes us hold ever more");
    CHECK_INT(errno, EMSGSIZE, "errno", "errno is not set");
    begin();
    memset(text, 'x', LINE_MAX_BYTES + 1);
    CHECK_INT(take(text), -1, "returned",
              "a client that never ends its line makes us hold ever more");
}

CHECK_MAIN("chapters/22-blocking-sockets/README.md", whole, several, halves,
           bytes, last, longest, longer)
