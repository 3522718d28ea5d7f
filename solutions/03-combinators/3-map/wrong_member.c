/* Wrong: container_of is given another member than the one that the map is, and
 * the text is written into a struct that does not exist.
 *
 * CAUGHT BY: which member does container_of name?
 */
#include "../../../part1-futures/02-simple-future/socket.h"

struct map {
    struct simple_future future;
    struct simple_future *child; /* borrowed */
    void (*finish)(struct map *self);
};

static enum poll_state map_poll(struct simple_future *self, void (*wake)(void))
{
    struct map *map = container_of(self, struct map, future);
    if (simple_future_poll(map->child, wake) == POLL_PENDING)
        return POLL_PENDING;
    map->finish(map);
    return POLL_READY;
}

static void map_init(struct map *map, struct simple_future *child,
                     void (*finish)(struct map *self))
{
    map->future.poll = map_poll;
    map->child = child;
    map->finish = finish;
}

struct reading {
    struct socket socket;
    struct socket_read read;
    struct map parsed; /* read, made a number of */
    int fahrenheit;
    struct map converted; /* parsed, in the other unit */
    int celsius;
    struct map worded; /* converted, as a text */
    char text[16];
};

static void reading_parse(struct map *map)
{
    struct reading *reading = container_of(map, struct reading, parsed);
    char text[SOCKET_CAPACITY + 1];
    snprintf(text, sizeof text, "%.*s", (int)reading->read.length,
             reading->read.data);
    reading->fahrenheit = (int)strtol(text, NULL, 10);
}

static void reading_convert(struct map *map)
{
    struct reading *reading = container_of(map, struct reading, converted);
    reading->celsius = (reading->fahrenheit - 32) * 5 / 9;
}

static void reading_word(struct map *map)
{
    struct reading *reading = container_of(map, struct reading, parsed);
    snprintf(reading->text, sizeof reading->text, "%d C", reading->celsius);
}

/* `worded` is the last of the chain, the one to run. */
static void reading_init(struct reading *reading, double seconds,
                         const char *answer)
{
    reading->text[0] = '\0';
    socket_init(&reading->socket, seconds, answer);
    socket_read_init(&reading->read, &reading->socket);
    map_init(&reading->parsed, &reading->read.future, reading_parse);
    map_init(&reading->converted, &reading->parsed.future, reading_convert);
    map_init(&reading->worded, &reading->converted.future, reading_word);
}

int main(int argc, char **argv)
{
    program_begin(argc, argv, 0,
                  "usage: answer\n"
                  "Reads a thermometer.\n");
    struct reading reading;
    int64_t begin_ns = clock_now_ns();
    reading_init(&reading, 1, "77 F");
    long polls = simple_future_run(&reading.worded.future);
    printf("%s\n", reading.text);
    printf("%.1f seconds, %ld polls\n",
           clock_seconds(clock_now_ns() - begin_ns), polls);
    socket_destroy(&reading.socket);
    return 0;
}
