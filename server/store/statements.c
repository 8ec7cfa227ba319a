#include "statements.h"

#include "rows.h"
#include "schema.h"

/* Places in a conversation, from its index alone. */
#define NEXT_ID \
    "SELECT seq, id FROM message WHERE conversation = ? AND seq >= ? ORDER BY seq LIMIT 1"
#define NEXT_MS \
    "SELECT seq, ms FROM message WHERE conversation = ? AND seq >= ? ORDER BY seq LIMIT 1"

/* Those with a key, of one account or of all. */
#define UPLOADS_BY(key) \
    "SELECT id, sha256, size FROM upload WHERE " key " = ? AND account = ifnull(?, account) LIMIT ?"

#define UPLOAD_COLUMNS \
    "id, sha256, name, type, account, conv, msgid, size, created_ms, until_ms, secret"

/* Times of membership do not overlap: only the last one that began before can reach so far. */
#define SEEN                                                                            \
    "SELECT 1 FROM (SELECT to_seq FROM member WHERE account = ?1 AND conversation = ?2" \
    " AND from_seq <= ?3 ORDER BY from_seq DESC LIMIT 1) WHERE ifnull(to_seq, ?3) >= ?3"

const char *const write_texts[W_COUNT] = {
    [W_BEGIN] = "BEGIN IMMEDIATE",
    [W_COMMIT] = "COMMIT",
    [W_ROLLBACK] = "ROLLBACK",
    [W_UNDO_CONVS] =
        "UPDATE conversation SET"
        " last_seq = (SELECT min(m.seq) - 1 FROM message m WHERE m.conversation = conversation.id"
        " AND m.id >= ?1),"
        " queued = queued - (SELECT sum(m.queued) FROM message m"
        " WHERE m.conversation = conversation.id AND m.id >= ?1),"
        " (queued_id, queued_ms) = (SELECT ifnull(max(m.id), 0), ifnull(max(m.ms), 0)"
        " FROM message m WHERE m.conversation = conversation.id AND m.id < ?1 AND m.queued)"
        " WHERE id IN (SELECT conversation FROM message WHERE id >= ?1)",
    [W_UNDO_IDEMS] = "DELETE FROM idempotency WHERE id >= ?",
    [W_UNDO_ATTACHED] = "DELETE FROM attached WHERE event >= ?",
    [W_UNDO_ROWS] = "DELETE FROM message WHERE id >= ?",
    [W_CONV_FIND] = "SELECT id, last_seq, last_ms, queued_id, queued_ms, queued FROM conversation"
                    " WHERE key = ?",
    [W_CONV_ADD] = "INSERT INTO conversation"
                   " (key, last_seq, last_ms, queued_id, queued_ms, queued)"
                   " VALUES (?, 0, 0, 0, 0, 0)",
    [W_CONV_SAVE] = "UPDATE conversation SET last_seq = ?, last_ms = ?, queued_id = ?,"
                    " queued_ms = ?, queued = ? WHERE id = ?",
    [W_MESSAGE_ADD] = "INSERT INTO message (" ROW_COLUMNS ")"
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
                    " WHERE i.account = ? AND i.key = ?",
    [W_IDEM_ADD] = "INSERT INTO idempotency"
                   " (id, account, key, conversation, seq, ms, msgid) VALUES (?, ?, ?, ?, ?, ?, ?)",
    [W_IDEM_EXPIRE] = "DELETE FROM idempotency WHERE ms < ?"
                      " AND id IN (SELECT id FROM idempotency ORDER BY id LIMIT ?)",
    [W_MEMBER_ENSURE] = "INSERT INTO member (account, conversation, from_seq, to_seq, modes)"
                        " SELECT ?1, ?2, ?3, NULL, ''"
                        " WHERE ?1 NOT IN (SELECT fold FROM tombstone) AND NOT EXISTS"
                        " (SELECT 1 FROM member WHERE account = ?1 AND conversation = ?2"
                        " AND to_seq IS NULL)",
    [W_MEMBER_EVERYBODY] = "INSERT INTO member (account, conversation, from_seq, to_seq, modes)"
                           " SELECT fold, ?1, ?2, NULL, '' FROM account WHERE NOT EXISTS"
                           " (SELECT 1 FROM member m WHERE m.account = fold"
                           " AND m.conversation = ?1 AND m.to_seq IS NULL)",
    [W_SAID_FIND] = "SELECT " ROW_COLUMNS " FROM message WHERE msgid = ? AND +conversation = ?",
    [W_SAID_SEEN] = SEEN,
    [W_REDACT_ROW] = "UPDATE message SET kind = -1, body = '', tags = '',"
                     " crc = ? WHERE id = ?",
    [W_REDACT_NOTE] = "INSERT INTO redaction (conversation, seq, event, who, ms, reason)"
                      " VALUES (?, ?, ?, ?, ?, ?)",
    [W_EDIT_ROW] = "UPDATE message SET body = ?, tags = ?, crc = ? WHERE id = ?",
    [W_ROW] = "SELECT " ROW_COLUMNS " FROM message WHERE id = ?",
    [W_ATTACHED_FIND] = "SELECT event FROM attached WHERE conversation = ? AND seq = ?"
                        " AND account = ? AND value = ?",
    [W_ATTACHED_COUNT] = "SELECT count(*) FROM attached WHERE conversation = ? AND seq = ?"
                         " AND account = ? AND value <> ''",
    [W_ATTACHED_PUT] = "INSERT INTO attached (conversation, seq, account, value, event)"
                       " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET event = excluded.event",
    [W_ATTACHED_REMOVE] = "DELETE FROM attached WHERE conversation = ? AND seq = ?"
                          " AND account = ? AND value = ?",
    [W_ATTACHED_ALL] = "SELECT event FROM attached WHERE conversation = ? AND seq = ?",
    [W_ATTACHED_DROP] = "DELETE FROM attached WHERE conversation = ? AND seq = ?",
    [W_ATTACHED_VOID] = "UPDATE message SET kind = -2, body = '', tags = '', crc = ? WHERE id = ?",
    [W_NEXT_ID] = NEXT_ID,
    [W_NEXT_MS] = NEXT_MS,
    [W_EXPIRE_NEXT] = "SELECT id, key, last_seq, swept FROM conversation WHERE id > ?"
                      " ORDER BY id LIMIT 1",
    [W_EXPIRE_COUNT] = "SELECT count(*), ifnull(sum(queued), 0), ifnull(max(seq), 0) FROM"
                       " (SELECT seq, queued FROM message WHERE conversation = ? AND seq <= ?"
                       " AND id < ? ORDER BY seq LIMIT ?)",
    [W_EXPIRE_ROWS] = "DELETE FROM message WHERE conversation = ? AND seq <= ?",
    [W_EXPIRE_REDACTIONS] = "DELETE FROM redaction WHERE conversation = ? AND seq <= ?",
    [W_EXPIRE_ATTACHED] = "DELETE FROM attached WHERE conversation = ? AND seq <= ?",
    [W_EXPIRE_GONE] = "UPDATE conversation SET gone = gone + ? WHERE id = ?",
    [W_EXPIRE_EVENTS] = "DELETE FROM message WHERE conversation = ? AND seq > ? AND seq <= ?"
                        " AND +id < ? AND queued = 0",
    [W_EXPIRE_SWEPT] = "UPDATE conversation SET swept = ? WHERE id = ?",
    [W_HAS_UNTIL] = "SELECT ifnull(min(acked_id), 0) FROM device WHERE account = ?",
    [W_ACCOUNT_FIND] = "SELECT fold FROM account WHERE fold = ?",
    [W_ERASURES] = "SELECT account FROM erasure",
    [W_ERASURE_FIND] = "SELECT mail_id, next_id, last_id, credentials, devices, messages, mail"
                       " FROM erasure WHERE account = ?",
    [W_ERASURE_ADD] = "INSERT INTO erasure SELECT ?1,"
                      " (SELECT ifnull(max(acked_id), 0) FROM device WHERE account = ?1),"
                      " (SELECT ifnull(min(id), 0) FROM message),"
                      " (SELECT ifnull(max(id), 0) FROM message),"
                      " (SELECT count(*) FROM credential WHERE account = ?1),"
                      " (SELECT count(*) FROM device WHERE account = ?1), 0, 0",
    [W_ERASURE_SAVE] = "UPDATE erasure SET next_id = ?2, messages = ?3, mail = ?4"
                       " WHERE account = ?1",
    [W_ERASURE_ROWS] = "SELECT " ROW_COLUMNS " FROM message WHERE id BETWEEN ?2 AND ?3"
                       " AND (sender = ?1 OR (id > ?4 AND queued AND EXISTS (SELECT 1 FROM member m"
                       " JOIN conversation c ON c.id = m.conversation WHERE m.account = ?1"
                       " AND m.conversation = message.conversation AND instr(c.key, ' ') > 0)))"
                       " ORDER BY id LIMIT ?5",
    [W_ERASURE_BLANK] = "UPDATE message SET body = '', tags = '', crc = ? WHERE id = ?",
    [W_ERASURE_END] = "DELETE FROM erasure WHERE account = ?",
    [W_ERASURE_REDACTIONS] = "UPDATE redaction SET who = '', reason = '' WHERE who = ?",
    [W_ERASED] = "UPDATE store SET erased = erased + 1",
    [W_TOMBSTONE_FIND] = "SELECT until_ms FROM tombstone"
                         " WHERE (fold = ? OR skeleton = ?) AND until_ms > ?",
    [W_TOMBSTONE_ADD] = "INSERT INTO tombstone SELECT fold, skeleton, ?2 FROM account"
                        " WHERE fold = ?1",
    [W_TOMBSTONE_REMOVE] = "DELETE FROM tombstone WHERE fold = ? OR skeleton = ?",
    [W_DROP_ACCOUNT] = "DELETE FROM account WHERE fold = ?",
    [W_DROP_CREDENTIALS] = "DELETE FROM credential WHERE account = ?",
    [W_DROP_DEVICES] = "DELETE FROM device WHERE account = ?",
    [W_DROP_MARKERS] = "DELETE FROM marker WHERE account = ?",
    [W_DROP_IDEMS] = "DELETE FROM idempotency WHERE account = ?",
    [W_DROP_MEMBERS] = "DELETE FROM member WHERE account = ?",
    [W_DROP_UPLOADS] = "DELETE FROM upload WHERE account = ?",
    [W_DROP_PARTS] = "DELETE FROM part WHERE account = ?",
    [W_DROP_UPLOAD_DAY] = "DELETE FROM upload_day WHERE account = ?",
    [W_DROP_ATTACHED] = "DELETE FROM attached WHERE account = ?",
    [W_UPLOAD_ADD] = "INSERT INTO upload SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '', ''"
                     " WHERE ?5 IN (SELECT fold FROM account)",
    [W_UPLOAD_DAY] = "INSERT INTO upload_day (account, day, bytes) VALUES (?, ?, ?)"
                     " ON CONFLICT DO UPDATE SET day = excluded.day, bytes = excluded.bytes"
                     " + CASE WHEN day = excluded.day THEN bytes ELSE 0 END",
    [W_UPLOAD_ANNOUNCE] = "UPDATE upload SET conv = ?3, msgid = ?4"
                          " WHERE id = ?1 AND account = ?2 AND msgid = ''",
    [W_UPLOAD_BY_ID] = UPLOADS_BY("id"),
    [W_UPLOAD_BY_MSGID] = UPLOADS_BY("msgid <> '' AND msgid"),
    [W_UPLOAD_BY_SHA256] = UPLOADS_BY("sha256"),
    [W_UPLOAD_EXPIRED] = "SELECT id, sha256, size FROM upload WHERE until_ms > 0"
                         " AND until_ms <= ? ORDER BY until_ms LIMIT ?",
    [W_UPLOAD_REMOVE] = "DELETE FROM upload WHERE id = ?",
    [W_UPLOAD_HAS] = "SELECT 1 FROM upload WHERE sha256 = ? LIMIT 1",
    [W_PART_PUT] = "INSERT INTO part SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8"
                   " WHERE ?4 IN (SELECT fold FROM account)"
                   " ON CONFLICT DO UPDATE SET have = excluded.have,"
                   " until_ms = excluded.until_ms",
    [W_PART_REMOVE] = "DELETE FROM part WHERE id = ?",
    [W_PART_EXPIRED] = "SELECT id FROM part WHERE until_ms <= ? ORDER BY until_ms LIMIT ?",
    [W_INDEXED] = "SELECT upto FROM indexed",
    [W_INDEX_ROWS] = "INSERT INTO words (rowid, body, place) SELECT id, body, " SCHEMA_PLACE(
        "") " FROM message WHERE id > ? AND id <= ? AND " SCHEMA_IS_SAID(""),
    [W_INDEX_SAVE] = "UPDATE indexed SET upto = ?",
    [W_UNDO_INDEXED] = "UPDATE indexed SET upto = min(upto, ? - 1)",
};

