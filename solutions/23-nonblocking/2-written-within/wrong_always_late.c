/* Wrong: whatever ends the sleep is called too late.
 *
 * CAUGHT BY: the sleep has an error of its own
 */
#include "../../../part2-executor/15-sleeping/loop.h"
#include "../../../part3-io/23-nonblocking/both_ends.h"

struct async_write_within {
    struct future future;
    struct async_write_all write;
    struct sleep deadline;
    size_t left; /* output */
    int error;   /* output */
};

static enum poll_state async_write_within_poll(struct future *self,
                                               struct context *cx)
{
    struct async_write_within *within =
        container_of(self, struct async_write_within, future);
    enum poll_state written = future_poll(&within->write.future, cx);
    within->left = within->write.size;
    within->error = within->write.error;
    if (written == POLL_READY)
        return POLL_READY;
    if (future_poll(&within->deadline.future, cx) == POLL_PENDING)
        return POLL_PENDING;
    within->error = ETIMEDOUT;
    return POLL_READY;
}

static void async_write_within_drop(struct future *self)
{
    struct async_write_within *within =
        container_of(self, struct async_write_within, future);
    future_drop(&within->write.future);
    future_drop(&within->deadline.future);
}

static void async_write_within_init(struct async_write_within *within,
                                    struct readiness *readiness, int fd,
                                    const void *data, size_t size,
                                    struct sleeps *sleeps, int64_t deadline_ns)
{
    within->future =
        (struct future){async_write_within_poll, async_write_within_drop};
    async_write_all_init(&within->write, readiness, fd, data, size);
    sleep_init(&within->deadline, sleeps, deadline_ns);
    within->left = size;
    within->error = 0;
}

static char pages[64 << 20];

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Writes 64 MiB to nobody, for a second.\n");
    struct loop loop;
    struct spawner spawner;
    struct async_write_within within;
    int ends[2];
    both_ends(ends);
    if (loop_new(&loop, &spawner) != 0)
        die("loop_new", errno);
    async_write_within_init(&within, busy_readiness(), ends[1], pages,
                            sizeof pages, &loop.sleeps,
                            sleeps_after(&loop.sleeps, 1));
    if (spawner_spawn(&spawner, &within.future, NULL) != 0)
        die("spawner_spawn", errno);
    spawner_drop(&spawner);
    loop_run(&loop);
    printf("%s, %s\n", within.left > 0 ? "some bytes are left" : "all written",
           within.error != 0 ? strerror(within.error) : "in time");
    loop_drop(&loop);
    close(ends[0]);
    close(ends[1]);
    return 0;
}
