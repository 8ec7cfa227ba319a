/*
 * shelf.h - what is in a shared folder, for the session that asks.
 *
 * Disks are slow, so the folder is read on the worker; the session is parked
 * meanwhile (job.h). Whether it may see the folder is asked before and after.
 */
#ifndef SHELF_H
#define SHELF_H

#include "job.h"
#include "library.h"

enum shelf_result {
    SHELF_READ,
    SHELF_DISABLED, /* nothing is shared here */
    SHELF_ACCOUNT,  /* only for who is logged in */
    SHELF_MISSING,  /* it is not there, or not for the asker: nobody learns which */
    SHELF_BUSY,     /* too many ask at once */
};

struct shelf;

/* The answer; shelf and what is in it live as long as the call. */
typedef void shelf_fn(struct ctx *ctx, const struct shelf *shelf);

struct shelf {
    struct job job; /* first */
    shelf_fn *done;
    enum shelf_result result;
    char *path;               /* as sharing.h says */
    char *wish;               /* what done wants to know again; NULL for nothing */
    size_t from;              /* the same */
    struct library_list list; /* at the top with the rooms' folders; empty unless SHELF_READ */
    const char *inside;       /* of path, in the share */
    struct share *share;      /* held; NULL: there are only rooms' folders */
};

/*
 * Reads a folder ("docs/", "/docs" and "docs" are the same) and calls done,
 * perhaps before this returns. wish is copied.
 */
void shelf_look(struct ctx *ctx, const char *path, const char *wish, size_t from, shelf_fn *done);

/* A sentence without a full stop for what is not SHELF_READ, and its word in a standard reply. */
const char *shelf_sentence(enum shelf_result result);
const char *shelf_code(enum shelf_result result);

/* True if the address of something in there needs a ticket (ticket.h). */
bool shelf_is_private(const struct shelf *shelf);

/* Path of an entry, as sharing.h says; to free. */
char *shelf_path(const struct shelf *shelf, const struct library_entry *entry);

/* SHA-256 of an entry, borrowed for this turn; NULL for a folder and while it is not known. */
const char *shelf_digest(const struct server *server, const struct library_entry *entry);

#endif
