/* What exercise 24.3 begins with: waitpid, continued after a signal. */
#ifndef REAP_H
#define REAP_H

#include <errno.h>
#include <sys/wait.h>

/* Blocks until the process has ended; what it ended with, for WIFEXITED and the
 * like. */
static inline int pid_reap(pid_t pid)
{
    int status = -1;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

#endif
