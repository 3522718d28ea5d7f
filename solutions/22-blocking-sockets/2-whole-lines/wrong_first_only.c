/* Wrong: it is done with the piece when it has printed a line.
 *
 * CAUGHT BY: a piece may have more than one end of line in it
 */
#include "../../../chapters/22-blocking-sockets/exercises/2-whole-lines/lines.h"

static void line_print(struct lines *lines)
{
    printf("%s: ", lines->name);
    fwrite(lines->held, 1, lines->length, stdout);
    printf("\n");
    lines->length = 0;
}

static int lines_take(struct lines *lines, const char *piece, size_t size)
{
    for (; size > 0; piece++, size--) {
        if (*piece == '\n') {
            line_print(lines);
            return 0;
        }
        if (lines->length == LINE_MAX_BYTES) {
            errno = EMSGSIZE;
            return -1;
        }
        lines->held[lines->length++] = *piece;
    }
    return 0;
}

static void lines_end(struct lines *lines)
{
    if (lines->length > 0)
        line_print(lines);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Prints three lines that come in five pieces.\n");
    static const char *const pieces[] = {"sta", "rt 1\nend", " 1", "\nby", "e"};
    struct lines lines = {.name = "server"};
    for (size_t n = 0; n < sizeof pieces / sizeof *pieces; n++)
        if (lines_take(&lines, pieces[n], strlen(pieces[n])) != 0)
            die("lines_take", errno);
    lines_end(&lines);
    return 0;
}
