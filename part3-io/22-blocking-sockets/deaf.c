/* Step 22.9: asked to stop at the wrong moment.
 *
 * EXPECT: hang
 *
 * The handler sets a flag. The loop looks at the flag, then it accepts. The
 * signal comes in between.
 */
#include <signal.h>

#include "tcp.h"

static volatile sig_atomic_t asked;

static void ask(int signal)
{
    (void)signal;
    asked = 1;
}

/* Somebody presses Ctrl-C, just here. */
static void be_interrupted(void)
{
    printf("Ctrl-C\n");
    raise(SIGINT);
}

static void serve(int listener)
{
    while (!asked) {
        be_interrupted();
        int fd = accept(listener, NULL, NULL);
        if (fd >= 0)
            close(fd);
    }
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: deaf\n"
                  "Waits for clients, and misses that it should not.\n");
    struct sigaction action = {.sa_handler = ask}; /* accept says EINTR */
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    int listener = tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        tcp_die("listen on", "127.0.0.1", 0);

    tcp_announce(listener);
    serve(listener);
    close(listener);
    printf("stopped\n");
    return 0;
}
