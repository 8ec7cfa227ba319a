#include "store_edit.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "rows.h"
#include "statements.h"
#include "store_private.h"

struct edit_op {
    struct op op; /* texts: of the event */
    struct store *store;
    store_append_fn *done;
    struct store_edit asked; /* with the texts below */
    char *msgid;
    char *member;
    char *body;
    char *mark;
    struct store_entry event;
};

static enum store_status judge(const struct edit_op *edit, const struct store_entry *entry)
{
    if (entry->kind != edit->asked.kind)
        return STORE_MISSING;
    if (!*entry->sender || strcmp(entry->sender, edit->event.sender) != 0)
        return STORE_FORBIDDEN;
    return entry->time_ms < edit->asked.own_since ? STORE_LATE : STORE_OK;
}

static bool is_stale(const struct edit_op *edit, const char *tag)
{
    const char *const *stale = edit->asked.stale;
    while (*stale && strncmp(tag, *stale, strlen(*stale)) != 0)
        stale++;
    return *stale != NULL;
}

/* The entry's tags with the mark; to free. */
static char *marked(const struct edit_op *edit, const char *tags)
{
    struct buf kept = {0};
    buf_puts(&kept, edit->mark);
    while (*tags) {
        size_t len = strcspn(tags, ";");
        if (!is_stale(edit, tags))
            buf_printf(&kept, ";%.*s", (int)len, tags);
        tags += len + (tags[len] == ';');
    }
    return buf_detach(&kept);
}

static void rewrite(struct sql *sql, const struct edit_op *edit, struct store_entry *entry,
                    int64_t conv)
{
    char *tags = marked(edit, entry->tags);
    entry->body = edit->body;
    entry->tags = tags;
    sql_run(sql, sql_bind(sql, W_EDIT_ROW, "ttii", entry->body, entry->tags,
                          (int64_t)row_checksum(entry, conv), (int64_t)entry->id));
    free(tags);
}

/* The last edit is this event now. */
static void note(struct writer *writer, struct edit_op *edit, int64_t conv, int64_t seq)
{
    struct sql *sql = &writer->sql;
    sqlite3_stmt *stmt = sql_bind(sql, W_ATTACHED_FIND, "iitt", conv, seq, edit->event.sender, "");
    if (sql_row(sql, stmt)) {
        int64_t earlier = sqlite3_column_int64(stmt, 0);
        sqlite3_reset(stmt);
        said_void(sql, earlier);
    }
    convs_append(writer, &edit->event);
    sql_run(sql, sql_bind(sql, W_ATTACHED_PUT, "iitti", conv, seq, edit->event.sender, "",
                          (int64_t)edit->event.id));
}

static void run_edit(struct store *store, struct op *op)
{
    struct edit_op *edit = (struct edit_op *)op;
    struct writer *writer = &store->writer;
    struct store_entry entry;
    const struct said said = {edit->msgid, edit->member, edit->asked.not_before};
    int64_t conv = convs_id(writer, edit->event.conv);
    op->status = said_find(&writer->sql, &said, conv, edit->event.conv, &entry);
    if (op->status == STORE_OK)
        op->status = judge(edit, &entry);
    if (op->status != STORE_OK)
        return;
    int64_t seq = (int64_t)entry.seq;
    rewrite(&writer->sql, edit, &entry, conv);
    note(writer, edit, conv, seq);
}

static void finish_edit(struct op *op)
{
    struct edit_op *edit = (struct edit_op *)op;
    if (op->status == STORE_OK)
        edit->store->last_id = edit->event.id;
    if (edit->done)
        edit->done(op->arg, op->status, &edit->event);
    free(edit->msgid);
    free(edit->member);
    free(edit->body);
    free(edit->mark);
}

void store_edit(struct store *store, const struct store_edit *asked, store_append_fn *done,
                void *arg)
{
    struct edit_op *edit = entry_op_new(sizeof(*edit), &asked->event);
    edit->op.run = run_edit;
    edit->op.finish = finish_edit;
    edit->op.arg = arg;
    edit->store = store;
    edit->done = done;
    edit->asked = *asked;
    edit->msgid = xstrdup(asked->msgid);
    edit->member = xstrdup(asked->member);
    edit->body = xstrdup(asked->body);
    edit->mark = xstrdup(asked->mark);
    edit->event = entry_of_op(&edit->op, &asked->event);
    store_submit(store, &store->writer.lane, &edit->op);
}
