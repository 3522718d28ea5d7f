/* Exercise 22.2: whole lines.
 *
 * What a socket gives are pieces: half a line, three lines and a bit. Write
 * lines_take, which gets a piece as it came out of read, and lines_end, which
 * is called when no more will come.
 *
 * - Each line is printed as soon as it is whole, with its name in front, as
 *   in "Bob: hello".
 * - What has no end yet is held until the next piece, or until lines_end,
 *   which prints it too. If nothing is held, lines_end prints nothing.
 * - A line has room for LINE_MAX_BYTES, its end not counted. If one is longer,
 *   lines_take returns -1 with errno EMSGSIZE, else it returns 0. The lines
 *   before it are printed, it is not. Nobody may make us hold more than that.
 * - The end of a line is "\n" alone. All other bytes are printed as they came,
 *   "\r" and a byte 0 too.
 * - There may be several struct lines at a time, for several clients.
 *
 * struct lines is in lines.h, beside this file.
 *
 * Difficulty: medium
 * Time: 25 minutes
 * Section: A server, a client
 */
#include "../../../../chapters/22-blocking-sockets/exercises/2-whole-lines/lines.h"

/* TODO: what helps you */

static int lines_take(struct lines *lines, const char *piece, size_t size)
{
    /* TODO */
    (void)lines;
    (void)piece;
    (void)size;
    return -1;
}

static void lines_end(struct lines *lines)
{
    /* TODO */
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
