#include <stdlib.h>

#include "mem.h"
#include "rows.h"
#include "statements.h"
#include "store_private.h"

#define SEQ_MAX (INT64_MAX - 1)

/* Entries about others on each side of a page: so that there is an end to them. */
#define ABOUTS_MAX 500

/* Reactions to one entry; when a side has so many, the next entry is for the next page. */
#define REACTIONS_MAX  200
#define REACTIONS_MANY 1000

/* Intervals of membership, ascending. */
struct intervals {
    struct span *list;
    size_t n;
};

struct history_op {
    struct op op;
    store_history_fn *done;
    struct store_history query;
    struct rows before; /* descending, what lies before the place */
    struct rows after;  /* ascending */
    struct store_entry *list;
    size_t n;
    size_t nbefore;  /* rows that count before the pivot of STORE_AROUND */
    size_t ncounted; /* the same of the side at hand */
    size_t nabouts;  /* the same, of those that do not count */
    size_t ngiven;   /* reactions of the side at hand */
    bool more;
    bool damaged;
    struct intervals seen; /* of the side at hand */
};

/* What a reference splits a conversation into: seq < below, and seq >= above. */
struct place {
    int64_t below;
    int64_t above;
};

/* ---- where ---- */

static bool ref_is_given(const struct store_ref *ref)
{
    return ref->msgid || ref->time_ms >= 0;
}

static enum store_status find_place(struct sql *sql, const struct span *all,
                                    const struct store_ref *ref, struct place *place)
{
    if (!ref->msgid) {
        place->below = span_search(sql, R_NEXT_MS, all, ref->time_ms);
        place->above = span_search(sql, R_NEXT_MS, all, ref->time_ms + 1);
        return STORE_OK;
    }
    struct store_entry entry;
    sqlite3_stmt *stmt = sql_bind(sql, R_MSGID, "ti", ref->msgid, all->conv);
    if (!sql_row(sql, stmt))
        return STORE_MISSING;
    if (!row_read(stmt, "", &entry))
        return STORE_DAMAGED;
    place->below = (int64_t)entry.seq;
    place->above = place->below + 1;
    return STORE_OK;
}

/* ---- which rows ---- */

static void add_interval(struct intervals *intervals, struct span span)
{
    intervals->list = xreallocarray(intervals->list, intervals->n + 1, sizeof(intervals->list[0]));
    intervals->list[intervals->n++] = span;
}

static struct intervals find_intervals(struct sql *sql, const char *account, int64_t conv)
{
    struct intervals intervals = {0};
    if (!account) {
        add_interval(&intervals, (struct span){conv, 1, SEQ_MAX});
        return intervals;
    }
    sqlite3_stmt *stmt = sql_bind(sql, R_INTERVALS, "ti", account, conv);
    while (sql_row(sql, stmt))
        add_interval(&intervals, (struct span){conv, sqlite3_column_int64(stmt, 0),
                                               sqlite3_column_int64(stmt, 1)});
    return intervals;
}

/* Whether the row is whole and lies where it should, beside *last; then it is the last. */
static bool take_edge(sqlite3_stmt *stmt, const struct store_entry *entry, bool up,
                      struct edge *last)
{
    int64_t before = sqlite3_column_int64(stmt, ROW_QUEUED_BEFORE);
    struct edge here = {(int64_t)entry->seq, before, before + entry->queued};
    int64_t lost = up ? edge_lost(last, &here) : edge_lost(&here, last);
    bool beyond = up ? here.seq > last->seq : here.seq < last->seq;
    *last = here;
    return lost == 0 && beyond;
}

/* ---- entries about others ---- */

static bool is_about(const struct store_entry *entry)
{
    return entry->kind >= STORE_ABOUT;
}

/* Whether the query is for this kind of them. */
static bool is_asked(const struct history_op *ask, const struct store_entry *event)
{
    return is_about(event) && event->kind - STORE_ABOUT < 32 &&
           (ask->query.abouts & 1u << (event->kind - STORE_ABOUT));
}

