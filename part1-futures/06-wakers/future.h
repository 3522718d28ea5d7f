/* The contract between who polls and who is polled: waker, context, future.
 *
 * After std::task::{RawWaker, Waker, Context} and std::future::Future in Rust.
 */
#ifndef FUTURE_H
#define FUTURE_H

#include "../02-simple-future/simple_future.h"

/* What a kind of waker can do. Each may be called from any thread, and at any
 * time: also when nobody needs to be woken any more. What it does then is its
 * own affair, so call none of them under a lock that it may want. */
struct waker_ops {
    void *(*clone)(void *data);      /* the data of another one */
    void (*wake)(void *data);        /* wake, and give it back */
    void (*wake_by_ref)(void *data); /* wake, and keep it */
    void (*drop)(void *data);        /* give it back */
};

/* A way to say "poll it again", without knowing to whom. Whoever owns one
 * gives it back once, by waker_wake or waker_drop. One whose ops are NULL is
 * none: there is nothing to give back. */
struct waker {
    void *data;
    const struct waker_ops *ops;
};

/* What a poll is told. The waker is borrowed: to keep it, clone it. */
struct context {
    const struct waker *waker;
};

/* poll gets on with it as far as it goes without waiting. Before it answers
 * POLL_PENDING it sees to it that the waker of this context, that of the latest
 * poll, is woken when another poll is worth it.
 * drop gives back all that the future owns. Whoever has the storage calls it,
 * once, ready or not, polled or not. Nobody polls it after that. */
struct future {
    enum poll_state (*poll)(struct future *self, struct context *cx);
    void (*drop)(struct future *self);
};

/* Another one: who asks for it owns it. */
static inline struct waker waker_clone(const struct waker *waker)
{
    return (struct waker){waker->ops->clone(waker->data), waker->ops};
}

/* Out of where it was kept: *waker is none afterwards. */
static inline struct waker waker_take(struct waker *waker)
{
    struct waker taken = *waker;
    *waker = (struct waker){NULL, NULL};
    return taken;
}

/* Wakes, and gives it back: *waker is none afterwards. If it was none before,
 * nothing happens; the same holds for waker_drop. */
static inline void waker_wake(struct waker *waker)
{
    struct waker taken = waker_take(waker);
    if (taken.ops != NULL)
        taken.ops->wake(taken.data);
}

static inline void waker_wake_by_ref(const struct waker *waker)
{
    waker->ops->wake_by_ref(waker->data);
}

static inline void waker_drop(struct waker *waker)
{
    struct waker taken = waker_take(waker);
    if (taken.ops != NULL)
        taken.ops->drop(taken.data);
}

/* True if waking the one is as good as waking the other. */
static inline bool waker_same(const struct waker *a, const struct waker *b)
{
    return a->data == b->data && a->ops == b->ops;
}

/* Keep a clone of `latest` in *kept, in place of whatever is there. That one
 * is dropped. */
static inline void waker_keep(struct waker *kept, const struct waker *latest)
{
    if (waker_same(kept, latest))
        return;
    struct waker old = *kept;
    *kept = waker_clone(latest);
    waker_drop(&old);
}

static inline enum poll_state future_poll_after_ready(struct future *self,
                                                      struct context *cx)
{
    (void)self;
    (void)cx;
    bug("a future was polled after it was ready");
}

static inline enum poll_state future_poll_after_drop(struct future *self,
                                                     struct context *cx)
{
    (void)self;
    (void)cx;
    bug("a future was polled after it was dropped");
}

static inline void future_drop_again(struct future *self)
{
    (void)self;
    bug("a future was dropped twice");
}

/* How everyone polls: once a future was ready, asking again is a bug. */
static inline enum poll_state future_poll(struct future *self,
                                          struct context *cx)
{
    enum poll_state state = self->poll(self, cx);
    if (state == POLL_READY)
        self->poll = future_poll_after_ready;
    return state;
}

/* How everyone drops: afterwards, both polling and dropping it are bugs. */
static inline void future_drop(struct future *self)
{
    struct future dropped = *self;
    *self = (struct future){future_poll_after_drop, future_drop_again};
    dropped.drop(self);
}

#endif
