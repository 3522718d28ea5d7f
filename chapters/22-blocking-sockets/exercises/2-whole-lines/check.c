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
static int take_bytes(struct lines *into, const char *text, size_t size)
{
    char *piece = malloc(size + 1);
    if (piece == NULL)
        die("malloc", errno);
    memcpy(piece, text, size);
    piece[size] = '#';
    int result = lines_take(into, piece, size);
    free(piece);
    return result;
}

static int take(const char *text)
{
    return take_bytes(&lines, text, strlen(text));
}

static const char *error_name(void)
{
    return errno == EMSGSIZE ? "EMSGSIZE" : errno == 0 ? "0" : strerror(errno);
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

TEST(any_bytes, "any bytes, as they came",
     "lines_take, \"b\\0c\\n\", \"a\\r\\n\"", "A server, a client")
{
    char printed[] = "Bob: b.c\n";
    begin();
    take_bytes(&lines, "b\0c\n", 4);
    memcpy(printed, check_printed(), strlen(printed));
    for (size_t n = 0; n < sizeof printed - 1; n++)
        printed[n] = printed[n] == '\0' ? '.' : printed[n];
    CHECK_STR(
        printed, "Bob: b.c\n",
        "a byte 0 (here a dot) is lost: a byte 0 ends a string, and not a "
        "line");
    begin();
    CHECK_OUTPUT(take("a\r\n"), "Bob: a\r\n",
                 "\"\\r\" is dropped, or taken for an end");
}

TEST(two_clients, "two clients at a time, each with a half line",
     "lines_take for Bob and Eve: \"he\", \"no\", \"llo\\n\", \"body\\n\"",
     "What C makes you own")
{
    struct lines other = {.name = "Eve"};
    begin();
    take("he");
    take_bytes(&other, "no", 2);
    check_printed();
    CHECK_OUTPUT(take("llo\n"), "Bob: hello\n",
                 "what one client has said gets into another's line");
    CHECK_OUTPUT(take_bytes(&other, "body\n", 5), "Eve: nobody\n",
                 "what one client has said gets into another's line");
}

TEST(many, "a piece may be longer than a line, if its lines are not",
     "lines_take, three lines of 15 bytes in one piece",
     "A write that writes less")
{
    begin();
    CHECK_INT(take("fifteen bytes 1\nfifteen bytes 2\nfifteen bytes 3\n"), 0,
              "returned", "the limit is for a line, and not for a piece");
    CHECK_STR(check_printed(),
              "Bob: fifteen bytes 1\nBob: fifteen bytes 2\n"
              "Bob: fifteen bytes 3\n",
              "the limit is for a line, and not for a piece");
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
    CHECK_STR(error_name(), "EMSGSIZE", "errno is not set");
    begin();
    memset(text, 'x', LINE_MAX_BYTES + 1);
    CHECK_INT(take(text), -1, "returned",
              "a client that never ends its line makes us hold ever more");
}

/* `held` has come before; then so many bytes and the rest are too much. */
static void refuse(const char *held, int length, const char *rest)
{
    char text[2 * LINE_MAX_BYTES] = "";
    memset(text, 'x', (size_t)length);
    begin();
    take(held);
    check_printed();
    strcat(text, rest);
    errno = 0;
    CHECK_INT(take(text), -1, "returned",
              "a line that is whole may be too long, too");
    CHECK_STR(error_name(), "EMSGSIZE", "errno is not set");
    CHECK_STR(check_printed(), "", "a line that is too long is printed");
}

TEST(
    whole_longer, "a line that is too long is refused with its end, too",
    "lines_take, 41 bytes and \"\\n\"; 40, then \"x\\n\"; \"one\\n\" before it",
    "A write that writes less")
{
    char text[2 * LINE_MAX_BYTES] = "one\n";
    refuse("", LINE_MAX_BYTES + 1, "\n");
    refuse("", LINE_MAX_BYTES + 10, "\n");
    refuse("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 0, "x\n");
    memset(text + 4, 'x', LINE_MAX_BYTES + 1);
    strcat(text, "\n");
    begin();
    CHECK_INT(take(text), -1, "returned",
              "a line that is whole may be too long, too");
    CHECK_STR(check_printed(), "Bob: one\n",
              "the lines before the one that is too long are printed");
}

CHECK_MAIN("chapters/22-blocking-sockets/README.md", whole, several, halves,
           bytes, last, any_bytes, two_clients, many, longest, longer,
           whole_longer)
