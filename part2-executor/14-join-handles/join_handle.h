/* A join handle: a future that is ready when a task has ended. What came of
 * the task is read through it, and it can abort the task.
 *
 * After JoinHandle in tokio. A layer over executor.h, which knows nothing of
 * it: what is spawned is a future around the one that was given.
 */
#ifndef JOIN_HANDLE_H
#define JOIN_HANDLE_H

#include "../13-channel-executor/executor.h"

/* What a task and its handle share, freed by whichever of the two goes last.
 * With the mutex held, nothing of a waker or of the inner future is called. */
struct joinable {
    struct future future; /* what the executor polls and drops */
    struct future *inner; /* owned; NULL when it was dropped */
    void (*release)(struct future *inner); /* frees its storage, or NULL */
    bool was_ready;         /* the inner future was; only the executor's thread
                               touches it */
    atomic_long references; /* the task's and the handle's */

    pthread_mutex_t mutex; /* guards all below */
    bool has_handle;       /* that has not been dropped */
    bool aborted;
    bool ended;           /* from now on the handle owns the inner future */
    struct waker task;    /* owned: wakes the task, for an abort */
    struct waker awaiter; /* owned: whom to tell of the end */
};

/* Awaited, or dropped before: then the task is detached, and goes on. One
 * owner polls and drops it. */
struct join_handle {
    struct future future;
    struct future *finished;   /* output, once the handle was ready: the future
                                  that was spawned, ready and not dropped;
                                  NULL: the task was cancelled */
    struct joinable *joinable; /* NULL when the handle was dropped */
};

/* Gives back a reference. */
static inline void joinable_give_back(struct joinable *joinable)
{
    if (atomic_fetch_sub(&joinable->references, 1) != 1)
        return;
    pthread_mutex_destroy(&joinable->mutex);
    free(joinable);
}

static inline void joinable_drop_inner(struct joinable *joinable)
{
    struct future *inner = joinable->inner;
    if (inner == NULL)
        return;
    joinable->inner = NULL;
    future_drop(inner);
    if (joinable->release != NULL)
        joinable->release(inner);
}

/* Afterwards *latest is the one to drop, when the mutex is free again. */
static inline void joinable_swap(struct waker *kept, struct waker *latest)
{
    struct waker old = *kept;
    *kept = *latest;
    *latest = old;
}

/* Leaves the waker, for an abort, and looks whether there was one. With the
 * handle gone nobody can abort, and none is left: it would be the task's own
 * reference to itself, and keep it from being forgotten. */
static inline bool joinable_aborted(struct joinable *joinable,
                                    const struct waker *waker)
{
    struct waker latest = waker_clone(waker);
    pthread_mutex_lock(&joinable->mutex);
    if (joinable->has_handle)
        joinable_swap(&joinable->task, &latest);
    bool aborted = joinable->aborted;
    pthread_mutex_unlock(&joinable->mutex);
    waker_drop(&latest);
    return aborted;
}

/* Ready when the inner future is, or is not to be polled any more. The drop
 * that follows tells the handle which. */
static inline enum poll_state joinable_poll(struct future *self,
                                            struct context *cx)
{
    struct joinable *joinable = container_of(self, struct joinable, future);
    if (joinable_aborted(joinable, cx->waker))
        return POLL_READY;
    joinable->was_ready = future_poll(joinable->inner, cx) == POLL_READY;
    return joinable->was_ready ? POLL_READY : POLL_PENDING;
}

/* Tells the handle, or does its part if it is gone. */
static inline void joinable_end(struct joinable *joinable)
{
    pthread_mutex_lock(&joinable->mutex);
    joinable->ended = true;
    bool has_handle = joinable->has_handle;
    struct waker task = waker_take(&joinable->task);
    struct waker awaiter = waker_take(&joinable->awaiter);
    pthread_mutex_unlock(&joinable->mutex);
    if (!has_handle)
        joinable_drop_inner(joinable);
    waker_drop(&task);
    waker_wake(&awaiter);
}

/* The end of the task, whatever the reason: the executor drops in any case. A
 * future that was cancelled is dropped first, and then the handle is told. */
