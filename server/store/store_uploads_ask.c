/* What there is of uploads; reader's thread. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rows.h"
#include "statements.h"
#include "store_private.h"
#include "store_uploads.h"

/* ---- rows of uploads ---- */

enum { TEXTS = 7, NUMBERS = 4 };

struct uploads_op {
    struct op op; /* text: id or account */
    union {
        store_upload_fn *one;
        store_uploads_fn *many;
    } done;
    size_t skip, limit, n;
    bool more;
    struct buf texts;   /* TEXTS of each */
    struct buf numbers; /* NUMBERS of each */
};

static void read_row(sqlite3_stmt *stmt, struct uploads_op *ask)
{
    int64_t numbers[NUMBERS];
    for (int i = 0; i < TEXTS; i++)
        text_put(&ask->texts, sql_text(stmt, i));
    for (int i = 0; i < NUMBERS; i++)
        numbers[i] = sqlite3_column_int64(stmt, TEXTS + i);
    buf_append(&ask->numbers, numbers, sizeof(numbers));
    ask->n++;
}

/* To free; the texts are those of the op. */
static struct store_upload *list_uploads(const struct uploads_op *ask)
{
    struct store_upload *list = xcalloc(ask->n + 1, sizeof(*list));
    const char *at = ask->texts.data;
    for (size_t i = 0; i < ask->n; i++) {
        int64_t numbers[NUMBERS];
        memcpy(numbers, ask->numbers.data + i * sizeof(numbers), sizeof(numbers));
        list[i].id = text_next(&at);
        list[i].sha256 = text_next(&at);
        list[i].name = text_next(&at);
        list[i].type = text_next(&at);
        list[i].account = text_next(&at);
        list[i].conv = text_next(&at);
        list[i].msgid = text_next(&at);
        list[i].size = numbers[0];
        list[i].created_ms = numbers[1];
        list[i].until_ms = numbers[2];
        list[i].secret = numbers[3] != 0;
    }
    return list;
}

static void end_ask(struct uploads_op *ask, struct store_upload *list)
{
    free(list);
    buf_clear(&ask->texts);
    buf_clear(&ask->numbers);
}

static void run_find(struct store *store, struct op *op)
{
    struct sql *sql = &store->reader.sql;
    sqlite3_stmt *stmt = sql_bind(sql, R_UPLOAD, "t", op->text[0]);
    if (sql_row(sql, stmt))
        read_row(stmt, (struct uploads_op *)op);
    else
        op->status = STORE_MISSING;
}

static void finish_find(struct op *op)
{
    struct uploads_op *ask = (struct uploads_op *)op;
    struct store_upload *list = list_uploads(ask);
    ask->done.one(op->arg, op->status, op->status == STORE_OK ? list : NULL);
    end_ask(ask, list);
}

void store_upload_find(struct store *store, const char *id, store_upload_fn *done, void *arg)
{
    const char *const texts[] = {id};
    struct uploads_op *ask = op_new(sizeof(*ask), texts, 1);
    ask->op.run = run_find;
    ask->op.finish = finish_find;
    ask->op.arg = arg;
    ask->done.one = done;
    store_submit(store, &store->reader.lane, &ask->op);
}

static void run_list(struct store *store, struct op *op)
{
    struct uploads_op *ask = (struct uploads_op *)op;
    struct sql *sql = &store->reader.sql;
    int64_t limit = (int64_t)ask->limit + 1;
    int64_t skip = (int64_t)ask->skip;
    sqlite3_stmt *stmt = op->text[0] ? sql_bind(sql, R_UPLOADS, "tii", op->text[0], limit, skip)
                                     : sql_bind(sql, R_UPLOADS_ALL, "ii", limit, skip);
    while (sql_row(sql, stmt)) {
        if (ask->n < ask->limit)
            read_row(stmt, ask);
        else
            ask->more = true;
    }
}

static void finish_list(struct op *op)
{
    struct uploads_op *ask = (struct uploads_op *)op;
    struct store_upload *list = list_uploads(ask);
    bool well = op->status == STORE_OK;
    struct store_uploads uploads = {list, well ? ask->n : 0, well && ask->more};
    ask->done.many(op->arg, op->status, &uploads);
    end_ask(ask, list);
}

/* NOLINTNEXTLINE(readability-function-size): the contract has six parameters. */
void store_uploads_list(struct store *store, const char *account, size_t skip, size_t limit,
                        store_uploads_fn *done, void *arg)
{
    const char *const texts[] = {account};
    struct uploads_op *ask = op_new(sizeof(*ask), texts, 1);
    ask->op.run = run_list;
    ask->op.finish = finish_list;
    ask->op.arg = arg;
    ask->done.many = done;
    ask->skip = skip;
    ask->limit = limit;
    store_submit(store, &store->reader.lane, &ask->op);
}

/* ---- sums ---- */

struct sums_op {
    struct op op; /* text: account */
    store_upload_sums_fn *done;
    int64_t day;
    struct store_upload_sums sums;
};

