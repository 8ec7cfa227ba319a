#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rows.h"
#include "statements.h"
#include "store_private.h"

/* A conversation as of the last entry written to it. */
struct conv {
    struct conv *next_dirty;
    bool dirty;
    bool paired; /* both of its pair are members; for a room there is nothing to do */
    int64_t id;
    int64_t last_seq;
    int64_t last_ms;
    int64_t queued_id;
    int64_t queued_ms;
    int64_t queued;
};

static struct conv *conv_load(struct writer *writer, const char *key)
{
    struct sql *sql = &writer->sql;
    sqlite3_stmt *stmt = sql_bind(sql, W_CONV_FIND, "t", key);
    if (!sql_row(sql, stmt))
        return NULL;
    struct conv *conv = xnew(struct conv);
    conv->id = sqlite3_column_int64(stmt, 0);
    conv->last_seq = sqlite3_column_int64(stmt, 1);
    conv->last_ms = sqlite3_column_int64(stmt, 2);
    conv->queued_id = sqlite3_column_int64(stmt, 3);
    conv->queued_ms = sqlite3_column_int64(stmt, 4);
    conv->queued = sqlite3_column_int64(stmt, 5);
    sqlite3_reset(stmt);
    map_set(&writer->convs, key, conv);
    return conv;
}

/* The conversation, or NULL if there is none. */
static struct conv *conv_find(struct writer *writer, const char *key)
{
    struct conv *conv = map_get(&writer->convs, key);
    return conv ? conv : conv_load(writer, key);
}

/* The conversation, made if need be; NULL if that failed. */
static struct conv *conv_get(struct writer *writer, const char *key)
{
    struct conv *conv = conv_find(writer, key);
    if (conv)
        return conv;
    struct sql *sql = &writer->sql;
    sql_run(sql, sql_bind(sql, W_CONV_ADD, "t", key));
    return conv_load(writer, key);
}

void convs_save(struct writer *writer)
{
    struct sql *sql = &writer->sql;
    for (struct conv *conv = writer->dirty; conv; conv = conv->next_dirty) {
        conv->dirty = false;
        sql_run(sql, sql_bind(sql, W_CONV_SAVE, "iiiiii", conv->last_seq, conv->last_ms,
                              conv->queued_id, conv->queued_ms, conv->queued, conv->id));
    }
    writer->dirty = NULL;
}

void convs_forget(struct writer *writer)
{
    MAP_FOREACH(entry, &writer->convs)
        free(map_value(entry));
    map_clear(&writer->convs);
    writer->dirty = NULL;
}

/* ---- appending ---- */

struct append_op {
    struct op op;
    store_append_fn *done;
    struct store *store;
    struct store_entry entry;
    char *first_msgid; /* of the entry that this one repeats */
    char *first_conv;
};

/* Gives the entry its place. */
static void conv_extend(struct writer *writer, struct conv *conv, struct store_entry *entry)
{
    entry->id = writer->next_id++;
    writer->mark.last_id = entry->id;
    writer->mark.entries++;
    entry->seq = (uint64_t)++conv->last_seq;
    if (entry->time_ms < conv->last_ms)
        entry->time_ms = conv->last_ms;
    conv->last_ms = entry->time_ms;
    if (entry->queued) {
        conv->queued_id = (int64_t)entry->id;
        conv->queued_ms = entry->time_ms;
        conv->queued++;
    }
    if (!conv->dirty) {
        conv->dirty = true;
        conv->next_dirty = writer->dirty;
        writer->dirty = conv;
    }
}

static void insert_entry(struct sql *sql, const struct store_entry *entry, const struct conv *conv)
{
    sqlite3_stmt *stmt =
        sql_bind(sql, W_MESSAGE_ADD, "iiiiiittttttii", (int64_t)entry->id, conv->id,
                 (int64_t)entry->seq, entry->time_ms, (int64_t)entry->queued, (int64_t)entry->kind,
                 entry->msgid, entry->sender, entry->device, entry->source, entry->body,
                 entry->tags, (int64_t)row_checksum(entry, conv->id), conv->queued - entry->queued);
    if (!sql_run(sql, stmt))
        sql->failed = true;
}

/* Whether this sender said it before. If so it gets the first one's place. */
static bool take_first_place(struct sql *sql, struct append_op *append)
{
    struct store_entry *entry = &append->entry;
    sqlite3_stmt *stmt = sql_bind(sql, W_IDEM_FIND, "tt", entry->sender, entry->idem);
    if (!sql_row(sql, stmt))
        return false;
    entry->id = (uint64_t)sqlite3_column_int64(stmt, 0);
    entry->seq = (uint64_t)sqlite3_column_int64(stmt, 1);
    entry->time_ms = sqlite3_column_int64(stmt, 2);
    entry->msgid = append->first_msgid = xstrdup(sql_text(stmt, 3));
    entry->conv = append->first_conv = xstrdup(sql_text(stmt, 4));
    sqlite3_reset(stmt);
    return true;
}

static void remember_place(struct sql *sql, const struct store_entry *entry,
                           const struct conv *conv)
{
    sql_run(sql,
            sql_bind(sql, W_IDEM_ADD, "ittiiit", (int64_t)entry->id, entry->sender, entry->idem,
                     conv->id, (int64_t)entry->seq, entry->time_ms, entry->msgid));
}

static void add_member(struct sql *sql, const char *account, const struct conv *conv,
                       const char *modes)
{
    sql_run(sql, sql_bind(sql, W_MEMBER_ADD, "tiit", account, conv->id, conv->last_seq + 1, modes));
}

