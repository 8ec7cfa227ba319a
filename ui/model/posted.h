/*
 * posted.h - the files to which the messages of a conversation lead: what,
 * how large, by whom, when.
 *
 * A message counts by its tag (+parlor.chat/file) or by an address of the
 * server's own in its text. The numbers are stable while the program runs: one
 * can be typed (/get 3) while others come in.
 */
#ifndef POSTED_H
#define POSTED_H

#include <stddef.h>
#include <stdint.h>

struct conv;
struct line;
struct network;

/* The oldest go when there are more of them in a conversation; of tags no more are kept. */
#define POSTED_MAX      500
#define POSTED_TAGS_MAX 2000

/* Longer tags are not kept. */
#define POSTED_TAG_BYTES 255

struct posted {
    unsigned number;
    char *url;    /* owned */
    char *name;   /* as people read it, sanitised; owned */
    int64_t size; /* bytes; -1 unknown */
    char *sha256; /* 64 hex digits; NULL unknown; owned */
    char *nick;   /* who posted it; owned */
    int64_t time_ms;
    uint64_t line;              /* serial */
    struct posted *prev, *next; /* conv->posted: by time, the newest first */
};

/*
 * Looks whether a line of the conversation (with its serial) leads to a file, and
 * remembers it. tag: the message's +parlor.chat/file, "size,sha256,type"; NULL: the one that was
 * kept, if any.
 */
void posted_note(struct conv *conv, const struct line *line, const char *tag);

/* Keeps the tag of a message, for when it is known what the server's addresses are. NULL: none is
 * kept. posted_tag() is borrowed. */
void posted_set_tag(struct conv *conv, const char *msgid, const char *tag);
const char *posted_tag(const struct conv *conv, const char *msgid);

/* The server says only now what its addresses are: looks at all lines that are here. */
void posted_scan(struct network *network);

/* The one of that number; the newest of that name; the one of that line. NULL if there is none, or
 * its line is gone or was taken back. */
const struct posted *posted_numbered(const struct conv *conv, long number);
const struct posted *posted_named(const struct conv *conv, const char *name);
const struct posted *posted_of_line(const struct conv *conv, uint64_t serial);

/* The newest whose line is still there, and the one before; NULL at the end. */
const struct posted *posted_first(const struct conv *conv);
const struct posted *posted_next(const struct conv *conv, const struct posted *posted);

/* Forgets all, the tags too. */
void posted_clear(struct conv *conv);

#endif
