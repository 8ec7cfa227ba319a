#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "checksum.h"
#include "log.h"
#include "mem.h"
#include "sql.h"

/* The NUL keeps "ab" "c" apart from "a" "bc". */
static uint32_t add_text(uint32_t crc, const char *text)
{
    return checksum_add(crc, text, strlen(text) + 1);
}

static uint32_t add_number(uint32_t crc, uint64_t number)
{
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
    return checksum_add(crc, bytes, sizeof(bytes));
}

uint32_t row_checksum(const struct store_entry *entry, int64_t conversation)
{
    uint32_t crc = add_number(0, entry->id);
    crc = add_number(crc, (uint64_t)conversation);
    crc = add_number(crc, entry->seq);
    crc = add_number(crc, (uint64_t)entry->time_ms);
    crc = add_number(crc, entry->queued);
    crc = add_number(crc, (uint64_t)entry->kind);
    crc = add_text(crc, entry->msgid);
    crc = add_text(crc, entry->sender);
    crc = add_text(crc, entry->device);
    crc = add_text(crc, entry->source);
    crc = add_text(crc, entry->body);
    return add_text(crc, entry->tags);
}

bool row_read(sqlite3_stmt *stmt, const char *conv, struct store_entry *entry)
{
    *entry = (struct store_entry){
        .id = (uint64_t)sqlite3_column_int64(stmt, 0),
        .seq = (uint64_t)sqlite3_column_int64(stmt, 2),
        .time_ms = sqlite3_column_int64(stmt, 3),
        .queued = sqlite3_column_int(stmt, 4) != 0,
        .kind = sqlite3_column_int(stmt, 5),
        .conv = conv,
        .msgid = sql_text(stmt, 6),
        .sender = sql_text(stmt, 7),
        .device = sql_text(stmt, 8),
        .source = sql_text(stmt, 9),
        .body = sql_text(stmt, 10),
        .tags = sql_text(stmt, 11),
    };
    if (sqlite3_column_int64(stmt, 12) == row_checksum(entry, sqlite3_column_int64(stmt, 1)))
        return true;
    log_event(LOG_ERROR, "store-damaged", "id=%llu conv=\"%s\" seq=%llu",
              (unsigned long long)entry->id, conv, (unsigned long long)entry->seq);
    return false;
}

void text_put(struct buf *texts, const char *text)
{
    buf_append(texts, text, strlen(text) + 1);
}

const char *text_next(const char **at)
{
    const char *text = *at;
    *at += strlen(text) + 1;
    return text;
}

void rows_add(struct rows *rows, const struct store_entry *entry)
{
    if (rows->n == rows->cap) {
        rows->cap = rows->cap ? 2 * rows->cap : 16;
        rows->list = xreallocarray(rows->list, rows->cap, sizeof(rows->list[0]));
    }
    rows->list[rows->n++] = *entry;
    const char *const texts[] = {entry->conv,   entry->msgid, entry->sender, entry->device,
                                 entry->source, entry->body,  entry->tags};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        text_put(&rows->text, texts[i]);
}

void rows_seal(struct rows *rows)
{
    const char *at = rows->text.data;
    for (size_t i = 0; i < rows->n; i++) {
        struct store_entry *entry = &rows->list[i];
        entry->conv = text_next(&at);
        entry->msgid = text_next(&at);
        entry->sender = text_next(&at);
        entry->device = text_next(&at);
        entry->source = text_next(&at);
        entry->body = text_next(&at);
        entry->tags = text_next(&at);
    }
}

void rows_clear(struct rows *rows)
{
    free(rows->list);
    buf_clear(&rows->text);
    *rows = (struct rows){0};
}
