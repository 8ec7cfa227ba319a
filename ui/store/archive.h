/*
 * archive.h - the client's own memory, one SQLite file: scrollback of every
 * conversation, drafts, input history, read marks, what waits to be sent, the
 * state of the last time.
 *
 * All on the loop's thread; writes of a turn are one transaction
 * (archive_begin/archive_commit; synchronous=NORMAL). A torn file is set aside
 * and said so, never fatal.
 */
#ifndef ARCHIVE_H
#define ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;

/* One line as the model has it; kind and flags are the caller's numbers. */
struct archive_line {
    int64_t time_ms;
    int kind;
    unsigned flags;
    const char *nick, *text, *msgid;
    const char *reply; /* msgid of what it answers; NULL or "" for none */
};

/*
 * Opens or makes the file. A file that is damaged is renamed to PATH.damaged
 * and *warning (to free) says so. NULL with *cause only when nothing can be
 * written there.
 */
struct archive *archive_open(const char *path, char **warning, char **cause);
void archive_close(struct archive *archive);

/* Writes between these are one transaction, which may be begun again and again; nothing is lost if
 * the process is killed after commit. False if something could not be written. */
void archive_begin(struct archive *archive);
bool archive_commit(struct archive *archive);

/* There is work that waits for a moment when nothing happens: the log goes into the file, lines
 * into the index of words. archive_rest() does a piece of it, some milliseconds; true: there is
 * more. */
bool archive_wants_rest(const struct archive *archive);
bool archive_rest(struct archive *archive);

/* conv is a key: "host:port/fold". A line with a msgid that conv has already is not doubled: false.
 */
bool archive_add_line(struct archive *archive, const char *conv, const struct archive_line *line);

/* Gives the line with this msgid, if conv has it, another kind and text; its flags stay, those of
 * line are added. */
void archive_rewrite_line(struct archive *archive, const char *conv,
                          const struct archive_line *line);

/* Which lines: the newest of a conversation that are older than a time, or the oldest that are
 * newer. */
struct archive_page {
    const char *conv;
    int64_t ms;   /* INT64_MAX: the newest of all */
    size_t limit; /* lines; some more if the last ones are of one moment */
};

/* Gives the lines of a page, oldest first. */
typedef void archive_line_fn(void *arg, const struct archive_line *line);
void archive_lines(struct archive *archive, const struct archive_page *page, archive_line_fn *fn,
                   void *arg);
void archive_lines_after(struct archive *archive, const struct archive_page *page,
                         archive_line_fn *fn, void *arg);

/* Values by name within a space: drafts ("draft", conv), read marks, the last room ... NULL
 * deletes. */
void archive_put(struct archive *archive, const char *space, const char *key, const char *value);
/* To free; NULL if there is none. */
char *archive_get(struct archive *archive, const char *space, const char *key);
typedef void archive_pair_fn(void *arg, const char *key, const char *value);
void archive_each(struct archive *archive, const char *space, archive_pair_fn *fn, void *arg);

/* Somebody (account or nick) reacted to a message, or takes it back. Twice the same counts once;
 * the message need not be here. */
struct archive_reaction {
    const char *msgid, *who, *value;
    bool gone;
};
void archive_react(struct archive *archive, const char *conv,
                   const struct archive_reaction *reaction);

/* Has any message of conv one? */
bool archive_has_reactions(struct archive *archive, const char *conv);

/* Gives who and value of each reaction to a message, in the order in which they came. */
void archive_reactions(struct archive *archive, const char *conv, const char *msgid,
                       archive_pair_fn *fn, void *arg);

/*
 * Looks through all lines of all conversations, or of one, newest first. Words are a sieve only:
 * what has not all of them at the beginnings of its words may be left out among older lines; all
 * else is the caller's to see.
 */
struct archive_search {
    const char *conv; /* NULL: all */
    const char *const *words;
    size_t nwords;
    int64_t from_ms, to_ms; /* from on, before */
    bool reacted, file;     /* only those with a reaction; with a file */
    unsigned flags;         /* only those with one of these; 0: any */
};

/* A line that may be meant; false ends the search. */
typedef bool archive_hit_fn(void *arg, const char *conv, const struct archive_line *line);
void archive_search(struct archive *archive, const struct archive_search *search,
                    archive_hit_fn *fn, void *arg);

/* Deletes what a conversation said; drafts and places stay. */
void archive_forget(struct archive *archive, const char *conv);

/* Deletes of what is older, a piece: true if there is more. */
bool archive_trim(struct archive *archive, int64_t before_ms);

/* What was said and has no answer yet (queue.h), by its key. */
struct archive_queued {
    const char *idem, *server, *target, *text;
    bool action;
    int64_t said_ms, sent_ms;
    const char *sent_as; /* may be NULL */
};

/* Adds an entry at the end, or changes one where it stands. */
void archive_queue_put(struct archive *archive, const struct archive_queued *queued);
void archive_queue_remove(struct archive *archive, const char *idem);

/* Gives those of a server in the order in which they were said. */
typedef void archive_queued_fn(void *arg, const struct archive_queued *queued);
void archive_queue_each(struct archive *archive, const char *server, archive_queued_fn *fn,
                        void *arg);

/* Input history. */
void archive_add_input(struct archive *archive, const char *conv, const char *text);
void archive_inputs(struct archive *archive, size_t limit, archive_pair_fn *fn, void *arg);

#endif
