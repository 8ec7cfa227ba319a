/*
 * mark.h - a small file beside the database that says how much it holds.
 *
 * SQLite takes a damaged log for a shorter one and an emptied file for a new
 * one. So PATH.mark is written about once a second, after what it counts is on
 * the disk: a store that holds less than its mark has lost something.
 */
#ifndef MARK_H
#define MARK_H

#include <stdbool.h>
#include <stdint.h>

/* Numbers that never fall. */
struct mark {
    uint64_t identity; /* of the store; 0: none yet */
    uint64_t last_id;  /* highest id of an entry */
    uint64_t accounts; /* that there are and that were erased */
    uint64_t entries;  /* ever written: the sum of all last seqs */
};

/*
 * Reads PATH.mark. Returns 1, 0 if there is none, or -1 with *cause if it
 * cannot be read.
 */
int mark_read(const char *path, struct mark *mark, char **cause);

/* Writes it anew and makes that last; blocks for the disk. Returns 0, or -1 with *cause. */
int mark_write(const char *path, const struct mark *mark, char **cause);

/* True if both say the same of the same store. */
bool mark_equal(const struct mark *a, const struct mark *b);

/* What is wrong with a store at path that holds this much, by its mark; to free. NULL: nothing. */
char *mark_complaint(const char *path, const struct mark *mark, const struct mark *holds);

#endif
