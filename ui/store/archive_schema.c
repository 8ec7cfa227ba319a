#include <stdio.h>

#include "archive_private.h"

/*
 * From each version to the next one. The index knows the lines up to "indexed"; those are kept up
 * by triggers, later ones are put into it at rest. It holds no texts and no places of words: it is
 * a sieve.
 */
static const char *const migrations[] = {
    "CREATE TABLE conv(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);"
    "CREATE TABLE line(id INTEGER PRIMARY KEY, conv INTEGER NOT NULL, ms INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, flags INTEGER NOT NULL, nick TEXT NOT NULL, text TEXT NOT NULL,"
    " msgid TEXT);"
    "CREATE INDEX line_time ON line(conv, ms);"
    "CREATE UNIQUE INDEX line_msgid ON line(conv, msgid);"
    "CREATE TABLE pair(space TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
    " PRIMARY KEY(space, key)) WITHOUT ROWID;"
    "CREATE TABLE input(id INTEGER PRIMARY KEY, conv TEXT NOT NULL, text TEXT NOT NULL);",
    "CREATE TABLE outbox(id INTEGER PRIMARY KEY, idem TEXT NOT NULL UNIQUE, server TEXT NOT NULL,"
    " target TEXT NOT NULL, text TEXT NOT NULL, action INTEGER NOT NULL, said INTEGER NOT NULL,"
    " sent INTEGER NOT NULL, sent_as TEXT);",
    "ALTER TABLE line ADD COLUMN reply TEXT;"
    "CREATE TABLE reaction(id INTEGER PRIMARY KEY, conv INTEGER NOT NULL, msgid TEXT NOT NULL,"
    " who TEXT NOT NULL, value TEXT NOT NULL, UNIQUE(conv, msgid, who, value));"
    "CREATE TABLE indexed(line INTEGER NOT NULL);"
    "INSERT INTO indexed VALUES(0);"
    "CREATE VIRTUAL TABLE word USING fts5(text, content='line', content_rowid='id', detail=none,"
    " tokenize='unicode61 remove_diacritics 0');"
    "CREATE TRIGGER line_rewritten AFTER UPDATE OF text ON line"
    " WHEN old.id <= (SELECT line FROM indexed) BEGIN"
    " INSERT INTO word(word, rowid, text) VALUES('delete', old.id, old.text);"
    " INSERT INTO word(rowid, text) VALUES(new.id, new.text); END;"
    "CREATE TRIGGER line_gone AFTER DELETE ON line"
    " WHEN old.id <= (SELECT line FROM indexed) BEGIN"
    " INSERT INTO word(word, rowid, text) VALUES('delete', old.id, old.text); END;",
};

#define LINE_COLUMNS "line.ms, line.kind, line.flags, line.nick, line.text, line.msgid, line.reply"

/* Of ?1 to ?5, ?8: one conversation or any, from a time, to a time, only with reactions, with
 * files, with some of these flags. */
#define SEARCH_FROM_LINES                                                          \
    " JOIN conv ON conv.id = line.conv WHERE (?1 IS NULL OR conv.key = ?1)"        \
    " AND line.ms >= ?2 AND line.ms < ?3 AND (?4 = 0 OR EXISTS (SELECT 1 FROM"     \
    " reaction WHERE reaction.conv = line.conv AND reaction.msgid = line.msgid))"  \
    " AND (?5 = 0 OR EXISTS (SELECT 1 FROM pair WHERE space = 'file' AND pair.key" \
    " = conv.key || ' ' || line.msgid)) AND (?8 = 0 OR line.flags & ?8) AND "

