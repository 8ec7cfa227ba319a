#include "sums.h"

#include <stdlib.h>
#include <string.h>

#include "checksum.h"
#include "mem.h"
#include "sql.h"

/* The sum of a table is that of its rows' checksums, so that it can follow each change of one. */
#define TRACK(table, rows, new_row, old_row)                                                 \
    "INSERT INTO sums SELECT '" table "', ifnull(sum(row_sum(" rows ")), 0) FROM " table ";" \
    "CREATE TRIGGER " table "_added AFTER INSERT ON " table " BEGIN UPDATE sums SET"         \
    " value = value + row_sum(" new_row ") WHERE name = '" table "'; END;"                   \
    "CREATE TRIGGER " table "_removed AFTER DELETE ON " table " BEGIN UPDATE sums SET"       \
    " value = value - row_sum(" old_row ") WHERE name = '" table "'; END;"

#define TRACK_CHANGES(table, rows, new_row, old_row)                                           \
    TRACK(table, rows, new_row, old_row)                                                       \
    "CREATE TRIGGER " table "_changed AFTER UPDATE ON " table " BEGIN UPDATE sums SET value =" \
    " value + row_sum(" new_row ") - row_sum(" old_row ") WHERE name = '" table "'; END;"

#define ACCOUNT(r)    r "fold, " r "skeleton, " r "name, " r "created_ms"
#define CREDENTIAL(r) r "account, " r "kind, " r "label, " r "value"
#define DEVICE(r)     r "account, " r "label, " r "acked_id"
#define MEMBER(r)     r "account, " r "conversation, " r "from_seq, " r "to_seq, " r "modes"
#define MARKER(r)     r "account, " r "conv, " r "read_ms"
#define RECORD(r)     r "space, " r "key, " r "value"
#define ERASURE(r)    r "account, " r "mail_id, " r "next_id, " r "last_id"
#define TOMBSTONE(r)  r "fold, " r "skeleton, " r "until_ms"
#define UPLOAD(r)                                                                           \
    r "id, " r "sha256, " r "name, " r "type, " r "account, " r "size, " r "created_ms, " r \
      "until_ms, " r "secret, " r "conv, " r "msgid"
#define PART(r) \
    r "id, " r "name, " r "type, " r "account, " r "size, " r "have, " r "until_ms, " r "secret"
#define UPLOAD_DAY(r) r "account, " r "day, " r "bytes"
#define CONV(r)       r "id, " r "key"
#define REDACTION(r)  r "conversation, " r "seq, " r "event, " r "who, " r "ms, " r "reason"
#define ATTACHED(r)   r "conversation, " r "seq, " r "account, " r "value, " r "event"

/* The rest of a conversation is moved on by each entry, which has its own checksum. */
const char sums_of_rooms[] =
    "CREATE TABLE sums (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;" TRACK(
        "conversation", CONV(""), CONV("NEW."), CONV("OLD."))
        TRACK_CHANGES("member", MEMBER(""), MEMBER("NEW."), MEMBER("OLD."))
            TRACK_CHANGES("record", RECORD(""), RECORD("NEW."), RECORD("OLD."));

/* When an account was last seen matters to nobody. */
const char sums_of_people[] =
    TRACK_CHANGES("account", ACCOUNT(""), ACCOUNT("NEW."), ACCOUNT("OLD."))
        TRACK_CHANGES("credential", CREDENTIAL(""), CREDENTIAL("NEW."), CREDENTIAL("OLD."))
            TRACK_CHANGES("device", DEVICE(""), DEVICE("NEW."), DEVICE("OLD."))
                TRACK_CHANGES("marker", MARKER(""), MARKER("NEW."), MARKER("OLD."));

/* Nobody is to be erased because a page of another table came here. */
const char sums_of_ends[] = TRACK_CHANGES("erasure", ERASURE(""), ERASURE("NEW."), ERASURE("OLD."))
    TRACK_CHANGES("tombstone", TOMBSTONE(""), TOMBSTONE("NEW."), TOMBSTONE("OLD."));

