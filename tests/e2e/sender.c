#include "sender.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "clock.h"
#include "peer.h"
#include "rig.h"
#include "screen.h"
#include "shelf.h"
#include "spec.h"

struct peer *sender_claims(const struct shelf *shelf, const char *name)
{
    struct peer *peer = peer_new(name, shelf->rig->port);
    peer_claim(peer, SENDER_SECRET, "");
    return peer;
}

char *sender_has_file(const struct shelf *shelf, const char *name, size_t size)
{
    char *path = rig_path(shelf->rig, name);
    shelf_make(path, size);
    return path;
}

/* Sends it as NAME:PASSWORD; the status stands in err, what the server says in out. */
static void sends(const struct shelf *shelf, const char *who, const char *path,
                  struct outcome *outcome)
{
    char *address = shelf_address(shelf, "uploads/");
    shelf_curl(shelf, outcome, "-u", who, "-T", path, "-w", "%{stderr}%{http_code}", address, NULL);
    free(address);
}

void sender_expects(struct outcome *outcome, const char *status, const char *sentence)
{
    if (strcmp(outcome->err, status) != 0 || !rig_matches(outcome->out, sentence))
        fail_msg("not %s and \"%s\", but %s and: %s", status, sentence, outcome->err, outcome->out);
    outcome_clear(outcome);
}

void sender_is_refused(const struct shelf *shelf, const char *who, const char *path,
                       const char *status, const char *sentence)
{
    struct outcome outcome;
    sends(shelf, who, path, &outcome);
    sender_expects(&outcome, status, sentence);
}

void sender_is_taken(const struct shelf *shelf, const char *who, const char *path)
{
    sender_is_refused(shelf, who, path, "201", "^http://127.0.0.1:[0-9]+/u/.*");
}

/* Bytes of all that is half-made; -1 if there is nothing. */
static long half_made(const struct shelf *shelf)
{
    char *folder = rig_path(shelf->rig, "data/files/tmp");
    DIR *dir = opendir(folder);
    long bytes = -1;
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        struct stat info;
        if (entry->d_name[0] != '.' && fstatat(dirfd(dir), entry->d_name, &info, 0) == 0)
            bytes = (bytes < 0 ? 0 : bytes) + (long)info.st_size;
    }
    closedir(dir);
    free(folder);
    return bytes;
}

/* Files go a moment after the answer. */
void sender_leaves_nothing(const struct shelf *shelf)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    while (half_made(shelf) >= 0) {
        if (clock_mono_ms() > deadline_ms)
            fail_msg("%ld half-made bytes stay", half_made(shelf));
        poll(NULL, 0, 10);
    }
}

void sender_waits_for(const struct shelf *shelf, long bytes)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    while (half_made(shelf) < bytes) {
        if (clock_mono_ms() > deadline_ms)
            fail_msg("only %ld bytes come", half_made(shelf));
        poll(NULL, 0, 10);
    }
}

void sender_types(struct screen *screen, const char *command, const char *what)
{
    screen_type(screen, command);
    screen_type(screen, what);
    screen_type(screen, "\r");
}
