/* A postman, a letterbox and a reader: two futures that have something to do
 * with each other. On one thread, so nothing is locked. */
#ifndef LETTERS_H
#define LETTERS_H

#include "../../part1-futures/06-wakers/future.h"

#define LETTERS 10

struct letterbox {
    int letters;
    bool last;          /* the last of them is there */
    struct waker waker; /* owned: the latest reader's, until it is replaced */
    long wakes;
};

static inline void letterbox_init(struct letterbox *box)
{
    *box = (struct letterbox){.letters = 0};
}

static inline void letterbox_destroy(struct letterbox *box)
{
    waker_drop(&box->waker);
}

/* Wakes for each letter, if anybody has looked into it yet. */
static inline void letterbox_put(struct letterbox *box)
{
    box->letters++;
    if (box->waker.ops == NULL)
        return;
    box->wakes++;
    waker_wake_by_ref(&box->waker);
}

/* Ready when it has read the last letter. */
struct reader {
    struct future future;
    struct letterbox *box; /* borrowed */
    long polls;
};

static inline enum poll_state reader_poll(struct future *self,
                                          struct context *cx)
{
    struct reader *reader = container_of(self, struct reader, future);
    struct letterbox *box = reader->box;
    reader->polls++;
    waker_keep(&box->waker, cx->waker);
    printf("reader: letters: %d\n", box->letters);
    box->letters = 0;
    return box->last ? POLL_READY : POLL_PENDING;
}

static inline void reader_drop(struct future *self)
{
    (void)self; /* the waker is the letterbox's */
}

static inline void reader_init(struct reader *reader, struct letterbox *box)
{
    reader->future = (struct future){reader_poll, reader_drop};
    reader->box = box;
    reader->polls = 0;
}

/* Comes three times. In between, others have their turn. */
struct postman {
    struct future future;
    struct letterbox *box; /* borrowed */
    int came;
};

static inline enum poll_state postman_poll(struct future *self,
                                           struct context *cx)
{
    struct postman *postman = container_of(self, struct postman, future);
    static const char *const brings[] = {"ten letters", "the last letter",
                                         "a leaflet"};
    int came = postman->came++;
    printf("postman: %s\n", brings[came]);
    postman->box->last = came > 0;
    for (int n = 0; n < (came == 0 ? LETTERS : 1); n++)
        letterbox_put(postman->box);
    if (came == 2)
        return POLL_READY;
    waker_wake_by_ref(cx->waker);
    return POLL_PENDING;
}

static inline void postman_drop(struct future *self)
{
    (void)self; /* it owns nothing */
}

static inline void postman_init(struct postman *postman, struct letterbox *box)
{
    postman->future = (struct future){postman_poll, postman_drop};
    postman->box = box;
    postman->came = 0;
}

#endif
