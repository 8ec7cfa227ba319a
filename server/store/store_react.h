/*
 * store_react.h - what people give to what was said, without words.
 *
 * A part of store.h, whose rules hold here too.
 */
#ifndef STORE_REACT_H
#define STORE_REACT_H

#include "store.h"

/* One account's value for an entry of event.conv. */
struct store_reaction {
    const char *msgid;
    const char *member; /* only for what was said while this account was a member; NULL: all */
    const char *value;  /* not "" */
    bool removes;       /* takes it back */
    size_t limit;       /* values that one account may give to one entry */
    /* What is appended about it, of a kind from STORE_ABOUT on, by an account. */
    struct store_entry event;
};

/*
 * In one transaction: the event is appended, and noted as what event.sender
 * gives to the entry; history has it behind that. What is taken back is given no
 * more, only that it was. done is told as of an append; STORE_OK, or
 * nothing was written: STORE_REPEATED (it is so already), STORE_MISSING (no such
 * entry for them), STORE_FORBIDDEN (beyond the limit), STORE_DAMAGED (the entry
 * is), STORE_FAILED.
 */
void store_react(struct store *store, const struct store_reaction *reaction, store_append_fn *done,
                 void *arg);

#endif
