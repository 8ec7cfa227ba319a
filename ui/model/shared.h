/*
 * shared.h - a folder of what a server shares, as far as it was listed.
 *
 * Paths are as people read them: "docs/old plans", "" for the top. On the wire
 * and in addresses they are percent-encoded. Texts from the server are
 * sanitised by the caller.
 */
#ifndef SHARED_H
#define SHARED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* However much a server lists, no more is kept. */
#define SHARED_ENTRIES_MAX 20000
#define SHARED_NAME_BYTES  255

enum shared_state {
    SHARED_NEVER, /* nothing was asked */
    SHARED_ASKED, /* an answer is awaited */
    SHARED_HERE,  /* a page, or all of it, is here */
    SHARED_FAILED /* why says why */
};

struct shared_entry {
    char *name; /* owned */
    bool folder;
    int64_t size;    /* bytes; -1 unknown */
    int64_t time_ms; /* wall: last changed; 0 unknown */
    char *sha256;    /* NULL unknown; owned */
};

struct shared {
    enum shared_state state;
    char *path; /* owned */
    struct shared_entry *entries;
    size_t n;
    int64_t count, bytes; /* of the whole folder, as the server says; -1 unknown */
    size_t before;        /* entries that were here when the page was asked for */
    char *cursor;         /* where the next page begins; NULL: all is here; owned */
    char *why;            /* a sentence, begun in lower case; owned */
    unsigned asked;       /* answers that are awaited; only the last one is about path */
    bool again;           /* the page that comes is the first one: what is here goes */
    unsigned changes;     /* counts what a list of it would show otherwise */
};

/* Forgets all; a zeroed one is empty. */
void shared_clear(struct shared *shared);

/* The link is new: what was asked is not answered any more. */
void shared_lost(struct shared *shared);

/* A listing of path was asked for, from its beginning, or the next page. */
void shared_ask(struct shared *shared, const char *path);
void shared_ask_more(struct shared *shared);

/* True if there is another page, and it was not asked for yet. */
bool shared_has_more(const struct shared *shared);

/* An entry came; copied. Nothing if it belongs to a question of before. */
void shared_add(struct shared *shared, const struct shared_entry *entry);

/* An answer is over. cursor: of the next page; NULL for none. Behind a page without an entry there
 * is none. */
void shared_end(struct shared *shared, int64_t count, int64_t bytes, const char *cursor);
void shared_fail(struct shared *shared, const char *why);

/* The entry of that name, or NULL. */
const struct shared_entry *shared_find(const struct shared *shared, const char *name);

/* path and name as one path; the path without its last part ("" stays ""). To free. */
char *shared_path_join(const char *path, const char *name);
char *shared_path_up(const char *path);

/* As people write them: without slashes at the ends. To free. */
char *shared_path_tidy(const char *path);

/* Appends a path as it stands in addresses (RFC 3986: all but unreserved characters and '/' by
 * percent signs); the other way, to free, NULL if it is no UTF-8 or holds controls. */
void shared_path_encode(struct buf *out, const char *path);
char *shared_path_decode(const char *encoded, size_t len);

/* "1.2 MiB", "17 B"; "" if it is unknown. Returns out. */
#define SHARED_SIZE_TEXT 24
char *shared_size_text(int64_t bytes, char *out);

#endif
