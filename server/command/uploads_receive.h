/*
 * uploads_receive.h - one upload that is coming: from its first byte to its row in the store.
 *
 * Its bytes are written and summed on the worker, so that the loop never
 * waits for a disk. What is told comes later, never inside the call that asks for it, except
 * `ended` inside receive_data() and receive_end().
 */
#ifndef UPLOADS_RECEIVE_H
#define UPLOADS_RECEIVE_H

#include "uploads.h"

/* Bytes that wait for the worker before no more are taken. */
#define RECEIVE_WAITING_MAX ((size_t)256 * 1024)

/* How long a part waits for its next piece. */
#define PART_KEEP_MS ((int64_t)24 * 3600 * 1000)

struct receiving;

/* What somebody wants to send. */
struct upload_wish {
    const char *account; /* folded */
    const char *address; /* the peer's */
    const char *name;    /* as it was given; NULL: none */
    int64_t size;        /* of the file; -1 if it is not known */
    int64_t at_most;     /* bytes; -1 if that is not known either */
    bool secret;         /* only for its author, and who has a ticket */
};

/* What became of it. */
struct upload_end {
    int status;                        /* as HTTP numbers it: 201 and 204 are good */
    const char *sentence;              /* for people, when it is not good */
    const struct store_upload *upload; /* when it is whole */
    const char *id;                    /* of the part */
    int64_t offset;                    /* of a part: so much is here for certain */
    int64_t until_ms;                  /* it waits for the rest until then */
};

struct receive_events {
    void (*ready)(void *arg); /* receive_data() may be called from now on */
    void (*more)(void *arg);  /* after receive_data() said no: it may be called again */
    /* Once, unless receive_gone() was called: there is no struct receiving any more. */
    void (*ended)(void *arg, const struct upload_end *end);
};

/* Begins an upload that comes in one piece. */
struct receiving *receive_begin(struct server *server, const struct upload_wish *wish,
                                const struct receive_events *events, void *arg);

/* Some of its bytes. False: no more until `more`. */
bool receive_data(struct receiving *receiving, const char *data, size_t len);

/* That was all of it. */
void receive_end(struct receiving *receiving);

/* There will be no more, and nobody waits for the answer: a part keeps what came of it, else
 * nothing stays. */
void receive_gone(struct receiving *receiving);

/* A better name for it, before its end: a form says it late. */
void receive_name(struct receiving *receiving, const char *name);

/* ---- uploads in several pieces ---- */

/* Begins one; `ended` says its id (201). If its size is 0 it is whole at once. */
struct receiving *part_create(struct server *server, const struct upload_wish *wish,
                              const struct receive_events *events, void *arg);

/* The next piece, which begins at offset; sha1 or sha256 (bytes of a sum, or NULL) is what it must
 * have. `ended` says the new offset (204). */
struct part_piece {
    const char *id;
    const char *account;
    const char *address;
    int64_t offset;
    const unsigned char *sum;
    bool is_sha1; /* else SHA-256 */
};
struct receiving *part_resume(struct server *server, const struct part_piece *piece,
                              const struct receive_events *events, void *arg);

/* Deletes one: 204, 404, or 423 while it is coming. */
void part_remove(struct server *server, const char *id, const char *account,
                 void (*done)(void *arg, int status), void *arg);

#endif
