#include <stdlib.h>

#include "durable.h"
#include "log.h"
#include "mem.h"
#include "rows.h"
#include "statements.h"
#include "store_private.h"

/* A slice reads so many rows at most: others ask the same thread. */
#define SLICE_ROWS 500

struct progress {
    FILE *file;
    struct span span; /* what is left of a membership */
    int64_t from_seq; /* of that one; 0: none yet */
    bool any;         /* there is an entry in the file */
    bool damaged;
    bool written; /* the file has its name */
};

struct export_op {
    struct op op; /* text: account, path */
    struct store *store;
    store_done_fn *done;
    struct progress at;
};

/* What is a row each; SQLite makes the JSON. */
static const struct section {
    const char *name;
    enum read_statement rows;
} sections[] = {
    {"devices",     R_EXPORT_DEVICES    },
    {"credentials", R_EXPORT_CREDENTIALS},
    {"memberships", R_EXPORT_MEMBERSHIPS},
    {"markers",     R_EXPORT_MARKERS    },
    {"uploads",     R_EXPORT_UPLOADS    },
};

/* Separated by commas. */
static void write_row(FILE *file, const char *json, bool *any)
{
    fprintf(file, "%s\n%s", *any ? "," : "", json);
    *any = true;
}

static void write_section(struct sql *sql, FILE *file, const struct section *section,
                          const char *account)
{
    bool any = false;
    fprintf(file, ",\n\"%s\": [", section->name);
    sqlite3_stmt *stmt = sql_bind(sql, section->rows, "t", account);
    while (sql_row(sql, stmt))
        write_row(file, sql_text(stmt, 0), &any);
    fputs("]", file);
}

static enum store_status write_account(struct sql *sql, FILE *file, const char *account)
{
    sqlite3_stmt *stmt = sql_bind(sql, R_EXPORT_ACCOUNT, "t", account);
    if (!sql_row(sql, stmt))
        return STORE_MISSING;
    fprintf(file, "{\"account\": %s", sql_text(stmt, 0));
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
        write_section(sql, file, &sections[i], account);
    fputs(",\n\"messages\": [", file);
    return STORE_OK;
}

/* ---- entries, slice by slice ---- */

/* Returns false if there is no other membership. */
static bool next_span(struct sql *sql, const char *account, struct progress *at)
{
    sqlite3_stmt *stmt = sql_bind(sql, R_EXPORT_SPAN, "tii", account, at->span.conv, at->from_seq);
    if (!sql_row(sql, stmt))
        return false;
    at->from_seq = sqlite3_column_int64(stmt, 1);
    at->span =
        (struct span){sqlite3_column_int64(stmt, 0), at->from_seq, sqlite3_column_int64(stmt, 2)};
    return true;
}

/* Returns how many rows were looked at; at fewer than the limit the span is done. */
static int write_rows(struct sql *sql, const char *account, struct progress *at, int limit)
{
    struct store_entry entry;
    int n = 0;
    sqlite3_stmt *stmt = sql_bind(sql, R_EXPORT_ROWS, "tiiii", account, at->span.conv, at->span.lo,
                                  at->span.hi, (int64_t)limit);
    for (; sql_row(sql, stmt); n++) {
        at->span.lo = sqlite3_column_int64(stmt, ROW_SEQ) + 1;
        if (sqlite3_column_type(stmt, ROW_MORE + 1) == SQLITE_NULL)
            continue;
        if (row_read(stmt, sql_text(stmt, ROW_MORE), &entry))
            write_row(at->file, sql_text(stmt, ROW_MORE + 1), &at->any);
        else
            at->damaged = true;
    }
    return n;
}

/* Returns whether there is more. */
static bool write_slice(struct sql *sql, const char *account, struct progress *at)
{
    int left = SLICE_ROWS;
    while (left > 0 && !sql->failed) {
        if (at->span.lo > at->span.hi && !next_span(sql, account, at))
            return false;
        int n = write_rows(sql, account, at, left);
        if (n < left)
            at->span.lo = at->span.hi + 1;
        left -= n > 0 ? n : 1;
    }
    return !sql->failed;
}

/* ---- */

static void complain(char *cause)
{
    log_event(LOG_ERROR, "store-export", "error=\"%s\"", cause);
    free(cause);
}

/* Gives the file its name, or deletes it. */
static void end_file(struct export_op *ask, bool keep)
{
    char *cause = NULL;
    ask->at.written = durable_end(ask->at.file, ask->op.text[1], keep, &cause) == 0;
    ask->at.file = NULL;
    if (keep && !ask->at.written)
        complain(cause);
    else
        free(cause);
}

static enum store_status begin(struct store *store, struct export_op *ask)
{
    char *cause = NULL;
    if (store->reader.exports)
        return STORE_FAILED;
    ask->at.file = durable_begin(ask->op.text[1], &cause);
    if (!ask->at.file) {
        complain(cause);
        return STORE_FAILED;
    }
    store->reader.exports = true;
    return write_account(&store->reader.sql, ask->at.file, ask->op.text[0]);
}

static void run_export(struct store *store, struct op *op)
{
    struct export_op *ask = (struct export_op *)op;
    struct sql *sql = &store->reader.sql;
    if (!ask->at.file)
        op->status = begin(store, ask);
    if (!ask->at.file || (op->status == STORE_OK && write_slice(sql, op->text[0], &ask->at)))
        return;
    fputs("]\n}\n", ask->at.file);
    end_file(ask, op->status == STORE_OK && !sql->failed);
    store->reader.exports = false;
}

/* What it comes to, as far as the file tells. */
static enum store_status outcome(const struct export_op *ask)
{
    if (ask->op.status == STORE_MISSING)
        return STORE_MISSING;
    if (!ask->at.written)
        return STORE_FAILED;
    return ask->at.damaged ? STORE_DAMAGED : STORE_OK;
}

static struct export_op *export_new(struct store *store, const char *const *texts,
                                    store_done_fn *done, void *arg);

static void finish_export(struct op *op)
{
    struct export_op *ask = (struct export_op *)op;
    if (ask->at.file && !ask->store->closing) {
        struct export_op *rest = export_new(ask->store, op->text, ask->done, op->arg);
        rest->at = ask->at;
        store_submit(ask->store, &ask->store->reader.lane, &rest->op);
        return;
    }
    if (ask->at.file)
        end_file(ask, false);
    if (ask->done)
        ask->done(op->arg, outcome(ask));
}

static struct export_op *export_new(struct store *store, const char *const *texts,
                                    store_done_fn *done, void *arg)
{
    struct export_op *ask = op_new(sizeof(*ask), texts, 2);
    ask->op.run = run_export;
    ask->op.finish = finish_export;
    ask->op.arg = arg;
    ask->store = store;
    ask->done = done;
    ask->at.span.lo = 1;
    return ask;
}

void store_export(struct store *store, const char *account, const char *path, store_done_fn *done,
                  void *arg)
{
    const char *const texts[] = {account, path};
    struct export_op *ask = export_new(store, texts, done, arg);
    store_submit(store, &store->reader.lane, &ask->op);
}
