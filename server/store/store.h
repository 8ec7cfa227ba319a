/*
 * store.h - what must survive: messages, people, rooms, cursors.
 *
 * The store knows conversations, names and text, never IRC. There is one log
 * of entries with one increasing id; "offline queue", "history" and "catch up"
 * are reads of it past a cursor (HOUSE.md, decision 11; spec store.md).
 *
 * Writes queue to one writer thread, which commits whatever queued while its
 * last commit ran (synchronous=FULL). Reads run on a reader thread, in order,
 * and see everything whose completion was delivered before they were asked.
 * Completions run on the caller's thread, inside store_turn(), in the order of
 * the calls (writes among writes, reads among reads). Strings and arrays given
 * to the store are copied; those given to a callback live until it returns.
 *
 * Names: a conversation is a key: a folded room name ("#tea"), or two folded
 * account names in order, joined by one space ("alice bob"). An account is its
 * folded name.
 */
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

enum store_status {
    STORE_OK,
    STORE_FAILED,  /* disk full, I/O: nothing was kept; say so and try again later */
    STORE_EXISTS,  /* the name, or one that looks like it, is taken */
    STORE_MISSING, /* what was named is not there: a message id (it may have expired), an account */
    STORE_REPEATED,  /* this sender said it before: nothing was written, the first entry is given */
    STORE_DAMAGED,   /* the disk gave back something else than was written; it is not served */
    STORE_FORBIDDEN, /* it is not theirs to change */
    STORE_LATE,      /* it was, but the time for that is over */
};

typedef void store_done_fn(void *arg, enum store_status status);

/* Of store_entry.kind: such an entry was taken back (store_redact()), or was about another one and
 * holds no more; it is never given. From STORE_ABOUT on entries are about others: pages of history
 * have them beside what was asked for. */
#define STORE_REDACTED (-1)
#define STORE_VOID     (-2)
#define STORE_ABOUT    (1 << 16)

/* The conversation of which every account that there is becomes a member when something is said
 * there. */
#define STORE_EVERYBODY "*"

/* One row of the log. */
struct store_entry {
    uint64_t id;     /* order of commits; given by the store */
    uint64_t seq;    /* dense within its conversation; given by the store */
    int64_t time_ms; /* in: when; out: max(when, the conversation's last) */
    bool queued;     /* waits for members who are away; false: log only (joins, topics) */
    int kind;        /* the caller's own number */
    const char *conv;
    const char *msgid;
    const char *sender; /* account, "" for none (a guest, the server) */
    const char *device; /* the sender's device, "" for none */
    const char *source; /* who it was shown as, at that time */
    const char *body;
    const char *tags; /* the caller's own text, "" for none */
    const char *idem; /* in: the sender's own key for this entry, "" or NULL for none */
    bool known_only;  /* in: not to be written; STORE_MISSING if it was not said before */
};

/* ---- life ---- */

/*
 * Opens or makes the database file (":memory:" is not possible: two threads
 * share it). Returns NULL with *cause (to free) naming file and remedy.
 */
struct store *store_open(const char *path, char **cause);

/* A descriptor that can be read whenever store_turn() has something to do. */
int store_fd(const struct store *store);

/* Runs the completions that are ready, the first of them at least; the rest is for the next turns,
 * so that what those cause can be sent in between. */
#define STORE_TURN_MAX 512
void store_turn(struct store *store);

/*
 * From now on what is asked waits for store_flush(), which the caller promises
 * to call at the end of each turn: what came in one turn goes into one commit,
 * and wakes the threads once.
 */
void store_gather(struct store *store);
void store_flush(struct store *store);

/* True if nothing is queued and all completions ran. */
bool store_is_idle(const struct store *store);

/* Blocks until all that was queued is committed or failed and the completions ran. */
void store_drain(struct store *store);

/* Drains, checkpoints (no WAL file stays) and frees. */
void store_close(struct store *store);

/* ---- the log ---- */

/* The highest id in the log, 0 for none; at open, later as of the last completion. */
uint64_t store_last_id(const struct store *store);

