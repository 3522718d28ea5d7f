/* Stands between the answer and the channel: counts how often the answer looks
 * whether there is room, notes where it sleeps, and can wake it for nothing. */
#ifndef LOOKS_H
#define LOOKS_H

#include "../../../../part2-executor/12-channel/channel.h"

static int looks;
static pthread_cond_t *slept_on;
static int wakes_for_nothing; /* that are still to come */

static inline enum channel_result put_counted(struct channel *channel,
                                              void *message)
{
    looks++;
    return channel_put(channel, message);
}

static inline enum channel_result try_send_counted(const struct sender *to,
                                                   void *message)
{
    looks++;
    return sender_try_send(to, message);
}

static inline void wait_noted(pthread_cond_t *cond, pthread_mutex_t *mutex,
                              int64_t deadline_ns)
{
    slept_on = cond;
    if (wakes_for_nothing > 0)
        wakes_for_nothing--;
    else
        cond_wait_until(cond, mutex, deadline_ns);
}

#endif
