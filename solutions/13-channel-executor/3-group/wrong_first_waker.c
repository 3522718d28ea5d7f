/* Wrong: the waker of the first poll is kept, whoever polls later.
 *
 * CAUGHT BY: the group keeps the waker of the first poll
 */
#include "../../../part1-futures/07-timer/timer.h"
#include "../../../part2-executor/13-channel-executor/executor.h"

struct group {
    long members;
    struct waker waker; /* owned: who waits for it */
};

struct member {
    struct future future;
    struct future *inner; /* owned */
    void (*release)(struct future *inner);
    struct group *group; /* borrowed */
};

static enum poll_state member_poll(struct future *self, struct context *cx)
{
    struct member *member = container_of(self, struct member, future);
    return future_poll(member->inner, cx);
}

static void member_drop(struct future *self)
{
    struct member *member = container_of(self, struct member, future);
    future_drop(member->inner);
    if (member->release != NULL)
        member->release(member->inner);
    member->group->members--;
    if (member->group->members == 0)
        waker_wake(&member->group->waker);
}

static void member_release(struct future *future)
{
    free(container_of(future, struct member, future));
}

static int group_spawn(struct group *group, const struct spawner *spawner,
                       struct future *future,
                       void (*release)(struct future *future))
{
    struct member *member = malloc(sizeof *member);
    if (member == NULL)
        return -1;
    *member =
        (struct member){{member_poll, member_drop}, future, release, group};
    if (spawner_spawn(spawner, &member->future, member_release) == 0) {
        group->members++;
        return 0;
    }
    int error = errno;
    free(member);
    errno = error;
    return -1;
}

/* One wait at a time. */
struct group_wait {
    struct future future;
    struct group *group; /* borrowed */
    long polls;
};

static enum poll_state group_wait_poll(struct future *self, struct context *cx)
{
    struct group_wait *wait = container_of(self, struct group_wait, future);
    wait->polls++;
    if (wait->group->members == 0)
        return POLL_READY;
    if (wait->group->waker.ops == NULL)
        wait->group->waker = waker_clone(cx->waker);
    return POLL_PENDING;
}

static void group_wait_drop(struct future *self)
{
    struct group_wait *wait = container_of(self, struct group_wait, future);
    waker_drop(&wait->group->waker);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Waits for a group of three timers.\n");
    struct group group = {0};
    struct group_wait wait = {{group_wait_poll, group_wait_drop}, &group, 0};
    struct timer timers[3];
    struct executor executor;
    struct spawner spawner;
    if (executor_new(&executor, &spawner) != 0)
        die("executor_new", errno);
    for (int n = 0; n < 3; n++) {
        timer_init(&timers[n], n);
        if (group_spawn(&group, &spawner, &timers[n].future, NULL) != 0)
            die("group_spawn", errno);
    }
    if (spawner_spawn(&spawner, &wait.future, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);
    executor_run(&executor);
    executor_drop(&executor);
    printf("%ld members left, %ld polls of the wait\n", group.members,
           wait.polls);
    return 0;
}