static const char *const texts[STATEMENTS] = {
    [ADD_CONV] = "INSERT OR IGNORE INTO conv(key) VALUES(?1)",
    [FIND_CONV] = "SELECT id FROM conv WHERE key = ?1",
    [ADD_LINE] = "INSERT OR IGNORE INTO line(conv, ms, kind, flags, nick, text, msgid, reply)"
                 " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [REWRITE_LINE] = "UPDATE line SET kind = ?3, text = ?4, flags = flags | ?5"
                     " WHERE conv = ?1 AND msgid = ?2",
    /* From the moment of the limit-th newest on, all of that moment. */
    [READ_LINES] = "SELECT " LINE_COLUMNS " FROM line WHERE conv = ?1"
                   " AND ms < ?2 AND ms >= coalesce((SELECT ms FROM line WHERE conv = ?1"
                   " AND ms < ?2 ORDER BY ms DESC LIMIT 1 OFFSET ?3 - 1), 0) ORDER BY ms, id",
    [READ_LINES_AFTER] =
        "SELECT " LINE_COLUMNS " FROM line WHERE conv = ?1"
        " AND ms > ?2 AND ms <= coalesce((SELECT ms FROM line WHERE conv = ?1"
        " AND ms > ?2 ORDER BY ms LIMIT 1 OFFSET ?3 - 1), 9223372036854775807) ORDER BY ms, id",
    [PUT] = "INSERT INTO pair VALUES(?1, ?2, ?3)"
            " ON CONFLICT(space, key) DO UPDATE SET value = ?3 WHERE value <> ?3",
    [DELETE] = "DELETE FROM pair WHERE space = ?1 AND key = ?2",
    [GET] = "SELECT value FROM pair WHERE space = ?1 AND key = ?2",
    [EACH] = "SELECT key, value FROM pair WHERE space = ?1 ORDER BY key",
    [ADD_INPUT] = "INSERT INTO input(conv, text) VALUES(?1, ?2)",
    [READ_INPUTS] = "SELECT conv, text FROM (SELECT * FROM input ORDER BY id DESC LIMIT ?1)"
                    " ORDER BY id",
    [PUT_QUEUED] = "INSERT INTO outbox(idem, server, target, text, sent_as, action, said, sent)"
                   " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT(idem) DO UPDATE"
                   " SET target = ?3, text = ?4, sent_as = ?5, sent = ?8",
    [REMOVE_QUEUED] = "DELETE FROM outbox WHERE idem = ?1",
    [EACH_QUEUED] = "SELECT idem, server, target, text, sent_as, action, said, sent FROM outbox"
                    " WHERE server = ?1 ORDER BY id",
    [ADD_REACTION] = "INSERT OR IGNORE INTO reaction(conv, msgid, who, value)"
                     " VALUES(?4, ?1, ?2, ?3)",
    [REMOVE_REACTION] = "DELETE FROM reaction"
                        " WHERE conv = ?4 AND msgid = ?1 AND who = ?2 AND value = ?3",
    [READ_REACTIONS] = "SELECT who, value FROM reaction WHERE conv = ?2 AND msgid = ?1"
                       " ORDER BY id",
    [HAS_REACTIONS] = "SELECT 1 FROM reaction WHERE conv = ?1 LIMIT 1",
    [INDEX_BOUNDS] = "SELECT line, (SELECT coalesce(max(id), 0) FROM line) FROM indexed",
    [INDEX_LINES] = "INSERT INTO word(rowid, text)"
                    " SELECT id, text FROM line WHERE id > ?1 AND id <= ?2",
    [INDEX_MARK] = "UPDATE indexed SET line = ?1",
    /* Numbers of lines that are gone are given again. */
    [INDEX_BACK] = "UPDATE indexed SET"
                   " line = min(line, (SELECT coalesce(max(id), 0) FROM line))",
    [SEARCH_SCAN] = "SELECT " LINE_COLUMNS ", conv.key FROM line" SEARCH_FROM_LINES
                    "line.id > ?6 ORDER BY line.id DESC",
    [SEARCH_WORDS] = "SELECT " LINE_COLUMNS
                     ", conv.key FROM word JOIN line ON line.id = word.rowid" SEARCH_FROM_LINES
                     "word MATCH ?7 AND word.rowid <= ?6"
                     " ORDER BY word.rowid DESC",
    [OLD_CONV] = "SELECT conv.id FROM conv"
                 " WHERE EXISTS (SELECT 1 FROM line WHERE conv = conv.id AND ms < ?1) LIMIT 1",
    [FORGET_LINES] = "DELETE FROM line WHERE id IN"
                     " (SELECT id FROM line WHERE conv = ?1 AND ms < ?2 LIMIT ?3)",
    [FORGET_REACTIONS] = "DELETE FROM reaction WHERE conv = ?1 AND NOT EXISTS (SELECT 1 FROM line"
                         " WHERE line.conv = reaction.conv AND line.msgid = reaction.msgid)",
    [FORGET_FILES] = "DELETE FROM pair WHERE space = 'file'"
                     " AND substr(key, 1, length(?1) + 1) = ?1 || ' '",
};

bool archive_run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* The version in the file; -1 if it cannot be read. */
static int version(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    int found = -1;
    if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        found = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return found;
}

bool archive_is_new(sqlite3 *db)
{
    return version(db) == 0;
}

bool archive_migrate(sqlite3 *db)
{
    const int newest = (int)(sizeof(migrations) / sizeof(migrations[0]));
    int found = version(db);
    bool done = found >= 0 && found <= newest;
    for (; done && found < newest; found++) {
        char mark[64];
        snprintf(mark, sizeof(mark), "PRAGMA user_version = %d; COMMIT", found + 1);
        done = archive_run(db, "BEGIN IMMEDIATE") && archive_run(db, migrations[found]) &&
               archive_run(db, mark);
    }
    return done;
}

bool archive_prepare(struct archive *archive, enum statement which)
{
    return sqlite3_prepare_v3(archive->db, texts[which], -1, SQLITE_PREPARE_PERSISTENT,
                              &archive->statements[which], NULL) == SQLITE_OK;
}
