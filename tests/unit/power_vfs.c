#include "power_vfs.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "mem.h"
#include "power_disk.h"

struct power_file {
    sqlite3_file base;
    struct disk_file *disk; /* NULL for what is only passed on */
    sqlite3_file *real;
};

static struct {
    pthread_mutex_t lock;
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    uint64_t count;
    uint64_t cut_at; /* count at which the power goes; 0: never */
    bool cut;
    uint64_t calls;
    uint64_t fail_from;
    uint64_t fail_until;
    bool full;
} power = {.lock = PTHREAD_MUTEX_INITIALIZER};

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
        disk_write(file->disk, power.count, data, (size_t)len, offset);
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
        disk_write(file->disk, power.count, NULL, 0, size);
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
        disk_sync(file->disk);
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
    sqlite3_int64 size = 0;
    file->disk = disk_find(path);
    if (file->disk)
        return;
    if (there)
        file->real->pMethods->xFileSize(file->real, &size);
    unsigned char *content = xmalloc((size_t)size + 1);
    if (size > 0)
        file->real->pMethods->xRead(file->real, content, (int)size, 0);
    file->disk = disk_add(path, there, content, (size_t)size);
    free(content);
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
    if (code == SQLITE_OK)
        disk_delete(path);
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
    disk_begin(seed);
    power.count = power.calls = power.cut_at = 0;
    power.fail_from = power.fail_until = 0;
    power.cut = false;
    sqlite3_vfs_register(&power.vfs, 1);
}

void power_remove(void)
{
    sqlite3_vfs_unregister(&power.vfs);
    sqlite3_vfs_register(power.real, 1);
    disk_end();
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

void power_fail(uint64_t nth, uint64_t times, bool full)
{
    pthread_mutex_lock(&power.lock);
    power.fail_from = power.calls + nth;
    power.fail_until = power.fail_from + times;
    power.full = full;
    pthread_mutex_unlock(&power.lock);
}

void power_restore(enum power_loss loss)
{
    disk_restore(loss, power.count);
    power.cut = false;
    power.cut_at = 0;
}
