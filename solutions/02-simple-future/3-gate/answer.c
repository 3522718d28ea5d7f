/* Exercise 2.3: a gate.
 *
 * A gate is closed until a thread opens it; then it stays open. Write
 * gate_open, and the poll of GateWait, a future that is ready when the gate is
 * open. This time the source of the event is yours as well.
 *
 * - Waiting at a gate that is open already is ready at the first poll.
 * - A poll may come for nothing. It looks whether the gate is open.
 * - While GateWait is pending, the gate calls the wake of its last poll when
 *   it is opened: once, however often it is opened.
 * - When wake is called, the gate is open, and its mutex is not held.
 * - Who opens the gate after GateWait was ready calls nobody.
 * - gate_open runs in another thread, at any moment, and no wake is lost.
 *
 * Like the toy socket the gate keeps one callback: one future waits at a time.
 *
 * main has a thread that opens the gate after a second. Done right, main gets
 * through after 1.0 seconds and 2 polls.
 *
 * Difficulty: medium
 * Time: 30 minutes
 * Section: The wake that never came
 */
#include "../../../part1-futures/01-waiting/clock.h"
#include "../../../part1-futures/02-simple-future/simple_future.h"

struct gate {
    pthread_mutex_t mutex; /* guards open and opened */
    bool open;
    void (*opened)(void); /* called when it opens, or NULL */
};

static void gate_init(struct gate *gate)
{
    pthread_mutex_init(&gate->mutex, NULL);
    gate->open = false;
    gate->opened = NULL;
}

static void gate_destroy(struct gate *gate)
{
    pthread_mutex_destroy(&gate->mutex);
}

/* From now on it is open. May be called by any thread, and again. */
static void gate_open(struct gate *gate)
{
    pthread_mutex_lock(&gate->mutex);
    gate->open = true;
    void (*opened)(void) = gate->opened;
    gate->opened = NULL;
    pthread_mutex_unlock(&gate->mutex);
    if (opened != NULL)
        opened();
}

struct gate_wait {
    struct simple_future future;
    struct gate *gate; /* borrowed */
};

static enum poll_state gate_wait_poll(struct simple_future *self,
                                      void (*wake)(void))
{
    struct gate *gate = container_of(self, struct gate_wait, future)->gate;
    pthread_mutex_lock(&gate->mutex);
    bool open = gate->open;
    gate->opened = open ? NULL : wake;
    pthread_mutex_unlock(&gate->mutex);
    return open ? POLL_READY : POLL_PENDING;
}

static void gate_wait_init(struct gate_wait *wait, struct gate *gate)
{
    wait->future.poll = gate_wait_poll;
    wait->gate = gate;
}

static void *porter_main(void *arg)
{
    clock_sleep_until(clock_now_ns() + clock_second_ns());
    gate_open(arg);
    return NULL;
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Waits at a gate that another thread opens.\n");
    struct gate gate;
    struct gate_wait wait;
    pthread_t porter;
    gate_init(&gate);
    gate_wait_init(&wait, &gate);
    int64_t begin_ns = clock_now_ns();
    int error = pthread_create(&porter, NULL, porter_main, &gate);
    if (error != 0)
        die("pthread_create", error);

    long polls = simple_future_run(&wait.future);
    printf("through: %.1f seconds, %ld polls\n",
           clock_seconds(clock_now_ns() - begin_ns), polls);
    pthread_join(porter, NULL);
    gate_destroy(&gate);
    return 0;
}
