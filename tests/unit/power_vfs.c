#include "power_vfs.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define SECTOR 512

/* Something done to a file since it was last synced. */
struct change {
    struct change *next;
    uint64_t order;
    bool truncates; /* to offset; else len bytes are written there */
    sqlite3_int64 offset;
    size_t len;
    unsigned char data[];
};

/* A file as the disk knows it. */
struct disk_file {
    struct disk_file *next;
    char *path;
    bool exists;         /* also after a cut */
    unsigned char *data; /* what is safe */
    size_t len;
    size_t cap;
    struct change *first;
    struct change **end;
};

struct power_file {
    sqlite3_file base;
    struct disk_file *disk; /* NULL for what is only passed on */
    sqlite3_file *real;
};

static struct {
    pthread_mutex_t lock;
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    struct disk_file *files;
    uint64_t chance;
    uint64_t count;
    uint64_t cut_at; /* count at which the power goes; 0: never */
    bool cut;
    uint64_t calls;
    uint64_t fail_from;
    uint64_t fail_until;
    bool full;
} power = {.lock = PTHREAD_MUTEX_INITIALIZER};

static uint64_t below(uint64_t n)
{
    power.chance ^= power.chance << 13;
    power.chance ^= power.chance >> 7;
    power.chance ^= power.chance << 17;
    return n ? power.chance % n : 0;
}

/* ---- what the disk knows ---- */

static struct disk_file *find_file(const char *path)
{
    struct disk_file *file = power.files;
    while (file && strcmp(file->path, path) != 0)
        file = file->next;
    return file;
}

static void forget_changes(struct disk_file *file)
{
    while (file->first) {
        struct change *change = file->first;
        file->first = change->next;
        free(change);
    }
    file->end = &file->first;
}

static void resize(struct disk_file *file, size_t len)
{
    if (len > file->cap) {
        file->cap = 2 * len;
        file->data = xreallocarray(file->data, file->cap, 1);
    }
    if (len > file->len)
        memset(file->data + file->len, 0, len - file->len);
    file->len = len;
}

/* Bytes from..to of the change. */
static void apply_part(struct disk_file *file, const struct change *change, size_t from, size_t to)
{
    size_t offset = (size_t)change->offset;
    if (from >= to)
        return;
    if (offset + to > file->len)
        resize(file, offset + to);
    memcpy(file->data + offset + from, change->data + from, to - from);
}

static void apply(struct disk_file *file, const struct change *change)
{
    if (change->truncates)
        resize(file, (size_t)change->offset);
    else
        apply_part(file, change, 0, change->len);
}

static void make_safe(struct disk_file *file)
{
    for (const struct change *change = file->first; change; change = change->next)
        apply(file, change);
    forget_changes(file);
    file->exists = true;
}

static void note_change(struct disk_file *file, const void *data, size_t len, sqlite3_int64 offset)
{
    struct change *change = xmalloc(sizeof(*change) + len);
    *change =
        (struct change){.order = power.count, .truncates = !data, .offset = offset, .len = len};
    if (data)
        memcpy(change->data, data, len);
    *file->end = change;
    file->end = &change->next;
}

static struct disk_file *add_file(const char *path, sqlite3_file *real, bool there)
{
    struct disk_file *file = xnew(struct disk_file);
    sqlite3_int64 size = 0;
    file->path = xstrdup(path);
    file->end = &file->first;
    file->exists = there;
    file->next = power.files;
    power.files = file;
    if (there && real->pMethods->xFileSize(real, &size) == SQLITE_OK && size > 0) {
        resize(file, (size_t)size);
        real->pMethods->xRead(real, file->data, (int)size, 0);
    }
    return file;
}

/* ---- trouble; under the lock ---- */

/* Whether this call is to fail, and how. */
static int trouble(int io_error, bool writes)
{
    if (power.cut)
        return io_error;
    power.calls++;
    if (power.calls < power.fail_from || power.calls >= power.fail_until)
        return SQLITE_OK;
    return power.full && writes ? SQLITE_FULL : io_error;
}

/* The same of a call that changes the disk, at which the power may go. */
static int trouble_at_change(int io_error, bool writes)
{
    if (!power.cut && ++power.count == power.cut_at)
        power.cut = true;
    return trouble(io_error, writes);
}

/* ---- a file's methods ---- */

static struct power_file *of(sqlite3_file *base)
{
    return (struct power_file *)base;
}

static int close_file(sqlite3_file *base)
{
    sqlite3_file *real = of(base)->real;
    return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}

static int read_file(sqlite3_file *base, void *data, int len, sqlite3_int64 offset)
{
    sqlite3_file *real = of(base)->real;
    pthread_mutex_lock(&power.lock);
    int code = of(base)->disk ? trouble(SQLITE_IOERR_READ, false) : SQLITE_OK;
    pthread_mutex_unlock(&power.lock);
    return code != SQLITE_OK ? code : real->pMethods->xRead(real, data, len, offset);
}

