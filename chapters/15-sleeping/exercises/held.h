/* Sleeps by a clock that the tests hold, and a waker that counts. */
#ifndef HELD_H
#define HELD_H

#include "../../../part1-futures/06-wakers/counting_waker.h"
#include "../../../part2-executor/15-sleeping/sleep.h"

static struct held_clock held;
static struct sleeps sleeps;
static struct counting_waker counting;
static struct waker waker;
static struct context cx;

static inline void held_begin(void)
{
    held_clock_init(&held, false);
    sleeps_init(&sleeps, &held.clock);
    counting_waker_init(&counting);
    waker = counting_waker_new(&counting);
    cx = (struct context){&waker};
}

static inline void held_end(void)
{
    waker_drop(&waker);
    counting_waker_destroy(&counting);
    sleeps_destroy(&sleeps);
}

#endif