/* How many rows there are to the last before another one would count. */
static size_t rows_until(const struct rows *rows, size_t counted)
{
    size_t n = 0;
    for (; n < rows->n; n++) {
        bool counts = !is_about(&rows->list[n]);
        if (counts && counted == 0)
            break;
        counted -= counts;
    }
    return n;
}

/* Instead of what was taken back: what says so. */
static void add_event(struct sql *sql, struct history_op *ask, struct rows *rows, int64_t conv,
                      int64_t seq)
{
    struct store_entry event;
    sqlite3_stmt *stmt = sql_bind(sql, R_REDACTION, "ii", conv, seq);
    if (!sql_row(sql, stmt))
        return;
    stmt = sql_bind(sql, R_ROW, "i", sqlite3_column_int64(stmt, 0));
    if (sql_row(sql, stmt) && row_read(stmt, ask->query.conv, &event) && is_asked(ask, &event) &&
        sqlite3_column_int64(stmt, ROW_CONVERSATION) == conv)
        rows_add(rows, &event);
}

static bool is_seen(const struct history_op *ask, const struct store_entry *entry)
{
    size_t i = 0;
    while (i < ask->seen.n && ((int64_t)entry->seq < ask->seen.list[i].lo ||
                               (int64_t)entry->seq > ask->seen.list[i].hi))
        i++;
    return i < ask->seen.n;
}

/* What people gave to the entry. */
static void add_reactions(struct sql *sql, struct history_op *ask, struct rows *rows, int64_t conv,
                          int64_t seq)
{
    struct store_entry event;
    bool up = rows == &ask->after;
    sqlite3_stmt *stmt = sql_bind(sql, up ? R_REACTIONS_UP : R_REACTIONS_DOWN, "iii", conv, seq,
                                  (int64_t)REACTIONS_MAX);
    while (sql_row(sql, stmt)) {
        if (row_read(stmt, ask->query.conv, &event) && is_asked(ask, &event) &&
            is_seen(ask, &event)) {
            rows_add(rows, &event);
            ask->ngiven++;
        }
    }
}

/* Downwards what is behind an entry comes before it. */
static void add_said(struct sql *sql, struct history_op *ask, struct rows *rows, int64_t conv,
                     const struct store_entry *entry)
{
    bool up = rows == &ask->after;
    bool has_reactions = entry->queued && !is_about(entry) && ask->query.abouts;
    if (has_reactions && !up)
        add_reactions(sql, ask, rows, conv, (int64_t)entry->seq);
    rows_add(rows, entry);
    if (has_reactions && up)
        add_reactions(sql, ask, rows, conv, (int64_t)entry->seq);
}

/* Adds a row to the page if it is asked for; if there was room for one less: more. */
static void add_row(struct sql *sql, struct history_op *ask, struct rows *rows, sqlite3_stmt *stmt,
                    const struct store_entry *entry)
{
    bool redacted = entry->kind == STORE_REDACTED;
    bool about = redacted || is_about(entry);
    size_t *n = about ? &ask->nabouts : &ask->ncounted;
    if ((!entry->queued && !ask->query.events) || (redacted && !ask->query.abouts) ||
        (is_about(entry) && !is_asked(ask, entry)) || entry->kind == STORE_VOID)
        return;
    ask->more = *n == (about ? ABOUTS_MAX : ask->query.limit) || ask->ngiven >= REACTIONS_MANY;
    if (ask->more)
        return;
    ++*n;
    if (redacted)
        add_event(sql, ask, rows, sqlite3_column_int64(stmt, ROW_CONVERSATION),
                  (int64_t)entry->seq);
    else
        add_said(sql, ask, rows, sqlite3_column_int64(stmt, ROW_CONVERSATION), entry);
}

