#include <stdlib.h>

#include "durable.h"
#include "log.h"
#include "mem.h"
#include "rows.h"
#include "statements.h"
#include "store_private.h"

struct export_op {
    struct op op; /* text: account, path */
    store_done_fn *done;
};

/* What is one row each; SQLite makes the JSON. */
static const struct section {
    const char *name;
    enum read_statement rows;
} sections[] = {
    {"devices",     R_EXPORT_DEVICES    },
    {"credentials", R_EXPORT_CREDENTIALS},
    {"memberships", R_EXPORT_MEMBERSHIPS},
    {"markers",     R_EXPORT_MARKERS    },
};

/* Separated by commas. */
static void write_row(FILE *file, const char *json, bool *first)
{
    fprintf(file, "%s\n%s", *first ? "" : ",", json);
    *first = false;
}

static void write_section(struct sql *sql, FILE *file, const struct section *section,
                          const char *account)
{
    bool first = true;
    fprintf(file, ",\n\"%s\": [", section->name);
    sqlite3_stmt *stmt = sql_bind(sql, section->rows, "t", account);
    while (sql_row(sql, stmt))
        write_row(file, sql_text(stmt, 0), &first);
    fputs("]", file);
}

/* Returns whether all of them are whole; a damaged one is left out. */
static bool write_messages(struct sql *sql, FILE *file, const char *account)
{
    bool first = true;
    bool whole = true;
    fputs(",\n\"messages\": [", file);
    sqlite3_stmt *stmt = sql_bind(sql, R_EXPORT_MESSAGES, "t", account);
    while (sql_row(sql, stmt)) {
        struct store_entry entry;
        if (row_read(stmt, sql_text(stmt, ROW_MORE), &entry))
            write_row(file, sql_text(stmt, ROW_MORE + 1), &first);
        else
            whole = false;
    }
    fputs("]\n}\n", file);
    return whole;
}

static enum store_status write_account(struct sql *sql, FILE *file, const char *account)
{
    sqlite3_stmt *stmt = sql_bind(sql, R_EXPORT_ACCOUNT, "t", account);
    if (!sql_row(sql, stmt))
        return STORE_MISSING;
    fprintf(file, "{\"account\": %s", sql_text(stmt, 0));
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
        write_section(sql, file, &sections[i], account);
    return write_messages(sql, file, account) ? STORE_OK : STORE_DAMAGED;
}

static void run_export(struct store *store, struct op *op)
{
    struct sql *sql = &store->reader.sql;
    const char *path = op->text[1];
    char *cause = NULL;
    FILE *file = durable_begin(path, &cause);
    if (file) {
        op->status = write_account(sql, file, op->text[0]);
        bool keep = !sql->failed && op->status != STORE_MISSING;
        if (durable_end(file, path, keep, &cause) == 0 || op->status == STORE_MISSING) {
            free(cause);
            return;
        }
    }
    log_event(LOG_ERROR, "store-export", "error=\"%s\"", cause);
    free(cause);
    op->status = STORE_FAILED;
}

static void finish_export(struct op *op)
{
    const struct export_op *ask = (struct export_op *)op;
    if (ask->done)
        ask->done(op->arg, op->status);
}

void store_export(struct store *store, const char *account, const char *path, store_done_fn *done,
                  void *arg)
{
    const char *const texts[] = {account, path};
    struct export_op *ask = op_new(sizeof(*ask), texts, 2);
    ask->op.run = run_export;
    ask->op.finish = finish_export;
    ask->op.arg = arg;
    ask->done = done;
    store_submit(store, &store->reader.lane, &ask->op);
}
