#include "statements.h"
#include "store_private.h"

/* A write with a completion (maybe) and, beside its texts, two numbers. */
struct people_op {
    struct op op;
    store_done_fn *done;
    int64_t number[2];
};

static void finish(struct op *op)
{
    struct people_op *people = (struct people_op *)op;
    if (people->done)
        people->done(op->arg, op->status);
}

static struct people_op *people_new(op_run_fn *run, const char *const *texts, size_t n)
{
    struct people_op *people = op_new(sizeof(*people), texts, n);
    people->op.run = run;
    people->op.finish = finish;
    return people;
}

static void submit(struct store *store, struct people_op *people)
{
    store_submit(store, &store->writer.lane, &people->op);
}

/* ---- records, cursors, marks: nobody waits for these ---- */

static void submit_owed(struct store *store, struct people_op *people, enum owed_as owed_as)
{
    people->op.owed_as = owed_as;
    submit(store, people);
}

static void run_put(struct store *store, struct op *op)
{
    struct sql *sql = &store->writer.sql;
    const char *const *text = op->text;
    if (text[2])
        sql_run(sql, sql_bind(sql, W_RECORD_PUT, "ttt", text[0], text[1], text[2]));
    else
        sql_run(sql, sql_bind(sql, W_RECORD_DELETE, "tt", text[0], text[1]));
}

void store_put(struct store *store, const char *space, const char *key, const char *value)
{
    const char *const texts[] = {space, key, value};
    submit_owed(store, people_new(run_put, texts, 3), OWED_RECORD);
}

void store_try(struct store *store, store_done_fn *done, void *arg)
{
    static const char *const texts[] = {"store", "tried", "1"};
    struct people_op *people = people_new(run_put, texts, 3);
    people->done = done;
    people->op.arg = arg;
    submit(store, people);
}

static void run_ack(struct store *store, struct op *op)
{
    struct sql *sql = &store->writer.sql;
    int64_t id = ((struct people_op *)op)->number[0];
    sql_run(sql, sql_bind(sql, W_DEVICE_ACK, "tti", op->text[0], op->text[1], id));
}

void store_ack(struct store *store, const char *account, const char *device, uint64_t id)
{
    const char *const texts[] = {account, device};
    struct people_op *people = people_new(run_ack, texts, 2);
    people->number[0] = (int64_t)id;
    submit_owed(store, people, OWED_CURSOR);
}

static void run_mark(struct store *store, struct op *op)
{
    struct sql *sql = &store->writer.sql;
    int64_t read_ms = ((struct people_op *)op)->number[0];
    sql_run(sql, sql_bind(sql, W_MARKER_SET, "tti", op->text[0], op->text[1], read_ms));
}

void store_mark(struct store *store, const char *account, const char *conv, int64_t read_ms)
{
    const char *const texts[] = {account, conv};
    struct people_op *people = people_new(run_mark, texts, 2);
    people->number[0] = read_ms;
    submit_owed(store, people, OWED_MARKER);
}

static void run_seen(struct store *store, struct op *op)
{
    struct sql *sql = &store->writer.sql;
    int64_t now_ms = ((struct people_op *)op)->number[0];
    sql_run(sql, sql_bind(sql, W_ACCOUNT_SEEN, "it", now_ms, op->text[0]));
}

void store_seen(struct store *store, const char *account, int64_t now_ms)
{
    const char *const texts[] = {account};
    struct people_op *people = people_new(run_seen, texts, 1);
    people->number[0] = now_ms;
    submit_owed(store, people, OWED_SEEN);
}

/* ---- accounts ---- */

static void put_credential(struct sql *sql, const char *account, const char *const *credential)
{
    sql_run(sql, sql_bind(sql, W_CREDENTIAL_PUT, "tttt", account, credential[0], credential[1],
                          credential[2]));
}

/* The name had an owner who is gone: with the new one its pairs begin anew. */
static void forget_tombstone(struct writer *writer, const char *fold, const char *skeleton)
{
    struct sql *sql = &writer->sql;
    sql_run(sql, sql_bind(sql, W_TOMBSTONE_REMOVE, "tt", fold, skeleton));
    if (sqlite3_changes(sql->db) == 0)
        return;
    convs_save(writer);
    convs_forget(writer);
}

