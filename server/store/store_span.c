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
