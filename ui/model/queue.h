/*
 * queue.h - what was said on one network and has no answer yet, in order.
 *
 * An entry is there before a byte of it is on the wire, and goes when the
 * server has answered. The program keeps the queue on disk: `changed` entries
 * are to be written, and what is in `gone` is to be deleted there.
 */
#ifndef QUEUE_H
#define QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct network;

/* How it stands with an entry. */
enum queued_state {
    QUEUED_WAITING, /* goes out as soon as it can */
    QUEUED_SENDING, /* on the wire, the answer is awaited */
    QUEUED_UNSURE   /* was on the wire of a link that went; only the user can say: send it again? */
};

struct queued {
    char *idem;      /* by which the server knows it again; printable; owned */
    char *target;    /* room or person; owned */
    char *text;      /* one row that fits into a line, or all of what goes as one message; owned */
    char *file;      /* tag +parlor.chat/file of what it announces; NULL; owned */
    char *reply;     /* msgid of what it answers; NULL; owned */
    char *edits;     /* msgid of what it replaces: it is no line of its own; NULL; owned */
    bool action;     /* /me */
    bool fleeting;   /* to a service, may be a password: never written to disk */
    int64_t said_ms; /* the server's clock */
    int64_t sent_ms; /* the same, when it was last put on a wire; 0: never, or refused for now */
    char *sent_as;   /* the account that it was sent from with its key; "" without; NULL: never
                        sent; owned */
    unsigned label;  /* on this link; 0: it is not on the wire of this one */
    int64_t out_ms;  /* monotonic: since when it is on that */
    bool doubtful;   /* another text came back under its label */
    uint64_t line;   /* serial of the line that shows it; 0 if none does */
    bool changed;    /* the disk does not know yet */
    bool kept;       /* the disk has it, as it is now or as it was */
    struct queued *prev, *next;
};

/* A zeroed one is empty. */
struct queue {
    struct queued *first; /* utlist DL */
    size_t n;
    struct buf gone;  /* keys of entries that are still on disk, each with NUL */
    int64_t hold_ms;  /* monotonic: nothing goes out before */
    unsigned holds;   /* pauses in a row */
    unsigned pinged;  /* a PING behind the entry of this label is unanswered; 0 none */
    unsigned changes; /* counts what was added, dropped, or changed its state */
};

/* Frees all entries. */
void queue_clear(struct queue *queue);

/* Adds a copy of what was said (target, text, file, reply, edits, action, fleeting, said_ms, and
 * what is known of an earlier time) at the end; it gets a key if it has none. */
struct queued *queue_add(struct queue *queue, const struct queued *said);

/* The same, before an entry (NULL: at the end). */
struct queued *queue_insert(struct queue *queue, const struct queued *said, struct queued *before);

/* Takes an entry out and frees it. */
void queue_drop(struct queue *queue, struct queued *queued);

/* The entry under this label of the present link, or with this key; or NULL. */
struct queued *queue_labelled(const struct queue *queue, const char *label);
struct queued *queue_find(const struct queue *queue, const char *idem);

/* How many are on the wire. */
size_t queue_flying(const struct queue *queue);

/* How many are for this room or person; NULL: for anybody. Those on the wire do not count. */
size_t queue_waiting(const struct queue *queue, const char *target);

/* The lines that show what is for them are gone. */
void queue_hide(struct queue *queue, const char *target);

/* Somebody is called otherwise: what is for them goes to the new name. */
void queue_rename(struct queue *queue, const char *name, const char *to);

/* How it stands with an entry of this network's queue. now_ms: wall clock. */
enum queued_state queue_state(const struct network *network, const struct queued *queued,
                              int64_t now_ms);

/* Can the server tell a second copy of what is sent now from the first one? */
bool queue_is_exact(const struct network *network);

#endif
