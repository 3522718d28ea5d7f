/* How every program of the book begins and how it gives up.
 *
 * Lines reach the terminal as they are printed, --help explains the program,
 * wrong arguments are refused with exit status 2, and an error that cannot be
 * mended says which call failed on what and exits with 1.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* Give up: `what` failed with `error`, an errno value. Exits with 1. */
static inline _Noreturn void die(const char *what, int error)
{
    fprintf(stderr, "%s: %s\n", what, strerror(error));
    exit(1);
}

/* A rule of the book was broken by our own code, not by the world. */
static inline _Noreturn void bug(const char *what)
{
    fprintf(stderr, "bug: %s\n", what);
    abort();
}

static inline _Noreturn void program_refuse(const char *usage)
{
    fprintf(stderr, "%s", usage);
    exit(2);
}

/* Call it first. `usage` is the help text, its first line "usage: ...";
 * at most `operands` arguments are accepted. */
static inline void program_begin(int argc, char **argv, int operands,
                                 const char *usage)
{
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    if (argc > 1 &&
        (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        printf("%s", usage);
        exit(0);
    }
    if (argc - 1 > operands)
        program_refuse(usage);
}

/* The whole number in `text`, or a refusal if it is not one from min to max. */
static inline long program_number(const char *text, long min, long max,
                                  const char *usage)
{
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (errno == 0 && end != text && *end == '\0' && number >= min &&
        number <= max)
        return number;
    fprintf(stderr, "'%s' is not a number from %ld to %ld\n", text, min, max);
    program_refuse(usage);
}

/* The most memory this program has held so far, in bytes. The kernel's own
 * share (page tables, the kernel's stack of each thread) is not in it. */
static inline long program_peak_bytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
    return usage.ru_maxrss; /* macOS counts in bytes, the others in KiB */
#else
    return usage.ru_maxrss * 1024;
#endif
}

#endif
