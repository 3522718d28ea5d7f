/* Wrong: whatever comes is taken for whole lines, as it nearly always is when
 * it is tried out.
 *
 * CAUGHT BY: a piece is taken for a line
 */
#include "../../../chapters/22-blocking-sockets/exercises/2-whole-lines/lines.h"

static int lines_take(struct lines *lines, const char *piece, size_t size)
{
    while (size > 0) {
        size_t length = 0;
        while (length < size && piece[length] != '\n')
            length++;
        printf("%s: %.*s\n", lines->name, (int)length, piece);
        length = length < size ? length + 1 : length;
        piece += length;
        size -= length;
    }
    return 0;
}

static void lines_end(struct lines *lines)
{
    (void)lines;
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
