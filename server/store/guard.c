#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "durable.h"
#include "mem.h"
#include "schema.h"
#include "sql.h"
#include "sums.h"

/* So much is looked through in some tenths of a second: at every start. */
#define SMALL_BYTES ((int64_t)32 << 20)

static int64_t file_size(const char *path, const char *suffix)
{
    struct stat info;
    char *name = xasprintf("%s%s", path, suffix);
    int64_t size = stat(name, &info) == 0 ? info.st_size : -1;
    free(name);
    return size;
}

/*
 * A store at work has version 2 (WAL) in its header; a backup has 1, and no log. SQLite would put a
 * log that lies beside it into it, whosesoever that is.
 */
static bool has_no_log(const char *path)
{
    unsigned char header[20] = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool read_it = fd >= 0 && pread(fd, header, sizeof(header), 0) == sizeof(header);
    if (fd >= 0)
        close(fd);
    return read_it && header[18] == 1 && header[19] == 1;
}

/* SQLite would make it readable for others; here it is seen, too, that we may write it. */
static int make_file(const char *path, char **cause)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool made = fd >= 0;
    if (!made && errno == EEXIST)
        fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        *cause = xasprintf("%s: %s", path, strerror(errno));
        return -1;
    }
    close(fd);
    return made ? durable_sync_folder(path, cause) : 0;
}

int guard_files(struct guard *guard, const char *path, char **cause)
{
    int marked = mark_read(path, &guard->mark, cause);
    if (marked < 0)
        return -1;
    guard->marked = marked > 0;
    guard->unclean = file_size(path, "-wal") > 0;
    guard->size_bytes = file_size(path, "");
    if (guard->marked && guard->size_bytes <= 0) {
        *cause = xasprintf("%s is %s, and %s.mark says that it held something; restore it from a "
                           "backup, or delete the mark to begin anew",
                           path, guard->size_bytes < 0 ? "missing" : "empty", path);
        return -1;
    }
    /* The log of a database that is gone is not ours to overwrite either. */
    if (guard->size_bytes <= 0 && guard->unclean) {
        *cause = xasprintf("%s is missing or empty, but its log %s-wal is there; restore it from "
                           "a backup, or move the log away to begin anew",
                           path, path);
        return -1;
    }
    if (guard->unclean && has_no_log(path)) {
        *cause = xasprintf("%s is a backup, and %s-wal belongs to what was there before; move the "
                           "log away",
                           path, path);
        return -1;
    }
    return make_file(path, cause);
}

bool guard_is_late(const struct guard *guard)
{
    return guard->unclean && guard->size_bytes > SMALL_BYTES;
}

int guard_count(sqlite3 *db, struct mark *holds, char **cause)
{
    int64_t version = 0;
    *holds = (struct mark){0};
    if (schema_version(db, &version, cause) < 0)
        return -1;
    if (version < 1)
        return 0;
    int64_t erased = 0;
    int64_t numbers[4] = {0};
    if (sql_number(db, "SELECT ifnull(max(id), 0) FROM message", &numbers[0], cause) < 0 ||
        sql_number(db, "SELECT count(*) FROM account", &numbers[1], cause) < 0 ||
        sql_number(db, "SELECT ifnull(sum(last_seq), 0) FROM conversation", &numbers[2], cause) <
            0 ||
        (version > 1 && (sql_number(db, "SELECT erased FROM store", &erased, cause) < 0 ||
                         sql_number(db, "SELECT identity FROM store", &numbers[3], cause) < 0)))
        return -1;
    *holds = (struct mark){
        .identity = (uint64_t)numbers[3],
        .last_id = (uint64_t)numbers[0],
        .accounts = (uint64_t)(numbers[1] + erased),
        .entries = (uint64_t)numbers[2],
    };
    return 0;
}

/* Looks everywhere. */
static char *find_damage(sqlite3 *db, bool newest)
{
    char *complaint = sql_damage(db, "PRAGMA integrity_check(1)");
    if (!complaint && newest)
        sums_check_ends(db, &complaint);
    return complaint;
}

int guard_content(const struct guard *guard, sqlite3 *db, struct mark *holds, char **cause)
{
    if (guard_count(db, holds, cause) < 0)
        return -1;
    const char *path = sqlite3_db_filename(db, "main");
    char *complaint = guard->marked ? mark_complaint(path, &guard->mark, holds) : NULL;
    bool newest = schema_is_newest(db);
    if (!complaint && newest)
        sums_check(db, &complaint);
    if (!complaint && guard->size_bytes <= SMALL_BYTES)
        complaint = find_damage(db, newest);
    if (!complaint)
        return 0;
    *cause = complaint;
    return -1;
}
