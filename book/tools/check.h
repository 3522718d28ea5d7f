/*
 * What an exercise's check.c is written with. It comes after the reader's
 * answer, so that the answer is compiled as it would be on its own:
 *
 *     #define main answer_main
 *     #include ANSWER
 *     #undef main
 *     #include "../../../../book/tools/check.h"
 *
 *     TEST(loser_rests, "the loser is not polled again",
 *          "race_poll, four times", "Never poll a finished child")
 *     {
 *         ...
 *         CHECK_INT(loser.polls, 2, "polls of the loser",
 *                   "the loser is polled after the race has been decided");
 *     }
 *
 *     CHECK_MAIN("chapters/03-combinators/README.md", loser_rests)
 *
 * Each test runs in a process of its own, with a limit of time, and the first
 * that fails ends the run. The exit status is 1 when a check failed, 3 when
 * the answer crashed, hung or called exit. With --list, nothing is run: it
 * prints where each test sends the reader.
 */
#ifndef CHECK_H
#define CHECK_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef CHECK_SECONDS
#define CHECK_SECONDS 5
#endif

/* A test: what is true of a right answer, what is run to see it, and the
   heading in the chapter that explains it. */
#define TEST(name, says, ran, see) \
    static void name##_body(void); \
    static const struct check_test name[] = { \
        {says, ran, see, __LINE__, name##_body}}; \
    static void name##_body(void)

/* The tests, easiest first. */
#define CHECK_MAIN(chapter, ...) \
    int main(int argc, char **argv) \
    { \
        const struct check_test *const tests[] = {__VA_ARGS__, NULL}; \
        check_chapter = chapter; \
        check_file = __FILE__; \
        check_screen = stdout; \
        if (argc > 1 && strcmp(argv[1], "--list") == 0) \
            return check_list(tests); \
        return check_all(tests); \
    }

/* In words: what was expected, what came, the likely cause. */
#define CHECK(condition, expected, came, cause) \
    do { \
        if (!(condition)) \
            check_fail(__LINE__, expected, came, cause); \
    } while (0)

/* A number, and what it is, in words that suit one and many: "polls of the
   loser". */
#define CHECK_INT(got, expected, what, cause) \
    check_int(__LINE__, got, expected, what, cause)

/* Two strings; the first line that differs is shown. */
#define CHECK_STR(got, expected, cause) \
    check_str(__LINE__, got, expected, cause)

/* What a call prints. */
#define CHECK_OUTPUT(call, expected, cause) \
    do { \
        check_printed(); \
        call; \
        check_str(__LINE__, check_printed(), expected, cause); \
    } while (0)

/* A bug that the answer has to catch with abort() or assert(). */
#define CHECK_ABORTS(call, cause) \
    do { \
        pid_t check_pid = check_fork(); \
        if (check_pid == 0) { \
            dup2(STDOUT_FILENO, STDERR_FILENO); \
            call; \
            _exit(CHECK_PASSED); \
        } \
        check_aborted(__LINE__, check_pid, cause); \
    } while (0)

struct check_test {
    const char *says;
    const char *ran;
    const char *see;
    int line;
    void (*body)(void);
};

/* How the process of a test ends. Zero and one are left to the answer: an
   exit(0) in the middle of a test has not passed it. */
enum { CHECK_PASSED = 100, CHECK_FAILED = 101 };

enum { CHECK_INDENT = 18, CHECK_COLUMNS = 80, CHECK_TAIL = 10 };

static const char *check_chapter;
static const char *check_file; /* chapters/03-combinators/exercises/... */
static const struct check_test *check_now;
static FILE *check_screen; /* stdout itself is where a test's output is kept */

static inline void check_headline(const char *word, const char *color)
{
    int plain = !isatty(fileno(check_screen)) || getenv("NO_COLOR");

    fprintf(check_screen, "  %s%-4s%s  %s\n", plain ? "" : color, word,
            plain ? "" : "\033[0m", check_now->says);
}

/* A label, and a text that is broken between words to fit the screen. */
static inline void check_field(const char *label, const char *text)
{
    int column = CHECK_INDENT;

    fprintf(check_screen, "        %-9s", label);
    while (*text) {
        int length = (int)strcspn(text, " ");
        if (column > CHECK_INDENT && column + 1 + length > CHECK_COLUMNS) {
            fprintf(check_screen, "\n%*s", CHECK_INDENT - 1, "");
            column = CHECK_INDENT;
        }
        column += fprintf(check_screen, " %.*s", length, text);
        text += length;
        text += strspn(text, " ");
    }
    fprintf(check_screen, "\n");
}

static inline void check_report(int line, const char *expected,
                                const char *came, const char *cause)
{
    char check[512];
    char see[512];

    snprintf(check, sizeof check, "%s:%d", check_file, line);
    snprintf(see, sizeof see, "%s, \"%s\"", check_chapter, check_now->see);
    check_headline("FAIL", "\033[31m");
    check_field("ran", check_now->ran);
    check_field("expected", expected);
    check_field("came", came);
    check_field("likely", cause);
    check_field("see", see);
    check_field("check", check);
    fflush(check_screen);
}

/* _exit, not exit: what a broken-off test leaks is no news. */
static inline void check_fail(int line, const char *expected, const char *came,
                              const char *cause)
{
    fflush(stdout);
    check_report(line, expected, came, cause);
    _exit(CHECK_FAILED);
}

static inline void check_int(int line, long long got, long long expected,
                             const char *what, const char *cause)
{
    char want[512];
    char came[512];

    if (got == expected)
        return;
    snprintf(want, sizeof want, "%s: %lld", what, expected);
    snprintf(came, sizeof came, "%s: %lld", what, got);
    check_fail(line, want, came, cause);
}

/* One line of text, as it would be written in C; out has room for 512. The
   number of the line is 0 if there is but one. */
static inline void check_quote(char *out, int number, const char *text)
{
    char *end = out + 500;

    if (*text == '\0') {
        strcpy(out, number > 1 ? "nothing more" : "\"\"");
        return;
    }
    if (number > 0)
        out += snprintf(out, 32, "line %d: ", number);
    *out++ = '"';
    for (int c = 0; c != '\n' && *text && out < end; text++) {
        c = (unsigned char)*text;
        if (c == '\n' || c == '\r')
            out += snprintf(out, 8, c == '\n' ? "\\n" : "\\r");
        else
            out += snprintf(out, 8, c < ' ' ? "\\%03o" : "%c", c);
    }
    strcpy(out, "\"");
}

static inline void check_str(int line, const char *got, const char *expected,
                             const char *cause)
{
    char want[512];
    char came[512];
    size_t start = 0;
    int number = strchr(expected, '\n') ? 1 : 0;

    if (!got)
        check_fail(line, "a string", "a null pointer", cause);
    if (strcmp(got, expected) == 0)
        return;
    for (size_t i = 0; got[i] == expected[i]; i++) {
        if (got[i] == '\n') {
            start = i + 1;
            number++;
        }
    }
    check_quote(want, number, expected + start);
    check_quote(came, number, got + start);
    check_fail(line, want, came, cause);
}

/* What the test has printed since the last call; the next call reuses it. */
static inline const char *check_printed(void)
{
    static char text[65536];
    static off_t from;
    ssize_t length;

    fflush(stdout);
    length = pread(STDOUT_FILENO, text, sizeof text - 1, from);
    if (length < 0)
        length = 0;
    text[length] = '\0';
    from = lseek(STDOUT_FILENO, 0, SEEK_END);
    return text;
}

static inline pid_t check_fork(void)
{
    pid_t pid;

    fflush(NULL);
    pid = fork();
    if (pid < 0) {
        perror("fork");
        exit(2);
    }
    return pid;
}

/* Looks every millisecond: whatever else would tell the end of a process (a
   signal, a pipe that closes) the answer could disturb. SIGKILL stands for a
   limit that has run out. */
static inline int check_wait(pid_t pid, int seconds)
{
    const struct timespec nap = {0, 1000000};
    int status = 0;

    for (int naps = 0; waitpid(pid, &status, WNOHANG) == 0; naps++) {
        if (naps == seconds * 1000)
            kill(pid, SIGKILL);
        nanosleep(&nap, NULL);
    }
    return status;
}

static inline int check_exited(int status, int code)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == code;
}

static inline void check_came(char *out, size_t size, int status, int seconds)
{
    if (check_exited(status, CHECK_PASSED))
        snprintf(out, size, "it went on");
    else if (WIFEXITED(status))
        snprintf(out, size, "it ended the program with status %d",
                 WEXITSTATUS(status));
    else if (WTERMSIG(status) == SIGKILL)
        snprintf(out, size, "it did not end within %d s", seconds);
    else
        snprintf(out, size, "it was ended by signal %d (%s)", WTERMSIG(status),
                 strsignal(WTERMSIG(status)));
}

static inline const char *check_cause(int status)
{
    if (WIFEXITED(status))
        return "exit() or die(), or a sanitizer; a message may stand above";
    switch (WTERMSIG(status)) {
    case SIGKILL:
        return "a loop that never ends, a mutex that is locked twice or not "
               "given back, or a wake that is lost";
    case SIGABRT:
        return "an assert() or abort(), or the C library found its heap "
               "overwritten: the message stands above";
    case SIGXFSZ:
        return "a loop that prints without end";
    default:
        return "a pointer that is null, or to memory that is gone";
    }
}

/* What finds the line of a crash. */
static inline void check_try(int status)
{
    char text[128];
    int chapter;
    int exercise;

    if (WIFSIGNALED(status) &&
        (WTERMSIG(status) == SIGSEGV || WTERMSIG(status) == SIGBUS) &&
        sscanf(check_file, "chapters/%d-%*[^/]/exercises/%d", &chapter,
               &exercise) == 2) {
        snprintf(text, sizeof text,
                 "make exercise%d E=%d CFLAGS='-g -fsanitize=address'", chapter,
                 exercise);
        check_field("try", text);
    }
}

static inline void check_aborted(int line, pid_t pid, const char *cause)
{
    const int seconds = CHECK_SECONDS > 2 ? 2 : 1; /* within the test's own */
    int status = check_wait(pid, seconds);
    char came[512];

    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT)
        return;
    check_came(came, sizeof came, status, seconds);
    check_fail(line, "an abort: this is a bug of the caller", came, cause);
}

