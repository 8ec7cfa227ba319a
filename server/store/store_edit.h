/*
 * store_edit.h - saying better what was said.
 *
 * A part of store.h, whose rules hold here too.
 */
#ifndef STORE_EDIT_H
#define STORE_EDIT_H

#include "store.h"

/* Which entry of event.conv gets other words; it must be of event.sender. */
struct store_edit {
    const char *msgid;
    int kind;           /* the entry must be of this one */
    const char *member; /* only what was said while this account was a member; NULL: all */
    int64_t not_before; /* what is older does not exist for them */
    int64_t own_since;  /* an entry before this time stays */
    const char *body;   /* the new words */
    const char *mark;   /* stands before the entry's tags from now on, parted by ';' */
    /* What of those tags goes: all that begin so (an earlier mark, what was true of the old words);
     * up to a NULL, kept. */
    const char *const *stale;
    /* What is appended about it, of a kind from STORE_ABOUT on; it waits for members. That of an
     * earlier edit says nothing any more. */
    struct store_entry event;
};

/*
 * In one transaction: the entry has the new words and the mark (its place,
 * number, msgid and time stay), and the event is appended. done is told as of an
 * append: STORE_OK, or nothing was written: STORE_MISSING, STORE_FORBIDDEN,
 * STORE_LATE, STORE_DAMAGED, STORE_FAILED.
 */
void store_edit(struct store *store, const struct store_edit *asked, store_append_fn *done,
                void *arg);

#endif
