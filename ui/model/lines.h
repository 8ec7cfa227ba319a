/*
 * lines.h - what was said in one conversation, in order of time.
 *
 * Records lie packed in 64 KiB chunks; an index of references gives the order,
 * so that history from the server goes in between without moving text. Text is
 * sanitised by the caller. A line with a msgid that is there already is not
 * taken again.
 */
#ifndef LINES_H
#define LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum line_kind {
    LINE_MESSAGE, /* nick says text */
    LINE_ACTION,  /* nick does text */
    LINE_NOTICE,
    LINE_JOIN, /* nick; text: account or "" */
    LINE_PART, /* nick; text: reason */
    LINE_QUIT,
    LINE_KICK, /* nick: who did it; text: "bob reason" (first word: who had to go) */
    LINE_NICK, /* nick: old; text: new */
    LINE_TOPIC,
    LINE_MODE,
    LINE_INFO, /* the client or the server says text */
    LINE_ERROR,
    LINE_DELETED /* nick said something that is gone; text: who took it away, and why */
};

enum line_flag {
    LINE_SELF = 1 << 0,    /* ours */
    LINE_MENTION = 1 << 1, /* speaks to us */
    LINE_HISTORY = 1 << 2, /* came as history, not live */
    LINE_PENDING = 1 << 3, /* ours, not echoed yet: the queue has it */
    LINE_FAILED = 1 << 4,  /* ours, refused */
    LINE_SAVED = 1 << 5,   /* is in the local memory */
    LINE_WAITING = 1 << 6, /* pending, and not on its way yet */
    LINE_UNSURE = 1 << 7,  /* pending, and may have arrived */
    LINE_EDITED = 1 << 8,  /* its text is not the first one */
    LINE_IGNORED = 1 << 9  /* the user does not want to hear who did it (ignore.h) */
};

/* One line. In: borrowed and copied. Out: borrowed until the lines change. */
struct line {
    uint64_t serial; /* names this line within its conversation; given by lines_add() */
    int64_t time_ms;
    enum line_kind kind;
    unsigned flags;
    const char *nick;  /* "" for none */
    const char *text;  /* may hold '\n' and mIRC codes, nothing else below 0x20 */
    const char *msgid; /* "" for none */
    uint64_t before;   /* in: goes before that line if their times are equal (older history); 0 */
    const char *reply; /* msgid of what it answers; "" for none (in: NULL too) */
};

struct lines; /* private */

/* An empty list, for lines_free(). */
struct lines *lines_new(size_t max); /* at most max lines are kept, the oldest go first */
void lines_free(struct lines *lines);

/*
 * Puts the line where its time belongs, behind others of that time. Returns
 * its serial, or 0 if a line with this msgid was there already, or if it is
 * older than all of as many lines as are kept. Serials grow in order of arrival.
 */
uint64_t lines_add(struct lines *lines, const struct line *line);

/*
 * Our own line came back: gives the line with this serial, which was added as
 * pending, its msgid and time and clears LINE_PENDING and what belongs to it;
 * false if it is not there. If another line has that msgid, only that one stays.
 */
bool lines_confirm(struct lines *lines, uint64_t serial, const char *msgid, int64_t time_ms);

/* It waits on, while others got this time: it stands behind them from now on. */
void lines_delay(struct lines *lines, uint64_t serial, int64_t time_ms);

/* Sets and clears flags of a line; false if it is not there. */
bool lines_flag(struct lines *lines, uint64_t serial, unsigned set, unsigned clear);

/* Takes a line out; false if it is not there. */
bool lines_drop(struct lines *lines, uint64_t serial);

/*
 * What was said in the line with this msgid is gone: it becomes LINE_DELETED, with this text.
 * Returns its new serial (*was: the old one), or 0 if there is no such line that somebody said.
 */
uint64_t lines_redact(struct lines *lines, const char *msgid, const char *text, uint64_t *was);

/*
 * Who said the line with this msgid says it otherwise now: it is LINE_EDITED, with this text.
 * Returns its new serial (*was: the old one), or 0 if there is no such line, or it has that text
 * already.
 */
uint64_t lines_edit(struct lines *lines, const char *msgid, const char *text, uint64_t *was);

/* Is there a line with this msgid? Which one: its index. */
bool lines_has(const struct lines *lines, const char *msgid);
bool lines_find_id(const struct lines *lines, const char *msgid, size_t *index);

/* Did somebody say it, and is it still there? */
bool line_is_said(const struct line *line);

/* How many there are. */
size_t lines_count(const struct lines *lines);

/* The line at an index, 0 is the oldest. index must be below the count. */
void lines_get(const struct lines *lines, size_t index, struct line *out);

/* Index of the line with this serial; or of the first line later than time_ms, count if none; false
 * if the serial is gone. */
bool lines_find(const struct lines *lines, uint64_t serial, size_t *index);
size_t lines_after(const struct lines *lines, int64_t time_ms);

/* The newest line that has a msgid; false if there is none. Oldest likewise. */
bool lines_newest_id(const struct lines *lines, struct line *out);
bool lines_oldest_id(const struct lines *lines, struct line *out);

/*
 * The line that came first of those that were added without LINE_SAVED, false
 * if there is none; lines_saved() goes on to the next. A pending line comes
 * when it is pending no more.
 */
bool lines_unsaved(struct lines *lines, struct line *out);
void lines_saved(struct lines *lines);

/* So many are kept from now on, if it was another number before: the oldest go. */
void lines_limit(struct lines *lines, size_t max);

/* Is there not room for n more? Makes it: older ones may come back. */
void lines_widen(struct lines *lines, size_t n);

/* Forgets all. */
void lines_clear(struct lines *lines);

/* Bytes of memory in use. */
size_t lines_bytes(const struct lines *lines);

#endif
