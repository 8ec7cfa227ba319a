/*
 * store_redact.h - taking back what was said.
 *
 * A part of store.h, whose rules hold here too.
 */
#ifndef STORE_REDACT_H
#define STORE_REDACT_H

#include "store.h"

/* Which entry of event.conv loses its words, and who wants that. */
struct store_redaction {
    const char *msgid;
    bool rules;         /* may take back what others said, whenever that was; else only an entry
                           of event.sender */
    const char *member; /* only what was said while this account was a member; NULL: all */
    int64_t not_before; /* what is older does not exist for them */
    int64_t own_since;  /* an own entry before this time stays */
    const char *reason; /* "" for none */
    /* What is appended about it, of a kind from STORE_ABOUT on; it waits for members. */
    struct store_entry event;
};

/*
 * In one transaction: body and tags of the entry become "", its kind
 * STORE_REDACTED, so that nobody is given it any more (its place and number
 * stay); who did it, when and why is noted; the event is appended. done is
 * told as of an append: the event, with id, seq and time_ms if STORE_OK.
 *
 * STORE_MISSING: there is no such entry that they could have seen, or it was
 * taken back before. STORE_FORBIDDEN: it is not theirs. STORE_LATE: it is, but
 * from before own_since. STORE_DAMAGED: it does not match its checksum.
 */
void store_redact(struct store *store, const struct store_redaction *redaction,
                  store_append_fn *done, void *arg);

#endif