#define WORDS "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?"

#define REACTIONS                                                                           \
    "SELECT " ROW_COLUMNS " FROM message WHERE id IN (SELECT a.event FROM attached a WHERE" \
    " a.conversation = ? AND a.seq = ? AND a.value <> '')"

/* The time of the newest queued entry, of the conversations that the account is in now. */
#define TARGETS                                                          \
    "SELECT c.key, c.queued_ms FROM member m JOIN conversation c"        \
    " ON c.id = m.conversation WHERE m.account = ? AND m.to_seq IS NULL" \
    " AND c.queued > c.gone AND c.queued_ms > ? AND c.queued_ms < ? ORDER BY 2"

/* A unary + keeps SQLite from taking that term for its index. */
const char *const read_texts[R_COUNT] = {
    [R_BEGIN] = "BEGIN",
    [R_COMMIT] = "COMMIT",
    [R_LAST_ID] = "SELECT ifnull(max(id), 0) FROM message",
    [R_CONV] = "SELECT id, last_seq, queued, gone FROM conversation WHERE key = ?",
    [R_CONV_ID] = "SELECT id, last_seq, queued, gone FROM conversation WHERE id = ?",
    [R_INTERVALS] = "SELECT from_seq, ifnull(to_seq, 9223372036854775806) FROM member"
                    " WHERE account = ? AND conversation = ? ORDER BY from_seq",
    [R_MSGID] = "SELECT " ROW_COLUMNS " FROM message WHERE msgid = ? AND +conversation = ?",
    [R_NEXT_ID] = NEXT_ID,
    [R_NEXT_MS] = NEXT_MS,
    [R_NEXT_QUEUED] = "SELECT seq, queued_before, queued FROM message WHERE conversation = ?"
                      " AND seq >= ? ORDER BY seq LIMIT 1",
    [R_PREV_QUEUED] = "SELECT seq, queued_before, queued FROM message WHERE conversation = ?"
                      " AND seq < ? ORDER BY seq DESC LIMIT 1",
    [R_ROWS_UP] = "SELECT " ROW_COLUMNS " FROM message"
                  " WHERE conversation = ? AND seq BETWEEN ? AND ? ORDER BY seq",
    [R_ROWS_DOWN] = "SELECT " ROW_COLUMNS " FROM message"
                    " WHERE conversation = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC",
    [R_ROW] = "SELECT " ROW_COLUMNS " FROM message WHERE id = ?",
    [R_REDACTION] = "SELECT event FROM redaction WHERE conversation = ? AND seq = ?",
    [R_REACTIONS_UP] = REACTIONS " ORDER BY id LIMIT ?",
    [R_REACTIONS_DOWN] = REACTIONS " ORDER BY id DESC LIMIT ?",
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
    [R_EXPORT_ACCOUNT] = "SELECT json_object('account', fold, 'name', name, 'created_ms',"
                         " created_ms, 'last_seen_ms', last_seen_ms) FROM account WHERE fold = ?",
    [R_EXPORT_DEVICES] = "SELECT json_object('label', label, 'last_ms', last_ms) FROM device"
                         " WHERE account = ?",
    [R_EXPORT_CREDENTIALS] = "SELECT json_object('kind', kind, 'label', label) FROM credential"
                             " WHERE account = ?",
    [R_EXPORT_MEMBERSHIPS] = "SELECT json_object('conv', c.key, 'modes', m.modes, 'from_seq',"
                             " m.from_seq, 'to_seq', m.to_seq) FROM member m JOIN conversation c"
                             " ON c.id = m.conversation WHERE m.account = ?",
    [R_EXPORT_MARKERS] = "SELECT json_object('conv', conv, 'read_ms', read_ms) FROM marker"
                         " WHERE account = ?",
    [R_EXPORT_SPAN] = "SELECT conversation, from_seq, ifnull(to_seq, 9223372036854775806)"
                      " FROM member WHERE account = ? AND (conversation, from_seq) > (?, ?)"
                      " ORDER BY conversation, from_seq LIMIT 1",
    [R_EXPORT_ROWS] =
        "SELECT " ROW_COLUMNS ", key, CASE WHEN sender = ?1 OR instr(key, ' ') > 0"
        " THEN json_object('conv', key, 'time_ms', ms, 'msgid', msgid, 'sender',"
        " sender, 'device', device, 'source', source, 'kind', kind, 'body', body,"
        " 'tags', tags, 'redacted_ms', (SELECT r.ms FROM redaction r WHERE r.conversation ="
        " message.conversation AND r.seq = message.seq)) END FROM message"
        " CROSS JOIN (SELECT id AS place, key FROM conversation)"
        " ON place = conversation WHERE conversation = ?2 AND seq BETWEEN ?3 AND ?4"
        " ORDER BY seq LIMIT ?5",
    [R_EXPORT_UPLOADS] = "SELECT json_object('id', id, 'name', name, 'type', type, 'size', size,"
                         " 'sha256', sha256, 'created_ms', created_ms, 'until_ms', until_ms,"
                         " 'private', secret, 'conv', conv, 'msgid', msgid) FROM upload"
                         " WHERE account = ? ORDER BY created_ms",
    [R_UPLOAD] = "SELECT " UPLOAD_COLUMNS " FROM upload WHERE id = ?",
    [R_UPLOADS] = "SELECT " UPLOAD_COLUMNS " FROM upload WHERE account = ?"
                  " ORDER BY created_ms DESC, id LIMIT ? OFFSET ?",
    [R_UPLOADS_ALL] = "SELECT " UPLOAD_COLUMNS " FROM upload"
                      " ORDER BY created_ms DESC, id LIMIT ? OFFSET ?",
    [R_UPLOAD_SUMS] = "SELECT count(*), ifnull(sum(size), 0),"
                      " ifnull((SELECT bytes FROM upload_day WHERE account = ?1 AND day = ?2), 0),"
                      " (SELECT ifnull(sum(size), 0) FROM"
                      " (SELECT DISTINCT sha256, size FROM upload)),"
                      " (SELECT count(*) FROM part WHERE account = ?1),"
                      " (SELECT ifnull(sum(size), 0) FROM part WHERE account = ?1),"
                      " (SELECT ifnull(sum(size), 0) FROM part)"
                      " FROM upload WHERE account = ?1",
    [R_PART] = "SELECT name, type, account, size, have, until_ms, secret FROM part WHERE id = ?",
    [R_STRAY_FILE] = "SELECT 1 FROM upload WHERE sha256 = ? LIMIT 1",
    [R_STRAY_PART] = "SELECT 1 FROM part WHERE id = ?",
    [R_SEARCH_PAIRS] = "SELECT c.id, c.last_seq, c.key FROM member m JOIN conversation c"
                       " ON c.id = m.conversation WHERE m.account = ? AND m.to_seq IS NULL"
                       " AND (instr(c.key, ' ') > 0 OR c.key = '*')"
                       " ORDER BY c.queued_id DESC LIMIT ?",
    [R_WORDS_UP] = WORDS " ORDER BY rowid",
    [R_WORDS_DOWN] = WORDS " ORDER BY rowid DESC",
    [R_SEEN] = SEEN,
};
