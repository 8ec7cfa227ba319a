/*
 * Taking back what was said: the row keeps its place and number, so that what
 * is counted by those stays right, and loses its words.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rows.h"
#include "statements.h"
#include "store_private.h"

struct redact_op {
    struct op op; /* texts: of the event */
    struct store *store;
    store_append_fn *done;
    struct store_redaction asked; /* with the texts below */
    char *msgid;
    char *member;
    char *reason;
    struct store_entry event;
};

/* The row that is to lose its words. */
struct found {
    int64_t id;
    int64_t seq;
    int64_t crc; /* as it will be */
};

static bool is_theirs(const struct redact_op *redact, const struct store_entry *entry)
{
    return *entry->sender && strcmp(entry->sender, redact->event.sender) == 0;
}

/* Whether the entry may be taken back. */
static enum store_status judge(const struct redact_op *redact, const struct store_entry *entry)
{
    const struct store_redaction *asked = &redact->asked;
    if (asked->rules)
        return STORE_OK;
    if (!is_theirs(redact, entry))
        return STORE_FORBIDDEN;
    return entry->time_ms < asked->own_since ? STORE_LATE : STORE_OK;
}

static enum store_status find(struct sql *sql, const struct redact_op *redact, int64_t conv,
                              struct found *found)
{
    struct store_entry entry;
    const struct said said = {redact->asked.msgid, redact->asked.member, redact->asked.not_before};
    enum store_status status = said_find(sql, &said, conv, redact->event.conv, &entry);
    if (status != STORE_OK)
        return status;
    entry.kind = STORE_REDACTED;
    entry.body = "";
    entry.tags = "";
    *found =
        (struct found){(int64_t)entry.id, (int64_t)entry.seq, (int64_t)row_checksum(&entry, conv)};
    return judge(redact, &entry);
}

static void run_redact(struct store *store, struct op *op)
{
    struct redact_op *redact = (struct redact_op *)op;
    struct writer *writer = &store->writer;
    struct sql *sql = &writer->sql;
    struct store_entry *event = &redact->event;
    struct found found = {0};
    int64_t conv = convs_id(writer, event->conv);
    op->status = find(sql, redact, conv, &found);
    if (op->status != STORE_OK)
        return;
    sql_run(sql, sql_bind(sql, W_REDACT_ROW, "ii", found.crc, found.id));
    said_void_attached(sql, conv, found.seq);
    convs_append(writer, event);
    sql_run(sql, sql_bind(sql, W_REDACT_NOTE, "iiitit", conv, found.seq, (int64_t)event->id,
                          event->sender, event->time_ms, redact->asked.reason));
}

static void finish_redact(struct op *op)
{
    struct redact_op *redact = (struct redact_op *)op;
    if (op->status == STORE_OK)
        redact->store->last_id = redact->event.id;
    if (redact->done)
        redact->done(op->arg, op->status, &redact->event);
    free(redact->msgid);
    free(redact->member);
    free(redact->reason);
}

void store_redact(struct store *store, const struct store_redaction *redaction,
                  store_append_fn *done, void *arg)
{
    struct redact_op *redact = entry_op_new(sizeof(*redact), &redaction->event);
    redact->op.run = run_redact;
    redact->op.finish = finish_redact;
    redact->op.arg = arg;
    redact->store = store;
    redact->done = done;
    redact->asked = *redaction;
    redact->asked.msgid = redact->msgid = xstrdup(redaction->msgid);
    redact->asked.member = redact->member = xstrdup(redaction->member);
    redact->asked.reason = redact->reason = xstrdup(redaction->reason);
    redact->event = entry_of_op(&redact->op, &redaction->event);
    store_submit(store, &store->writer.lane, &redact->op);
}
