#include "schema.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "mem.h"
#include "sql.h"
#include "sums.h"

/* What an indexed row leaves behind there has to be named (FTS5, contentless tables). */
#define FORGET_WORDS                                                                                   \
    "INSERT INTO words (words, rowid, body, place) VALUES ('delete', OLD.id, OLD.body, " SCHEMA_PLACE( \
        "OLD.") ");"

/* "Parl": marks the file as ours (SQLite's application_id). */
#define APPLICATION_ID 0x5061726c

/*
 * Step n leads from version n to n + 1; steps are only ever added.
 *
 * Within a conversation id, seq, ms and queued_before all increase, so places
 * given by them are found by binary search over (conversation, seq): they need no
 * index of their own. Names are stored as they are; a member's or a device's
 * row is rare beside messages.
 */
static const char *const steps[] = {
    "CREATE TABLE account (fold TEXT PRIMARY KEY, skeleton TEXT NOT NULL UNIQUE,"
    " name TEXT NOT NULL, created_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL)"
    " WITHOUT ROWID;"

    "CREATE TABLE credential (account TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL,"
    " value TEXT NOT NULL, UNIQUE (account, kind, label));"

    "CREATE TABLE device (account TEXT, label TEXT, acked_id INTEGER NOT NULL,"
    " PRIMARY KEY (account, label)) WITHOUT ROWID;"

    /* queued_id, queued_ms: of the newest entry that waits for who is away; queued: how many do */
    "CREATE TABLE conversation (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
    " last_seq INTEGER NOT NULL, last_ms INTEGER NOT NULL,"
    " queued_id INTEGER NOT NULL, queued_ms INTEGER NOT NULL, queued INTEGER NOT NULL);"

    /* queued_before: how many earlier ones of the conversation are queued */
    "CREATE TABLE message (id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, ms INTEGER NOT NULL, queued INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " msgid TEXT NOT NULL, sender TEXT NOT NULL, device TEXT NOT NULL, source TEXT NOT NULL,"
    " body TEXT NOT NULL, tags TEXT NOT NULL, crc INTEGER NOT NULL,"
    " queued_before INTEGER NOT NULL,"
    " UNIQUE (conversation, seq));"
    "CREATE INDEX message_msgid ON message (msgid);"

    /* to_seq is NULL while the membership lasts */
    "CREATE TABLE member (account TEXT, conversation INTEGER, from_seq INTEGER, to_seq INTEGER,"
    " modes TEXT NOT NULL, PRIMARY KEY (account, conversation, from_seq)) WITHOUT ROWID;"

    "CREATE TABLE marker (account TEXT, conv TEXT, read_ms INTEGER NOT NULL,"
    " PRIMARY KEY (account, conv)) WITHOUT ROWID;"

    "CREATE TABLE record (space TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (space, key))"
    " WITHOUT ROWID;",

    /* last_ms: when it was last here */
    "ALTER TABLE device ADD COLUMN last_ms INTEGER NOT NULL DEFAULT 0;"

    /* gone: so many queued entries have expired, from the first on; swept: up to here no others
     * are left that should */
    "ALTER TABLE conversation ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE conversation ADD COLUMN swept INTEGER NOT NULL DEFAULT 0;"

    /* the place of the entry that an account appended under its own key; id as in message */
    "CREATE TABLE idempotency (id INTEGER PRIMARY KEY, account TEXT NOT NULL, key TEXT NOT NULL,"
    " conversation INTEGER NOT NULL, seq INTEGER NOT NULL, ms INTEGER NOT NULL,"
    " msgid TEXT NOT NULL, UNIQUE (account, key));"

    /* names of erased accounts */
    "CREATE TABLE tombstone (fold TEXT PRIMARY KEY, skeleton TEXT NOT NULL UNIQUE,"
    " until_ms INTEGER NOT NULL) WITHOUT ROWID;"

    /* erasures that are begun: mail_id: no device had what came later; next_id: so far it came */
    "CREATE TABLE erasure (account TEXT PRIMARY KEY, mail_id INTEGER NOT NULL,"
    " next_id INTEGER NOT NULL, last_id INTEGER NOT NULL, credentials INTEGER NOT NULL,"
    " devices INTEGER NOT NULL, messages INTEGER NOT NULL, mail INTEGER NOT NULL) WITHOUT ROWID;"

    /* one row: which store this is; erased: how many accounts it once had */
    "CREATE TABLE store (identity INTEGER NOT NULL, erased INTEGER NOT NULL);"
    "INSERT INTO store VALUES (random(), 0);",

    sums_of_rooms,
    sums_of_people,
    sums_of_ends,

    /* what people sent: until_ms 0: for ever; secret: not for everybody; conv, msgid: of the
     * message that announced it */
    "CREATE TABLE upload (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, name TEXT NOT NULL,"
    " type TEXT NOT NULL, account TEXT NOT NULL, size INTEGER NOT NULL,"
    " created_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL, secret INTEGER NOT NULL,"
    " conv TEXT NOT NULL, msgid TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX upload_account ON upload (account, created_ms);"
    "CREATE INDEX upload_created ON upload (created_ms);"
    "CREATE INDEX upload_sha256 ON upload (sha256, size);"
    "CREATE INDEX upload_until ON upload (until_ms) WHERE until_ms > 0;"
    "CREATE INDEX upload_msgid ON upload (msgid) WHERE msgid <> '';"

    /* what is still coming: have: so many bytes are on the disk */
    "CREATE TABLE part (id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,"
    " account TEXT NOT NULL, size INTEGER NOT NULL, have INTEGER NOT NULL,"
    " until_ms INTEGER NOT NULL, secret INTEGER NOT NULL) WITHOUT ROWID;"

    /* what an account has sent on its last day (days since 1970) */
    "CREATE TABLE upload_day (account TEXT PRIMARY KEY, day INTEGER NOT NULL,"
    " bytes INTEGER NOT NULL) WITHOUT ROWID;",

    sums_of_uploads,

    /* of entries that were taken back: who did it, and the entry that says so */
    "CREATE TABLE redaction (conversation INTEGER, seq INTEGER, event INTEGER NOT NULL,"
    " who TEXT NOT NULL, ms INTEGER NOT NULL, reason TEXT NOT NULL,"
    " PRIMARY KEY (conversation, seq)) WITHOUT ROWID;",

    sums_of_redactions,

    /* what entries say of an earlier one while that holds: reactions; with the value "" the last
     * edit of it */
    "CREATE TABLE attached (conversation INTEGER, seq INTEGER, account TEXT, value TEXT,"
    " event INTEGER NOT NULL, PRIMARY KEY (conversation, seq, account, value)) WITHOUT ROWID;",

    sums_of_attached,

    /* the words of what was said, up to an id; place: where it was and who said it, as words that
     * nobody uses (store_search.c) */
    "CREATE VIRTUAL TABLE words USING fts5 (body, place, content = '', columnsize = 0,"
    " tokenize = 'unicode61 remove_diacritics 2');"
    "CREATE TABLE indexed (upto INTEGER NOT NULL);"
    "INSERT INTO indexed VALUES (0);"
    "CREATE TRIGGER words_removed AFTER DELETE ON message WHEN " SCHEMA_IS_INDEXED(
        "OLD.") " BEGIN " FORGET_WORDS " END;"
                "CREATE TRIGGER words_changed AFTER UPDATE OF body, kind ON message WHEN " SCHEMA_IS_INDEXED(
                    "OLD.") " BEGIN " FORGET_WORDS
                            " INSERT INTO words (rowid, body, place) SELECT NEW.id, NEW.body, " SCHEMA_PLACE(
                                "NEW.") " WHERE " SCHEMA_IS_SAID("NEW.") "; END;",
};

