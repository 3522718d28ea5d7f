/* Wrong: only what is left without an end is measured, so a whole line may be of
 * any length.
 *
 * CAUGHT BY: a line that is whole may be too long, too
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
    const char *end;
    while ((end = memchr(piece, '\n', size)) != NULL) {
        size_t length = (size_t)(end - piece);
        printf("%s: ", lines->name);
        fwrite(lines->held, 1, lines->length, stdout);
        fwrite(piece, 1, length, stdout);
        printf("\n");
        lines->length = 0;
        piece = end + 1;
        size -= length + 1;
    }
    if (size > LINE_MAX_BYTES - lines->length) {
        errno = EMSGSIZE;
        return -1;
    }
    memcpy(lines->held + lines->length, piece, size);
    lines->length += size;
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
