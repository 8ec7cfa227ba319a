/* The words of what was said, which follow the log (store_search.h). */
#include "statements.h"
#include "store_private.h"

/* Ids that are added at once: who says something meanwhile waits for these. */
#define SLICE_IDS ((int64_t)500)

/* Fewer are left to the next search: a word now and then does not cost a commit of its own. */
#define DUE_IDS ((uint64_t)500)

/* After a failure so many entries are to come first. */
#define RETRY_IDS ((uint64_t)10000)

/* So many that a search would have to wait for them: they are added whenever nothing waits. */
#define BACKLOG_IDS ((uint64_t)100000)

static int64_t indexed_upto(struct sql *sql)
{
    sqlite3_stmt *stmt = sql_bind(sql, W_INDEXED, "");
    int64_t upto = sql_row(sql, stmt) ? sqlite3_column_int64(stmt, 0) : INT64_MAX;
    sqlite3_reset(stmt);
    return upto;
}

bool words_add(struct writer *writer, int64_t ids)
{
    struct sql *sql = &writer->sql;
    int64_t last = (int64_t)writer->next_id - 1;
    int64_t from = indexed_upto(sql);
    int64_t to = last - from > ids ? from + ids : last;
    if (from < last) {
        sql_run(sql, sql_bind(sql, W_INDEX_ROWS, "ii", from, to));
        sql_run(sql, sql_bind(sql, W_INDEX_SAVE, "i", to));
    }
    writer->words_due = (uint64_t)to + 1 + DUE_IDS;
    return to >= last;
}

void words_open(struct writer *writer)
{
    writer->words_due = (uint64_t)indexed_upto(&writer->sql) + 1 + DUE_IDS;
}

void words_run_slice(struct store *store, struct op *op)
{
    (void)op;
    words_add(&store->writer, SLICE_IDS);
}

void words_put_off(struct writer *writer)
{
    writer->words_due = writer->next_id + RETRY_IDS;
}

bool words_are_due(const struct writer *writer)
{
    return writer->next_id >= writer->words_due;
}

bool words_are_late(const struct writer *writer)
{
    return writer->next_id >= writer->words_due + BACKLOG_IDS;
}