/* In the test's process: nothing to read, its output kept and limited. */
static inline void check_confine(FILE *output)
{
    const struct rlimit megabyte = {1 << 20, 1 << 20};
    const struct rlimit none = {0, 0};

    check_screen = fdopen(dup(STDOUT_FILENO), "w");
    if (!check_screen || !freopen("/dev/null", "r", stdin) ||
        dup2(fileno(output), STDOUT_FILENO) < 0) {
        perror("check");
        exit(2);
    }
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    setrlimit(RLIMIT_FSIZE, &megabyte);
    setrlimit(RLIMIT_CORE, &none);
}

/* The last lines that the test printed. */
static inline void check_show(FILE *output)
{
    char text[CHECK_COLUMNS - CHECK_INDENT - 1];
    const char *label = "printed";
    int lines = 0;

    for (rewind(output); fgets(text, sizeof text, output); lines++)
        ;
    rewind(output);
    for (; fgets(text, sizeof text, output); lines--) {
        if (lines > CHECK_TAIL)
            continue;
        text[strcspn(text, "\n")] = '\0';
        printf("        %-9s | %s\n", label, text);
        label = "";
    }
}

static inline int check_one(FILE *output)
{
    char came[512];
    pid_t pid = check_fork();
    int status;

    if (pid == 0) {
        check_confine(output);
        check_now->body();
        exit(CHECK_PASSED); /* the leak checker looks at exit */
    }
    status = check_wait(pid, CHECK_SECONDS);
    if (check_exited(status, CHECK_PASSED)) {
        check_headline("ok", "\033[32m");
        return 0;
    }
    if (!check_exited(status, CHECK_FAILED)) {
        check_came(came, sizeof came, status, CHECK_SECONDS);
        check_report(check_now->line, "the test comes to its end", came,
                     check_cause(status));
        check_try(status);
    }
    check_show(output);
    return check_exited(status, CHECK_FAILED) ? 1 : 3;
}

static inline int check_all(const struct check_test *const *tests)
{
    int result = 0;

    for (; *tests && result == 0; tests++) {
        FILE *output = tmpfile();
        if (!output) {
            perror("tmpfile");
            return 2;
        }
        check_now = *tests;
        result = check_one(output);
        fclose(output);
    }
    return result;
}

static inline int check_list(const struct check_test *const *tests)
{
    for (; *tests; tests++)
        printf("%s: %s\n", check_chapter, (*tests)->see);
    return 0;
}

#endif
