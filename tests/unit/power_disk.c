#include "power_disk.h"

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
    size_t offset;
    size_t len;
    unsigned char data[];
};

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

static struct {
    struct disk_file *files;
    uint64_t chance;
} disk;

static uint64_t below(uint64_t n)
{
    disk.chance ^= disk.chance << 13;
    disk.chance ^= disk.chance >> 7;
    disk.chance ^= disk.chance << 17;
    return n ? disk.chance % n : 0;
}

struct disk_file *disk_find(const char *path)
{
    struct disk_file *file = disk.files;
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
    size_t offset = change->offset;
    if (from >= to)
        return;
    if (offset + to > file->len)
        resize(file, offset + to);
    memcpy(file->data + offset + from, change->data + from, to - from);
}

static void apply(struct disk_file *file, const struct change *change)
{
    if (change->truncates)
        resize(file, change->offset);
    else
        apply_part(file, change, 0, change->len);
}

void disk_sync(struct disk_file *file)
{
    for (const struct change *change = file->first; change; change = change->next)
        apply(file, change);
    forget_changes(file);
    file->exists = true;
}

void disk_write(struct disk_file *file, uint64_t order, const void *data, size_t len,
                int64_t offset)
{
    struct change *change = xmalloc(sizeof(*change) + len);
    *change =
        (struct change){.order = order, .truncates = !data, .offset = (size_t)offset, .len = len};
    if (data)
        memcpy(change->data, data, len);
    *file->end = change;
    file->end = &change->next;
}

struct disk_file *disk_add(const char *path, bool exists, const void *data, size_t len)
{
    struct disk_file *file = xnew(struct disk_file);
    file->path = xstrdup(path);
    file->end = &file->first;
    file->exists = exists;
    file->next = disk.files;
    disk.files = file;
    resize(file, len);
    if (len > 0)
        memcpy(file->data, data, len);
    return file;
}

void disk_delete(const char *path)
{
    struct disk_file *file = disk_find(path);
    if (!file)
        return;
    forget_changes(file);
    file->exists = false;
    file->len = 0;
}

void disk_begin(uint64_t seed)
{
    disk.chance = seed | 1;
}

void disk_end(void)
{
    while (disk.files) {
        struct disk_file *file = disk.files;
        disk.files = file->next;
        forget_changes(file);
        free(file->data);
        free(file->path);
        free(file);
    }
}

/* ---- after the cut ---- */

/* Sectors lie at multiples of their size in the file, not in the change. */
static size_t sector_end(const struct change *change, size_t from)
{
    size_t at = change->offset + from;
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

void disk_restore(enum power_loss loss, uint64_t count)
{
    uint64_t first = count;
    for (const struct disk_file *file = disk.files; file; file = file->next) {
        if (file->first && file->first->order < first)
            first = file->first->order;
    }
    uint64_t last = first + below(count - first + 1);
    for (struct disk_file *file = disk.files; file; file = file->next)
        restore_file(file, loss, last);
}
