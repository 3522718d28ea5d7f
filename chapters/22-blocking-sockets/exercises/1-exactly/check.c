/* Exercise 22.1: the network is a list of what each read is to give. */
#include <errno.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static const char *const *pieces; /* "": the end; "!...": an error */
static const char *piece;         /* what is left of the first of them */
static int reads;

static const struct {
    const char *name;
    int number;
} errors[] = {{"EINTR", EINTR}, {"ECONNRESET", ECONNRESET}, {"EAGAIN", EAGAIN}};

static int error_number(const char *name)
{
    for (size_t n = 0; n < sizeof errors / sizeof *errors; n++)
        if (strcmp(errors[n].name, name) == 0)
            return errors[n].number;
    return EBADF;
}

static const char *error_name(int number)
{
    for (size_t n = 0; n < sizeof errors / sizeof *errors; n++)
        if (errors[n].number == number)
            return errors[n].name;
    return number == 0 ? "0" : strerror(number);
}

/* At the end it stays, for whoever goes on reading; but not for ever. */
static ssize_t network_read(int fd, void *data, size_t size)
{
    (void)fd;
    reads++;
    if (*piece == '\0' && *pieces[0] != '\0')
        piece = *++pieces;
    if (*piece == '!' || reads > 1000) {
        errno = error_number(*piece == '!' ? piece + 1 : "");
        piece = "";
        return -1;
    }
    size_t length = strlen(piece);
    if (length > size)
        length = size;
    memcpy(data, piece, length);
    piece += length;
    return (ssize_t)length;
}

#define read(fd, data, size) network_read(fd, data, size)
#define main                 answer_main
#include ANSWER
#undef main
#undef read
#include "../../../../book/tools/check.h"

static char data[32];

static ssize_t exactly(size_t size, const char *const *coming)
{
    pieces = coming;
    piece = pieces[0];
    reads = 0;
    memset(data, 0, sizeof data);
    return fd_read_exactly(0, data, size);
}

TEST(at_once, "all in one piece", "fd_read_exactly, five bytes: \"hello\"",
     "A server, a client")
{
    CHECK_INT(exactly(5, (const char *const[]){"hello", ""}), 5,
              "returned, the number of bytes",
              "it does not read, or does not "
              "say how much it has");
    CHECK_STR(data, "hello", "what was read is not in data");
}

TEST(in_pieces, "in three pieces, one after the other in data",
     "fd_read_exactly, twelve bytes: \"hel\", \"lo, wor\", \"ld\"",
     "A write that writes less")
{
    CHECK_INT(exactly(12, (const char *const[]){"hel", "lo, wor", "ld", ""}),
              12, "returned, the number of bytes",
              "one read gives what there is, and that may be less");
    CHECK_STR(data, "hello, world", "each piece goes behind the one before it");
}

TEST(no_more, "what comes behind it is left where it is",
     "fd_read_exactly, five bytes: \"he\", \"lloworld\"",
     "A write that writes less")
{
    ssize_t length = exactly(5, (const char *const[]){"he", "lloworld", ""});
    CHECK_STR(data, "hello", "a read asks for more than is still missing");
    CHECK_INT(length, 5, "returned, the number of bytes",
              "a read asks for more than is still missing");
}

TEST(interrupted, "an interrupted read is made again",
     "fd_read_exactly, five bytes: EINTR, \"hel\", EINTR, \"lo\"",
     "A server, a client")
{
    CHECK_INT(
        exactly(5, (const char *const[]){"!EINTR", "hel", "!EINTR", "lo", ""}),
        5, "returned, the number of bytes",
        "EINTR is taken for an error, or for data");
    CHECK_STR(data, "hello", "EINTR is taken for an error, or for data");
}

TEST(short_end, "the end comes too early: what there was",
     "fd_read_exactly, five bytes: \"hel\", the end", "A server, a client")
{
    CHECK_INT(exactly(5, (const char *const[]){"hel", ""}), 3,
              "returned, the number of bytes",
              "a read that returns 0 is the end: there will never be more");
    CHECK_INT(exactly(5, (const char *const[]){""}), 0,
              "returned at the end, the number of bytes",
              "an end without anything is 0, and no error");
}

TEST(failed, "an error is -1, also half way",
     "fd_read_exactly, five bytes: \"hel\", ECONNRESET", "A server, a client")
{
    errno = 0;
    CHECK_INT(exactly(5, (const char *const[]){"hel", "!ECONNRESET", ""}), -1,
              "returned",
              "the error gets lost behind the bytes that came before it");
    CHECK_STR(error_name(errno), "ECONNRESET",
              "errno is changed on the way out");
}

TEST(over, "EAGAIN is an error, and no reason to ask again",
     "fd_read_exactly, five bytes: \"hel\", EAGAIN, \"lo\"",
     "A write that writes less")
{
    errno = 0;
    CHECK_INT(exactly(5, (const char *const[]){"hel", "!EAGAIN", "lo", ""}), -1,
              "returned", "only EINTR is a reason to read again");
    CHECK_STR(error_name(errno), "EAGAIN", "errno is changed on the way out");
}

TEST(nothing, "nothing to read: no read", "fd_read_exactly, no bytes",
     "A write that writes less")
{
    CHECK_INT(exactly(0, (const char *const[]){"hello", ""}), 0, "returned",
              "size is looked at too late");
    CHECK_INT(reads, 0, "reads", "a read might block, and nothing is missing");
}

CHECK_MAIN("chapters/22-blocking-sockets/README.md", at_once, in_pieces,
           no_more, interrupted, short_end, failed, over, nothing)
