/*
 * memory.h - the client's own memory, one SQLite file: scrollback of every
 * conversation, drafts, input history, read marks, the state of the last time.
 *
 * All on the loop's thread; writes of a turn are one transaction
 * (memory_begin/memory_commit; synchronous=NORMAL). A torn file is set aside
 * and said so, never fatal.
 */
#ifndef MEMORY_H
#define MEMORY_H

#include <stddef.h>
#include <stdint.h>

struct memory;

/* One line as the model has it; kind and flags are the caller's numbers. */
struct memory_line {
    int64_t time_ms;
    int kind;
    unsigned flags;
    const char *nick, *text, *msgid;
};

/*
 * Opens or makes the file. A file that is damaged is renamed to PATH.damaged
 * and *warning (to free) says so. NULL with *cause only when nothing can be
 * written there.
 */
struct memory *memory_open(const char *path, char **warning, char **cause);
void memory_close(struct memory *memory);

/* Writes between these are one transaction; nothing is lost if the process is killed after commit.
 */
void memory_begin(struct memory *memory);
void memory_commit(struct memory *memory);

/* conv is a key: "host:port/fold". A line with a msgid that conv has already is not doubled. */
void memory_add_line(struct memory *memory, const char *conv, const struct memory_line *line);

/* The newest `limit` lines of conv older than before_ms (INT64_MAX: the newest), oldest first. */
typedef void memory_line_fn(void *arg, const struct memory_line *line);
void memory_lines(struct memory *memory, const char *conv, int64_t before_ms, size_t limit,
                  memory_line_fn *fn, void *arg);

/* Values by name within a space: drafts ("draft", conv), read marks, the last room ... NULL
 * deletes. */
void memory_put(struct memory *memory, const char *space, const char *key, const char *value);
/* To free; NULL if there is none. */
char *memory_get(struct memory *memory, const char *space, const char *key);
typedef void memory_pair_fn(void *arg, const char *key, const char *value);
void memory_each(struct memory *memory, const char *space, memory_pair_fn *fn, void *arg);

/* Input history. */
void memory_add_input(struct memory *memory, const char *conv, const char *text);
void memory_inputs(struct memory *memory, size_t limit, memory_pair_fn *fn, void *arg);

#endif