static int write_file(sqlite3_file *base, const void *data, int len, sqlite3_int64 offset)
{
    struct power_file *file = of(base);
    pthread_mutex_lock(&power.lock);
    int code = file->disk ? trouble_at_change(SQLITE_IOERR_WRITE, true) : SQLITE_OK;
    if (code == SQLITE_OK)
        code = file->real->pMethods->xWrite(file->real, data, len, offset);
    /* what went when the power did may be there in part */
    if (file->disk && (code == SQLITE_OK || power.count == power.cut_at))
        note_change(file->disk, data, (size_t)len, offset);
    pthread_mutex_unlock(&power.lock);
    return code;
}

static int truncate_file(sqlite3_file *base, sqlite3_int64 size)
{
    struct power_file *file = of(base);
    pthread_mutex_lock(&power.lock);
    int code = file->disk ? trouble_at_change(SQLITE_IOERR_TRUNCATE, true) : SQLITE_OK;
    if (code == SQLITE_OK)
        code = file->real->pMethods->xTruncate(file->real, size);
    if (file->disk && code == SQLITE_OK)
        note_change(file->disk, NULL, 0, size);
    pthread_mutex_unlock(&power.lock);
    return code;
}

/* The real one need not wait for the disk: this is the disk. */
static int sync_file(sqlite3_file *base, int flags)
{
    (void)flags;
    struct power_file *file = of(base);
    pthread_mutex_lock(&power.lock);
    int code = file->disk ? trouble_at_change(SQLITE_IOERR_FSYNC, false) : SQLITE_OK;
    if (file->disk && code == SQLITE_OK)
        make_safe(file->disk);
    pthread_mutex_unlock(&power.lock);
    return code;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    sqlite3_file *real = of(base)->real;
    return real->pMethods->xFileSize(real, size);
}

static int lock_file(sqlite3_file *base, int level)
{
    sqlite3_file *real = of(base)->real;
    return real->pMethods->xLock(real, level);
}

static int unlock_file(sqlite3_file *base, int level)
{
    sqlite3_file *real = of(base)->real;
    return real->pMethods->xUnlock(real, level);
}

static int check_reserved(sqlite3_file *base, int *result)
{
    sqlite3_file *real = of(base)->real;
    return real->pMethods->xCheckReservedLock(real, result);
}

static int control(sqlite3_file *base, int what, void *arg)
{
    sqlite3_file *real = of(base)->real;
    return real->pMethods->xFileControl(real, what, arg);
}

static int sector_size(sqlite3_file *base)
{
    sqlite3_file *real = of(base)->real;
    return real->pMethods->xSectorSize(real);
}

static int characteristics(sqlite3_file *base)
{
    sqlite3_file *real = of(base)->real;
    return real->pMethods->xDeviceCharacteristics(real);
}

static int shm_map(sqlite3_file *base, int page, int size, int extend, void volatile **memory)
{
    sqlite3_file *real = of(base)->real;
    return real->pMethods->xShmMap(real, page, size, extend, memory);
}

static int shm_lock(sqlite3_file *base, int offset, int n, int flags)
{
    sqlite3_file *real = of(base)->real;
    return real->pMethods->xShmLock(real, offset, n, flags);
}

static void shm_barrier(sqlite3_file *base)
{
    sqlite3_file *real = of(base)->real;
    real->pMethods->xShmBarrier(real);
}

static int shm_unmap(sqlite3_file *base, int remove)
{
    sqlite3_file *real = of(base)->real;
    return real->pMethods->xShmUnmap(real, remove);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

/* ---- the VFS ---- */

static void know_file(struct power_file *file, const char *path, bool there)
{
    file->disk = find_file(path);
    if (!file->disk)
        file->disk = add_file(path, file->real, there);
}

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out)
{
    (void)vfs;
    const int kept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
    struct power_file *file = of(base);
    int there = 0;
    base->pMethods = NULL;
    file->disk = NULL;
    file->real = (sqlite3_file *)(file + 1);
    pthread_mutex_lock(&power.lock);
    int code = power.cut ? SQLITE_CANTOPEN : SQLITE_OK;
    if (code == SQLITE_OK && path)
        power.real->xAccess(power.real, path, SQLITE_ACCESS_EXISTS, &there);
    if (code == SQLITE_OK)
        code = power.real->xOpen(power.real, path, file->real, flags, out);
    if (code == SQLITE_OK) {
        base->pMethods = &methods;
        if (path && (flags & kept))
            know_file(file, path, there != 0);
    }
    pthread_mutex_unlock(&power.lock);
    return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
    (void)vfs;
    pthread_mutex_lock(&power.lock);
    int code = trouble_at_change(SQLITE_IOERR_DELETE, false);
    if (code == SQLITE_OK)
        code = power.real->xDelete(power.real, path, sync_folder);
    struct disk_file *file = code == SQLITE_OK ? find_file(path) : NULL;
    if (file) {
        forget_changes(file);
        file->exists = false;
        file->len = 0;
    }
    pthread_mutex_unlock(&power.lock);
    return code;
}

