/* Whose poll is this? A task's name, and values of its own, for whoever is
 * called in its polls, however deep, without a parameter.
 *
 * After task_local! in tokio. A future around a future, so it goes wherever a
 * future goes: to a spawner, with a handle or without.
 */
#ifndef TASK_SCOPE_H
#define TASK_SCOPE_H

#include "../../part1-futures/06-wakers/future.h"

/* Says what a value is for, by its address: a static variable for each. */
struct task_key {
    void (*free)(void *value); /* or NULL */
};

struct task_value {
    const struct task_key *key;
    void *value; /* owned */
    struct task_value *next;
};

struct task_scope {
    struct future future;
    struct future *inner; /* polled and dropped with it */
    const char *name;     /* borrowed */
    struct task_value *values;
};

/* That of the task which this thread polls, or drops, right now; or NULL. */
static _Thread_local struct task_scope *task_scope_now;

/* Puts one in place. Returns the one before, to be put back. */
static inline struct task_scope *task_scope_enter(struct task_scope *scope)
{
    struct task_scope *outer = task_scope_now;
    task_scope_now = scope;
    return outer;
}

/* In the scope: a `free` may ask for the name. */
static inline void task_scope_free_values(struct task_scope *scope)
{
    while (scope->values != NULL) {
        struct task_value *first = scope->values;
        scope->values = first->next;
        if (first->key->free != NULL)
            first->key->free(first->value);
        free(first);
    }
}

/* The values go as soon as the inner future is ready. It may be kept for
 * longer than that, for its output. */
static inline enum poll_state task_scope_poll(struct future *self,
                                              struct context *cx)
{
    struct task_scope *scope = container_of(self, struct task_scope, future);
    struct task_scope *outer = task_scope_enter(scope);
    enum poll_state state = future_poll(scope->inner, cx);
    if (state == POLL_READY)
        task_scope_free_values(scope);
    task_scope_enter(outer);
    return state;
}

static inline void task_scope_drop(struct future *self)
{
    struct task_scope *scope = container_of(self, struct task_scope, future);
    struct task_scope *outer = task_scope_enter(scope);
    future_drop(scope->inner);
    task_scope_free_values(scope);
    task_scope_enter(outer);
}

/* `scope` stands beside the inner future, and stays there. It is spawned in
 * place of that. */
static inline void task_scope_init(struct task_scope *scope, const char *name,
                                   struct future *inner)
{
    scope->future = (struct future){task_scope_poll, task_scope_drop};
    scope->inner = inner;
    scope->name = name;
    scope->values = NULL;
}

static inline const char *task_scope_name(void)
{
    return task_scope_now == NULL ? "no task" : task_scope_now->name;
}

/* NULL, if this task has not set one, or there is no task. */
static inline void *task_scope_get(const struct task_key *key)
{
    if (task_scope_now == NULL)
        return NULL;
    for (struct task_value *each = task_scope_now->values; each != NULL;
         each = each->next)
        if (each->key == key)
            return each->value;
    return NULL;
}

/* 0: the task owns the value, and frees it when it ends. -1, with errno: it is
 * still the caller's; EEXIST if there is one, EPERM if there is no task. */
static inline int task_scope_set(const struct task_key *key, void *value)
{
    if (task_scope_now == NULL || task_scope_get(key) != NULL) {
        errno = task_scope_now == NULL ? EPERM : EEXIST;
        return -1;
    }
    struct task_value *first = malloc(sizeof *first);
    if (first == NULL)
        return -1;
    *first = (struct task_value){key, value, task_scope_now->values};
    task_scope_now->values = first;
    return 0;
}

#endif
