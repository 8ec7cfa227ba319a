/* What was said before, when something else comes about it. */
#include <stdlib.h>

#include "mem.h"
#include "rows.h"
#include "statements.h"
#include "store_private.h"

static bool was_member(struct sql *sql, const char *account, int64_t conv, int64_t seq)
{
    sqlite3_stmt *stmt = sql_bind(sql, W_SAID_SEEN, "tii", account, conv, seq);
    bool was = sql_row(sql, stmt);
    sqlite3_reset(stmt);
    return was;
}

enum store_status said_find(struct sql *sql, const struct said *said, int64_t conv, const char *key,
                            struct store_entry *entry)
{
    sqlite3_stmt *stmt = sql_bind(sql, W_SAID_FIND, "ti", said->msgid, conv);
    if (!sql_row(sql, stmt))
        return STORE_MISSING;
    if (!row_read(stmt, key, entry))
        return STORE_DAMAGED;
    bool is_said = entry->queued && entry->kind >= 0 && entry->kind < STORE_ABOUT;
    if (!is_said || entry->time_ms < said->not_before ||
        (said->member && !was_member(sql, said->member, conv, (int64_t)entry->seq)))
        return STORE_MISSING;
    return STORE_OK;
}

/* A damaged row stays what it is. */
void said_void(struct sql *sql, int64_t id)
{
    struct store_entry entry;
    sqlite3_stmt *stmt = sql_bind(sql, W_ROW, "i", id);
    if (!sql_row(sql, stmt))
        return;
    bool whole = row_read(stmt, "", &entry) && entry.kind >= STORE_ABOUT;
    entry.kind = STORE_VOID;
    entry.body = "";
    entry.tags = "";
    int64_t crc = row_checksum(&entry, sqlite3_column_int64(stmt, ROW_CONVERSATION));
    sqlite3_reset(stmt);
    if (whole)
        sql_run(sql, sql_bind(sql, W_ATTACHED_VOID, "ii", crc, id));
}

void said_void_attached(struct sql *sql, int64_t conv, int64_t seq)
{
    int64_t *events = NULL;
    size_t n = 0;
    sqlite3_stmt *stmt = sql_bind(sql, W_ATTACHED_ALL, "ii", conv, seq);
    while (sql_row(sql, stmt)) {
        events = xreallocarray(events, n + 1, sizeof(*events));
        events[n++] = sqlite3_column_int64(stmt, 0);
    }
    for (size_t i = 0; i < n; i++)
        said_void(sql, events[i]);
    free(events);
    sql_run(sql, sql_bind(sql, W_ATTACHED_DROP, "ii", conv, seq));
}
