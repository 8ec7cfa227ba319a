/*
 * sending_private.h - a message on its way, as the parts of sending.h share it:
 * building and storing (sending.c), who hears it (sending_publish.c), what its
 * sender is told (sending_answer.c).
 */
#ifndef SENDING_PRIVATE_H
#define SENDING_PRIVATE_H

#include "job.h"
#include "reply.h"
#include "secret.h"
#include "sending.h"

enum fate { FATE_LIVE, FATE_STORED, FATE_REFUSED };

struct target {
    struct sending *sending;
    enum fate fate;
    enum store_status status; /* of what was to be stored */
    char *shown;              /* the message's first parameter; owned */
    char *fold;               /* to find it again; owned */
    unsigned ranks;           /* who of a room; 0: all */
    bool is_room;
    bool is_mail;      /* counted in the receiver's mailbox (R14) */
    bool is_full;      /* it has no room there: only a repetition may pass */
    bool is_elsewhere; /* a repetition of what was said to somebody else */
    enum irc_num num;  /* of a refusal */
    const char *code;  /* of its standard reply */
    const char *why;
    char msgid[SECRET_MSGID_SIZE];
    int64_t time_ms;
    uint64_t id; /* 0 while not stored */
};

struct sending {
    struct job job;       /* first */
    struct sending *next; /* said later by the same session, waits behind this */
    struct user *account; /* the sender; NULL for a guest, who may go meanwhile */
    char *device;         /* owned */
    const char *command;
    char source[USER_SOURCE_SIZE];
    char *tags;          /* as in a line, "" for none; owned */
    char *parsed;        /* what own points into; owned */
    struct irc_tag *own; /* the same tags, nown of them; owned; NULL for none */
    size_t nown;
    char *text;    /* owned; NULL for a TAGMSG */
    char *joints;  /* as in struct multiline; owned; NULL for none */
    bool is_lines; /* several lines, or pieces */
    char *idem;    /* the sender's own key (R3); owned; NULL for none */
    int pending;   /* targets that wait for the disk */
    size_t n;
    struct target targets[SENDING_TARGETS_MAX];
};

/* Where a target is stored; to free. */
char *sending_conv(const struct target *target);

/* A target's entry is in the log, or not (store_append_fn; arg is the target). */
void sending_committed(void *arg, enum store_status status, const struct store_entry *entry);

/* It was not to be stored after all: it is for those who are here. */
void sending_unstored(struct target *target);

/* What goes out for a target; msg and lines are filled, and must live as long. */
struct envelope sending_envelope(const struct target *target, struct irc_msg *msg,
                                 struct multiline *lines);

/* To all whom a target means, and the sender's other sessions; from may be gone (NULL). */
void sending_publish(struct target *target, const struct session *from);

/* What the sender is told of all targets. */
void sending_answer(struct ctx *ctx, struct sending *sending);

#endif
