#include "store_search.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "rows.h"
#include "statements.h"
#include "store_private.h"

/* Ids that one slice adds to the index; slices before a search goes on with what there is: most
 * was added at rest. */
#define SLICE_IDS  ((int64_t)2000)
#define SLICES_MAX 100

/* Rows that one search looks at. */
#define VISITS_MAX 20000

/* Words that are looked for; what is behind them does not matter. So many bytes of a word may go on
 * with others. */
#define WORDS_MAX  8
#define PREFIX_MIN 3

/* Conversations of two, the ones with the newest words. */
#define PAIRS_MAX ((int64_t)200)

struct place {
    int64_t id, last_seq;
    char *key; /* owned */
    bool all;
    int64_t not_before;
};

/* Both included. */
struct ids {
    int64_t lo, hi;
};

struct search_op {
    struct op op; /* texts: account, text, from */
    struct store *store;
    store_history_fn *done;
    struct store_search query;
    struct place *places; /* owned */
    size_t nplaces;
    struct rows rows;
    struct store_entry *list; /* owned */
    size_t n;
    bool more;
    int slices;   /* added before */
    bool indexed; /* nothing is left to add */
};

/* ---- what is left to index, on the writer's thread ---- */

static void run_index(struct store *store, struct op *op)
{
    struct search_op *search = (struct search_op *)op;
    search->indexed = words_add(&store->writer, SLICE_IDS);
}

/* ---- what to look for ---- */

static void add_place(struct search_op *search, const struct place *place)
{
    search->places = xreallocarray(search->places, search->nplaces + 1, sizeof(search->places[0]));
    search->places[search->nplaces++] = *place;
}

static void find_places(struct sql *sql, struct search_op *search)
{
    for (size_t i = 0; i < search->nplaces; i++) {
        struct place *place = &search->places[i];
        sqlite3_stmt *stmt = sql_bind(sql, R_CONV, "t", place->key);
        if (sql_row(sql, stmt)) {
            place->id = sqlite3_column_int64(stmt, 0);
            place->last_seq = sqlite3_column_int64(stmt, 1);
        }
    }
    if (!search->query.pairs || !search->query.account)
        return;
    sqlite3_stmt *stmt = sql_bind(sql, R_SEARCH_PAIRS, "ti", search->query.account, PAIRS_MAX);
    while (sql_row(sql, stmt))
        add_place(search, &(struct place){.id = sqlite3_column_int64(stmt, 0),
                                          .last_seq = sqlite3_column_int64(stmt, 1),
                                          .key = xstrdup(sql_text(stmt, 2))});
}

/* The first id of the place that was not said before a time; INT64_MAX for none. */
static int64_t first_id(struct sql *sql, const struct place *place, int64_t time_ms)
{
    const struct span all = {place->id, 1, place->last_seq};
    int64_t seq = span_search(sql, R_NEXT_MS, &all, time_ms);
    if (seq > all.hi)
        return INT64_MAX;
    sqlite3_stmt *stmt = sql_bind(sql, R_NEXT_ID, "ii", place->id, seq);
    return sql_row(sql, stmt) ? sqlite3_column_int64(stmt, 1) : INT64_MAX;
}

/* The ids among which all lies that was said between two times. */
static struct ids find_ids(struct sql *sql, const struct search_op *search)
{
    const struct store_search *query = &search->query;
    struct ids ids = {query->after_ms < 0 ? 0 : INT64_MAX, query->before_ms < 0 ? INT64_MAX : 0};
    for (size_t i = 0; i < search->nplaces; i++) {
        const struct place *place = &search->places[i];
        int64_t lo = query->after_ms < 0 ? 0 : first_id(sql, place, query->after_ms);
        int64_t behind =
            query->before_ms < 0 ? INT64_MAX : first_id(sql, place, query->before_ms + 1);
        ids.lo = lo < ids.lo ? lo : ids.lo;
        ids.hi = behind > ids.hi ? behind : ids.hi;
    }
    return ids;
}

/* "word"* for each word: quoted, nothing in it is an operator. Short words are found as they are:
 * all that begin with a letter are too many to go through. */
static void add_words(struct buf *match, const char *text)
{
    for (int n = 0; n < WORDS_MAX && *(text += strspn(text, " \t")); n++) {
        size_t len = strcspn(text, " \t");
        buf_puts(match, " AND body:\"");
        for (size_t i = 0; i < len; i++) {
            if (text[i] == '"')
                buf_putc(match, '"');
            buf_putc(match, text[i]);
        }
        buf_puts(match, len >= PREFIX_MIN ? "\"*" : "\"");
        text += len;
    }
}

/* As schema.c writes the place of a row. */
static void add_nick(struct buf *match, const char *nick)
{
    buf_puts(match, " AND place:zzf");
    for (; *nick; nick++) {
        char lower = *nick >= 'A' && *nick <= 'Z' ? (char)(*nick + 'a' - 'A') : *nick;
        buf_printf(match, "%02x", (unsigned)(unsigned char)lower);
    }
}

static char *expression(const struct search_op *search)
{
    struct buf match = {0};
    for (size_t i = 0; i < search->nplaces; i++)
        buf_printf(&match, "%splace:zzc%" PRId64, i > 0 ? " OR " : "(", search->places[i].id);
    buf_putc(&match, ')');
    if (search->query.text)
        add_words(&match, search->query.text);
    if (search->query.from)
        add_nick(&match, search->query.from);
    return buf_detach(&match);
}

