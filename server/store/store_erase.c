/*
 * Erasing an account: what must not wait goes in one transaction, with a note
 * of what is left; the rest follows in slices, each of which moves the note on.
 */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "rows.h"
#include "statements.h"
#include "store_private.h"

/* A slice looks at so many ids, and changes so many rows at most. */
#define SLICE_IDS  ((int64_t)5000)
#define SLICE_ROWS 500

struct erase_op {
    struct op op; /* text: the account */
    struct store *store;
    store_erase_fn *done;
    struct store_erased counts;
    bool more;
};

/* What the note says. */
struct erasure {
    int64_t mail_id; /* up to here its devices had the mail */
    int64_t next_id; /* of the row to look at next */
    int64_t last_id; /* at the begin: nothing was said later */
    struct store_erased counts;
};

/* What becomes of a row. */
struct blank {
    int64_t id;
    int64_t crc;
};

static bool find_note(struct sql *sql, const char *account, struct erasure *note)
{
    sqlite3_stmt *stmt = sql_bind(sql, W_ERASURE_FIND, "t", account);
    if (!sql_row(sql, stmt))
        return false;
    *note = (struct erasure){
        .mail_id = sqlite3_column_int64(stmt, 0),
        .next_id = sqlite3_column_int64(stmt, 1),
        .last_id = sqlite3_column_int64(stmt, 2),
        .counts = {.credentials = (size_t)sqlite3_column_int64(stmt, 3),
                   .devices = (size_t)sqlite3_column_int64(stmt, 4),
                   .messages = (size_t)sqlite3_column_int64(stmt, 5),
                   .mail = (size_t)sqlite3_column_int64(stmt, 6)},
    };
    sqlite3_reset(stmt);
    return true;
}

/* Returns false if there is no such account. */
static bool begin(struct sql *sql, const char *account)
{
    static const enum write_statement drops[] = {
        W_DROP_ACCOUNT,    W_DROP_CREDENTIALS,   W_DROP_DEVICES, W_DROP_MARKERS,
        W_DROP_IDEMS,      W_ERASURE_REDACTIONS, W_DROP_UPLOADS, W_DROP_PARTS,
        W_DROP_UPLOAD_DAY, W_DROP_ATTACHED};
    sqlite3_stmt *stmt = sql_bind(sql, W_ACCOUNT_FIND, "t", account);
    if (!sql_row(sql, stmt))
        return false;
    sqlite3_reset(stmt);
    sql_run(sql, sql_bind(sql, W_ERASURE_ADD, "t", account));
    sql_run(sql,
            sql_bind(sql, W_TOMBSTONE_ADD, "ti", account, clock_wall_ms() + STORE_TOMBSTONE_MS));
    sql_run(sql, sql_bind(sql, W_ERASED, ""));
    for (size_t i = 0; i < sizeof(drops) / sizeof(drops[0]); i++)
        sql_run(sql, sql_bind(sql, drops[i], "t", account));
    return true;
}

/* The checksum that the row will have; a damaged one keeps its own and stays what it is. */
static int64_t blank_checksum(sqlite3_stmt *stmt, struct store_entry *entry)
{
    if (!row_read(stmt, "", entry))
        return sqlite3_column_int64(stmt, ROW_CRC);
    entry->body = "";
    entry->tags = "";
    return row_checksum(entry, sqlite3_column_int64(stmt, ROW_CONVERSATION));
}

static size_t find_rows(struct sql *sql, const char *account, struct erasure *note,
                        struct blank *blanks)
{
    size_t n = 0;
    int64_t to_id = note->next_id + SLICE_IDS - 1;
    if (to_id > note->last_id)
        to_id = note->last_id;
    sqlite3_stmt *stmt = sql_bind(sql, W_ERASURE_ROWS, "tiiii", account, note->next_id, to_id,
                                  note->mail_id, (int64_t)SLICE_ROWS);
    while (n < SLICE_ROWS && sql_row(sql, stmt)) {
        struct store_entry entry;
        int64_t crc = blank_checksum(stmt, &entry);
        bool own = strcmp(entry.sender, account) == 0;
        note->counts.messages += own;
        note->counts.mail += !own;
        blanks[n++] = (struct blank){(int64_t)entry.id, crc};
    }
    sqlite3_reset(stmt);
    note->next_id = n == SLICE_ROWS ? blanks[n - 1].id + 1 : to_id + 1;
    return n;
}

static void blank_rows(struct sql *sql, const char *account, struct erasure *note)
{
    struct blank blanks[SLICE_ROWS];
    size_t n = find_rows(sql, account, note, blanks);
    for (size_t i = 0; i < n; i++)
        sql_run(sql, sql_bind(sql, W_ERASURE_BLANK, "ii", blanks[i].crc, blanks[i].id));
    sql_run(sql, sql_bind(sql, W_ERASURE_SAVE, "tiii", account, note->next_id,
                          (int64_t)note->counts.messages, (int64_t)note->counts.mail));
}

static void end(struct writer *writer, const char *account)
{
    struct sql *sql = &writer->sql;
    sql_run(sql, sql_bind(sql, W_DROP_MEMBERS, "t", account));
    sql_run(sql, sql_bind(sql, W_ERASURE_END, "t", account));
    convs_save(writer);
    convs_forget(writer);
}

static void run_erase(struct store *store, struct op *op)
{
    struct erase_op *erase = (struct erase_op *)op;
    struct sql *sql = &store->writer.sql;
    const char *account = op->text[0];
    struct erasure note = {0};
    if (!find_note(sql, account, &note) &&
        (!begin(sql, account) || !find_note(sql, account, &note))) {
        op->status = STORE_MISSING;
        return;
    }
    if (note.next_id <= note.last_id)
        blank_rows(sql, account, &note);
    erase->more = note.next_id <= note.last_id;
    if (!erase->more)
        end(&store->writer, account);
    erase->counts = note.counts;
}

static void finish_erase(struct op *op)
{
    struct erase_op *erase = (struct erase_op *)op;
    bool goes_on = op->status == STORE_OK && erase->more;
    if (goes_on && !erase->store->closing) {
        store_erase(erase->store, op->text[0], erase->done, op->arg);
        return;
    }
    if (erase->done)
        erase->done(op->arg, goes_on ? STORE_FAILED : op->status, &erase->counts);
}

void store_erase(struct store *store, const char *account, store_erase_fn *done, void *arg)
{
    const char *const texts[] = {account};
    struct erase_op *erase = op_new(sizeof(*erase), texts, 1);
    erase->op.run = run_erase;
    erase->op.finish = finish_erase;
    erase->op.arg = arg;
    erase->store = store;
    erase->done = done;
    store_submit(store, &store->writer.lane, &erase->op);
}

void erase_resume(struct store *store)
{
    for (size_t i = 0; i < store->nerasing; i++) {
        store_erase(store, store->erasing[i], NULL, NULL);
        free(store->erasing[i]);
    }
    free(store->erasing);
    store->erasing = NULL;
    store->nerasing = 0;
}
