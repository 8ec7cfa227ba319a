/*
 * statements.h - every SQL text that the two threads run, by name.
 *
 * The comment is what the statement takes, in order; R_ rows hold what it gives.
 */
#ifndef STATEMENTS_H
#define STATEMENTS_H

enum write_statement {
    W_BEGIN,
    W_COMMIT,
    W_ROLLBACK,
    W_UNDO_CONVS, /* id: as if no entry from there on had come; as those that follow */
    W_UNDO_IDEMS,
    W_UNDO_ATTACHED,
    W_UNDO_ROWS,
    W_CONV_FIND,          /* key */
    W_CONV_ADD,           /* key */
    W_CONV_SAVE,          /* last_seq, last_ms, queued_id, queued_ms, queued, id */
    W_MESSAGE_ADD,        /* the columns of ROW_COLUMNS, queued_before */
    W_MEMBER_ADD,         /* account, conversation, from_seq, modes */
    W_MEMBER_MODES,       /* modes, account, conversation */
    W_MEMBER_END,         /* to_seq, account, conversation */
    W_MEMBER_VOID,        /* account, conversation: intervals that hold nothing */
    W_RECORD_PUT,         /* space, key, value */
    W_RECORD_DELETE,      /* space, key */
    W_DEVICE_ACK,         /* account, label, acked_id */
    W_MARKER_SET,         /* account, conv, read_ms */
    W_ACCOUNT_ADD,        /* fold, skeleton, name, created_ms, last_seen_ms */
    W_ACCOUNT_SEEN,       /* last_seen_ms, fold */
    W_CREDENTIAL_PUT,     /* account, kind, label, value */
    W_CREDENTIAL_REMOVE,  /* account, kind, label */
    W_DEVICE_SEEN,        /* account, label, last_ms */
    W_DEVICE_REMOVE,      /* account, label */
    W_IDEM_FIND,          /* account, key -> id, seq, ms, msgid, conversation's key */
    W_IDEM_ADD,           /* id, account, key, conversation, seq, ms, msgid */
    W_IDEM_EXPIRE,        /* before_ms, limit: the oldest */
    W_MEMBER_ENSURE,      /* account, conversation, from_seq: unless there is a membership */
    W_MEMBER_EVERYBODY,   /* conversation, from_seq: all accounts that are no members */
    W_SAID_FIND,          /* msgid, conversation -> row */
    W_SAID_SEEN,          /* account, conversation, seq -> a row, if it was a member then */
    W_REDACT_ROW,         /* crc, id */
    W_REDACT_NOTE,        /* conversation, seq, event, who, ms, reason */
    W_EDIT_ROW,           /* body, tags, crc, id */
    W_ROW,                /* id -> row */
    W_ATTACHED_FIND,      /* conversation, seq, account, value -> event */
    W_ATTACHED_COUNT,     /* conversation, seq, account -> how many values it has there */
    W_ATTACHED_PUT,       /* conversation, seq, account, value, event */
    W_ATTACHED_REMOVE,    /* conversation, seq, account, value */
    W_ATTACHED_ALL,       /* conversation, seq -> events */
    W_ATTACHED_DROP,      /* the same */
    W_ATTACHED_VOID,      /* crc, id: the row says nothing any more */
    W_NEXT_ID,            /* conversation, seq -> seq, id of the row there or after */
    W_NEXT_MS,            /* conversation, seq -> seq, ms of the row there or after */
    W_EXPIRE_NEXT,        /* id -> id, key, last_seq, swept of the next conversation */
    W_EXPIRE_COUNT,       /* conversation, seq, before_id, limit -> rows, queued, last seq */
    W_EXPIRE_ROWS,        /* conversation, seq: up to there */
    W_EXPIRE_REDACTIONS,  /* the same */
    W_EXPIRE_ATTACHED,    /* the same */
    W_EXPIRE_GONE,        /* queued, id: so many more are gone */
    W_EXPIRE_EVENTS,      /* conversation, after_seq, seq, before_id */
    W_EXPIRE_SWEPT,       /* seq, id */
    W_HAS_UNTIL,          /* account -> acked_id that all its devices have */
    W_ACCOUNT_FIND,       /* fold -> fold */
    W_ERASURES,           /* -> accounts */
    W_ERASURE_FIND,       /* account -> mail_id, next_id, last_id, and the four counts */
    W_ERASURE_ADD,        /* account */
    W_ERASURE_SAVE,       /* account, next_id, messages, mail */
    W_ERASURE_ROWS,       /* account, from_id, to_id, mail_id, limit -> rows */
    W_ERASURE_BLANK,      /* crc, id */
    W_ERASURE_END,        /* account */
    W_ERASURE_REDACTIONS, /* account: what it took back has nobody's name */
    W_ERASED,             /* one more */
    W_TOMBSTONE_FIND,     /* fold, skeleton, now_ms -> until_ms */
    W_TOMBSTONE_ADD,      /* fold, until_ms: of an account that is still there */
    W_TOMBSTONE_REMOVE,   /* fold, skeleton */
    W_DROP_ACCOUNT,       /* account; as those that follow */
    W_DROP_CREDENTIALS,
    W_DROP_DEVICES,
    W_DROP_MARKERS,
    W_DROP_IDEMS,
    W_DROP_MEMBERS,
    W_DROP_UPLOADS,
    W_DROP_PARTS,
    W_DROP_UPLOAD_DAY,
    W_DROP_ATTACHED,
    W_UPLOAD_ADD,       /* id, sha256, name, type, account, size, created_ms, until_ms, secret */
    W_UPLOAD_DAY,       /* account, day, bytes: so many more */
    W_UPLOAD_ANNOUNCE,  /* id, account, conv, msgid */
    W_UPLOAD_BY_ID,     /* id, account or NULL, limit -> id, sha256, size */
    W_UPLOAD_BY_MSGID,  /* msgid, likewise */
    W_UPLOAD_BY_SHA256, /* sha256, likewise */
    W_UPLOAD_EXPIRED,   /* now_ms, limit -> the same */
    W_UPLOAD_REMOVE,    /* id */
    W_UPLOAD_HAS,       /* sha256 -> a row if an upload has it */
    W_PART_PUT,         /* id, name, type, account, size, have, until_ms, secret */
    W_PART_REMOVE,      /* id */
    W_PART_EXPIRED,     /* now_ms, limit -> id */
    W_INDEXED,          /* -> id up to which words can be found */
    W_INDEX_ROWS,       /* after id, up to id */
    W_INDEX_SAVE,       /* id */
    W_UNDO_INDEXED,     /* id */
    W_COUNT
};

