/*
 * power_vfs.h - a disk whose power can be cut, and that can fail, below SQLite.
 *
 * It stands as the default VFS over the real one and notes what was written to
 * a database or its log and not yet synced. After the cut every call fails, as
 * if the machine were gone; power_restore() then leaves the files as a disk
 * might: all that was synced, and of the rest nothing, some or torn sectors.
 */
#ifndef POWER_VFS_H
#define POWER_VFS_H

#include <stdbool.h>
#include <stdint.h>

enum power_loss {
    POWER_DROP,  /* nothing that was not synced is there */
    POWER_TORN,  /* it is there up to some sector of 512 bytes */
    POWER_RANDOM /* each write is there or not, whole or in part, in any order */
};

/* Becomes the default VFS. seed decides what chance decides. */
void power_install(uint64_t seed);

/* The other one is the default again. */
void power_remove(void);

/* Cuts the power at the nth write, truncation or sync from now on; 0: now. */
void power_cut_after(uint64_t n);
bool power_is_cut(void);

/* Afterwards, when all files are closed: what is left on the disk. The power is on again. */
void power_restore(enum power_loss loss);

/*
 * From the nth call from now on, so many calls fail (reads, writes, syncs,
 * truncations): with SQLITE_FULL for those that write if full, else with an I/O
 * error. times 0: none fail.
 */
void power_fail(uint64_t nth, uint64_t times, bool full);

#endif
