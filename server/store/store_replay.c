#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "mem.h"
#include "rows.h"
#include "statements.h"
#include "store_private.h"

/*
 * What a device has not had lies in many conversations and comes out in one
 * order. Each interval of membership with news is a stream whose next id is
 * known from the index alone; the page takes the least, row by row.
 */
struct stream {
    struct span span; /* lo: the next row; hi: the last */
    int64_t next_id;  /* id of the row at span.lo; 0: the stream is dry */
    int64_t news_lo;  /* where the news begin */
    int64_t first_lo; /* where this device begins: what lies between is over the room's limit */
    int64_t queued;   /* how many entries of the conversation are */
    struct edge last; /* the row before span.lo */
    char *key;
};

struct replay_op {
    struct op op;
    store_page_fn *done;
    const char *account;
    const char *device;
    int64_t after;
    size_t limit;
    size_t room_limit;
    struct stream *streams;
    size_t nstreams;
    struct rows rows;
    struct store_page page; /* damaged_conv is a stream's key */
};

static void note_damage(struct replay_op *ask, const struct stream *stream, int64_t n)
{
    if (n > 0 && !ask->page.damaged_conv) {
        ask->page.damaged_conv = stream->key;
        log_event(LOG_ERROR, "store-damaged", "conv=\"%s\" seq=%lld lost=%lld", stream->key,
                  (long long)stream->last.seq, (long long)n);
    }
    ask->page.damaged += (size_t)n;
}

/* Finds the row at or after span.lo; where there is none, all must have been there. */
static void stream_settle(struct sql *sql, struct replay_op *ask, struct stream *stream)
{
    struct span *span = &stream->span;
    sqlite3_stmt *stmt = sql_bind(sql, R_NEXT_ID, "ii", span->conv, span->lo);
    stream->next_id = 0;
    if (sql_row(sql, stmt) && sqlite3_column_int64(stmt, 0) <= span->hi) {
        span->lo = sqlite3_column_int64(stmt, 0);
        stream->next_id = sqlite3_column_int64(stmt, 1);
    } else if (!sql->failed) {
        struct edge end = edge_behind(sql, span);
        note_damage(ask, stream, edge_lost(&stream->last, &end));
    }
}

/* ---- the streams of an account ---- */

static void find_streams(struct sql *sql, struct replay_op *ask)
{
    size_t cap = 0;
    sqlite3_stmt *stmt = sql_bind(sql, R_NEWS, "ti", ask->account, ask->after);
    while (sql_row(sql, stmt)) {
        if (ask->nstreams == cap) {
            cap = cap ? 2 * cap : 16;
            ask->streams = xreallocarray(ask->streams, cap, sizeof(ask->streams[0]));
        }
        ask->streams[ask->nstreams++] = (struct stream){
            .span = {.conv = sqlite3_column_int64(stmt, 0),
                     .lo = sqlite3_column_int64(stmt, 2),
                     .hi = sqlite3_column_int64(stmt, 3)},
            .queued = sqlite3_column_int64(stmt, 4),
            .key = xstrdup(sql_text(stmt, 1)),
        };
    }
}

static int64_t queued_before(struct sql *sql, const struct stream *stream, int64_t seq)
{
    sqlite3_stmt *stmt = sql_bind(sql, R_NEXT_QUEUED, "ii", stream->span.conv, seq);
    return sql_row(sql, stmt) ? sqlite3_column_int64(stmt, 1) : stream->queued;
}

/* Moves the stream's begin so that at most *left queued entries remain; takes those off. */
static void limit_stream(struct sql *sql, struct stream *stream, int64_t *left)
{
    struct span *span = &stream->span;
    int64_t end = queued_before(sql, stream, span->hi + 1);
    int64_t n = end - queued_before(sql, stream, span->lo);
    if (n > *left) {
        span->lo = span_search(sql, R_NEXT_QUEUED, span, end - *left);
        n = *left;
    }
    *left -= n;
}

/* Streams of one room are neighbours, the newest first: they share its limit. */
static void start_streams(struct sql *sql, struct replay_op *ask)
{
    int64_t left = 0;
    for (size_t i = 0; i < ask->nstreams && !sql->failed; i++) {
        struct stream *stream = &ask->streams[i];
        struct span *span = &stream->span;
        span->lo = span_search(sql, R_NEXT_ID, span, ask->after + 1);
        stream->news_lo = span->lo;
        if (i == 0 || span->conv != stream[-1].span.conv)
            left = (int64_t)ask->room_limit;
        if (ask->room_limit > 0 && stream->key[0] == '#')
            limit_stream(sql, stream, &left);
        stream->first_lo = span->lo;
        stream->last = edge_before(sql, span);
        stream_settle(sql, ask, stream);
    }
}

/* ---- the page ---- */

static struct stream *least_stream(const struct replay_op *ask)
{
    struct stream *least = NULL;
    for (size_t i = 0; i < ask->nstreams; i++) {
        struct stream *stream = &ask->streams[i];
        if (stream->next_id > 0 && (!least || stream->next_id < least->next_id))
            least = stream;
    }
    return least;
}

