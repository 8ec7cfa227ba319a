#include "store_uploads.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rows.h"
#include "statements.h"
#include "store_private.h"

/* ---- adding and changing ---- */

/* A write with its numbers beside its texts. */
struct upload_op {
    struct op op; /* text: id, sha256, name, type, account, conv, msgid */
    store_done_fn *done;
    int64_t size, created_ms, until_ms, day, offset;
    bool secret;
};

static void finish(struct op *op)
{
    struct upload_op *upload = (struct upload_op *)op;
    if (upload->done)
        upload->done(op->arg, op->status);
}

static struct upload_op *upload_new(op_run_fn *run, const char *const *texts, size_t n)
{
    struct upload_op *upload = op_new(sizeof(*upload), texts, n);
    upload->op.run = run;
    upload->op.finish = finish;
    return upload;
}

static void submit(struct store *store, struct upload_op *upload, store_done_fn *done, void *arg)
{
    upload->done = done;
    upload->op.arg = arg;
    store_submit(store, &store->writer.lane, &upload->op);
}

static void run_add(struct store *store, struct op *op)
{
    const struct upload_op *upload = (struct upload_op *)op;
    struct sql *sql = &store->writer.sql;
    const char *const *text = op->text;
    sql_run(sql,
            sql_bind(sql, W_UPLOAD_ADD, "tttttiiii", text[0], text[1], text[2], text[3], text[4],
                     upload->size, upload->created_ms, upload->until_ms, (int64_t)upload->secret));
    if (sqlite3_changes(sql->db) == 0) {
        op->status = STORE_MISSING;
        return;
    }
    sql_run(sql, sql_bind(sql, W_UPLOAD_DAY, "tii", text[4], upload->day, upload->size));
    sql_run(sql, sql_bind(sql, W_PART_REMOVE, "t", text[0]));
}

void store_upload_add(struct store *store, const struct store_upload *upload, int64_t day,
                      store_done_fn *done, void *arg)
{
    const char *const texts[] = {upload->id, upload->sha256, upload->name, upload->type,
                                 upload->account};
    struct upload_op *add = upload_new(run_add, texts, 5);
    add->size = upload->size;
    add->created_ms = upload->created_ms;
    add->until_ms = upload->until_ms;
    add->secret = upload->secret;
    add->day = day;
    submit(store, add, done, arg);
}

static void run_announce(struct store *store, struct op *op)
{
    struct sql *sql = &store->writer.sql;
    const char *const *text = op->text;
    sql_run(sql, sql_bind(sql, W_UPLOAD_ANNOUNCE, "tttt", text[0], text[1], text[2], text[3]));
}

void store_upload_announce(struct store *store, const struct store_upload *upload)
{
    const char *const texts[] = {upload->id, upload->account, upload->conv, upload->msgid};
    struct upload_op *announce = upload_new(run_announce, texts, 4);
    announce->op.owed_as = OWED_ANNOUNCED;
    submit(store, announce, NULL, NULL);
}

/* ---- parts ---- */

static void run_part_put(struct store *store, struct op *op)
{
    const struct upload_op *part = (struct upload_op *)op;
    struct sql *sql = &store->writer.sql;
    const char *const *text = op->text;
    sql_run(sql, sql_bind(sql, W_PART_PUT, "ttttiiii", text[0], text[1], text[2], text[3],
                          part->size, part->offset, part->until_ms, (int64_t)part->secret));
    if (sqlite3_changes(sql->db) == 0)
        op->status = STORE_MISSING;
}

void store_part_put(struct store *store, const struct store_part *part, store_done_fn *done,
                    void *arg)
{
    const char *const texts[] = {part->id, part->name, part->type, part->account};
    struct upload_op *put = upload_new(run_part_put, texts, 4);
    put->size = part->size;
    put->offset = part->offset;
    put->until_ms = part->until_ms;
    put->secret = part->secret;
    submit(store, put, done, arg);
}

static void run_part_remove(struct store *store, struct op *op)
{
    struct sql *sql = &store->writer.sql;
    sql_run(sql, sql_bind(sql, W_PART_REMOVE, "t", op->text[0]));
    if (sqlite3_changes(sql->db) == 0)
        op->status = STORE_MISSING;
}

void store_part_remove(struct store *store, const char *id, store_done_fn *done, void *arg)
{
    const char *const texts[] = {id};
    submit(store, upload_new(run_part_remove, texts, 1), done, arg);
}

/* ---- removing ---- */

struct remove_op {
    struct op op; /* text: key, account */
    store_removed_fn *done;
    enum write_statement find;
    bool expires;
    int64_t now_ms;
    size_t uploads, nfiles, nparts;
    int64_t bytes;
    struct buf files, parts; /* texts */
};

/* Whether a text is among these. */
static bool has_text(const struct buf *texts, size_t n, const char *text)
{
    const char *at = texts->data;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(text_next(&at), text) == 0)
            return true;
    }
    return false;
}