static void run_sums(struct store *store, struct op *op)
{
    struct sums_op *ask = (struct sums_op *)op;
    struct sql *sql = &store->reader.sql;
    sqlite3_stmt *stmt = sql_bind(sql, R_UPLOAD_SUMS, "ti", op->text[0], ask->day);
    if (sql_row(sql, stmt))
        ask->sums = (struct store_upload_sums){
            .files = sqlite3_column_int64(stmt, 0),
            .bytes = sqlite3_column_int64(stmt, 1),
            .day_bytes = sqlite3_column_int64(stmt, 2),
            .total_bytes = sqlite3_column_int64(stmt, 3),
            .parts = sqlite3_column_int64(stmt, 4),
            .parts_bytes = sqlite3_column_int64(stmt, 5),
            .parts_total_bytes = sqlite3_column_int64(stmt, 6),
        };
}

static void finish_sums(struct op *op)
{
    struct sums_op *ask = (struct sums_op *)op;
    ask->done(op->arg, op->status, &ask->sums);
}

void store_upload_sums(struct store *store, const char *account, int64_t day,
                       store_upload_sums_fn *done, void *arg)
{
    const char *const texts[] = {account};
    struct sums_op *ask = op_new(sizeof(*ask), texts, 1);
    ask->op.run = run_sums;
    ask->op.finish = finish_sums;
    ask->op.arg = arg;
    ask->done = done;
    ask->day = day;
    store_submit(store, &store->reader.lane, &ask->op);
}

/* ---- a part ---- */

struct part_op {
    struct op op; /* text: id */
    store_part_fn *done;
    struct store_part part;
    struct buf texts;
};

static void run_part(struct store *store, struct op *op)
{
    struct part_op *ask = (struct part_op *)op;
    struct sql *sql = &store->reader.sql;
    sqlite3_stmt *stmt = sql_bind(sql, R_PART, "t", op->text[0]);
    if (!sql_row(sql, stmt)) {
        op->status = STORE_MISSING;
        return;
    }
    for (int i = 0; i < 3; i++)
        text_put(&ask->texts, sql_text(stmt, i));
    ask->part.size = sqlite3_column_int64(stmt, 3);
    ask->part.offset = sqlite3_column_int64(stmt, 4);
    ask->part.until_ms = sqlite3_column_int64(stmt, 5);
    ask->part.secret = sqlite3_column_int64(stmt, 6) != 0;
}

static void finish_part(struct op *op)
{
    struct part_op *ask = (struct part_op *)op;
    const char *at = ask->texts.data;
    if (op->status == STORE_OK) {
        ask->part.id = op->text[0];
        ask->part.name = text_next(&at);
        ask->part.type = text_next(&at);
        ask->part.account = text_next(&at);
    }
    ask->done(op->arg, op->status, op->status == STORE_OK ? &ask->part : NULL);
    buf_clear(&ask->texts);
}

void store_part_find(struct store *store, const char *id, store_part_fn *done, void *arg)
{
    const char *const texts[] = {id};
    struct part_op *ask = op_new(sizeof(*ask), texts, 1);
    ask->op.run = run_part;
    ask->op.finish = finish_part;
    ask->op.arg = arg;
    ask->done = done;
    store_submit(store, &store->reader.lane, &ask->op);
}

/* ---- strays ---- */

struct strays_op {
    struct op op; /* text: names */
    store_strays_fn *done;
    enum read_statement find;
    struct buf names;
};

static void run_strays(struct store *store, struct op *op)
{
    struct strays_op *ask = (struct strays_op *)op;
    struct sql *sql = &store->reader.sql;
    for (const char *at = op->text[0]; *at && !sql->failed;) {
        size_t len = strcspn(at, "\n");
        char *name = xstrndup(at, len);
        sqlite3_stmt *stmt = sql_bind(sql, ask->find, "t", name);
        if (!sql_row(sql, stmt) && !sql->failed)
            buf_printf(&ask->names, "%s%s", ask->names.len > 0 ? "\n" : "", name);
        sqlite3_reset(stmt);
        free(name);
        at += len + (at[len] == '\n');
    }
}

static void finish_strays(struct op *op)
{
    struct strays_op *ask = (struct strays_op *)op;
    ask->done(op->arg, op->status, op->status == STORE_OK ? buf_text(&ask->names) : NULL);
    buf_clear(&ask->names);
}

void store_strays(struct store *store, enum store_file_kind kind, const char *names,
                  store_strays_fn *done, void *arg)
{
    const char *const texts[] = {names};
    struct strays_op *ask = op_new(sizeof(*ask), texts, 1);
    ask->op.run = run_strays;
    ask->op.finish = finish_strays;
    ask->op.arg = arg;
    ask->done = done;
    ask->find = kind == STORE_WHOLE_FILES ? R_STRAY_FILE : R_STRAY_PART;
    store_submit(store, &store->reader.lane, &ask->op);
}