/* Rows of one interval, until there is one too many: then *more. */
static void collect_span(struct sql *sql, struct history_op *ask, struct rows *rows,
                         const struct span *span)
{
    bool up = rows == &ask->after;
    sqlite3_stmt *stmt =
        sql_bind(sql, up ? R_ROWS_UP : R_ROWS_DOWN, "iii", span->conv, span->lo, span->hi);
    struct edge last = up ? edge_before(sql, span) : edge_behind(sql, span);
    struct store_entry entry;
    while (!ask->more && !ask->damaged && sql_row(sql, stmt)) {
        ask->damaged = !row_read(stmt, ask->query.conv, &entry) ||
                       sqlite3_column_int64(stmt, ROW_CONVERSATION) != span->conv ||
                       !take_edge(stmt, &entry, up, &last);
        if (!ask->damaged)
            add_row(sql, ask, rows, stmt, &entry);
    }
    if (ask->more || ask->damaged)
        return;
    struct edge end = up ? edge_behind(sql, span) : edge_before(sql, span);
    ask->damaged = (up ? edge_lost(&last, &end) : edge_lost(&end, &last)) > 0;
}

/* Rows of a span that may be seen: into ask->after upwards, into ask->before downwards. */
static void collect(struct sql *sql, struct history_op *ask, struct rows *rows,
                    const struct span *within)
{
    struct intervals intervals = find_intervals(sql, ask->query.account, within->conv);
    bool up = rows == &ask->after;
    ask->ncounted = ask->nabouts = ask->ngiven = 0;
    ask->seen = intervals;
    for (size_t i = 0; i < intervals.n && !sql->failed && !ask->damaged; i++) {
        struct span span = intervals.list[up ? i : intervals.n - 1 - i];
        if (span.lo < within->lo)
            span.lo = within->lo;
        if (span.hi > within->hi)
            span.hi = within->hi;
        if (span.lo <= span.hi)
            collect_span(sql, ask, rows, &span);
    }
    free(intervals.list);
}

static void collect_between(struct sql *sql, struct history_op *ask, const struct place *a,
                            const struct place *b, int64_t conv)
{
    bool up = a->below <= b->below;
    struct span within = up ? (struct span){conv, a->above, b->below - 1}
                            : (struct span){conv, b->above, a->below - 1};
    collect(sql, ask, up ? &ask->after : &ask->before, &within);
}

static void collect_around(struct sql *sql, struct history_op *ask, int64_t pivot, int64_t conv)
{
    collect(sql, ask, &ask->before, &(struct span){conv, 1, pivot - 1});
    bool more = ask->more;
    ask->nbefore = ask->ncounted;
    ask->more = false;
    collect(sql, ask, &ask->after, &(struct span){conv, pivot, SEQ_MAX});
    ask->more = ask->more || more;
}

static void collect_range(struct sql *sql, struct history_op *ask, const struct place *a,
                          const struct place *b, int64_t conv)
{
    switch (ask->query.range) {
    case STORE_LATEST:
        collect(sql, ask, &ask->before, &(struct span){conv, a->above, SEQ_MAX});
        break;
    case STORE_BEFORE:
        collect(sql, ask, &ask->before, &(struct span){conv, 1, a->below - 1});
        break;
    case STORE_AFTER:
        collect(sql, ask, &ask->after, &(struct span){conv, a->above, SEQ_MAX});
        break;
    case STORE_AROUND: collect_around(sql, ask, a->below, conv); break;
    case STORE_BETWEEN: collect_between(sql, ask, a, b, conv); break;
    }
}

/* ---- the answer: before, turned round, then after; the limit fairly shared ---- */

/* Of both sides so many rows that no more than the limit count. */
static void share_limit(struct history_op *ask, size_t *nbefore, size_t *nafter)
{
    size_t limit = ask->query.limit;
    bool around = ask->query.range == STORE_AROUND;
    size_t before = ask->nbefore;
    size_t after = ask->ncounted;
    *nbefore = ask->before.n;
    *nafter = ask->after.n;
    if (!around || before + after <= limit)
        return;
    size_t half = limit / 2 < before ? limit / 2 : before;
    if (after > limit - half)
        after = limit - half;
    *nbefore = rows_until(&ask->before, limit - after);
    *nafter = rows_until(&ask->after, after);
    ask->more = true;
}

