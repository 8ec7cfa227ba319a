#include "statements.h"
#include "store_private.h"

/* Rows may be missing (they expire): a probe takes the next one that is there. */
int64_t span_search(struct sql *sql, size_t next, const struct span *span, int64_t value)
{
    int64_t lo = span->lo;
    int64_t hi = span->hi;
    while (lo <= hi && !sql->failed) {
        int64_t middle = lo + (hi - lo) / 2;
        sqlite3_stmt *stmt = sql_bind(sql, next, "ii", span->conv, middle);
        bool small = sql_row(sql, stmt) && sqlite3_column_int64(stmt, 0) <= hi &&
                     sqlite3_column_int64(stmt, 1) < value;
        if (small)
            lo = sqlite3_column_int64(stmt, 0) + 1;
        else
            hi = middle - 1;
    }
    return lo;
}

/* The end of a conversation as its own row has it: column 2 or 3 of R_CONV_ID. */
static struct edge conv_end(struct sql *sql, int64_t conv, bool last)
{
    sqlite3_stmt *stmt = sql_bind(sql, R_CONV_ID, "i", conv);
    if (!sql_row(sql, stmt))
        return (struct edge){0};
    int64_t queued = sqlite3_column_int64(stmt, last ? 2 : 3);
    return (struct edge){
        .seq = last ? sqlite3_column_int64(stmt, 1) + 1 : 0, .before = queued, .upto = queued};
}

static struct edge read_edge(struct sql *sql, const struct span *span, bool newer)
{
    sqlite3_stmt *stmt = sql_bind(sql, newer ? R_NEXT_QUEUED : R_PREV_QUEUED, "ii", span->conv,
                                  newer ? span->hi + 1 : span->lo);
    if (!sql_row(sql, stmt))
        return conv_end(sql, span->conv, newer);
    struct edge edge = {.seq = sqlite3_column_int64(stmt, 0),
                        .before = sqlite3_column_int64(stmt, 1)};
    edge.upto = edge.before + sqlite3_column_int64(stmt, 2);
    return edge;
}

struct edge edge_before(struct sql *sql, const struct span *span)
{
    return read_edge(sql, span, false);
}

struct edge edge_behind(struct sql *sql, const struct span *span)
{
    return read_edge(sql, span, true);
}

int64_t edge_lost(const struct edge *older, const struct edge *newer)
{
    int64_t hole = newer->seq - older->seq - 1;
    int64_t lost = newer->before - older->upto;
    if (hole <= 0 || lost == 0)
        return 0;
    return lost < 1 || lost > hole ? 1 : lost;
}
