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
    W_LAST_ID,
    W_CONV_FIND,         /* key */
    W_CONV_ADD,          /* key */
    W_CONV_SAVE,         /* last_seq, last_ms, queued_id, queued_ms, queued, id */
    W_MESSAGE_ADD,       /* the columns of ROW_COLUMNS, queued_before */
    W_MEMBER_ADD,        /* account, conversation, from_seq, modes */
    W_MEMBER_MODES,      /* modes, account, conversation */
    W_MEMBER_END,        /* to_seq, account, conversation */
    W_MEMBER_VOID,       /* account, conversation: intervals that hold nothing */
    W_RECORD_PUT,        /* space, key, value */
    W_RECORD_DELETE,     /* space, key */
    W_DEVICE_ACK,        /* account, label, acked_id */
    W_MARKER_SET,        /* account, conv, read_ms */
    W_ACCOUNT_ADD,       /* fold, skeleton, name, created_ms, last_seen_ms */
    W_ACCOUNT_SEEN,      /* last_seen_ms, fold */
    W_CREDENTIAL_PUT,    /* account, kind, label, value */
    W_CREDENTIAL_REMOVE, /* account, kind, label */
    W_DEVICE_SEEN,       /* account, label, last_ms */
    W_DEVICE_REMOVE,     /* account, label */
    W_IDEM_FIND,         /* account, key, since_ms -> id, seq, ms, msgid, conversation's key */
    W_IDEM_ADD,          /* id, account, key, conversation, seq, ms, msgid */
    W_COUNT
};

enum read_statement {
    R_BEGIN,
    R_COMMIT,
    R_LAST_ID,       /* -> id */
    R_CONV,          /* key -> id, last_seq */
    R_INTERVALS,     /* account, conversation -> from_seq, to_seq */
    R_MSGID,         /* msgid, conversation -> seq */
    R_NEXT_ID,       /* conversation, seq -> seq, id of the row there or after */
    R_NEXT_MS,       /* conversation, seq -> seq, ms of the row there or after */
    R_NEXT_QUEUED,   /* conversation, seq -> seq, queued_before of the row there or after */
    R_ROWS_UP,       /* conversation, lo, hi -> rows, ascending */
    R_ROWS_DOWN,     /* the same, descending */
    R_ROW,           /* id -> row */
    R_NEWS,          /* account, after -> conversation, key, from_seq, to_seq, queued */
    R_TARGETS_UP,    /* account, after_ms, before_ms, limit -> key, ms */
    R_TARGETS_DOWN,  /* the same, descending */
    R_CREDENTIALS,   /* account -> kind, label, value */
    R_DEVICE,        /* account, label -> acked_id */
    R_DEVICES_LEAST, /* account -> acked_id */
    R_DEVICES,       /* account -> label, acked_id, last_ms */
    R_MARKER,        /* account, conv -> read_ms */
    R_COUNT
};

extern const char *const write_texts[W_COUNT];
extern const char *const read_texts[R_COUNT];

#endif
