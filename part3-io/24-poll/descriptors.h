/* How many descriptors a program may have open. */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

#include "../../part1-futures/01-waiting/program.h"

/* Sees to it that there may be `count`. The limit that counts, the soft one, a
 * program may raise by itself, up to the hard one. */
static inline void descriptors_allow(rlim_t count)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        die("getrlimit", errno);
    if (limit.rlim_cur >= count)
        return;
    limit.rlim_cur = count;
    if (setrlimit(RLIMIT_NOFILE, &limit) == 0)
        return;
    fprintf(stderr,
            "%ld descriptors are needed; the limit (ulimit -Hn) is %ld\n",
            (long)count, (long)limit.rlim_max);
    exit(1);
}

#endif