static bool is_for_device(const struct replay_op *ask, const struct store_entry *entry)
{
    bool own = strcmp(entry->sender, ask->account) == 0 && strcmp(entry->device, ask->device) == 0;
    return entry->queued && entry->kind >= 0 && !own;
}

/* Goes behind the row `here`, which was read or is lost. */
static void stream_pass(struct sql *sql, struct replay_op *ask, struct stream *stream,
                        struct edge here)
{
    note_damage(ask, stream, edge_lost(&stream->last, &here));
    stream->last = here;
    stream->span.lo++;
    stream_settle(sql, ask, stream);
}

/* A row that cannot be read is passed and counted. */
static void pass_damaged(struct sql *sql, struct replay_op *ask, struct stream *stream)
{
    struct span here = {stream->span.conv, stream->span.lo + 1, stream->span.lo};
    struct edge next = edge_behind(sql, &here);
    note_damage(ask, stream, 1);
    ask->page.upto = (uint64_t)stream->next_id;
    stream->last = (struct edge){stream->span.lo, next.before, next.before};
    stream_pass(sql, ask, stream, stream->last);
}

static bool is_whole(sqlite3_stmt *stmt, const struct stream *stream, struct store_entry *entry)
{
    return row_read(stmt, stream->key, entry) &&
           sqlite3_column_int64(stmt, ROW_CONVERSATION) == stream->span.conv &&
           (int64_t)entry->seq == stream->span.lo;
}

/* Takes the stream's next row. Returns false when the page is full, or on failure. */
static bool take_row(struct sql *sql, struct replay_op *ask, struct stream *stream)
{
    sqlite3_stmt *stmt = sql_bind(sql, R_ROW, "i", stream->next_id);
    struct store_entry entry;
    bool found = sql_row(sql, stmt);
    if (sql->failed)
        return false;
    if (!found || !is_whole(stmt, stream, &entry)) {
        pass_damaged(sql, ask, stream);
        return !sql->failed;
    }
    if (is_for_device(ask, &entry)) {
        ask->page.more = ask->rows.n == ask->limit;
        if (ask->page.more)
            return false;
        rows_add(&ask->rows, &entry);
        ask->page.upto = entry.id;
    }
    int64_t before = sqlite3_column_int64(stmt, ROW_QUEUED_BEFORE);
    stream_pass(sql, ask, stream, (struct edge){(int64_t)entry.seq, before, before + entry.queued});
    return !sql->failed;
}

/* Entries over a room's limit, as far as this page reaches: each is counted on one page. */
static void count_skipped(struct sql *sql, struct replay_op *ask)
{
    for (size_t i = 0; i < ask->nstreams; i++) {
        const struct stream *stream = &ask->streams[i];
        if (stream->news_lo >= stream->first_lo)
            continue;
        struct span over = {stream->span.conv, stream->news_lo, stream->first_lo - 1};
        int64_t end = span_search(sql, R_NEXT_ID, &over, (int64_t)ask->page.upto + 1);
        ask->page.skipped +=
            (size_t)(queued_before(sql, stream, end) - queued_before(sql, stream, stream->news_lo));
    }
}

static void run_replay(struct store *store, struct op *op)
{
    struct replay_op *ask = (struct replay_op *)op;
    struct sql *sql = &store->reader.sql;
    find_streams(sql, ask);
    start_streams(sql, ask);
    ask->page.upto = (uint64_t)ask->after;

    struct stream *stream = least_stream(ask);
    while (stream && take_row(sql, ask, stream))
        stream = least_stream(ask);
    if (!ask->page.more) {
        sqlite3_stmt *stmt = sql_bind(sql, R_LAST_ID, "");
        if (sql_row(sql, stmt))
            ask->page.upto = (uint64_t)sqlite3_column_int64(stmt, 0);
    }
    count_skipped(sql, ask);
}

static void finish_replay(struct op *op)
{
    struct replay_op *ask = (struct replay_op *)op;
    struct store_page none = {.upto = (uint64_t)ask->after};
    if (op->status != STORE_OK)
        op->status = STORE_FAILED; /* nothing could be passed over */
    else if (ask->page.damaged > 0)
        op->status = STORE_DAMAGED;
    rows_seal(&ask->rows);
    ask->page.entries = ask->rows.list;
    ask->page.n = ask->rows.n;
    ask->done(op->arg, op->status, op->status == STORE_FAILED ? &none : &ask->page);
    rows_clear(&ask->rows);
    for (size_t i = 0; i < ask->nstreams; i++)
        free(ask->streams[i].key);
    free(ask->streams);
}

/* NOLINTNEXTLINE(readability-function-size): the contract has eight parameters. */
void store_undelivered(struct store *store, const char *account, const char *device, uint64_t after,
                       size_t limit, size_t room_limit, store_page_fn *done, void *arg)
{
    const char *const texts[] = {account, device};
    struct replay_op *ask = op_new(sizeof(*ask), texts, 2);
    ask->op.run = run_replay;
    ask->op.finish = finish_replay;
    ask->op.arg = arg;
    ask->done = done;
    ask->account = ask->op.text[0];
    ask->device = ask->op.text[1];
    ask->after = (int64_t)after;
    ask->limit = limit;
    ask->room_limit = room_limit;
    store_submit(store, &store->reader.lane, &ask->op);
}
