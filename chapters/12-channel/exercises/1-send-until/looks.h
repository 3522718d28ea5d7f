/* Stands between the answer and the channel: counts how often the answer looks
 * whether there is room, notes where it sleeps, and decides how it is woken. */
#ifndef LOOKS_H
#define LOOKS_H

#include "../../../../part2-executor/12-channel/channel.h"

static struct channel *watched;
static int looks;
static pthread_cond_t *slept_on;
static bool without_deadline; /* it has slept */
static int wakes_for_nothing; /* that are still to come */
static bool room_is_late;     /* it comes when the deadline has passed */
static int64_t ahead_ns;      /* the answer's clock is */

static inline int64_t clock_ahead_ns(void)
{
    return clock_now_ns() + ahead_ns;
}

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

static inline void room_comes(void)
{
    void *message;
    channel_take(watched, &message);
}

static inline void wait_noted(pthread_cond_t *cond, pthread_mutex_t *mutex,
                              int64_t deadline_ns)
{
    slept_on = cond;
    if (wakes_for_nothing > 0) {
        wakes_for_nothing--;
    } else if (room_is_late) {
        ahead_ns = deadline_ns - clock_now_ns();
        room_comes();
    } else {
        cond_wait_until(cond, mutex, deadline_ns);
    }
}

/* By hand, and right where cond_init sets the clock. */
static inline int timedwait_noted(pthread_cond_t *cond, pthread_mutex_t *mutex,
                                  const struct timespec *time)
{
    wait_noted(cond, mutex, time->tv_sec * NS_PER_SECOND + time->tv_nsec);
    return 0;
}

/* Room, lest it sleep for ever. */
static inline int wait_without_deadline(pthread_cond_t *cond,
                                        pthread_mutex_t *mutex)
{
    (void)mutex;
    slept_on = cond;
    without_deadline = true;
    room_comes();
    return 0;
}

#endif
