/* Wrong: the strike wakes what it has taken out, and does not give it back.
 *
 * CAUGHT BY: the strike wakes by reference, and nobody gives back
 */
#include "../../../part1-futures/01-waiting/clock.h"
#include "../../../part1-futures/06-wakers/counting_waker.h"

struct gong {
    pthread_mutex_t mutex; /* guards the rest, and what waits keep */
    bool struck;
    struct gong_wait *waits; /* a list of those that are pending */
};

struct gong_wait {
    struct future future;
    struct gong *gong;      /* borrowed */
    struct waker waker;     /* owned; none if it is not in the list */
    struct gong_wait *next; /* in the list of the gong */
};

static void gong_init(struct gong *gong)
{
    pthread_mutex_init(&gong->mutex, NULL);
    gong->struck = false;
    gong->waits = NULL;
}

static void gong_destroy(struct gong *gong)
{
    pthread_mutex_destroy(&gong->mutex);
}

/* Into the list. The caller holds the mutex. */
static void gong_add(struct gong *gong, struct gong_wait *wait)
{
    wait->next = gong->waits;
    gong->waits = wait;
}

/* Out of the list, if it is in there. The caller holds the mutex. */
static void gong_remove(struct gong *gong, struct gong_wait *wait)
{
    struct gong_wait **link = &gong->waits;
    while (*link != NULL && *link != wait)
        link = &(*link)->next;
    if (*link != NULL)
        *link = wait->next;
}

/* One at a time: while a waker is woken, the list may change. It does not get
 * longer, since who polls from now on is ready. */
static void gong_strike(struct gong *gong)
{
    pthread_mutex_lock(&gong->mutex);
    gong->struck = true;
    while (gong->waits != NULL) {
        struct gong_wait *wait = gong->waits;
        gong_remove(gong, wait);
        struct waker waker = waker_take(&wait->waker);
        pthread_mutex_unlock(&gong->mutex);
        waker_wake_by_ref(&waker);
        pthread_mutex_lock(&gong->mutex);
    }
    pthread_mutex_unlock(&gong->mutex);
}

static enum poll_state gong_wait_poll(struct future *self, struct context *cx)
{
    struct gong_wait *wait = container_of(self, struct gong_wait, future);
    struct waker unused = waker_clone(cx->waker);
    pthread_mutex_lock(&wait->gong->mutex);
    bool struck = wait->gong->struck;
    if (!struck) {
        struct waker old = wait->waker;
        if (old.ops == NULL)
            gong_add(wait->gong, wait);
        wait->waker = unused;
        unused = old;
    }
    pthread_mutex_unlock(&wait->gong->mutex);
    waker_drop(&unused);
    return struck ? POLL_READY : POLL_PENDING;
}

static void gong_wait_drop(struct future *self)
{
    struct gong_wait *wait = container_of(self, struct gong_wait, future);
    pthread_mutex_lock(&wait->gong->mutex);
    gong_remove(wait->gong, wait);
    struct waker waker = waker_take(&wait->waker);
    pthread_mutex_unlock(&wait->gong->mutex);
    waker_drop(&waker);
}

static void gong_wait_init(struct gong_wait *wait, struct gong *gong)
{
    wait->future = (struct future){gong_wait_poll, gong_wait_drop};
    wait->gong = gong;
    wait->waker = (struct waker){NULL, NULL};
    wait->next = NULL;
}

static void *visitor_main(void *arg)
{
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    gong_strike(arg);
    return NULL;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Strikes a gong for three who wait.\n");
    struct gong gong;
    struct gong_wait waits[3];
    struct counting_waker counting;
    pthread_t visitor;
    gong_init(&gong);
    counting_waker_init(&counting);
    struct waker waker = counting_waker_new(&counting);
    struct context cx = {&waker};
    for (int n = 0; n < 3; n++) {
        gong_wait_init(&waits[n], &gong);
        future_poll(&waits[n].future, &cx);
    }
    int error = pthread_create(&visitor, NULL, visitor_main, &gong);
    if (error != 0)
        die("pthread_create", error);

    pthread_join(visitor, NULL);
    printf("%ld wakes\n", counting_waker_wakes(&counting));
    for (int n = 0; n < 3; n++) {
        bool ready = future_poll(&waits[n].future, &cx) == POLL_READY;
        printf("wait %d: %s\n", n, ready ? "ready" : "pending");
        future_drop(&waits[n].future);
    }
    waker_drop(&waker);
    counting_waker_destroy(&counting);
    gong_destroy(&gong);
    return 0;
}
