/*
 * store_keep.h - keeping the store in shape: what expires, and whether it is whole.
 *
 * A part of store.h, whose rules hold here too.
 */
#ifndef STORE_KEEP_H
#define STORE_KEEP_H

#include "store.h"

/* How long entries stay; 0 is for ever. */
struct store_policy {
    int64_t now_ms;
    int64_t queued_ms; /* entries that wait for members */
    int64_t event_ms;  /* entries that do not */
    int64_t mail_ms;   /* a pair's entries stay so long at least while their receiver lacks them */
    size_t room_rows;  /* of one room, the newest */
};

#define STORE_EXPIRE_ROWS 500

/*
 * Deletes what expired, STORE_EXPIRE_ROWS rows at most, oldest first; a call
 * goes on where the last one stopped. more: call again, soon or after a pause;
 * false: the round is over, the next call begins another. The newest entry of
 * the store always stays.
 */
typedef void store_expire_fn(void *arg, enum store_status status, size_t deleted, bool more);
void store_expire(struct store *store, const struct store_policy *policy, store_expire_fn *done,
                  void *arg);

/*
 * Looks through the whole file, changing nothing; blocks for as long as that
 * takes. Tells one line per finding, with what to do, and at the end what there
 * is. Returns how many findings there are (0: all is well), or -1 with *cause
 * if it could not look: no file, or a parlord is running on it.
 */
typedef void store_report_fn(void *arg, const char *line);
int store_check(const char *path, store_report_fn *report, void *arg, char **cause);

/*
 * Copies the store, as it is at one moment, to a new file for its owner only
 * (0600), while all goes on: on a thread and a connection of its own, slice by
 * slice. The copy is looked through (integrity_check, sums) and gets its name
 * when it is whole and on the disk; beside it lies its mark, PATH.mark: both,
 * put in the place of a store and its mark, are a store.
 *
 * STORE_OK: text says what there is. STORE_EXISTS: PATH, PATH.mark or PATH.new
 * (that a crash left) is there already. STORE_FAILED: text says why, as a cause;
 * so is told who asks while another copy is made, and whom the closing of the
 * store cuts off. Nothing is left behind then.
 */
typedef void store_backup_fn(void *arg, enum store_status status, const char *text);
void store_backup(struct store *store, const char *path, store_backup_fn *done, void *arg);

#endif
