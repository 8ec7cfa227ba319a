#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "statements.h"
#include "store_private.h"

/* A call looks at so many conversations at most. */
#define VISITS 200

struct expire_op {
    struct op op;
    store_expire_fn *done;
    struct store_policy policy;
    int64_t budget;
    size_t deleted;
    bool more;
};

/* A conversation as it stands in its own row. */
struct aged {
    struct span all; /* from the first seq to the last that was saved */
    int64_t swept;
    char *key;
};

/* The last seq that is older than this; 0 if none is, or if they stay for ever. */
static int64_t older_than(struct sql *sql, const struct aged *conv, int64_t now_ms, int64_t age_ms)
{
    return age_ms > 0 ? span_search(sql, W_NEXT_MS, &conv->all, now_ms - age_ms) - 1 : 0;
}

/* The first seq that some device of one of the two may lack. */
static int64_t first_undelivered(struct sql *sql, const struct aged *conv)
{
    const char *space = strchr(conv->key, ' ');
    char *first = xstrndup(conv->key, (size_t)(space - conv->key));
    const char *const accounts[] = {first, space + 1};
    int64_t acked_id = INT64_MAX - 1;
    for (size_t i = 0; i < 2; i++) {
        sqlite3_stmt *stmt = sql_bind(sql, W_HAS_UNTIL, "t", accounts[i]);
        if (sql_row(sql, stmt) && sqlite3_column_int64(stmt, 0) < acked_id)
            acked_id = sqlite3_column_int64(stmt, 0);
        sqlite3_reset(stmt);
    }
    free(first);
    return span_search(sql, W_NEXT_ID, &conv->all, acked_id + 1);
}

/* Everything up to this seq goes. */
static int64_t find_bound(struct sql *sql, const struct aged *conv,
                          const struct store_policy *policy)
{
    int64_t bound = older_than(sql, conv, policy->now_ms, policy->queued_ms);
    if (conv->key[0] == '#') {
        int64_t over = conv->all.hi - (int64_t)policy->room_rows;
        return policy->room_rows > 0 && over > bound ? over : bound;
    }
    if (policy->mail_ms <= policy->queued_ms || !strchr(conv->key, ' '))
        return bound;
    int64_t guaranteed = older_than(sql, conv, policy->now_ms, policy->mail_ms);
    int64_t delivered = first_undelivered(sql, conv) - 1;
    int64_t free_upto = guaranteed > delivered ? guaranteed : delivered;
    return bound < free_upto ? bound : free_upto;
}

/* Returns the last seq that was deleted, 0 if none was. */
static int64_t delete_begin(struct writer *writer, struct expire_op *expire,
                            const struct aged *conv, int64_t bound)
{
    struct sql *sql = &writer->sql;
    int64_t newest = (int64_t)writer->next_id - 1;
    sqlite3_stmt *stmt =
        sql_bind(sql, W_EXPIRE_COUNT, "iiii", conv->all.conv, bound, newest, expire->budget);
    if (!sql_row(sql, stmt))
        return 0;
    int64_t n = sqlite3_column_int64(stmt, 0);
    int64_t queued = sqlite3_column_int64(stmt, 1);
    int64_t last = sqlite3_column_int64(stmt, 2);
    sqlite3_reset(stmt);
    if (n == 0)
        return 0;
    sql_run(sql, sql_bind(sql, W_EXPIRE_ROWS, "ii", conv->all.conv, last));
    sql_run(sql, sql_bind(sql, W_EXPIRE_REDACTIONS, "ii", conv->all.conv, last));
    sql_run(sql, sql_bind(sql, W_EXPIRE_ATTACHED, "ii", conv->all.conv, last));
    sql_run(sql, sql_bind(sql, W_EXPIRE_GONE, "ii", queued, conv->all.conv));
    expire->budget -= n;
    expire->deleted += (size_t)n;
    return last;
}

/* Events behind what goes anyhow: looked at once, a stretch at a time. Returns whether all were. */
static bool delete_events(struct writer *writer, struct expire_op *expire, const struct aged *conv,
                          int64_t gone_seq)
{
    struct sql *sql = &writer->sql;
    int64_t bound = older_than(sql, conv, expire->policy.now_ms, expire->policy.event_ms);
    int64_t from = conv->swept > gone_seq ? conv->swept : gone_seq;
    int64_t to = from + expire->budget;
    if (from >= bound)
        return true;
    if (to > bound)
        to = bound;
    sql_run(sql, sql_bind(sql, W_EXPIRE_EVENTS, "iiii", conv->all.conv, from, to,
                          (int64_t)writer->next_id - 1));
    expire->deleted += (size_t)sqlite3_changes(sql->db);
    sql_run(sql, sql_bind(sql, W_EXPIRE_SWEPT, "ii", to, conv->all.conv));
    expire->budget -= to - from;
    return to == bound;
}

/* Returns whether nothing is left to do in this conversation. */
static bool expire_conv(struct writer *writer, struct expire_op *expire, const struct aged *conv)
{
    int64_t bound = find_bound(&writer->sql, conv, &expire->policy);
    int64_t gone_seq = bound > 0 ? delete_begin(writer, expire, conv, bound) : 0;
    if (expire->budget == 0)
        return false;
    return delete_events(writer, expire, conv, gone_seq);
}

/* Whether there is another conversation; then it is to free. */
static bool next_conv(struct writer *writer, struct aged *conv)
{
    struct sql *sql = &writer->sql;
    sqlite3_stmt *stmt = sql_bind(sql, W_EXPIRE_NEXT, "i", writer->expire_at);
    if (!sql_row(sql, stmt))
        return false;
    conv->all.conv = sqlite3_column_int64(stmt, 0);
    conv->all.lo = 1;
    conv->key = xstrdup(sql_text(stmt, 1));
    conv->all.hi = sqlite3_column_int64(stmt, 2);
    conv->swept = sqlite3_column_int64(stmt, 3);
    sqlite3_reset(stmt);
    return true;
}

static void expire_idems(struct sql *sql, struct expire_op *expire)
{
    sql_run(sql, sql_bind(sql, W_IDEM_EXPIRE, "ii", expire->policy.now_ms - STORE_IDEM_MS,
                          expire->budget));
    expire->budget -= sqlite3_changes(sql->db);
}

static void run_expire(struct store *store, struct op *op)
{
    struct expire_op *expire = (struct expire_op *)op;
    struct writer *writer = &store->writer;
    struct aged conv;
    expire->more = true;
    if (writer->expire_at == 0)
        expire_idems(&writer->sql, expire);
    for (int i = 0; i < VISITS && expire->budget > 0 && !writer->sql.failed; i++) {
        expire->more = next_conv(writer, &conv);
        if (!expire->more)
            break;
        if (expire_conv(writer, expire, &conv))
            writer->expire_at = conv.all.conv;
        free(conv.key);
    }
    if (!expire->more)
        writer->expire_at = 0;
}

static void finish_expire(struct op *op)
{
    struct expire_op *expire = (struct expire_op *)op;
    bool well = op->status == STORE_OK;
    if (expire->done)
        expire->done(op->arg, op->status, well ? expire->deleted : 0, well && expire->more);
}

void store_expire(struct store *store, const struct store_policy *policy, store_expire_fn *done,
                  void *arg)
{
    struct expire_op *expire = op_new(sizeof(*expire), NULL, 0);
    expire->op.run = run_expire;
    expire->op.finish = finish_expire;
    expire->op.arg = arg;
    expire->done = done;
    expire->policy = *policy;
    expire->budget = STORE_EXPIRE_ROWS;
    store_submit(store, &store->writer.lane, &expire->op);
}
