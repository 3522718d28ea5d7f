/* A future that says a word after a while. */
#ifndef SAY_H
#define SAY_H

#include "../../part1-futures/04-async-functions/async.h"
#include "../../part1-futures/07-timer/timer.h"

struct say {
    struct future future;
    int state;
    const char *word; /* borrowed */
    double seconds;
    struct timer pause;
    size_t length; /* output: of what it has said */
};

static inline enum poll_state say_poll(struct future *self, struct context *cx)
{
    struct say *say = container_of(self, struct say, future);
    ASYNC_BEGIN(say->state);
    timer_init(&say->pause, say->seconds);
    AWAIT(say->state, future_poll(&say->pause.future, cx));
    if (say->pause.error != 0)
        die("pthread_create", say->pause.error);
    printf("%s\n", say->word);
    say->length = strlen(say->word);
    ASYNC_END(say->state);
}

static inline void say_drop(struct future *self)
{
    struct say *say = container_of(self, struct say, future);
    if (say->state != 0) /* it was polled: there is a timer */
        future_drop(&say->pause.future);
}

static inline void say_release(struct future *future)
{
    free(container_of(future, struct say, future));
}

/* On the heap; say_release frees it. */
static inline struct say *say_new(const char *word, double seconds)
{
    struct say *say = malloc(sizeof *say);
    if (say == NULL)
        die("malloc", errno);
    *say = (struct say){
        .future = {say_poll, say_drop},
        .word = word,
        .seconds = seconds,
    };
    return say;
}

#endif
