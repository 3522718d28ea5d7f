/* Both ends of a TCP connection, for programs that have no server. */
#ifndef BOTH_ENDS_H
#define BOTH_ENDS_H

#include "async_tcp.h"

/* ends[1] is the one that a server has, and non-blocking. */
static inline void both_ends(int ends[2])
{
    int listener = tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        tcp_die("listen on", "127.0.0.1", 0);
    struct sockaddr_in to = tcp_address(listener);
    ends[0] = tcp_connect(&to);
    ends[1] = tcp_accept(listener);
    if (ends[0] < 0 || ends[1] < 0 || fd_set_nonblocking(ends[1]) != 0)
        die("connect or accept", errno);
    close(listener);
}

#endif