enum read_statement {
    R_BEGIN,
    R_COMMIT,
    R_LAST_ID,      /* -> id */
    R_CONV,         /* key -> id, last_seq, queued, gone */
    R_CONV_ID,      /* id -> the same */
    R_INTERVALS,    /* account, conversation -> from_seq, to_seq */
    R_MSGID,        /* msgid, conversation -> row */
    R_NEXT_ID,      /* conversation, seq -> seq, id of the row there or after */
    R_NEXT_MS,      /* conversation, seq -> seq, ms of the row there or after */
    R_NEXT_QUEUED,  /* conversation, seq -> seq, queued_before, queued of the row there or after */
    R_PREV_QUEUED,  /* the same of the row before */
    R_ROWS_UP,      /* conversation, lo, hi -> rows, ascending */
    R_ROWS_DOWN,    /* the same, descending */
    R_ROW,          /* id -> row */
    R_REDACTION,    /* conversation, seq -> id of the entry that says so */
    R_REACTIONS_UP, /* conversation, seq, limit -> rows that are attached, ascending */
    R_REACTIONS_DOWN, /* the same, descending */
    R_NEWS,           /* account, after -> conversation, key, from_seq, to_seq, queued */
    R_TARGETS_UP,     /* account, after_ms, before_ms, limit -> key, ms */
    R_TARGETS_DOWN,   /* the same, descending */
    R_CREDENTIALS,    /* account -> kind, label, value */
    R_DEVICE,         /* account, label -> acked_id */
    R_DEVICES_LEAST,  /* account -> acked_id */
    R_DEVICES,        /* account -> label, acked_id, last_ms */
    R_EXPORT_ACCOUNT, /* account -> JSON; as those that follow */
    R_EXPORT_DEVICES,
    R_EXPORT_CREDENTIALS,
    R_EXPORT_MEMBERSHIPS,
    R_EXPORT_MARKERS,
    R_EXPORT_SPAN,    /* account, conv, from_seq -> the next conv, from_seq, to_seq */
    R_EXPORT_ROWS,    /* account, conv, from_seq, to_seq, limit -> row, key, JSON or NULL */
    R_EXPORT_UPLOADS, /* account -> JSON */
    R_UPLOAD,         /* id -> its texts, its numbers (store_uploads_ask.c) */
    R_UPLOADS,        /* account, limit, skip -> the same, the newest first */
    R_UPLOADS_ALL,    /* limit, skip -> the same of all */
    R_UPLOAD_SUMS,    /* account, day -> files, bytes, day's, of all; parts, bytes, of all */
    R_PART,           /* id -> name, type, account, size, have, until_ms, secret */
    R_STRAY_FILE,     /* sha256 -> a row if an upload has it */
    R_STRAY_PART,     /* id -> a row if there is such a part */
    R_SEARCH_PAIRS,   /* account, limit -> conversation, last_seq, key */
    R_WORDS_UP,       /* expression, lo, hi -> ids within these, ascending */
    R_WORDS_DOWN,     /* the same, descending */
    R_SEEN,           /* account, conversation, seq -> a row if it was a member then */
    R_COUNT
};

extern const char *const write_texts[W_COUNT];
extern const char *const read_texts[R_COUNT];

#endif
