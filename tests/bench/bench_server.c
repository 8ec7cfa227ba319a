/*
 * bench_server - what the server costs, beside the least that it could cost
 * (floor.h); in turns, medians. Prints a row a line:
 *
 *     name value unit floor VALUE ratio VALUE memory VALUE goal VALUE met|missed
 *
 * "memory" is the same with the store in memory: the rest is the disk's. Short
 * unless PARLOR_LONG is set; arguments choose rows by name (room_*).
 */
#include <fnmatch.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "crowd.h"
#include "subject.h"

#define ROUNDS_MAX 5

/* A short run does a part of the work. */
#define SHORT_PART 5

#define TAGS "server-time message-tags echo-message"

struct row;
typedef double measure_fn(const struct row *row, const struct subject *subject);

struct row {
    const char *name, *unit;
    double goal;
    measure_fn *measure;
    int people, messages, window;
    const char *caps, *caps_odd; /* of struct crowd_plan */
    bool accounts, only_long;
};

static struct crowd *gather(const struct row *row, const struct subject *subject)
{
    const struct crowd_plan plan = {.port = subject->port,
                                    .n = row->people,
                                    .caps = row->caps ? row->caps : "",
                                    .caps_odd = row->caps_odd,
                                    .accounts = row->accounts};
    return crowd_new(&plan);
}

/* ---- kinds of work ---- */

/* CPU time per delivery to one of a room. */
static double room(const struct row *row, const struct subject *subject)
{
    struct crowd *crowd = gather(row, subject);
    crowd_join(crowd);
    crowd_talk(crowd, row->messages / 10, row->window);
    double begin_us = subject_cpu_us(subject);
    crowd_talk(crowd, row->messages, row->window);
    double used_us = subject_cpu_us(subject) - begin_us;
    crowd_free(crowd);
    return used_us / row->messages / (row->people - 1);
}

/* CPU time per message in pairs. */
static double private(const struct row *row, const struct subject *subject)
{
    struct crowd *crowd = gather(row, subject);
    crowd_whisper(crowd, row->messages / 10, row->window);
    double begin_us = subject_cpu_us(subject);
    crowd_whisper(crowd, row->messages, row->window);
    double used_us = subject_cpu_us(subject) - begin_us;
    crowd_free(crowd);
    return used_us / row->messages;
}

/* CPU time until all are in one room, in milliseconds. */
static double joins(const struct row *row, const struct subject *subject)
{
    struct crowd *crowd = gather(row, subject);
    double begin_us = subject_cpu_us(subject);
    crowd_join(crowd);
    double used_us = subject_cpu_us(subject) - begin_us;
    crowd_free(crowd);
    return used_us / 1000;
}

/* Memory per registered connection that does nothing. */
static double idle(const struct row *row, const struct subject *subject)
{
    double before = subject_memory_bytes(subject);
    struct crowd *crowd = gather(row, subject);
    double used = subject_memory_bytes(subject) - before;
    crowd_free(crowd);
    return used / row->people;
}

