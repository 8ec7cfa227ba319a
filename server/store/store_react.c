#include "store_react.h"

#include <stdlib.h>

#include "mem.h"
#include "statements.h"
#include "store_private.h"

struct react_op {
    struct op op; /* texts: of the event */
    struct store *store;
    store_append_fn *done;
    struct store_reaction asked; /* with the texts below */
    char *msgid;
    char *member;
    char *value;
    struct store_entry event;
};

/* The number that a statement about the place gives, -1 for none. */
static int64_t ask(struct sql *sql, sqlite3_stmt *stmt)
{
    int64_t number = sql_row(sql, stmt) ? sqlite3_column_int64(stmt, 0) : -1;
    sqlite3_reset(stmt);
    return number;
}

static enum store_status remove_value(struct writer *writer, struct react_op *react, int64_t conv,
                                      int64_t seq)
{
    struct sql *sql = &writer->sql;
    const char *account = react->event.sender;
    int64_t id = ask(sql, sql_bind(sql, W_ATTACHED_FIND, "iitt", conv, seq, account, react->value));
    if (id < 0)
        return STORE_REPEATED;
    said_void(sql, id);
    sql_run(sql, sql_bind(sql, W_ATTACHED_REMOVE, "iitt", conv, seq, account, react->value));
    convs_append(writer, &react->event);
    return STORE_OK;
}

static enum store_status add_value(struct writer *writer, struct react_op *react, int64_t conv,
                                   int64_t seq)
{
    struct sql *sql = &writer->sql;
    const char *account = react->event.sender;
    if (ask(sql, sql_bind(sql, W_ATTACHED_FIND, "iitt", conv, seq, account, react->value)) >= 0)
        return STORE_REPEATED;
    if (ask(sql, sql_bind(sql, W_ATTACHED_COUNT, "iit", conv, seq, account)) >=
        (int64_t)react->asked.limit)
        return STORE_FORBIDDEN;
    convs_append(writer, &react->event);
    sql_run(sql, sql_bind(sql, W_ATTACHED_PUT, "iitti", conv, seq, account, react->value,
                          (int64_t)react->event.id));
    return STORE_OK;
}

static void run_react(struct store *store, struct op *op)
{
    struct react_op *react = (struct react_op *)op;
    struct writer *writer = &store->writer;
    struct store_entry entry;
    const struct said said = {.msgid = react->msgid, .member = react->member};
    int64_t conv = convs_id(writer, react->event.conv);
    op->status = said_find(&writer->sql, &said, conv, react->event.conv, &entry);
    if (op->status != STORE_OK)
        return;
    op->status = react->asked.removes ? remove_value(writer, react, conv, (int64_t)entry.seq)
                                      : add_value(writer, react, conv, (int64_t)entry.seq);
}

static void finish_react(struct op *op)
{
    struct react_op *react = (struct react_op *)op;
    if (op->status == STORE_OK)
        react->store->last_id = react->event.id;
    if (react->done)
        react->done(op->arg, op->status, &react->event);
    free(react->msgid);
    free(react->member);
    free(react->value);
}

void store_react(struct store *store, const struct store_reaction *reaction, store_append_fn *done,
                 void *arg)
{
    struct react_op *react = entry_op_new(sizeof(*react), &reaction->event);
    react->op.run = run_react;
    react->op.finish = finish_react;
    react->op.arg = arg;
    react->store = store;
    react->done = done;
    react->asked = *reaction;
    react->msgid = xstrdup(reaction->msgid);
    react->member = xstrdup(reaction->member);
    react->value = xstrdup(reaction->value);
    react->event = entry_of_op(&react->op, &reaction->event);
    store_submit(store, &store->writer.lane, &react->op);
}
