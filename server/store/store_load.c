#include "store_private.h"

typedef void row_fn(const struct store_visitor *visitor, void *arg, sqlite3_stmt *stmt);

static void visit_account(const struct store_visitor *visitor, void *arg, sqlite3_stmt *stmt)
{
    struct store_account account = {
        .fold = sql_text(stmt, 0),
        .name = sql_text(stmt, 1),
        .created_ms = sqlite3_column_int64(stmt, 2),
        .last_seen_ms = sqlite3_column_int64(stmt, 3),
    };
    if (visitor->account)
        visitor->account(arg, &account);
}

static void visit_record(const struct store_visitor *visitor, void *arg, sqlite3_stmt *stmt)
{
    struct store_record record = {
        .space = sql_text(stmt, 0),
        .key = sql_text(stmt, 1),
        .value = sql_text(stmt, 2),
    };
    if (visitor->record)
        visitor->record(arg, &record);
}

static void visit_conv(const struct store_visitor *visitor, void *arg, sqlite3_stmt *stmt)
{
    if (visitor->conv)
        visitor->conv(arg, sql_text(stmt, 0), (uint64_t)sqlite3_column_int64(stmt, 1),
                      sqlite3_column_int64(stmt, 2));
}

static void visit_member(const struct store_visitor *visitor, void *arg, sqlite3_stmt *stmt)
{
    struct store_member member = {
        .account = sql_text(stmt, 0),
        .conv = sql_text(stmt, 1),
        .modes = sql_text(stmt, 2),
    };
    if (visitor->member)
        visitor->member(arg, &member);
}

static void visit_marker(const struct store_visitor *visitor, void *arg, sqlite3_stmt *stmt)
{
    if (visitor->marker)
        visitor->marker(arg, sql_text(stmt, 0), sql_text(stmt, 1), sqlite3_column_int64(stmt, 2));
}

/* In the order of visiting. */
static const struct visit {
    row_fn *tell;
    const char *text;
} visits[] = {
    {visit_account, "SELECT fold, name, created_ms, last_seen_ms FROM account"              },
    {visit_record,  "SELECT space, key, value FROM record"                                  },
    {visit_conv,    "SELECT key, last_seq, last_ms FROM conversation WHERE last_seq > 0"    },
    {visit_member,  "SELECT m.account, c.key, m.modes FROM member m JOIN conversation c"
                   " ON c.id = m.conversation"
                   " WHERE m.to_seq IS NULL AND substr(c.key, 1, 1) = '#'"},
    {visit_marker,  "SELECT account, conv, read_ms FROM marker"                             },
};

#define VISITS (sizeof(visits) / sizeof(visits[0]))

int store_load(struct store *store, const struct store_visitor *visitor, void *arg, char **cause)
{
    /* The other connections are their threads'. */
    struct sql sql = {0};
    const char *texts[VISITS];
    for (size_t i = 0; i < VISITS; i++)
        texts[i] = visits[i].text;
    int result = sql_open(&sql, store->path, cause);
    if (result == 0)
        result = sql_prepare(&sql, texts, VISITS, cause);
    for (size_t i = 0; result == 0 && i < VISITS; i++) {
        sqlite3_stmt *stmt = sql_bind(&sql, i, "");
        while (sql_row(&sql, stmt))
            visits[i].tell(visitor, arg, stmt);
        if (sql.failed) {
            *cause = sql_cause(sql.db);
            result = -1;
        }
    }
    sql_close(&sql);
    return result;
}
