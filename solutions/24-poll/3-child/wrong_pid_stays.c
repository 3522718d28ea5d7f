/* Exercise 24.3, wrong: does not note that the child was waited for, so the
 * drop kills whoever has its number by then.
 *
 * CAUGHT BY: its number may be another process's
 */
#include <signal.h>

#include "../../../chapters/24-poll/exercises/reap.h"
#include "../../../part3-io/23-nonblocking/async_tcp.h"
#include "../../../part3-io/24-poll/event_loop.h"

struct child {
    struct future future;
    pid_t pid; /* 0: it was waited for. Beware: kill(0, ...) kills our group */
    int fd;    /* owned: the read end */
    struct async_ready hung_up;
    int status; /* output: for WIFEXITED and the like */
};

static enum poll_state child_poll(struct future *self, struct context *cx)
{
    struct child *child = container_of(self, struct child, future);
    if (future_poll(&child->hung_up.future, cx) == POLL_PENDING)
        return POLL_PENDING;
    child->status = pid_reap(child->pid);
    return POLL_READY;
}

static void child_drop(struct future *self)
{
    struct child *child = container_of(self, struct child, future);
    if (child->pid != 0) {
        kill(child->pid, SIGKILL);
        pid_reap(child->pid);
    }
    future_drop(&child->hung_up.future);
    close(child->fd);
}

static int child_start(struct child *child, struct readiness *readiness,
                       int (*work)(void))
{
    int ends[2];
    if (pipe(ends) != 0)
        return -1;
    child->future = (struct future){child_poll, child_drop};
    child->status = -1;
    child->fd = ends[0];
    child->pid = fork();
    if (child->pid == 0) {
        close(ends[0]);
        _exit(work());
    }
    fd_close(ends[1]);
    if (child->pid < 0) {
        fd_close(ends[0]);
        return -1;
    }
    async_ready_init(&child->hung_up, readiness, ends[0], POLLIN);
    return 0;
}

static int work_for_a_second(void)
{
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    return 0;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Starts three processes and waits for all of them.\n");
    struct child children[3];
    struct event_loop loop;
    struct spawner spawner;
    if (event_loop_new(&loop, &spawner) != 0)
        die("event_loop_new", errno);
    int64_t begin_ns = clock_now_ns();
    for (int n = 0; n < 3; n++)
        if (child_start(&children[n], &loop.watch.readiness,
                        work_for_a_second) != 0 ||
            spawner_spawn(&spawner, &children[n].future, NULL) != 0)
            die("child_start or spawner_spawn", errno);
    spawner_drop(&spawner);
    event_loop_run(&loop);
    event_loop_drop(&loop);
    printf("3 children: %.1f seconds\n",
           clock_seconds(clock_now_ns() - begin_ns));
    return 0;
}
