/*
 * conv.h - a conversation: a room, a person, or a network's console.
 */
#ifndef CONV_H
#define CONV_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "lines.h"
#include "members.h"
#include "notify.h"
#include "pick.h"
#include "reactions.h"
#include "typing.h"

struct network;

enum conv_kind { CONV_CONSOLE, CONV_ROOM, CONV_PERSON };

/* How much history is here. */
enum history_state {
    HISTORY_UNKNOWN, /* never asked */
    HISTORY_ASKED,   /* an answer is awaited */
    HISTORY_MORE,    /* the server has older lines */
    HISTORY_ALL      /* nothing older is left */
};

struct conv {
    enum conv_kind kind;
    struct network *network;
    char *name;         /* "#tea", "bob"; of the console: the network's name; owned */
    char *fold;         /* owned */
    char *topic;        /* NULL if none; owned */
    char *topic_setter; /* owned */
    int64_t topic_ms;
    char *modes;              /* "+nt"; owned */
    char *key;                /* to rejoin with; owned */
    bool joined;              /* rooms: we are in it */
    bool rejoin;              /* rooms: join it as soon as there is a link */
    bool entering;            /* rooms: we asked to be let in, and nobody has answered yet */
    bool offline;             /* persons: the server said that they are away from it */
    char *away;               /* persons: their away text; owned */
    int64_t away_told_ms;     /* when that was last said */
    bool pinned;              /* stands at the top of the list */
    bool muted;               /* what is said there is no news */
    enum notify_level notify; /* what of it is news */
    unsigned came;            /* since one scrolled back in it */
    unsigned held;            /* persons: so much of ours waits for them at the server */
    unsigned unread;
    unsigned mentions;
    int64_t read_ms; /* everything up to here is read */
    int64_t line_ms; /* where the "new since" line stands: read_ms when the conversation was opened;
                        0 none */
    int64_t told_ms; /* what the server knows of read_ms */
    int64_t opened_ms; /* when it was last looked at; the last room is the second newest */
    struct lines *lines;
    struct buf redacted;   /* msgid and text, each with its NUL, of what is to be so on the disk */
    struct posted *posted; /* files that its lines lead to (posted.h); owned */
    unsigned nposted, last_posted;
    struct map file_tags; /* of messages that lead to files, by msgid; values owned */
    struct map reactions; /* by msgid (reactions.h) */
    size_t nreactions;
    struct buf reacted;        /* of the same what the disk does not know (reactions_each_new()) */
    struct buf log;            /* rows for the readable log (log_text.h) */
    struct buf edited;         /* "kind msgid" and new text, each with NUL: for the disk */
    struct typist *typing;     /* utlist DL */
    uint64_t typed_sum;        /* of what was typed when it was last looked at */
    int64_t typing_told_ms;    /* monotonic: when we last said that we type here; 0: we do not */
    int64_t typed_ms;          /* monotonic: when what is typed last changed */
    uint64_t picked;           /* serial of the line that keys act on; 0: none */
    bool typing_paused;        /* we said that we stopped for a while */
    enum compose_kind compose; /* what the line being typed will be */
    char *compose_id;          /* msgid of what it is about; NULL; owned */
    int64_t unread_ms;         /* marked unread: what was read up to then does not count; 0 */
    struct members members;
    struct members absent; /* who is in the room but not connected, as far as is known */
    enum history_state older;
    bool noteless;   /* on the disk: no draft, no level of notifications */
    bool cleared;    /* the view is: older lines come only when they are asked for */
    uint64_t since;  /* newest line from before this link: what came later was missed; 0 */
    uint64_t anchor; /* serial of the line at the pane's bottom; 0: follow the newest */
    int anchor_rows; /* rows of that line that are below the bottom; -n: n rows follow above it */
    char *banned;    /* mask of whom we keep out since the last; NULL; owned */
    char *draft;     /* what was typed and not sent; NULL if nothing; owned */
    uint64_t *unfolded; /* what the user opened (unfold.h): serials; owned */
    size_t nunfolded;
    struct conv *prev, *next; /* chat->convs, in order of the list */
};

/* An empty conversation of a network, which is borrowed; the name is copied. */
struct conv *conv_new(enum conv_kind kind, struct network *network, const char *name,
                      size_t lines_max);
void conv_free(struct conv *conv);

/* Its newest lines are seen again, and those that will come. */
void conv_follow(struct conv *conv);

/* Index of the first line that is new: what the "new since" line stands above; how many lines there
 * are if nothing is. Comings and goings before what was said are not new, nor what we said. */
size_t conv_first_new(const struct conv *conv);

/* Is it a room that we are not in, and not on the way into? */
bool conv_is_left(const struct conv *conv);

/* Is it where joins and leaves of many would be noise? Is it written to by people? */
bool conv_is_talk(const struct conv *conv);

/* Is one of these (with commas) a service, as NickServ is? What is said to it, and what it answers,
 * may be a secret, and is kept on no disk. */
bool conv_names_service(const char *names);

/* Is it the conversation with one? NULL is none. */
bool conv_is_service(const struct conv *conv);

#endif
