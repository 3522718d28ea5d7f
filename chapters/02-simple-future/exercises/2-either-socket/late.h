/* Stands between the answer and its sockets: counts the looks, and lets data
 * arrive at the worst moment. */
#ifndef LATE_H
#define LATE_H

#include "../../../../part1-futures/02-simple-future/socket.h"

static int looks;
static struct socket *late; /* here something arrives right after a look */

static inline bool look_then_arrive(struct socket *socket)
{
    bool has_data = socket_has_data_to_read(socket);
    looks++;
    if (socket == late) {
        late = NULL;
        socket_deliver(socket, "late");
    }
    return has_data;
}

#endif
