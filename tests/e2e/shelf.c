#include "shelf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "digest.h"
#include "mem.h"
#include "rig.h"
#include "spec.h"

#define CURL_ARGUMENTS 12

static const char fast[] = "[limits]\nflood_burst = 1000000\nflood_per_second = 1000000\n";

/* ---- the server ---- */

static int port_of_files(const char *said)
{
    static const char before[] = "http://127.0.0.1:";
    const char *found = strstr(said, before);
    assert_non_null(found);
    return (int)strtol(found + strlen(before), NULL, 10);
}

void shelf_start(struct shelf *shelf, const char *settings)
{
    char *text = xasprintf("%s%s", fast, settings);
    char *config = rig_write(shelf->rig, "shelf.conf", text);
    char *address = xasprintf("127.0.0.1:%d", shelf->rig->port);
    char *http = xasprintf("127.0.0.1:%d", shelf->http_port);
    rig_start_server_with(shelf->rig, "--listen", address, "--http", http, "--share", shelf->folder,
                          "--config", config, NULL);
    shelf->http_port = port_of_files(shelf->rig->said);
    free(text);
    free(config);
    free(address);
    free(http);
}

void shelf_kill(struct shelf *shelf)
{
    rig_kill_server(shelf->rig);
}

int shelf_setup(void **state)
{
    struct shelf *shelf = xnew(struct shelf);
    void *rig = NULL;
    rig_setup(&rig);
    shelf->rig = rig;
    shelf->folder = rig_path(rig, "shared");
    assert_int_equal(mkdir(shelf->folder, 0755), 0);
    shelf_start(shelf, "");
    *state = shelf;
    return 0;
}

int shelf_teardown(void **state)
{
    struct shelf *shelf = *state;
    void *rig = shelf->rig;
    rig_teardown(&rig);
    free(shelf->folder);
    free(shelf);
    return 0;
}

/* ---- files ---- */

static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0755);
        *slash = '/';
    }
}

/* Bytes that no two places of a file, and no two names, have alike (xorshift). */
static void fill(uint64_t *block, size_t n, uint64_t *seed)
{
    for (size_t i = 0; i < n; i++) {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        block[i] = *seed;
    }
}

void shelf_make(const char *path, size_t size)
{
    uint64_t block[1024];
    uint64_t seed = 88172645463325252ULL;
    char *copy = xstrdup(path);
    make_folders(copy);
    for (const char *p = strrchr(path, '/'); *p; p++)
        seed = seed * 31 + (unsigned char)*p;
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    for (size_t left = size; left > 0;) {
        size_t n = left < sizeof(block) ? left : sizeof(block);
        fill(block, sizeof(block) / sizeof(*block), &seed);
        assert_int_equal(fwrite(block, 1, n, file), n);
        left -= n;
    }
    assert_int_equal(fclose(file), 0);
    free(copy);
}

void shelf_put(const struct shelf *shelf, const char *name, size_t size)
{
    char *path = xasprintf("%s/%s", shelf->folder, name);
    shelf_make(path, size);
    free(path);
}

char *shelf_hash(const char *path)
{
    char piece[8192];
    size_t n = 0;
    struct digest *digest = digest_new();
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
        digest_add(digest, piece, n);
    fclose(file);
    return digest_hex(digest);
}

/* ---- the log ---- */

/* Calls fn with each line. */
static void each_line(const struct shelf *shelf, void (*fn)(void *arg, const char *line), void *arg)
{
    char *line = NULL;
    size_t room = 0;
    FILE *file = fopen(shelf->rig->log_path, "re");
    assert_non_null(file);
    while (getline(&line, &room, file) >= 0)
        fn(arg, line);
    fclose(file);
    free(line);
}

struct tally {
    struct shelf_sent *sent;
    size_t n, most;
    const char *pattern;
    int lines;
};

static void take_sent(void *arg, const char *line)
{
    struct tally *tally = arg;
    const char *status = strstr(line, " status=");
    const char *bytes = strstr(line, " bytes=");
    if (!strstr(line, " file_sent ") || !status || !bytes || tally->n == tally->most)
        return;
    tally->sent[tally->n++] = (struct shelf_sent){
        .status = (int)strtol(status + strlen(" status="), NULL, 10),
        .bytes = strtoll(bytes + strlen(" bytes="), NULL, 10),
        .whole = strstr(line, " whole=yes") != NULL,
    };
}

size_t shelf_stop(struct shelf *shelf, struct shelf_sent *sent, size_t n)
{
    struct tally tally = {.sent = sent, .most = n};
    assert_int_equal(rig_stop_server(shelf->rig), 0);
    each_line(shelf, take_sent, &tally);
    return tally.n;
}

static void count_line(void *arg, const char *line)
{
    struct tally *tally = arg;
    tally->lines += rig_matches(line, tally->pattern);
}

int shelf_logged(const struct shelf *shelf, const char *pattern)
{
    struct tally tally = {.pattern = pattern};
    each_line(shelf, count_line, &tally);
    return tally.lines;
}

/* ---- HTTP ---- */

char *shelf_address(const struct shelf *shelf, const char *path)
{
    return xasprintf("http://127.0.0.1:%d/%s", shelf->http_port, path);
}

void shelf_curl(const struct shelf *shelf, struct outcome *outcome, const char *argument, ...)
{
    const char *list[CURL_ARGUMENTS] = {argument};
    va_list more;
    va_start(more, argument);
    for (int i = 1; list[i - 1]; i++) {
        assert_true(i < CURL_ARGUMENTS);
        /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it has begun */
        list[i] = va_arg(more, const char *);
    }
    va_end(more);
    rig_run(shelf->rig, outcome, "curl", "-q", "-sS", "--noproxy", "*", "-m", "60", list[0],
            list[1], list[2], list[3], list[4], list[5], list[6], list[7], list[8], list[9],
            list[10], NULL);
}
