#include "statements.h"

#include "rows.h"

const char *const write_texts[W_COUNT] = {
    [W_BEGIN] = "BEGIN IMMEDIATE",
    [W_COMMIT] = "COMMIT",
    [W_ROLLBACK] = "ROLLBACK",
    [W_LAST_ID] = "SELECT ifnull(max(id), 0) FROM message",
    [W_CONV_FIND] = "SELECT id, last_seq, last_ms, queued_id, queued_ms, queued FROM conversation"
                    " WHERE key = ?",
    [W_CONV_ADD] = "INSERT INTO conversation"
                   " (key, last_seq, last_ms, queued_id, queued_ms, queued)"
                   " VALUES (?, 0, 0, 0, 0, 0)",
    [W_CONV_SAVE] = "UPDATE conversation SET last_seq = ?, last_ms = ?, queued_id = ?,"
                    " queued_ms = ?, queued = ? WHERE id = ?",
    [W_MESSAGE_ADD] = "INSERT INTO message (" ROW_COLUMNS ", queued_before)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [W_MEMBER_ADD] = "INSERT INTO member (account, conversation, from_seq, to_seq, modes)"
                     " SELECT ?1, ?2, ?3, NULL, ?4"
                     " WHERE ?1 NOT IN (SELECT fold FROM tombstone)",
    [W_MEMBER_MODES] = "UPDATE member SET modes = ?"
                       " WHERE account = ? AND conversation = ? AND to_seq IS NULL",
    [W_MEMBER_END] = "UPDATE member SET to_seq = ?"
                     " WHERE account = ? AND conversation = ? AND to_seq IS NULL",
    [W_MEMBER_VOID] = "DELETE FROM member"
                      " WHERE account = ? AND conversation = ? AND to_seq < from_seq",
    [W_RECORD_PUT] = "INSERT INTO record (space, key, value) VALUES (?, ?, ?)"
                     " ON CONFLICT DO UPDATE SET value = excluded.value",
    [W_RECORD_DELETE] = "DELETE FROM record WHERE space = ? AND key = ?",
    [W_DEVICE_ACK] = "INSERT INTO device (account, label, acked_id)"
                     " SELECT ?1, ?2, ?3 WHERE ?1 NOT IN (SELECT fold FROM tombstone)"
                     " ON CONFLICT DO UPDATE SET acked_id = max(acked_id, excluded.acked_id)",
    [W_MARKER_SET] = "INSERT INTO marker (account, conv, read_ms)"
                     " SELECT ?1, ?2, ?3 WHERE ?1 NOT IN (SELECT fold FROM tombstone)"
                     " ON CONFLICT DO UPDATE SET read_ms = max(read_ms, excluded.read_ms)",
    [W_ACCOUNT_ADD] = "INSERT INTO account (fold, skeleton, name, created_ms, last_seen_ms)"
                      " VALUES (?, ?, ?, ?, ?)",
    [W_ACCOUNT_SEEN] = "UPDATE account SET last_seen_ms = ? WHERE fold = ?",
    [W_CREDENTIAL_PUT] = "INSERT INTO credential (account, kind, label, value)"
                         " VALUES (?, ?, ?, ?)"
                         " ON CONFLICT DO UPDATE SET value = excluded.value",
    [W_CREDENTIAL_REMOVE] = "DELETE FROM credential WHERE account = ? AND kind = ? AND label = ?",
    [W_DEVICE_SEEN] = "UPDATE device SET last_ms = max(last_ms, ?3)"
                      " WHERE account = ?1 AND label = ?2",
    [W_DEVICE_REMOVE] = "DELETE FROM device WHERE account = ? AND label = ?",
    [W_IDEM_FIND] = "SELECT i.id, i.seq, i.ms, i.msgid, c.key FROM idempotency i"
                    " JOIN conversation c ON c.id = i.conversation"
                    " WHERE i.account = ? AND i.key = ? AND i.ms >= ?",
    [W_IDEM_ADD] = "INSERT OR REPLACE INTO idempotency"
                   " (id, account, key, conversation, seq, ms, msgid) VALUES (?, ?, ?, ?, ?, ?, ?)",
};

/* The time of the newest queued entry, of the conversations that the account is in now. */
#define TARGETS                                                          \
    "SELECT c.key, c.queued_ms FROM member m JOIN conversation c"        \
    " ON c.id = m.conversation WHERE m.account = ? AND m.to_seq IS NULL" \
    " AND c.queued_id > 0 AND c.queued_ms > ? AND c.queued_ms < ? ORDER BY 2"

/* A unary + keeps SQLite from taking that term for its index. */
const char *const read_texts[R_COUNT] = {
    [R_BEGIN] = "BEGIN",
    [R_COMMIT] = "COMMIT",
    [R_LAST_ID] = "SELECT ifnull(max(id), 0) FROM message",
    [R_CONV] = "SELECT id, last_seq FROM conversation WHERE key = ?",
    [R_INTERVALS] = "SELECT from_seq, ifnull(to_seq, 9223372036854775806) FROM member"
                    " WHERE account = ? AND conversation = ? ORDER BY from_seq",
    [R_MSGID] = "SELECT seq FROM message WHERE msgid = ? AND +conversation = ?",
    [R_NEXT_ID] = "SELECT seq, id FROM message WHERE conversation = ? AND seq >= ?"
                  " ORDER BY seq LIMIT 1",
    [R_NEXT_MS] = "SELECT seq, ms FROM message WHERE conversation = ? AND seq >= ?"
                  " ORDER BY seq LIMIT 1",
    [R_NEXT_QUEUED] = "SELECT seq, queued_before FROM message WHERE conversation = ?"
                      " AND seq >= ? ORDER BY seq LIMIT 1",
    [R_ROWS_UP] = "SELECT " ROW_COLUMNS " FROM message"
                  " WHERE conversation = ? AND seq BETWEEN ? AND ? ORDER BY seq",
    [R_ROWS_DOWN] = "SELECT " ROW_COLUMNS " FROM message"
                    " WHERE conversation = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC",
    [R_ROW] = "SELECT " ROW_COLUMNS " FROM message WHERE id = ?",
    [R_NEWS] = "SELECT c.id, c.key, m.from_seq, ifnull(m.to_seq, c.last_seq), c.queued"
               " FROM member m"
               " CROSS JOIN conversation c ON c.id = m.conversation"
               " WHERE m.account = ? AND c.queued_id > ?"
               " ORDER BY m.conversation DESC, m.from_seq DESC",
    [R_TARGETS_UP] = TARGETS " LIMIT ?",
    [R_TARGETS_DOWN] = TARGETS " DESC LIMIT ?",
    [R_CREDENTIALS] = "SELECT kind, label, value FROM credential WHERE account = ?"
                      " ORDER BY rowid",
    [R_DEVICE] = "SELECT acked_id FROM device WHERE account = ? AND label = ?",
    [R_DEVICES_LEAST] = "SELECT ifnull(min(acked_id), 0) FROM device WHERE account = ?",
    [R_DEVICES] = "SELECT label, acked_id, last_ms FROM device WHERE account = ? ORDER BY label",
    [R_MARKER] = "SELECT read_ms FROM marker WHERE account = ? AND conv = ?",
};