/* Deletes the rows of these ids, and finds out which of their files no other row has. */
static void delete_rows(struct sql *sql, struct remove_op *op, const struct buf *found, size_t n)
{
    const char *at = found->data;
    for (size_t i = 0; i < n; i++) {
        const char *id = text_next(&at);
        const char *sha256 = text_next(&at);
        sql_run(sql, sql_bind(sql, W_UPLOAD_REMOVE, "t", id));
        sqlite3_stmt *stmt = sql_bind(sql, W_UPLOAD_HAS, "t", sha256);
        bool kept = sql_row(sql, stmt);
        sqlite3_reset(stmt);
        if (kept || has_text(&op->files, op->nfiles, sha256))
            continue;
        text_put(&op->files, sha256);
        op->nfiles++;
    }
}

/* The next slice. Returns whether there may be another. */
static bool remove_slice(struct sql *sql, struct remove_op *op)
{
    struct buf found = {0}; /* id, sha256 of each */
    size_t n = 0;
    sqlite3_stmt *stmt =
        op->expires ? sql_bind(sql, op->find, "ii", op->now_ms, (int64_t)STORE_UPLOAD_EXPIRE_ROWS)
                    : sql_bind(sql, op->find, "tti", op->op.text[0], op->op.text[1],
                               (int64_t)STORE_UPLOAD_EXPIRE_ROWS);
    for (; sql_row(sql, stmt); n++) {
        text_put(&found, sql_text(stmt, 0));
        text_put(&found, sql_text(stmt, 1));
        op->bytes += sqlite3_column_int64(stmt, 2);
    }
    sqlite3_reset(stmt);
    delete_rows(sql, op, &found, n);
    op->uploads += n;
    buf_clear(&found);
    return n == STORE_UPLOAD_EXPIRE_ROWS && !op->expires && !sql->failed;
}

static void run_remove(struct store *store, struct op *op)
{
    struct remove_op *removal = (struct remove_op *)op;
    while (remove_slice(&store->writer.sql, removal))
        ;
    if (removal->uploads == 0)
        op->status = STORE_MISSING;
}

static void run_expire(struct store *store, struct op *op)
{
    struct remove_op *removal = (struct remove_op *)op;
    struct sql *sql = &store->writer.sql;
    remove_slice(sql, removal);
    sqlite3_stmt *stmt =
        sql_bind(sql, W_PART_EXPIRED, "ii", removal->now_ms, (int64_t)STORE_UPLOAD_EXPIRE_ROWS);
    for (; sql_row(sql, stmt); removal->nparts++)
        text_put(&removal->parts, sql_text(stmt, 0));
    sqlite3_reset(stmt);
    const char *at = removal->parts.data;
    for (size_t i = 0; i < removal->nparts; i++)
        sql_run(sql, sql_bind(sql, W_PART_REMOVE, "t", text_next(&at)));
}

/* The texts one by one; to free. */
static const char **list_texts(const struct buf *texts, size_t n)
{
    const char **list = xcalloc(n + 1, sizeof(*list));
    const char *at = texts->data;
    for (size_t i = 0; i < n; i++)
        list[i] = text_next(&at);
    return list;
}

static void finish_remove(struct op *op)
{
    struct remove_op *removal = (struct remove_op *)op;
    bool well = op->status == STORE_OK;
    const char **files = list_texts(&removal->files, well ? removal->nfiles : 0);
    const char **parts = list_texts(&removal->parts, well ? removal->nparts : 0);
    struct store_removed removed = {
        .uploads = well ? removal->uploads : 0,
        .bytes = well ? removal->bytes : 0,
        .files = files,
        .nfiles = well ? removal->nfiles : 0,
        .parts = parts,
        .nparts = well ? removal->nparts : 0,
    };
    if (removal->done)
        removal->done(op->arg, op->status, &removed);
    free(files);
    free(parts);
    buf_clear(&removal->files);
    buf_clear(&removal->parts);
}

static struct remove_op *remove_new(op_run_fn *run, const char *const *texts, size_t n)
{
    struct remove_op *removal = op_new(sizeof(*removal), texts, n);
    removal->op.run = run;
    removal->op.finish = finish_remove;
    return removal;
}

void store_upload_remove(struct store *store, const struct store_upload_key *key,
                         store_removed_fn *done, void *arg)
{
    static const enum write_statement finds[] = {
        [STORE_BY_ID] = W_UPLOAD_BY_ID,
        [STORE_BY_MSGID] = W_UPLOAD_BY_MSGID,
        [STORE_BY_SHA256] = W_UPLOAD_BY_SHA256,
    };
    const char *const texts[] = {key->key, key->account};
    struct remove_op *removal = remove_new(run_remove, texts, 2);
    removal->find = finds[key->by];
    removal->done = done;
    removal->op.arg = arg;
    store_submit(store, &store->writer.lane, &removal->op);
}

void store_upload_expire(struct store *store, int64_t now_ms, store_removed_fn *done, void *arg)
{
    struct remove_op *removal = remove_new(run_expire, NULL, 0);
    removal->find = W_UPLOAD_EXPIRED;
    removal->expires = true;
    removal->now_ms = now_ms;
    removal->done = done;
    removal->op.arg = arg;
    store_submit(store, &store->writer.lane, &removal->op);
}
