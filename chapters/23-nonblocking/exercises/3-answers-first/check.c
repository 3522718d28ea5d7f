/* Exercise 23.3: counts descriptors, and the connects that are dropped. */
#include "../watched.h"

static int made, given_back;

/* The third that is made fails in another way than those before it. */
static inline enum poll_state connect_poll_third(struct future *self,
                                                 struct context *cx)
{
    struct async_connect *connecting =
        container_of(self, struct async_connect, future);
    enum poll_state state = async_connect_poll(self, cx);
    if (connecting->error != 0)
        connecting->error = EHOSTUNREACH;
    return state;
}

static inline void connect_drop_counted(struct future *self)
{
    given_back++;
    async_connect_drop(self);
}

static inline void connect_init_counted(struct async_connect *connecting,
                                        struct readiness *readiness,
                                        const struct sockaddr_in *to)
{
    made++;
    async_connect_init(connecting, readiness, to);
    if (made == 3)
        connecting->future.poll = connect_poll_third;
    connecting->future.drop = connect_drop_counted;
}

#define async_connect_init connect_init_counted
#define main               answer_main
#include ANSWER
#undef main
#undef async_connect_init
#include "../../../../book/tools/check.h"

/* Of the addresses, those that are in `listening` answer. */
static struct sockaddr_in addresses[3];
static int sockets[3];
static int free_fd; /* before anything is tried */
static struct connect_any any;

static void begin(const char *listening)
{
    for (int i = 0; i < 3; i++) {
        sockets[i] = listening[i] == 'y' ? tcp_listen("127.0.0.1", 0)
                                         : tcp_bind("127.0.0.1", 0);
        addresses[i] = tcp_address(sockets[i]);
        if (listening[i] == 'y')
            fd_set_nonblocking(sockets[i]);
    }
    free_fd = lowest();
    connect_any_init(&any, &watching, addresses, 3);
}

static bool somebody_came(int listener)
{
    int fd = accept(listener, NULL, NULL);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static void finish(void)
{
    future_drop(&any.future);
    CHECK_INT(made - given_back, 0, "connects made and not dropped",
              "the next one is made where the last one still is: drop that "
              "first; or the drop does not drop it");
    CHECK(watched == NULL, "not watched after the drop", "still watched",
          "the drop does not drop the connect");
    for (int i = 0; i < 3; i++)
        close(sockets[i]);
}

TEST(first, "the first that answers is taken, and no other is asked",
     "three that listen", "In progress")
{
    begin("yyy");
    CHECK(ready_soon(&any.future), "ready", "pending after 100 polls",
          "the connect is not polled");
    CHECK(any.fd >= 0, "a connection", "fd is -1",
          "what the connect has got is not taken");
    CHECK_INT(any.error, 0, "error", "connected, and an error");
    CHECK(somebody_came(sockets[0]), "a client at the first", "none",
          "it has not begun with addresses[0]");
    CHECK(!somebody_came(sockets[1]), "nobody at the second", "a client",
          "it goes on after it has succeeded");
    finish();
}

TEST(next, "after one that refuses the next is tried",
     "two where nobody listens, and one that does", "In progress")
{
    begin("nny");
    CHECK(ready_soon(&any.future), "ready", "pending after 100 polls",
          "a connect that has failed is polled again");
    CHECK(any.fd >= 0, "a connection", "fd is -1",
          "it gives up too early, or takes nothing");
    CHECK_INT(any.error, 0, "error", "the error of one before is left there");
    CHECK(somebody_came(sockets[2]), "a client at the third", "none",
          "the connection is not to the address that answered");
    finish();
}

TEST(none, "if none answers, the error is told", "three where nobody listens",
     "In progress")
{
    begin("nnn"); /* ECONNREFUSED twice, EHOSTUNREACH */
    CHECK(ready_soon(&any.future), "ready", "pending after 100 polls",
          "it does not notice that there are no more");
    CHECK_INT(any.fd, -1, "fd", "a connection that is none");
    CHECK_INT(made, 3, "connects", "not every address is tried, once");
    CHECK_INT(any.error, EHOSTUNREACH, "error",
              any.error == ECONNREFUSED ? "it is that of one before the last"
                                        : "the last error is not kept");
    CHECK_INT(any.tried, 2, "the index of the latest",
              "it is counted on where there is no next one");
    finish();
}

TEST(waits, "pending is watched, at each address",
     "one where nobody listens, and one that does; a poll at a time",
     "Pending, and who wakes?")
{
    begin("nyn");
    for (int polls = 0; polls < 100 && !ready(&any.future); polls++) {
        CHECK(watched != NULL && watched->events == POLLOUT,
              "pending, and watched for POLLOUT", "pending, and not watched",
              "after one has failed, the next is made and not polled: it waits "
              "for nothing");
        CHECK(watched->fd == any.connect.fd, "the latest socket is watched",
              "another one", "the connect before it was not dropped");
    }
    CHECK(any.fd >= 0, "a connection", "fd is -1", "it gives up too early");
    finish();
}

TEST(taken, "what is taken stays open, what is not is closed",
     "one that is taken, and one that is not", "What C makes you own")
{
    begin("yyy");
    ready_soon(&any.future);
    int fd = fd_take(&any.fd);
    finish();
    CHECK(fcntl(fd, F_GETFD) >= 0, "still open", "closed",
          "the drop closes what was taken: two owners of one descriptor");
    close(fd);

    begin("nyy");
    ready_soon(&any.future);
    fd = any.fd;
    finish();
    CHECK(fcntl(fd, F_GETFD) < 0, "closed", "open",
          "nobody has taken it, and the drop does not close it");
}

TEST(half_way, "dropped half way, every socket is closed",
     "a poll of each, or none, then the drop", "What C makes you own")
{
    begin("nny");
    finish();
    CHECK(made == given_back, "dropped without a poll", "a connect is left",
          "the drop does not drop the connect before the first poll");
    begin("yyy");
    ready(&any.future);
    future_drop(&any.future);
    CHECK_INT(lowest(), free_fd, "the lowest free descriptor",
              "a socket is left open when it is dropped while it connects");
    for (int i = 0; i < 3; i++)
        close(sockets[i]);
}

CHECK_MAIN("chapters/23-nonblocking/README.md", first, next, none, waits, taken,
           half_way)