/* A taken name fails the one statement; the rest of the batch does not notice. */
static void run_claim(struct store *store, struct op *op)
{
    struct sql *sql = &store->writer.sql;
    const char *const *text = op->text;
    const int64_t *number = ((struct people_op *)op)->number;
    sqlite3_stmt *stmt = sql_bind(sql, W_TOMBSTONE_FIND, "tti", text[0], text[1], number[0]);
    if (sql_row(sql, stmt)) {
        sqlite3_reset(stmt);
        op->status = STORE_EXISTS;
        return;
    }
    forget_tombstone(&store->writer, text[0], text[1]);
    if (sql_run(sql, sql_bind(sql, W_ACCOUNT_ADD, "tttii", text[0], text[1], text[2], number[0],
                              number[1]))) {
        put_credential(sql, text[0], text + 3);
        store->writer.mark.accounts++;
    } else {
        op->status = STORE_EXISTS;
    }
}

/* NOLINTNEXTLINE(readability-function-size): the contract has six parameters. */
void store_claim(struct store *store, const struct store_account *account, const char *skeleton,
                 const struct store_credential *credential, store_done_fn *done, void *arg)
{
    const char *const texts[] = {account->fold,    skeleton,          account->name,
                                 credential->kind, credential->label, credential->value};
    struct people_op *people = people_new(run_claim, texts, 6);
    people->number[0] = account->created_ms;
    people->number[1] = account->last_seen_ms;
    people->done = done;
    people->op.arg = arg;
    submit(store, people);
}

static void run_credential_put(struct store *store, struct op *op)
{
    put_credential(&store->writer.sql, op->text[0], op->text + 1);
}

void store_credential_put(struct store *store, const char *account,
                          const struct store_credential *credential, store_done_fn *done, void *arg)
{
    const char *const texts[] = {account, credential->kind, credential->label, credential->value};
    struct people_op *people = people_new(run_credential_put, texts, 4);
    people->done = done;
    people->op.arg = arg;
    submit(store, people);
}

/* Deletes what the caller believes is there. */
static void run_removal(struct store *store, struct op *op, sqlite3_stmt *stmt)
{
    struct sql *sql = &store->writer.sql;
    sql_run(sql, stmt);
    if (sqlite3_changes(sql->db) == 0)
        op->status = STORE_MISSING;
}

static void run_credential_remove(struct store *store, struct op *op)
{
    run_removal(store, op,
                sql_bind(&store->writer.sql, W_CREDENTIAL_REMOVE, "ttt", op->text[0], op->text[1],
                         op->text[2]));
}

/* NOLINTNEXTLINE(readability-function-size): the contract has six parameters. */
void store_credential_remove(struct store *store, const char *account, const char *kind,
                             const char *label, store_done_fn *done, void *arg)
{
    const char *const texts[] = {account, kind, label};
    struct people_op *people = people_new(run_credential_remove, texts, 3);
    people->done = done;
    people->op.arg = arg;
    submit(store, people);
}

/* ---- devices ---- */

static void run_device_seen(struct store *store, struct op *op)
{
    struct sql *sql = &store->writer.sql;
    int64_t now_ms = ((struct people_op *)op)->number[0];
    sql_run(sql, sql_bind(sql, W_DEVICE_SEEN, "tti", op->text[0], op->text[1], now_ms));
}

void store_device_seen(struct store *store, const char *account, const char *device, int64_t now_ms)
{
    const char *const texts[] = {account, device};
    struct people_op *people = people_new(run_device_seen, texts, 2);
    people->number[0] = now_ms;
    submit_owed(store, people, OWED_DEVICE_SEEN);
}

static void run_device_remove(struct store *store, struct op *op)
{
    run_removal(store, op,
                sql_bind(&store->writer.sql, W_DEVICE_REMOVE, "tt", op->text[0], op->text[1]));
}

void store_device_remove(struct store *store, const char *account, const char *device,
                         store_done_fn *done, void *arg)
{
    const char *const texts[] = {account, device};
    struct people_op *people = people_new(run_device_remove, texts, 2);
    people->done = done;
    people->op.arg = arg;
    submit(store, people);
}
