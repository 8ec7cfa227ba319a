#include <stdlib.h>

#include "mem.h"
#include "rows.h"
#include "statements.h"
#include "store_private.h"

/* ---- credentials ---- */

struct credentials_op {
    struct op op;
    store_credentials_fn *done;
    struct buf texts; /* kind, label, value of each */
    size_t n;
};

static void run_credentials(struct store *store, struct op *op)
{
    struct credentials_op *ask = (struct credentials_op *)op;
    struct sql *sql = &store->reader.sql;
    sqlite3_stmt *stmt = sql_bind(sql, R_CREDENTIALS, "t", op->text[0]);
    for (; sql_row(sql, stmt); ask->n++) {
        for (int column = 0; column < 3; column++)
            text_put(&ask->texts, sql_text(stmt, column));
    }
}

static void finish_credentials(struct op *op)
{
    struct credentials_op *ask = (struct credentials_op *)op;
    size_t n = op->status == STORE_OK ? ask->n : 0;
    struct store_credential *list = xcalloc(n + 1, sizeof(*list));
    const char *at = ask->texts.data;
    for (size_t i = 0; i < n; i++) {
        list[i].kind = text_next(&at);
        list[i].label = text_next(&at);
        list[i].value = text_next(&at);
    }
    ask->done(op->arg, op->status, list, n);
    free(list);
    buf_clear(&ask->texts);
}

void store_credentials(struct store *store, const char *account, store_credentials_fn *done,
                       void *arg)
{
    const char *const texts[] = {account};
    struct credentials_op *ask = op_new(sizeof(*ask), texts, 1);
    ask->op.run = run_credentials;
    ask->op.finish = finish_credentials;
    ask->op.arg = arg;
    ask->done = done;
    store_submit(store, &store->reader.lane, &ask->op);
}

/* ---- a device's cursor ---- */

struct cursor_op {
    struct op op;
    store_cursor_fn *done;
    bool known;
    uint64_t acked_id;
};

static void run_cursor(struct store *store, struct op *op)
{
    struct cursor_op *ask = (struct cursor_op *)op;
    struct sql *sql = &store->reader.sql;
    sqlite3_stmt *stmt = sql_bind(sql, R_DEVICE, "tt", op->text[0], op->text[1]);
    ask->known = sql_row(sql, stmt);
    if (!ask->known) {
        stmt = sql_bind(sql, R_DEVICES_LEAST, "t", op->text[0]);
        if (!sql_row(sql, stmt))
            return;
    }
    ask->acked_id = (uint64_t)sqlite3_column_int64(stmt, 0);
}

static void finish_cursor(struct op *op)
{
    struct cursor_op *ask = (struct cursor_op *)op;
    ask->done(op->arg, op->status, ask->known, ask->acked_id);
}

void store_cursor(struct store *store, const char *account, const char *device,
                  store_cursor_fn *done, void *arg)
{
    const char *const texts[] = {account, device};
    struct cursor_op *ask = op_new(sizeof(*ask), texts, 2);
    ask->op.run = run_cursor;
    ask->op.finish = finish_cursor;
    ask->op.arg = arg;
    ask->done = done;
    store_submit(store, &store->reader.lane, &ask->op);
}

/* ---- the devices of an account ---- */

struct devices_op {
    struct op op;
    store_devices_fn *done;
    struct buf labels;
    struct store_device *list; /* label is filled in at the end */
    size_t n;
};

static void run_devices(struct store *store, struct op *op)
{
    struct devices_op *ask = (struct devices_op *)op;
    struct sql *sql = &store->reader.sql;
    sqlite3_stmt *stmt = sql_bind(sql, R_DEVICES, "t", op->text[0]);
    while (sql_row(sql, stmt)) {
        ask->list = xreallocarray(ask->list, ask->n + 1, sizeof(ask->list[0]));
        text_put(&ask->labels, sql_text(stmt, 0));
        ask->list[ask->n++] = (struct store_device){
            .acked_id = (uint64_t)sqlite3_column_int64(stmt, 1),
            .last_ms = sqlite3_column_int64(stmt, 2),
        };
    }
}

static void finish_devices(struct op *op)
{
    struct devices_op *ask = (struct devices_op *)op;
    const char *at = ask->labels.data;
    for (size_t i = 0; i < ask->n; i++)
        ask->list[i].label = text_next(&at);
    ask->done(op->arg, op->status, ask->list, op->status == STORE_OK ? ask->n : 0);
    free(ask->list);
    buf_clear(&ask->labels);
}

void store_devices(struct store *store, const char *account, store_devices_fn *done, void *arg)
{
    const char *const texts[] = {account};
    struct devices_op *ask = op_new(sizeof(*ask), texts, 1);
    ask->op.run = run_devices;
    ask->op.finish = finish_devices;
    ask->op.arg = arg;
    ask->done = done;
    store_submit(store, &store->reader.lane, &ask->op);
}

/* ---- conversations by the time of their newest entry ---- */

struct targets_op {
    struct op op;
    store_targets_fn *done;
    int64_t a_ms;
    int64_t b_ms;
    size_t limit;
    struct buf convs;
    struct store_target *list; /* conv is filled in at the end */
    size_t n;
};

static void run_targets(struct store *store, struct op *op)
{
    struct targets_op *ask = (struct targets_op *)op;
    struct sql *sql = &store->reader.sql;
    bool up = ask->a_ms <= ask->b_ms;
    sqlite3_stmt *stmt =
        sql_bind(sql, up ? R_TARGETS_UP : R_TARGETS_DOWN, "tiii", op->text[0],
                 up ? ask->a_ms : ask->b_ms, up ? ask->b_ms : ask->a_ms, (int64_t)ask->limit);
    while (sql_row(sql, stmt)) {
        ask->list = xreallocarray(ask->list, ask->n + 1, sizeof(ask->list[0]));
        ask->list[ask->n++] = (struct store_target){.last_ms = sqlite3_column_int64(stmt, 1)};
        text_put(&ask->convs, sql_text(stmt, 0));
    }
}

static void finish_targets(struct op *op)
{
    struct targets_op *ask = (struct targets_op *)op;
    const char *at = ask->convs.data;
    for (size_t i = 0; i < ask->n; i++)
        ask->list[i].conv = text_next(&at);
    ask->done(op->arg, op->status, ask->list, op->status == STORE_OK ? ask->n : 0);
    free(ask->list);
    buf_clear(&ask->convs);
}

/* NOLINTNEXTLINE(readability-function-size): the contract has seven parameters. */
void store_targets(struct store *store, const char *account, int64_t a_ms, int64_t b_ms,
                   size_t limit, store_targets_fn *done, void *arg)
{
    const char *const texts[] = {account};
    struct targets_op *ask = op_new(sizeof(*ask), texts, 1);
    ask->op.run = run_targets;
    ask->op.finish = finish_targets;
    ask->op.arg = arg;
    ask->done = done;
    ask->a_ms = a_ms;
    ask->b_ms = b_ms;
    ask->limit = limit;
    store_submit(store, &store->reader.lane, &ask->op);
}