/* Connections per second until they are registered; as many wait at once as crowd.c says. */
static double connections(const struct row *row, const struct subject *subject)
{
    struct timespec begin;
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    struct crowd *crowd = gather(row, subject);
    clock_gettime(CLOCK_MONOTONIC, &end);
    crowd_free(crowd);
    return row->people /
           ((double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9);
}

static struct crowd_delays delays(const struct row *row, const struct subject *subject)
{
    struct crowd *crowd = gather(row, subject);
    crowd_join(crowd);
    crowd_pace(crowd, row->messages / 10, row->window);
    struct crowd_delays delays = crowd_pace(crowd, row->messages, row->window);
    crowd_free(crowd);
    return delays;
}

static double delay_p50(const struct row *row, const struct subject *subject)
{
    return delays(row, subject).p50_us;
}

static double delay_p99(const struct row *row, const struct subject *subject)
{
    return delays(row, subject).p99_us;
}

/* ---- rows ---- */

#define DELIVERY "us/delivery"
#define MESSAGE  "us/message"

/* name, unit, goal, measure, people, messages, window (or messages a second), caps, caps_odd,
 * accounts, only_long */
static const struct row rows[] = {
    {"room_of_10",               DELIVERY, 0.12,   room,        10,    50000, 64,  "",   NULL, false, false},
    {"room_of_10_tags",          DELIVERY, 0.12,   room,        10,    50000, 64,  TAGS, NULL, false, true },
    {"room_of_10_mixture",       DELIVERY, 0.12,   room,        10,    50000, 64,  "",   TAGS, false, true },
    {"room_of_100",              DELIVERY, 0.09,   room,        100,   20000, 64,  "",   NULL, false, false},
    {"room_of_100_tags",         DELIVERY, 0.09,   room,        100,   20000, 64,  TAGS, NULL, false, false},
    {"room_of_100_mixture",      DELIVERY, 0.09,   room,        100,   20000, 64,  "",   TAGS, false, false},
    {"room_of_1000",             DELIVERY, 0.15,   room,        1000,  2000,  64,  "",   NULL, false, false},
    {"room_of_1000_tags",        DELIVERY, 0.15,   room,        1000,  2000,  64,  TAGS, NULL, false, true },
    {"room_of_1000_mixture",     DELIVERY, 0.15,   room,        1000,  2000,  64,  "",   TAGS, false, true },
    {"room_one_at_a_time",       DELIVERY, 1.6,    room,        100,   1000,  1,   "",   NULL, false, false},
    {"room_one_at_a_time_tags",  DELIVERY, 1.6,    room,        100,   1000,  1,   TAGS, NULL, false, true },
    {"pairs",                    MESSAGE,  2.0,    private,     100,   50000, 16,  "",   NULL, true,  false},
    {"pairs_tags",               MESSAGE,  2.0,    private,     100,   50000, 16,  TAGS, NULL, true,  true },
    {"pairs_one_at_a_time",      MESSAGE,  5.5,    private,     100,   50000, 1,   "",   NULL, true,  false},
    {"pairs_one_at_a_time_tags", MESSAGE,  5.5,    private,     100,   50000, 1,   TAGS, NULL, true,  true },
    {"joins_of_500",             "ms",     20,     joins,       500,   0,     0,   "",   NULL, false, false},
    {"joins_of_500_tags",        "ms",     20,     joins,       500,   0,     0,   TAGS, NULL, false, true },
    {"idle_of_10000",            "bytes",  1500,   idle,        10000, 0,     0,   "",   NULL, false, false},
    {"connections",              "/s",     -10000, connections, 5000,  0,     0,   "",   NULL, false, false},
    {"delay_p50",                "us",     450,    delay_p50,   100,   400,   200, "",   NULL, false, false},
    {"delay_p99",                "us",     6000,   delay_p99,   100,   400,   200, "",   NULL, false, false},
    {"delay_p50_tags",           "us",     450,    delay_p50,   100,   400,   200, TAGS, NULL, false, true },
    {"delay_p99_tags",           "us",     6000,   delay_p99,   100,   400,   200, TAGS, NULL, false, true },
};

/* ---- running ---- */

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double measure(const struct row *row, enum subject_kind kind)
{
    struct subject subject = subject_start(kind);
    double value = row->measure(row, &subject);
    subject_stop(&subject);
    return value;
}

static void print(const struct row *row, const double *value, bool with_memory)
{
    double ours = value[SUBJECT_DISK];
    bool more_is_better = row->goal < 0;
    bool met = more_is_better ? ours >= -row->goal : ours <= row->goal;
    printf("%s %.4g %s floor %.4g ratio %.3g", row->name, ours, row->unit, value[SUBJECT_FLOOR],
           ours / value[SUBJECT_FLOOR]);
    if (with_memory)
        printf(" memory %.4g", value[SUBJECT_MEMORY]);
    printf(" goal %g %s\n", more_is_better ? -row->goal : row->goal, met ? "met" : "missed");
    fflush(stdout);
}

static void run(const struct row *row, int rounds, bool with_memory)
{
    double values[SUBJECT_KINDS][ROUNDS_MAX];
    double medians[SUBJECT_KINDS] = {0};
    for (int round = 0; round < rounds; round++) {
        for (int kind = 0; kind < SUBJECT_KINDS; kind++) {
            if (kind != SUBJECT_MEMORY || with_memory)
                values[kind][round] = measure(row, (enum subject_kind)kind);
        }
    }
    for (int kind = 0; kind < SUBJECT_KINDS; kind++) {
        if (kind == SUBJECT_MEMORY && !with_memory)
            continue;
        qsort(values[kind], (size_t)rounds, sizeof(double), compare);
        medians[kind] = values[kind][rounds / 2];
    }
    print(row, medians, with_memory);
}

static bool is_chosen(const struct row *row, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (fnmatch(argv[i], row->name, 0) == 0)
            return true;
    }
    return argc < 2;
}

static void allow_files(void)
{
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max < 32768 ? files.rlim_max : 32768;
    setrlimit(RLIMIT_NOFILE, &files);
}

int main(int argc, char **argv)
{
    bool is_long = getenv("PARLOR_LONG") != NULL;
    signal(SIGPIPE, SIG_IGN);
    allow_files();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct row row = rows[i];
        if (!is_chosen(&row, argc, argv) || (row.only_long && !is_long))
            continue;
        if (!is_long)
            row.messages /= SHORT_PART;
        run(&row, is_long ? ROUNDS_MAX : 3, is_long);
    }
    return 0;
}