static inline void joinable_drop(struct future *self)
{
    struct joinable *joinable = container_of(self, struct joinable, future);
    if (!joinable->was_ready)
        joinable_drop_inner(joinable);
    joinable_end(joinable);
}

static inline void joinable_release(struct future *future)
{
    joinable_give_back(container_of(future, struct joinable, future));
}

/* Leaves its waker and looks, under one lock. */
static inline enum poll_state join_handle_poll(struct future *self,
                                               struct context *cx)
{
    struct join_handle *handle = container_of(self, struct join_handle, future);
    struct joinable *joinable = handle->joinable;
    struct waker latest = waker_clone(cx->waker);
    pthread_mutex_lock(&joinable->mutex);
    bool ended = joinable->ended;
    if (!ended)
        joinable_swap(&joinable->awaiter, &latest);
    pthread_mutex_unlock(&joinable->mutex);
    waker_drop(&latest);
    if (!ended)
        return POLL_PENDING;
    handle->finished = joinable->inner;
    return POLL_READY;
}

/* Before the end it detaches; after it, it drops and releases the finished
 * future, here and now. */
static inline void join_handle_drop(struct future *self)
{
    struct join_handle *handle = container_of(self, struct join_handle, future);
    struct joinable *joinable = handle->joinable;
    handle->joinable = NULL;
    handle->finished = NULL;
    pthread_mutex_lock(&joinable->mutex);
    joinable->has_handle = false;
    bool ended = joinable->ended;
    struct waker task = waker_take(&joinable->task);
    struct waker awaiter = waker_take(&joinable->awaiter);
    pthread_mutex_unlock(&joinable->mutex);
    if (ended)
        joinable_drop_inner(joinable);
    waker_drop(&task);
    waker_drop(&awaiter);
    joinable_give_back(joinable);
}

/* Cancels the task, unless it ends before it hears of it: its future is not
 * polled again, and dropped on the executor's thread. The handle is ready
 * when that is done. From any thread, and from the task itself, until the
 * handle is dropped. */
static inline void join_handle_abort(const struct join_handle *handle)
{
    struct joinable *joinable = handle->joinable;
    if (joinable == NULL)
        bug("a join handle was used after its drop");
    pthread_mutex_lock(&joinable->mutex);
    joinable->aborted = true;
    struct waker task = waker_take(&joinable->task);
    pthread_mutex_unlock(&joinable->mutex);
    waker_wake(&task); /* none before the first poll: that is to come */
}

static inline void joinable_init(struct joinable *joinable,
                                 struct future *inner,
                                 void (*release)(struct future *inner))
{
    joinable->future = (struct future){joinable_poll, joinable_drop};
    joinable->inner = inner;
    joinable->release = release;
    joinable->was_ready = false;
    atomic_init(&joinable->references, 2);
    pthread_mutex_init(&joinable->mutex, NULL);
    joinable->has_handle = true;
    joinable->aborted = false;
    joinable->ended = false;
    joinable->task = (struct waker){NULL, NULL};
    joinable->awaiter = (struct waker){NULL, NULL};
}

/* As spawner_spawn, and with a handle, which its owner drops. On -1 there is
 * none: it is as after a drop. A future that is cancelled is dropped on the
 * executor's thread, one that has finished with the handle; `release` frees its
 * storage. */
static inline int join_handle_spawn(struct join_handle *handle,
                                    const struct spawner *spawner,
                                    struct future *future,
                                    void (*release)(struct future *future))
{
    struct joinable *joinable = malloc(sizeof *joinable);
    *handle = (struct join_handle){
        .future = {join_handle_poll, join_handle_drop},
        .joinable = joinable,
    };
    if (joinable == NULL)
        return -1;
    joinable_init(joinable, future, release);
    if (spawner_spawn(spawner, &joinable->future, joinable_release) == 0)
        return 0;
    int error = errno;
    handle->joinable = NULL;
    pthread_mutex_destroy(&joinable->mutex);
    free(joinable);
    errno = error;
    return -1;
}

#endif
