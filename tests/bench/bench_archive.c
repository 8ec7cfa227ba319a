/*
 * bench_archive - what a long past costs: a client that has a million lines in
 * its archive beside one that has none, and looking for words in them. Prints
 *
 *     name value unit [beside VALUE ratio VALUE]
 *
 * Nothing is asserted. A tenth of the lines unless PARLOR_LONG is set.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "mem.h"
#include "query.h"
#include "terminal.h"

#define LINES  1000000
#define ROOMS  200
#define ROUNDS 7
#define HITS   200
#define BATCH  5000

/* Later than 2026-11-20, a line a second. */
#define BEGIN_MS 1763600000000LL

static const char *const topics[] = {"kettle", "deploy", "review", "lunch",  "release", "server",
                                     "window", "coffee", "branch", "ticket", "banana",  "music"};

static double ms_since(int64_t begin_ns)
{
    return (double)(terminal_now_ns() - begin_ns) / 1e6;
}

static int compare(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return *x < *y ? -1 : *x > *y;
}

static double median(double *values, int n)
{
    qsort(values, (size_t)n, sizeof(*values), compare);
    return values[n / 2];
}

/* ---- the past ---- */

static void add_line(struct archive *archive, const char *server, int i)
{
    char conv[64];
    char nick[16];
    char text[128];
    char msgid[32];
    snprintf(conv, sizeof(conv), "%s/#room%d", server, i % ROOMS);
    snprintf(nick, sizeof(nick), "person%d", i % 97);
    snprintf(text, sizeof(text), "about the %s: line %06d of so many that nobody reads them%s",
             topics[i % 12], i, i == 7 ? ", but for the xylophone" : "");
    snprintf(msgid, sizeof(msgid), "%026d", i);
    struct archive_line line = {
        .time_ms = BEGIN_MS + (int64_t)i * 1000, .nick = nick, .text = text, .msgid = msgid};
    archive_add_line(archive, conv, &line);
}

static struct archive *open_archive(const char *home)
{
    char *warning = NULL;
    char *cause = NULL;
    char *path = xasprintf("%s/.local/share/parlor/archive.db", home);
    struct archive *archive = archive_open(path, &warning, &cause);
    free(path);
    return archive;
}

/* What a client that was there for long leaves: each room's place, its lines, their index. */
static void live_long(const char *home, const char *server, int lines)
{
    struct archive *archive = open_archive(home);
    char room[64];
    char *place = xasprintf("%lld 1 left ", BEGIN_MS + lines * 1000LL);
    for (int i = 0; i < ROOMS; i++) {
        snprintf(room, sizeof(room), "%s/#room%d", server, i);
        archive_put(archive, "conv", room, place);
    }
    free(place);
    for (int i = 0; i < lines; i++) {
        archive_begin(archive);
        add_line(archive, server, i);
        if (i % BATCH == BATCH - 1)
            archive_commit(archive);
    }
    archive_commit(archive);
    while (archive_rest(archive))
        continue;
    archive_close(archive);
}

/* A home whose archive has so many lines; to free. */
static char *make_home(int port, int lines)
{
    char *home = xstrdup("/tmp/parlor-bench-XXXXXX");
    char *server = xasprintf("localhost:%d", port);
    static const char *const folders[] = {".local", ".local/share", ".local/share/parlor"};
    if (!mkdtemp(home))
        exit(1);
    for (int i = 0; i < 3; i++) {
        char *folder = xasprintf("%s/%s", home, folders[i]);
        mkdir(folder, 0700);
        free(folder);
    }
    live_long(home, server, lines);
    free(server);
    return home;
}

static void remove_home(char *home)
{
    static const char *const left[] = {".local/share/parlor/archive.db",
                                       ".local/share/parlor/archive.db-wal",
                                       ".local/share/parlor/archive.db-shm",
                                       ".local/share/parlor/secrets",
                                       ".local/share/parlor/lock",
                                       ".local/share/parlor",
                                       ".local/share",
                                       ".local",
                                       ""};
    for (size_t i = 0; i < sizeof(left) / sizeof(*left); i++) {
        char *path = xasprintf("%s/%s", home, left[i]);
        remove(path);
        free(path);
    }
    free(home);
}

/* ---- the start ---- */

static double begin_once(const struct terminal_place *place)
{
    struct terminal terminal;
    int64_t begin_ns = terminal_now_ns();
    terminal_start_at(&terminal, TERMINAL_PARLOR, place);
    terminal_await_shown(&terminal, "\033[");
    double ms = ms_since(begin_ns);
    terminal_end(&terminal);
    return ms;
}

static void begin(const struct terminal_place *place, int lines)
{
    double with[ROUNDS];
    double without[ROUNDS];
    struct terminal_place fresh = *place;
    char *home = make_home(place->port, ROOMS);
    fresh.home = home;
    (void)begin_once(place); /* the disk is warm */
    for (int i = 0; i < ROUNDS; i++) {
        with[i] = begin_once(place);
        without[i] = begin_once(&fresh);
    }
    double ours = median(with, ROUNDS);
    double least = median(without, ROUNDS);
    printf("client_begin_painted_%s %.4g ms beside %.4g ratio %.3g\n",
           lines == LINES ? "million" : "long", ours, least, ours / least);
    remove_home(home);
}

/* ---- looking for words ---- */

struct looking {
    struct query query;
    int n;
};

static bool take(void *arg, const char *conv, const struct archive_line *line)
{
    struct looking *looking = arg;
    struct line said = {
        .time_ms = line->time_ms, .nick = line->nick, .text = line->text, .msgid = line->msgid};
    (void)conv;
    looking->n += query_matches(&looking->query, &said);
    return looking->n < HITS;
}

static void search(struct archive *archive, const char *name, const char *typed)
{
    double ms[ROUNDS];
    char *cause = NULL;
    struct looking looking = {.n = 0};
    if (query_parse(&looking.query, typed, (struct query_clock){BEGIN_MS, 0}, &cause) != 0)
        exit(1);
    const char *words[] = {looking.query.words[0].text};
    struct archive_search search = {.words = words, .nwords = 1, .to_ms = INT64_MAX};
    for (int i = 0; i < ROUNDS; i++) {
        int64_t begin_ns = terminal_now_ns();
        looking.n = 0;
        archive_search(archive, &search, take, &looking);
        ms[i] = ms_since(begin_ns);
    }
    printf("client_search_%s %.4g ms hits %d\n", name, median(ms, ROUNDS), looking.n);
    query_clear(&looking.query);
}

int main(void)
{
    struct terminal_place place;
    int lines = getenv("PARLOR_LONG") ? LINES : LINES / 10;
    place.fd = terminal_listen(&place.port);
    char *home = make_home(place.port, lines);
    place.home = home;
    begin(&place, lines);
    struct archive *archive = open_archive(home);
    search(archive, "common", "kettle");
    search(archive, "rare", "xylophone");
    search(archive, "within", "ylophone");
    search(archive, "absent", "zebra");
    archive_close(archive);
    remove_home(home);
    close(place.fd);
    return 0;
}
