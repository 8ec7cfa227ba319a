#include "pair.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "figures.h"
#include "mem.h"
#include "peer.h"
#include "rig.h"
#include "spec.h"

#define LINES_MAX   4000000
#define PATIENCE_US (RIG_PATIENCE_MS * 1000LL)

static const char *const names[2] = {"alice", "bob"};
static const char caps[] = "echo-message message-tags";

struct pair {
    pid_t pid;
    int end_fd;    /* closed to make them finish */
    int result_fd; /* their struct result */
};

struct result {
    int lines;
    double p50_ms, p99_ms, max_ms;
};

/* Of the process that talks. */
struct talk {
    struct peer *peers[2];
    int said;         /* of both; odd ones are bob's */
    int heard[2];     /* what each heard from the other */
    int echoed[2];    /* of each one's own */
    int64_t heard_us; /* when something came last */
    int n;
    float *took_ms; /* each line's way */
};

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

/* ---- in the process that talks ---- */

static _Noreturn void give_up(const char *format, ...) __attribute__((format(printf, 1, 2)));
static _Noreturn void give_up(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("the pair: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    _exit(EXIT_FAILURE);
}

static void say_due(struct talk *talk, int due)
{
    while (talk->said < due) {
        int n = talk->said++;
        peer_send(talk->peers[n % 2], "PRIVMSG #pair :%d %lld of a talk that nothing disturbs",
                  n / 2, (long long)now_us());
    }
}

/* One line "… PRIVMSG #pair :NUMBER TIME …". */
static void hear_line(struct talk *talk, int listener, const char *line)
{
    const char *text = strstr(line, " PRIVMSG #pair :");
    if (!text)
        return;
    char *end = NULL;
    long number = strtol(text + strlen(" PRIVMSG #pair :"), &end, 10);
    int64_t said_us = strtoll(end, NULL, 10);
    const char *source = line[0] == '@' ? strchr(line, ' ') + 1 : line;
    bool own = strncmp(source + 1, names[listener], strlen(names[listener])) == 0;
    int *next = own ? &talk->echoed[listener] : &talk->heard[listener];
    if (number != *next)
        give_up("%s waited for %s line %d and got: %s", names[listener], own ? "the own" : "a",
                *next, line);
    (*next)++;
    talk->heard_us = now_us();
    if (!own && talk->n < LINES_MAX)
        talk->took_ms[talk->n++] = (float)(talk->heard_us - said_us) / 1000.0F;
}

static void hear(struct talk *talk, int listener)
{
    struct peer *peer = talk->peers[listener];
    const char *line = NULL;
    while ((line = peer_poll(peer)))
        hear_line(talk, listener, line);
    if (peer_is_over(peer))
        give_up("%s was cut off", names[listener]);
}

static bool all_is_heard(const struct talk *talk)
{
    int all = talk->heard[0] + talk->heard[1] + talk->echoed[0] + talk->echoed[1];
    return all == 2 * talk->said;
}

/* True once the pair is to finish. */
static bool wait_a_bit(const struct talk *talk, int end_fd, bool ending)
{
    struct pollfd ready[3] = {
        {.fd = peer_fd(talk->peers[0]), .events = POLLIN},
        {.fd = peer_fd(talk->peers[1]), .events = POLLIN},
        {.fd = ending ? -1 : end_fd,    .events = POLLIN},
    };
    poll(ready, 3, ending ? 100 : 1);
    if (!all_is_heard(talk) && now_us() - talk->heard_us > PATIENCE_US)
        give_up("nothing is heard any more, of %d lines", talk->said);
    return ending || ready[2].revents;
}

static void talk_on(struct talk *talk, int per_second, int end_fd)
{
    int64_t begin_us = now_us();
    bool ending = false;
    talk->heard_us = begin_us;
    while (!ending || !all_is_heard(talk)) {
        if (!ending)
            say_due(talk, (int)((now_us() - begin_us) * per_second / 1000000));
        hear(talk, 0);
        hear(talk, 1);
        if (all_is_heard(talk))
            talk->heard_us = now_us();
        ending = wait_a_bit(talk, end_fd, ending);
    }
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a;
    float y = *(const float *)b;
    return (x > y) - (x < y);
}

static struct result sum_up(struct talk *talk)
{
    struct result result = {.lines = talk->said};
    if (talk->n == 0)
        return result;
    qsort(talk->took_ms, (size_t)talk->n, sizeof(*talk->took_ms), by_size);
    result.p50_ms = (double)talk->took_ms[talk->n / 2];
    result.p99_ms = (double)talk->took_ms[(int)((long)talk->n * 99 / 100)];
    result.max_ms = (double)talk->took_ms[talk->n - 1];
    return result;
}

static _Noreturn void live(struct talk *talk, int per_second, int end_fd, int result_fd)
{
    const struct rlimit none = {0, 0};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* What fails in here ends this process, not the test's copy in it. */
    setrlimit(RLIMIT_CORE, &none);
    setenv("CMOCKA_TEST_ABORT", "1", 1);
    talk->took_ms = xcalloc(LINES_MAX, sizeof(*talk->took_ms));
    talk_on(talk, per_second, end_fd);
    struct result result = sum_up(talk);
    _exit(write(result_fd, &result, sizeof(result)) == sizeof(result) ? EXIT_SUCCESS
                                                                      : EXIT_FAILURE);
}

/* ---- in the test ---- */

static void arrive(struct talk *talk, const struct rig *rig)
{
    for (int i = 0; i < 2; i++) {
        talk->peers[i] = peer_new(names[i], rig->port);
        peer_claim(talk->peers[i], "the-pair-keeps-this-secret", caps);
        peer_join(talk->peers[i], "#pair");
    }
    peer_expect(talk->peers[0], "JOIN :?#pair");
}

struct pair *pair_new(const struct rig *rig, int per_second)
{
    int end[2];
    int result[2];
    struct talk talk = {0};
    struct pair *pair = xnew(struct pair);
    arrive(&talk, rig);
    assert_int_equal(pipe2(end, O_CLOEXEC), 0);
    assert_int_equal(pipe2(result, O_CLOEXEC), 0);
    pair->pid = fork();
    assert_true(pair->pid >= 0);
    if (pair->pid == 0) {
        close(end[1]);
        live(&talk, per_second, end[0], result[1]);
    }
    close(end[0]);
    close(result[1]);
    pair->end_fd = end[1];
    pair->result_fd = result[0];
    peer_free(talk.peers[0]);
    peer_free(talk.peers[1]);
    return pair;
}

static void print(const char *name, const char *what, double value, const char *unit)
{
    char *full = xasprintf("%s.pair_%s", name, what);
    figures_print(full, value, unit);
    free(full);
}

void pair_end(struct pair *pair, const char *name)
{
    struct result result = {0};
    int status = 0;
    close(pair->end_fd);
    rig_wait_readable(pair->result_fd, clock_mono_ms() + 2 * RIG_PATIENCE_MS, "the pair's end");
    ssize_t n = read(pair->result_fd, &result, sizeof(result));
    close(pair->result_fd);
    waitpid(pair->pid, &status, 0);
    free(pair);
    if (n != sizeof(result))
        fail_msg("the pair was disturbed (wait status %d)", status);
    print(name, "lines", result.lines, "lines");
    print(name, "p50", result.p50_ms, "ms");
    print(name, "p99", result.p99_ms, "ms");
    print(name, "max", result.max_ms, "ms");
}

char *pair_config(const struct rig *rig, const char *more)
{
    char *text = xasprintf("[limits]\nflood_burst = 1000000\nflood_per_second = 1000000\n%s", more);
    char *path = rig_write(rig, "pair.conf", text);
    free(text);
    return path;
}
