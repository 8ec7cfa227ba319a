/*
 * uploads_private.h - what the files of uploads share.
 */
#ifndef UPLOADS_PRIVATE_H
#define UPLOADS_PRIVATE_H

#include "digest.h"
#include "map.h"
#include "uploads_receive.h"

/* The sum of a part as far as it has come, so that it need not be read again. */
struct part_sum {
    struct digest *digest;
    int64_t offset;
    int64_t used_ms; /* monotonic */
};

struct uploads {
    struct server *server;
    struct blobs *blobs;
    struct upload_limits limits;
    struct receiving *receivings; /* DL */
    struct map sums;              /* id of a part -> struct part_sum, owned */
    int64_t expire_at_ms;         /* monotonic: when old ones are looked for */
    int64_t sweep_at_ms;          /* monotonic: when strays are */
    int folder;                   /* that is swept now, see blobs_names(); NOT_SWEEPING */
    struct map touched;           /* SHA-256 of files that came while their folder was swept */
    bool stopped;                 /* nothing goes to the worker any more */
};

#define NOT_SWEEPING (-2)

typedef void receive_step_fn(struct receiving *receiving);

struct receiving {
    struct uploads *uploads;
    const struct receive_events *events; /* NULL: nobody waits for it any more */
    void *arg;
    char id[BLOBS_ID_SIZE];
    char *account, *address, *name; /* owned */
    bool secret;
    bool is_part;     /* it comes in several pieces */
    int64_t size;     /* when it is whole; -1: not known */
    int64_t at_most;  /* bytes that may come */
    int64_t reserved; /* of the account's quota */
    int64_t got;      /* bytes that came, with those of earlier pieces */
    int64_t noted;    /* offset that the store has */

    bool running; /* the worker has it */
    bool waiting; /* the store has it */
    bool begun;   /* the file is open */
    bool paused;  /* receive_data() said no */
    bool ended;   /* all has come */
    bool dropping;
    bool too_much;    /* came */
    int64_t whole_ms; /* wall: when all was there */
    bool whole;       /* it has become an upload */

    /* The worker's while running. */
    receive_step_fn *work, *then;
    bool worked;
    int fd;
    int error;
    int64_t offset; /* bytes in the file */
    int64_t synced; /* of these on the disk */
    struct buf in, out;
    struct digest *digest;
    struct digest *piece; /* of the bytes of one piece */
    int64_t piece_from;
    unsigned char piece_sum[DIGEST_BYTES];
    bool piece_is_sha1;
    char *sha256; /* when all has come; owned */
    struct receiving *prev, *next;
};

/* ---- uploads_receive.c ---- */

struct receiving *receiving_new(struct uploads *uploads, const struct receive_events *events,
                                void *arg);

/* Lets the worker do something, and goes on with then; also if it could not. */
void receiving_run(struct receiving *receiving, receive_step_fn *work, receive_step_fn *then);

/* Says what became of it, and tidies up. */
void receiving_end(struct receiving *receiving, const struct upload_end *end);
void receiving_refuse(struct receiving *receiving, int status, const char *sentence);
void receiving_fail(struct receiving *receiving);

/* The file is open: what has come is taken from now on. */
void receiving_begun(struct receiving *receiving);

/* All has come: from the file to the row. */
void receiving_finish(struct receiving *receiving);

/* ---- uploads_part.c ---- */

/* A piece has ended: what is on the disk is noted. */
void part_end_piece(struct receiving *receiving);

/* Notes how far it has come; nobody waits. */
void part_note(struct receiving *receiving);

/* Of what has come so far, as it is kept for the next piece. */
void part_forget_sum(struct uploads *uploads, const char *id);
void part_forget_old_sums(struct uploads *uploads, bool all);

/* ---- uploads_admit.c ---- */

/* Looks whether there is room, reserves it, and goes on with then; or refuses. */
void receiving_admit(struct receiving *receiving, receive_step_fn *then);

/* More come from its address already than may; and the sentence for it. */
bool receiving_is_one_too_many(const struct receiving *receiving);
extern const char receiving_too_many[];

/* Days since 1970. */
int64_t uploads_day(const struct server *server);

/* ---- uploads_sweep.c ---- */

void sweep_tick(struct uploads *uploads);

/* Deletes files ('\n' between their names; taken over), on the worker. */
void sweep_delete(struct uploads *uploads, char *names, bool parts);

/* What a removal has freed goes. */
void sweep_removed(struct uploads *uploads, const struct store_removed *removed);

/* A file of that hash is about to be there: it is no stray. */
void sweep_touch(struct uploads *uploads, const char *sha256);

#endif
