/*
 * rows.h - message rows as entries: read, checked, collected.
 */
#ifndef ROWS_H
#define ROWS_H

#include <sqlite3.h>

#include "buf.h"
#include "store.h"

/* What a statement must select for row_read(). */
#define ROW_COLUMNS                                                                             \
    "id, conversation, seq, ms, queued, kind, msgid, sender, device, source, body, tags, crc, " \
    "queued_before"

/* Columns beside those of an entry, and the first one behind them. */
enum { ROW_CONVERSATION = 1, ROW_SEQ = 2, ROW_CRC = 12, ROW_QUEUED_BEFORE = 13, ROW_MORE = 14 };

/* The checksum of everything in the row. */
uint32_t row_checksum(const struct store_entry *entry, int64_t conversation);

/*
 * Reads the row at which stmt stands; all texts but conv live until its next
 * step. Returns false if the row is damaged (and logs it). A caller who came by
 * an index looks whether it came to the row that it wanted.
 */
bool row_read(sqlite3_stmt *stmt, const char *conv, struct store_entry *entry);

/* Entries with texts of their own. A zeroed struct is empty. */
struct rows {
    struct store_entry *list;
    size_t n;
    size_t cap;
    struct buf text; /* the texts of all entries, in order */
};

/* Adds a copy; its texts can be used after rows_seal(). */
void rows_add(struct rows *rows, const struct store_entry *entry);

/* No more will be added: points the entries at their texts. */
void rows_seal(struct rows *rows);

/* Frees the rows. */
void rows_clear(struct rows *rows);

/* Texts one behind the other, each with its NUL: adding one, and reading from *at on. */
void text_put(struct buf *texts, const char *text);
const char *text_next(const char **at);

#endif