/* ---- looking ---- */

static const struct place *place_of(const struct search_op *search, int64_t conv)
{
    for (size_t i = 0; i < search->nplaces; i++) {
        if (search->places[i].id == conv)
            return &search->places[i];
    }
    return NULL;
}

static bool was_member(struct sql *sql, const char *account, int64_t conv, int64_t seq)
{
    sqlite3_stmt *stmt = sql_bind(sql, R_SEEN, "tii", account, conv, seq);
    bool was = sql_row(sql, stmt);
    sqlite3_reset(stmt);
    return was;
}

static bool is_found(const struct store_search *query, const struct store_entry *entry)
{
    return entry->queued && entry->kind >= 0 && entry->kind <= query->kind_max &&
           (query->after_ms < 0 || entry->time_ms >= query->after_ms) &&
           (query->before_ms < 0 || entry->time_ms <= query->before_ms);
}

/* Adds the row with this id if it may be seen; returns false when there is enough. */
static bool visit(struct sql *sql, struct search_op *search, int64_t id)
{
    struct store_entry entry;
    const struct store_search *query = &search->query;
    sqlite3_stmt *stmt = sql_bind(sql, R_ROW, "i", id);
    if (!sql_row(sql, stmt))
        return true;
    int64_t conv = sqlite3_column_int64(stmt, ROW_CONVERSATION);
    const struct place *place = place_of(search, conv);
    bool seen = place && row_read(stmt, place->key, &entry) && (int64_t)entry.id == id &&
                is_found(query, &entry) && entry.time_ms >= place->not_before &&
                (place->all || was_member(sql, query->account, conv, (int64_t)entry.seq));
    if (!seen)
        return true;
    search->more = search->rows.n == query->limit;
    if (!search->more)
        rows_add(&search->rows, &entry);
    return !search->more;
}

static void seal(struct search_op *search, bool up)
{
    struct rows *rows = &search->rows;
    rows_seal(rows);
    search->n = rows->n;
    search->list = xcalloc(rows->n + 1, sizeof(search->list[0]));
    for (size_t i = 0; i < rows->n; i++)
        search->list[i] = rows->list[up ? i : rows->n - 1 - i];
}

static void run_search(struct store *store, struct op *op)
{
    struct search_op *search = (struct search_op *)op;
    struct sql *sql = &store->reader.sql;
    bool up = search->query.after_ms >= 0;
    int visits = 0;
    find_places(sql, search);
    if (search->nplaces == 0)
        return;
    char *match = expression(search);
    const struct ids ids = find_ids(sql, search);
    sqlite3_stmt *stmt =
        sql_bind(sql, up ? R_WORDS_UP : R_WORDS_DOWN, "tii", match, ids.lo, ids.hi);
    bool goes_on = true;
    while (goes_on && visits < VISITS_MAX && sql_row(sql, stmt)) {
        goes_on = visit(sql, search, sqlite3_column_int64(stmt, 0));
        visits++;
    }
    search->more = search->more || visits == VISITS_MAX;
    sqlite3_reset(stmt);
    free(match);
    seal(search, up);
}

static void finish_search(struct op *op)
{
    struct search_op *search = (struct search_op *)op;
    bool well = op->status == STORE_OK;
    search->done(op->arg, op->status, search->list, well ? search->n : 0, well && search->more);
    for (size_t i = 0; i < search->nplaces; i++)
        free(search->places[i].key);
    free(search->places);
    rows_clear(&search->rows);
    free(search->list);
}

/* ---- one after the other ---- */

static void finish_index(struct op *op);

/* An op goes through one lane and is then freed: the next one takes over what it found. */
static void submit(const struct search_op *last, bool looks)
{
    const char *const texts[] = {last->query.account, last->query.text, last->query.from};
    struct search_op *search = op_new(sizeof(*search), texts, 3);
    struct store *store = last->store;
    search->store = store;
    search->done = last->done;
    search->query = last->query;
    search->query.account = search->op.text[0];
    search->query.text = search->op.text[1];
    search->query.from = search->op.text[2];
    search->places = last->places;
    search->nplaces = last->nplaces;
    search->slices = last->slices + 1;
    search->op.arg = last->op.arg;
    search->op.run = looks ? run_search : run_index;
    search->op.finish = looks ? finish_search : finish_index;
    store_submit(store, looks ? &store->reader.lane : &store->writer.lane, &search->op);
}

/* What cannot be added now (the disk is full) is not found now. */
static void finish_index(struct op *op)
{
    const struct search_op *search = (const struct search_op *)op;
    bool goes_on = op->status == STORE_OK && !search->indexed && search->slices < SLICES_MAX;
    submit(search, !goes_on || search->store->closing);
}

void store_search(struct store *store, const struct store_search *query, store_history_fn *done,
                  void *arg)
{
    struct search_op first = {.store = store, .done = done, .query = *query, .op.arg = arg};
    for (size_t i = 0; i < query->nplaces; i++)
        add_place(&first, &(struct place){.key = xstrdup(query->places[i].conv),
                                          .all = query->places[i].all,
                                          .not_before = query->places[i].not_before});
    submit(&first, false);
}