void power_install(uint64_t seed)
{
    power.real = sqlite3_vfs_find(NULL);
    power.vfs = *power.real;
    power.vfs.zName = "power";
    power.vfs.pNext = NULL;
    power.vfs.szOsFile = (int)sizeof(struct power_file) + power.real->szOsFile;
    power.vfs.xOpen = open_file;
    power.vfs.xDelete = delete_file;
    power.chance = seed | 1;
    power.count = power.calls = power.cut_at = 0;
    power.fail_from = power.fail_until = 0;
    power.cut = false;
    sqlite3_vfs_register(&power.vfs, 1);
}

void power_remove(void)
{
    sqlite3_vfs_unregister(&power.vfs);
    sqlite3_vfs_register(power.real, 1);
    while (power.files) {
        struct disk_file *file = power.files;
        power.files = file->next;
        forget_changes(file);
        free(file->data);
        free(file->path);
        free(file);
    }
}

void power_cut_after(uint64_t n)
{
    pthread_mutex_lock(&power.lock);
    power.cut_at = power.count + n;
    power.cut = n == 0;
    pthread_mutex_unlock(&power.lock);
}

bool power_is_cut(void)
{
    pthread_mutex_lock(&power.lock);
    bool cut = power.cut;
    pthread_mutex_unlock(&power.lock);
    return cut;
}

uint64_t power_count(void)
{
    pthread_mutex_lock(&power.lock);
    uint64_t count = power.count;
    pthread_mutex_unlock(&power.lock);
    return count;
}

void power_fail(uint64_t nth, uint64_t times, bool full)
{
    pthread_mutex_lock(&power.lock);
    power.fail_from = power.calls + nth;
    power.fail_until = power.fail_from + times;
    power.full = full;
    pthread_mutex_unlock(&power.lock);
}

/* ---- after the cut ---- */

/* Sectors lie at multiples of their size in the file, not in the change. */
static size_t sector_end(const struct change *change, size_t from)
{
    size_t at = (size_t)change->offset + from;
    size_t end = from + SECTOR - at % SECTOR;
    return end < change->len ? end : change->len;
}

static void tear(struct disk_file *file, const struct change *change)
{
    if (change->truncates)
        return;
    size_t keep = (size_t)below(change->len + 1);
    size_t to = 0;
    while (to < keep && sector_end(change, to) <= keep)
        to = sector_end(change, to);
    apply_part(file, change, 0, to);
}

static void keep_some_sectors(struct disk_file *file, const struct change *change)
{
    if (change->truncates) {
        apply(file, change);
        return;
    }
    for (size_t from = 0; from < change->len; from = sector_end(change, from)) {
        if (below(4) > 0)
            apply_part(file, change, from, sector_end(change, from));
    }
}

/* last: of the changes, which the power went at. */
static void keep_change(struct disk_file *file, const struct change *change, enum power_loss loss,
                        uint64_t last)
{
    if (loss == POWER_TORN && change->order < last)
        apply(file, change);
    else if (loss == POWER_TORN && change->order == last)
        tear(file, change);
    else if (loss == POWER_RANDOM && below(3) > 0)
        below(2) ? apply(file, change) : keep_some_sectors(file, change);
}

static void write_back(const struct disk_file *file)
{
    FILE *out = fopen(file->path, "we");
    if (out) {
        fwrite(file->data, 1, file->len, out);
        fclose(out);
    }
}

static void restore_file(struct disk_file *file, enum power_loss loss, uint64_t last)
{
    for (const struct change *change = file->first; change; change = change->next) {
        keep_change(file, change, loss, last);
        file->exists = file->exists || loss != POWER_DROP;
    }
    forget_changes(file);
    if (file->exists)
        write_back(file);
    else
        remove(file->path);
    char *shm = xasprintf("%s-shm", file->path);
    remove(shm);
    free(shm);
}

void power_restore(enum power_loss loss)
{
    uint64_t first = power.count;
    for (const struct disk_file *file = power.files; file; file = file->next) {
        if (file->first && file->first->order < first)
            first = file->first->order;
    }
    uint64_t last = first + below(power.count - first + 1);
    for (struct disk_file *file = power.files; file; file = file->next)
        restore_file(file, loss, last);
    power.cut = false;
    power.cut_at = 0;
}