const char sums_of_redactions[] =
    TRACK_CHANGES("redaction", REDACTION(""), REDACTION("NEW."), REDACTION("OLD."));

const char sums_of_attached[] =
    TRACK_CHANGES("attached", ATTACHED(""), ATTACHED("NEW."), ATTACHED("OLD."));

/* Nobody is to get another file than the one that was sent. */
const char sums_of_uploads[] = TRACK_CHANGES("upload", UPLOAD(""), UPLOAD("NEW."), UPLOAD("OLD."))
    TRACK_CHANGES("part", PART(""), PART("NEW."), PART("OLD."))
        TRACK_CHANGES("upload_day", UPLOAD_DAY(""), UPLOAD_DAY("NEW."), UPLOAD_DAY("OLD."));

/* Each gives the sum as it should be and as it is. */
#define COMPARE(table, rows)                                                          \
    {                                                                                 \
        table, "SELECT ifnull((SELECT value FROM sums WHERE name = '" table "'), -1)" \
               " - (SELECT ifnull(sum(row_sum(" rows ")), 0) FROM " table ")"         \
    }

static const struct {
    const char *table;
    const char *difference;
} tables[] = {
    COMPARE("conversation", CONV("")),
    COMPARE("account", ACCOUNT("")),
    COMPARE("credential", CREDENTIAL("")),
    COMPARE("device", DEVICE("")),
    COMPARE("member", MEMBER("")),
    COMPARE("marker", MARKER("")),
    COMPARE("record", RECORD("")),
    COMPARE("erasure", ERASURE("")),
    COMPARE("tombstone", TOMBSTONE("")),
    COMPARE("upload", UPLOAD("")),
    COMPARE("part", PART("")),
    COMPARE("upload_day", UPLOAD_DAY("")),
    COMPARE("redaction", REDACTION("")),
    COMPARE("attached", ATTACHED("")),
};

/* The newest entry that waits is where its conversation says: who was away is told by that. */
static const char misplaced[] =
    "SELECT count(*) FROM conversation c WHERE queued > gone AND NOT EXISTS (SELECT 1 FROM message m"
    " WHERE m.id = c.queued_id AND m.conversation = c.id AND m.queued AND m.ms = c.queued_ms"
    " AND m.queued_before = c.queued - 1)";

/* row_sum(value, ...): the checksum of the values, each with its length; NULL is like "". */
static void row_sum(sqlite3_context *context, int n, sqlite3_value **values)
{
    uint32_t crc = 0;
    for (int i = 0; i < n; i++) {
        const unsigned char *text = sqlite3_value_text(values[i]);
        size_t len = text ? (size_t)sqlite3_value_bytes(values[i]) : 0;
        crc = checksum_add(crc, &len, sizeof(len));
        crc = checksum_add(crc, text, len);
    }
    sqlite3_result_int64(context, (int64_t)crc);
}

void sums_register(sqlite3 *db)
{
    sqlite3_create_function(db, "row_sum", -1,
                            SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, row_sum,
                            NULL, NULL);
}

/* The text gives 0 if all is well. */
static int check(sqlite3 *db, const char *table, const char *text, char **cause)
{
    int64_t difference = 0;
    if (sql_number(db, text, &difference, cause) < 0)
        return -1;
    if (difference == 0)
        return 0;
    *cause = xasprintf("%s is damaged (table %s); restore it from a backup",
                       sqlite3_db_filename(db, "main"), table);
    return -1;
}

int sums_check(sqlite3 *db, char **cause)
{
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        if (check(db, tables[i].table, tables[i].difference, cause) < 0)
            return -1;
    }
    return 0;
}

int sums_check_ends(sqlite3 *db, char **cause)
{
    return check(db, "conversation", misplaced, cause);
}
