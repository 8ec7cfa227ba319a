/*
 * seek.h - what the user looks for: the line to which he jumps, words in the
 * open conversation, and in everything.
 */
#ifndef SEEK_H
#define SEEK_H

#include "edit.h"
#include "query.h"

struct conv;
struct network;

/* A line that is to be shown; it may have to be fetched first. conv is the open one, or it is off.
 */
struct jump {
    struct conv *conv; /* NULL: none is on; only to be compared with the open one */
    char *msgid;       /* "" if it has none; owned */
    int64_t time_ms;   /* 0: not known */
    unsigned pages;    /* that were asked of the server */
    bool pick;         /* keys are to act on it */
};

/* Words that are looked for in the open conversation, as they are typed. */
struct find {
    struct edit *edit;   /* NULL: nothing is looked for; owned */
    struct conv *conv;   /* only to be compared */
    uint64_t was_anchor; /* where one was */
    int was_anchor_rows;
    uint64_t hit; /* serial of the line where one stands; 0: none */
    size_t at, n; /* the how many-th of so many, from the newest on */
    bool deepen;  /* the program is to fetch more lines of the room from the archive */
};

/* A line that was found somewhere. */
struct hit {
    const struct network *network; /* only to be compared */
    char *name;                    /* of the conversation; owned */
    int64_t time_ms;
    char *nick, *text, *msgid; /* owned */
};

/* What was said right before and after a hit. */
struct vicinity {
    bool wanted;          /* the program is to look it up */
    size_t hit;           /* index */
    char *before, *after; /* NULL where it is not here; owned */
};

/* So many are kept at first; each time that more are asked for, so many more; at most. */
#define HITS_PAGE 200
#define HITS_MAX  1000

/* Everything that was ever said, looked through: the newest first. */
struct results {
    struct query query;
    struct hit hits[HITS_MAX + 1];
    size_t n, max;
    bool more;      /* there are more than are kept */
    bool wanted;    /* the program is to look through the archive */
    bool called;    /* for what spoke to us, instead of the query */
    unsigned asked; /* servers whose answer is awaited */
    unsigned stamp; /* changes with every answer */
    struct vicinity near;
};

struct seek {
    struct jump jump;
    struct find find;
    struct results results;
    const struct conv
        *calling;           /* older lines come until one of it spoke to us; only to be compared */
    unsigned calling_pages; /* that were asked of the server for it */
    struct query shown;     /* is marked in the messages */
    int64_t trim_ms; /* monotonic: when the archive is next looked through for what is too old */
    struct conv *export; /* the program is to write its lines to a file; NULL */
    char *export_path;   /* owned */
    struct conv *forget; /* the program is to delete its lines from the archive; NULL */
};

/* Frees what is in it. */
void seek_clear(struct seek *seek);

/* Forgets what was found, and looks for something else (taken over). */
void results_begin(struct results *results, struct query *query);

/* Takes a line of the conversation of that name where its time belongs; what is there already, and
 * what is older than as many as are kept, is passed over. */
void results_add(struct results *results, const struct network *network, const char *name,
                 const struct line *line);

/* Forgets what is around a hit. */
void results_clear_near(struct results *results);

/* Is a line of the conversation meant, its file and its reactions looked at too? */
bool seek_matches(const struct query *query, const struct conv *conv, const struct line *line);

/* Nothing is marked in the messages any more; true if something was. */
bool seek_unmark(struct seek *seek);

#endif
