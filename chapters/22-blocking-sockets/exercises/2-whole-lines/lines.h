/* What exercise 22.2 keeps between two pieces. */
#ifndef LINES_H
#define LINES_H

#include <string.h>

#include "../../../../part3-io/22-blocking-sockets/tcp.h"

#define LINE_MAX_BYTES 40

/* Of a line, what has come so far; it has no end yet. */
struct lines {
    const char *name; /* stands in front of each line */
    char held[LINE_MAX_BYTES];
    size_t length;
};

#endif