static void ensure_member(struct sql *sql, const char *account, const struct conv *conv)
{
    sql_run(sql, sql_bind(sql, W_MEMBER_ENSURE, "tii", account, conv->id, conv->last_seq + 1));
}

/* "alice bob": both are members from the first word, or from the first to a new owner of a name. */
static void add_pair(struct sql *sql, const char *key, struct conv *conv)
{
    const char *space = strchr(key, ' ');
    conv->paired = true;
    if (!space)
        return;
    char *first = xstrndup(key, (size_t)(space - key));
    ensure_member(sql, first, conv);
    ensure_member(sql, space + 1, conv);
    free(first);
}

/* Where all are members: those who came since the last time, too. */
static void add_everybody(struct sql *sql, const struct conv *conv)
{
    sql_run(sql, sql_bind(sql, W_MEMBER_EVERYBODY, "ii", conv->id, conv->last_seq + 1));
}

/* Returns NULL if that failed. */
static struct conv *append_entry(struct writer *writer, struct store_entry *entry)
{
    struct conv *conv = conv_get(writer, entry->conv);
    if (!conv)
        return NULL;
    if (strcmp(entry->conv, STORE_EVERYBODY) == 0)
        add_everybody(&writer->sql, conv);
    else if (!conv->paired)
        add_pair(&writer->sql, entry->conv, conv);
    conv_extend(writer, conv, entry);
    insert_entry(&writer->sql, entry, conv);
    return conv;
}

void convs_append(struct writer *writer, struct store_entry *entry)
{
    append_entry(writer, entry);
}

int64_t convs_id(struct writer *writer, const char *key)
{
    const struct conv *conv = conv_find(writer, key);
    return conv ? conv->id : 0;
}

static void run_append(struct store *store, struct op *op)
{
    struct writer *writer = &store->writer;
    struct append_op *append = (struct append_op *)op;
    struct store_entry *entry = &append->entry;
    bool keyed = entry->idem && entry->idem[0] && entry->sender[0];
    if (keyed && take_first_place(&writer->sql, append)) {
        op->status = STORE_REPEATED;
        return;
    }
    if (entry->known_only) {
        op->status = STORE_MISSING;
        return;
    }
    const struct conv *conv = append_entry(writer, entry);
    if (keyed && conv)
        remember_place(&writer->sql, entry, conv);
}

static void finish_append(struct op *op)
{
    struct append_op *append = (struct append_op *)op;
    if (op->status == STORE_OK)
        append->store->last_id = append->entry.id;
    if (append->done)
        append->done(op->arg, op->status, &append->entry);
    free(append->first_msgid);
    free(append->first_conv);
}

void *entry_op_new(size_t size, const struct store_entry *entry)
{
    const char *const texts[] = {entry->conv,   entry->msgid, entry->sender, entry->device,
                                 entry->source, entry->body,  entry->tags,   entry->idem};
    return op_new(size, texts, sizeof(texts) / sizeof(texts[0]));
}

struct store_entry entry_of_op(const struct op *op, const struct store_entry *given)
{
    struct store_entry entry = *given;
    const char **texts[] = {&entry.conv,   &entry.msgid, &entry.sender, &entry.device,
                            &entry.source, &entry.body,  &entry.tags,   &entry.idem};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        *texts[i] = op->text[i];
    return entry;
}

void store_append(struct store *store, const struct store_entry *entry, store_append_fn *done,
                  void *arg)
{
    struct append_op *append = entry_op_new(sizeof(*append), entry);
    append->op.run = run_append;
    append->op.finish = finish_append;
    append->op.arg = arg;
    append->done = done;
    append->store = store;
    append->entry = entry_of_op(&append->op, entry);
    store_submit(store, &store->writer.lane, &append->op);
}

/* ---- membership ---- */

static void run_join(struct store *store, struct op *op)
{
    struct sql *sql = &store->writer.sql;
    const char *account = op->text[0];
    const char *modes = op->text[2];
    const struct conv *conv = conv_get(&store->writer, op->text[1]);
    if (!conv)
        return;
    sql_run(sql, sql_bind(sql, W_MEMBER_MODES, "tti", modes, account, conv->id));
    if (sqlite3_changes(sql->db) == 0)
        add_member(sql, account, conv, modes);
}

void store_join(struct store *store, const char *account, const char *conv, const char *modes)
{
    const char *const texts[] = {account, conv, modes};
    struct op *op = op_new(sizeof(*op), texts, 3);
    op->run = run_join;
    op->owed_as = OWED_MEMBER;
    store_submit(store, &store->writer.lane, op);
}

static void run_part(struct store *store, struct op *op)
{
    struct sql *sql = &store->writer.sql;
    const char *account = op->text[0];
    const struct conv *conv = conv_find(&store->writer, op->text[1]);
    if (!conv)
        return;
    sql_run(sql, sql_bind(sql, W_MEMBER_END, "iti", conv->last_seq, account, conv->id));
    sql_run(sql, sql_bind(sql, W_MEMBER_VOID, "ti", account, conv->id));
}

void store_part(struct store *store, const char *account, const char *conv)
{
    const char *const texts[] = {account, conv};
    struct op *op = op_new(sizeof(*op), texts, 2);
    op->run = run_part;
    op->owed_as = OWED_MEMBER;
    store_submit(store, &store->writer.lane, op);
}
