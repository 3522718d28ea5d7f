/* Exercise 4.3: give it back.
 *
 * A lesson, as one async function:
 *
 * - It rents a room. If there is none, it is ready, with that error.
 * - It awaits the teacher, who may have an error when it is ready.
 * - It rents a piano, which may fail as well.
 * - It awaits the tune, which may have an error, too.
 * - It gives back the piano, then the room, and is ready, with error 0.
 *
 * Whatever fails: what it has rented by then is given back, once, the latest
 * first, before the lesson is ready; `error` says what has failed; and nothing
 * else is rented or awaited.
 *
 * main gives a lesson that comes to its end, and one whose teacher does not
 * come. A house notes in its log what happens: R for a room that is rented, r
 * for one that is given back, P and p for a piano. Done right, the log is
 * RPpr and Rr.
 *
 * Difficulty: medium
 * Time: 30 minutes
 * Section: Out of the middle
 */
#include "../../../../part1-futures/04-async-functions/async.h"

enum { ROOM, PIANO };

struct house {
    int left[2]; /* rooms and pianos */
    char log[32];
};

/* 0, or EBUSY if none is left. */
static int house_rent(struct house *house, int what)
{
    if (house->left[what] == 0)
        return EBUSY;
    house->left[what]--;
    house->log[strlen(house->log)] = "RP"[what];
    return 0;
}

static void house_give_back(struct house *house, int what)
{
    house->left[what]++;
    house->log[strlen(house->log)] = "rp"[what];
}

/* A teacher or a tune: ready after as many polls as are left, and one more. */
struct task {
    struct simple_future future;
    int left;
    int error; /* output */
};

static enum poll_state task_poll(struct simple_future *self, void (*wake)(void))
{
    struct task *task = container_of(self, struct task, future);
    if (task->left == 0)
        return POLL_READY;
    task->left--;
    wake();
    return POLL_PENDING;
}

struct lesson {
    struct simple_future future;
    int state;
    struct house *house;  /* borrowed */
    struct task *teacher; /* borrowed */
    struct task *tune;    /* borrowed */
    int error;            /* output */
};

static enum poll_state lesson_poll(struct simple_future *self,
                                   void (*wake)(void))
{
    /* TODO: rent, await, rent, await, and one way out that gives back. */
    (void)house_rent;
    (void)house_give_back;
    (void)self;
    (void)wake;
    return POLL_READY;
}

static void lesson_run(struct task teacher, struct task tune)
{
    struct house house = {{1, 1}, ""};
    struct lesson lesson = {{lesson_poll}, 0, &house, &teacher, &tune, 0};
    simple_future_run(&lesson.future);
    printf("%s: %s\n", house.log,
           lesson.error != 0 ? strerror(lesson.error) : "a fine lesson");
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Gives a lesson, and one whose teacher does not come.\n");
    struct task good = {{task_poll}, 2, 0};
    struct task bad = {{task_poll}, 2, ENOENT};
    lesson_run(good, good);
    lesson_run(bad, good);
    return 0;
}