/* For so long at least a sender's own key (idem) is remembered; then store_expire() forgets it. */
#define STORE_IDEM_MS ((int64_t)7 * 24 * 3600 * 1000)

/*
 * entry: as given, with id, seq and time_ms filled in when status is STORE_OK.
 * STORE_REPEATED: id, seq, time_ms, msgid and conv are those of the entry that
 * this sender appended with the same idem before.
 */
typedef void store_append_fn(void *arg, enum store_status status, const struct store_entry *entry);

/*
 * Appends an entry. An entry of a pair's conversation ("alice bob") makes both
 * accounts members of it. done may be NULL.
 */
void store_append(struct store *store, const struct store_entry *entry, store_append_fn *done,
                  void *arg);

/* ---- reads; each on the reader's thread ---- */

/* Which part of a conversation; server.md 2.7 says what each means. */
enum store_range {
    STORE_LATEST, /* newest, after `a` if there is one */
    STORE_BEFORE, /* nearest strictly before a */
    STORE_AFTER,  /* nearest strictly after a */
    STORE_AROUND, /* a included, half before, the rest after */
    STORE_BETWEEN /* strictly between a and b, counted from a toward b */
};

/* A place in a conversation: a message id, or (msgid NULL) a time; time_ms -1: none. */
struct store_ref {
    const char *msgid;
    int64_t time_ms;
};

struct store_history {
    const char *conv;
    const char *account; /* only what was said while this account was a member; NULL: all */
    enum store_range range;
    struct store_ref a, b;
    size_t limit; /* rows at most */
    bool events;  /* also rows that are not queued */
    /* Also rows about others, of these kinds (bit n is STORE_ABOUT + n), not counted: where they
     * stand, instead of what was taken back, or behind what they are attached to; each once. */
    unsigned abouts;
};

/*
 * entries ascending by seq; more: there are further rows in that direction.
 * STORE_MISSING: a msgid is unknown here. STORE_DAMAGED: a row of the answer
 * does not match its checksum, or is gone though it did not expire: there are
 * no entries.
 */
typedef void store_history_fn(void *arg, enum store_status status,
                              const struct store_entry *entries, size_t n, bool more);
void store_history(struct store *store, const struct store_history *query, store_history_fn *done,
                   void *arg);

/* Conversations of an account whose newest queued entry lies strictly between two times,
 * counted from a toward b and given in that order. */
struct store_target {
    const char *conv;
    int64_t last_ms;
};
typedef void store_targets_fn(void *arg, enum store_status status,
                              const struct store_target *targets, size_t n);
void store_targets(struct store *store, const char *account, int64_t a_ms, int64_t b_ms,
                   size_t limit, store_targets_fn *done, void *arg);

/*
 * What a device has not had: queued entries with id > after that its account
 * may see (its pairs; rooms within its membership) and that this device did
 * not send itself, ascending by id, at most limit rows. upto: everything up to
 * this id is covered by the rows given (or is not for this device), so the
 * next page begins after it. more: rows were left for a next page. A room's
 * queued rows older than its newest room_limit (whoever sent them; 0: no
 * limit) are skipped and counted in skipped, each on one page.
 *
 * STORE_DAMAGED: the page is as good as any other, with upto and more, but
 * `damaged` rows on it could not be read and are left out. They will not come
 * back: tell the user how many and where, and go on after upto.
 */
struct store_page {
    const struct store_entry *entries;
    size_t n;
    uint64_t upto;
    bool more;
    size_t skipped;
    size_t damaged;
    const char *damaged_conv; /* of the first that is damaged; NULL if none is */
};
typedef void store_page_fn(void *arg, enum store_status status, const struct store_page *page);
void store_undelivered(struct store *store, const char *account, const char *device, uint64_t after,
                       size_t limit, size_t room_limit, store_page_fn *done, void *arg);

#include "store_keep.h"
#include "store_people.h"
#include "store_redact.h"
#include "store_search.h"
#include "store_uploads.h"

#endif