#define VERSION ((int64_t)(sizeof(steps) / sizeof(steps[0])))

static int execute(sqlite3 *db, const char *text, char **cause)
{
    if (sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK)
        return 0;
    *cause = sql_cause(db);
    return -1;
}

bool schema_is_newest(sqlite3 *db)
{
    char *cause = NULL;
    int64_t version = 0;
    bool newest = schema_version(db, &version, &cause) == 0 && version == VERSION;
    free(cause);
    return newest;
}

int schema_version(sqlite3 *db, int64_t *version, char **cause)
{
    const char *path = sqlite3_db_filename(db, "main");
    int64_t application = 0;
    int64_t tables = 0;
    if (sql_number(db, "PRAGMA application_id", &application, cause) < 0 ||
        sql_number(db, "SELECT count(*) FROM sqlite_schema", &tables, cause) < 0 ||
        sql_number(db, "PRAGMA user_version", version, cause) < 0)
        return -1;
    if (tables > 0 && application != APPLICATION_ID) {
        *cause = xasprintf("%s is another program's database; move it away", path);
        return -1;
    }
    if (*version > VERSION) {
        *cause = xasprintf("%s was written by a newer parlord (format %lld, this one knows %lld); "
                           "use that one",
                           path, (long long)*version, (long long)VERSION);
        return -1;
    }
    return 0;
}

static int run_steps(sqlite3 *db, int64_t version, char **cause)
{
    for (int64_t i = version; i < VERSION; i++) {
        if (execute(db, steps[i], cause) < 0)
            return -1;
    }
    char stamp[96];
    sqlite3_snprintf(sizeof(stamp), stamp,
                     "PRAGMA application_id = %d; PRAGMA user_version = %lld; COMMIT",
                     APPLICATION_ID, (long long)VERSION);
    return execute(db, stamp, cause);
}

int schema_migrate(sqlite3 *db, char **cause)
{
    int64_t version = 0;
    if (schema_version(db, &version, cause) < 0)
        return -1;
    if (version == VERSION)
        return 0;
    if (execute(db, "BEGIN IMMEDIATE", cause) < 0)
        return -1;
    if (run_steps(db, version, cause) == 0)
        return 0;
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return -1;
}