static int by_id(const void *a, const void *b)
{
    const struct store_entry *x = *(struct store_entry *const *)a;
    const struct store_entry *y = *(struct store_entry *const *)b;
    return x->id == y->id ? (x > y) - (x < y) : x->id < y->id ? -1 : 1;
}

/* Of what is there twice, in its place and where it stands, the first one stays. */
static void drop_doubles(struct history_op *ask)
{
    struct store_entry **sorted = xcalloc(ask->n + 1, sizeof(struct store_entry *));
    size_t n = 0;
    for (size_t i = 0; i < ask->n; i++)
        sorted[i] = &ask->list[i];
    qsort(sorted, ask->n, sizeof(struct store_entry *), by_id);
    for (size_t i = 1; i < ask->n; i++) {
        if (sorted[i]->id == sorted[i - 1]->id)
            sorted[i]->kind = STORE_VOID;
    }
    for (size_t i = 0; i < ask->n; i++) {
        if (ask->list[i].kind != STORE_VOID)
            ask->list[n++] = ask->list[i];
    }
    ask->n = n;
    free(sorted);
}

static void join_sides(struct history_op *ask)
{
    size_t nbefore = 0;
    size_t nafter = 0;
    share_limit(ask, &nbefore, &nafter);
    rows_seal(&ask->before);
    rows_seal(&ask->after);
    ask->list = xcalloc(nbefore + nafter + 1, sizeof(ask->list[0]));
    for (size_t i = nbefore; i > 0; i--)
        ask->list[ask->n++] = ask->before.list[i - 1];
    for (size_t i = 0; i < nafter; i++)
        ask->list[ask->n++] = ask->after.list[i];
    if (ask->query.abouts)
        drop_doubles(ask);
}

static void run_history(struct store *store, struct op *op)
{
    struct history_op *ask = (struct history_op *)op;
    struct sql *sql = &store->reader.sql;
    const struct store_ref *refs[] = {&ask->query.a, &ask->query.b};
    struct place places[2] = {{.above = 1}, {.above = 1}};
    struct span all = {.lo = 1};

    sqlite3_stmt *stmt = sql_bind(sql, R_CONV, "t", ask->query.conv);
    if (sql_row(sql, stmt)) {
        all.conv = sqlite3_column_int64(stmt, 0);
        all.hi = sqlite3_column_int64(stmt, 1);
    }
    for (size_t i = 0; i < 2; i++) {
        if (ref_is_given(refs[i]))
            op->status = find_place(sql, &all, refs[i], &places[i]);
        if (op->status != STORE_OK)
            return;
    }
    collect_range(sql, ask, &places[0], &places[1], all.conv);
    if (ask->damaged)
        op->status = STORE_DAMAGED;
    join_sides(ask);
}

static void finish_history(struct op *op)
{
    struct history_op *ask = (struct history_op *)op;
    bool well = op->status == STORE_OK;
    ask->done(op->arg, op->status, ask->list, well ? ask->n : 0, well && ask->more);
    rows_clear(&ask->before);
    rows_clear(&ask->after);
    free(ask->list);
}

void store_history(struct store *store, const struct store_history *query, store_history_fn *done,
                   void *arg)
{
    const char *const texts[] = {query->conv, query->account, query->a.msgid, query->b.msgid};
    struct history_op *ask = op_new(sizeof(*ask), texts, 4);
    ask->op.run = run_history;
    ask->op.finish = finish_history;
    ask->op.arg = arg;
    ask->done = done;
    ask->query = *query;
    ask->query.conv = ask->op.text[0];
    ask->query.account = ask->op.text[1];
    ask->query.a.msgid = ask->op.text[2];
    ask->query.b.msgid = ask->op.text[3];
    store_submit(store, &store->reader.lane, &ask->op);
}
