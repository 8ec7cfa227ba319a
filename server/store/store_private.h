/*
 * store_private.h - what the files of the store share: two threads and their queues.
 *
 * A call from outside becomes an op: one allocation with its strings behind
 * it. It goes into a lane's queue, its run() is called on that lane's thread
 * with that thread's connection, and it comes back through the done list to
 * the caller's thread, where finish() tells the caller. An op belongs to one
 * thread at a time; only what is said to be under the lock is shared.
 */
#ifndef STORE_PRIVATE_H
#define STORE_PRIVATE_H

#include <pthread.h>

#include "guard.h"
#include "map.h"
#include "sql.h"
#include "store.h"

/* As many as an entry has. */
#define OP_TEXTS 8

/*
 * What nobody waits for is owed until it is written. Of one kind about the same
 * (the first two texts) the newest counts.
 */
enum owed_as {
    OWED_NOT,
    OWED_RECORD = 'r',
    OWED_MEMBER = 'm',
    OWED_CURSOR = 'c',
    OWED_MARKER = 'k',
    OWED_SEEN = 's',
    OWED_DEVICE_SEEN = 'd',
    OWED_ANNOUNCED = 'u'
};

struct op;
typedef void op_run_fn(struct store *store, struct op *op);
typedef void op_finish_fn(struct op *op);

struct op {
    struct op *next;
    op_run_fn *run; /* on the lane's thread, inside its transaction */
    op_finish_fn
        *finish; /* on the caller's thread, once: tells, frees what run made; may be NULL */
    void *arg;
    enum store_status status;
    enum owed_as owed_as;
    bool aside;                 /* not among what is waited for: store_is_idle() */
    size_t bytes;               /* with the texts */
    const char *text[OP_TEXTS]; /* packed behind the op */
};

/* A thread and what waits for it; all but thread under the lock. */
struct lane {
    pthread_t thread;
    pthread_cond_t wake;
    struct op *first; /* under the lock, as end and waiting */
    struct op **end;
    struct op *held; /* caller's thread: not handed over yet */
    struct op **held_end;
    bool waiting; /* the thread sleeps until there is something */
};

struct writer {
    struct lane lane;
    struct sql sql;
    struct map convs;   /* key -> struct conv, as in the database plus the present batch */
    struct conv *dirty; /* those that the present batch moved on */
    struct map owed;    /* struct op, owned: what could not be written yet */
    uint64_t next_id;
    struct mark mark;   /* what there is, with the present batch */
    bool unsure;        /* the last batch failed: is it really not there? */
    int64_t expire_at;  /* the conversation where store_expire() stopped; 0: at the begin */
    uint64_t words_due; /* next_id from which on words are to be added at rest */
    bool rests;         /* the last that was done was that */
    int wal_pages;      /* after the last commit */
    int restart_at;     /* pages at which the log file is to begin anew */
};

struct reader {
    struct lane lane;
    struct sql sql;
    uint64_t checkpointed; /* under the lock: store->commits that the database file has seen */
    bool exports;          /* the reader's thread: a file is begun */
    bool copying;          /* under the lock: at it; nobody else can then */
    int copied;            /* under the lock: pages of the log that are in the database file */
    struct mark marked;    /* what the mark says; the reader's thread, and while there is none */
    int64_t mark_due_ms;   /* the same: when to look again */
    bool mark_failed;      /* the same: so that it is said once */
};

/* A thread that only some stores have. */
struct checker {
    pthread_t thread;
    pthread_cond_t wake; /* the store stops */
    bool started;
};

struct store {
    char *path;
    int lock_fd;      /* holds PATH.lock */
    int done_fd;      /* eventfd: readable while done is not empty */
    size_t pending;   /* caller's thread: ops whose finish() has not run */
    uint64_t last_id; /* caller's thread */
    bool gathers;     /* caller's thread: ops are held until store_flush() */
    char **erasing;   /* accounts whose erasure was begun before the last stop; until resumed */
    size_t nerasing;
    bool closing; /* caller's thread: what goes on by itself goes on at the next start */
    bool copies;  /* caller's thread: a backup is made */

    pthread_mutex_t lock;
    struct op *done; /* under the lock */
    struct op **done_end;
    bool stopping;    /* under the lock */
    bool cancels;     /* under the lock: no backup is to be made any more */
    uint64_t commits; /* under the lock */
    int wal_pages;    /* under the lock: size of the log as of the last commit */
    struct mark mark; /* under the lock: what there is as of the last commit */

    struct writer writer;
    struct reader reader;
    struct checker checker;
};

/* ---- store.c ---- */

/* An op of size bytes that begins with struct op, with copies of n texts (each may be NULL). */
void *op_new(size_t size, const char *const *texts, size_t n);

/* Queues an op whose run (and finish, arg) are set; the store owns it from then on. */
void store_submit(struct store *store, struct lane *lane, struct op *op);

/* Takes the whole queue, under the lock. */
struct op *lane_take(struct lane *lane);

/* Hands a chain of ops back to the caller's thread, under the lock. Returns whether to ring
 * done_fd. */
bool store_give_back(struct store *store, struct op *first);

/* Makes done_fd readable. */
void store_ring(struct store *store);

/* Waits until something is done, and runs the completions. */
void store_await(struct store *store);

/* Starts a thread that gets no signals: they are the loop's business. Returns 0 or an errno. */
int store_start_thread(pthread_t *thread, void *(*run)(void *), void *arg);

/* ---- store_write.c ---- */

/* Opens the writer's connection (making or migrating the tables) and learns what there is. */
int writer_open(struct store *store, const struct guard *guard, char **cause);

/* The thread, of a struct store; ends when the store is stopping and the queue is empty. */
void *writer_main(void *store_arg);

/* Puts the log into the database file, so that none is left, and disconnects. */
void writer_close(struct store *store);

/* ---- store_owed.c; writer's thread ---- */

/* A batch was written, or it failed: what of it is owed no more, or from now on. */
void owed_note(struct map *owed, const struct op *first, bool written);

/* All that is owed, as a batch; NULL for nothing. */
struct op *owed_chain(const struct map *owed);

/* Frees what is owed, unwritten. */
void owed_clear(struct map *owed);

/* ---- store_log.c: conversations, as the writer knows them ---- */

/* The conversation of this key, 0 if there is none. */
int64_t convs_id(struct writer *writer, const char *key);

/* Writes the entry at the end of its conversation, which is made if need be; id, seq and time_ms
 * are given to it. */
void convs_append(struct writer *writer, struct store_entry *entry);

/* An op that keeps the texts of an entry, and the entry with those. */
void *entry_op_new(size_t size, const struct store_entry *entry);
struct store_entry entry_of_op(const struct op *op, const struct store_entry *given);

/* Writes the conversations of this batch back. */
void convs_save(struct writer *writer);

/* Forgets all, after a roll-back or at the end, or after convs_save(). */
void convs_forget(struct writer *writer);

/* ---- store_said.c: what is there already; writer's thread ---- */

/* Something that was said in a conversation, and who asks for it. */
struct said {
    const char *msgid;
    const char *member; /* only what was said while this account was a member; NULL: all */
    int64_t not_before; /* what is older does not exist for them */
};

/*
 * Finds it in the conversation with this id and key. STORE_OK: entry is whole and was said by
 * somebody; its texts live until the next look.
 */
enum store_status said_find(struct sql *sql, const struct said *said, int64_t conv, const char *key,
                            struct store_entry *entry);

/* The entry with this id, which is about another one, says nothing from now on. */
void said_void(struct sql *sql, int64_t id);

/* The same of all that is attached to what stands at this place; nothing is, then. */
void said_void_attached(struct sql *sql, int64_t conv, int64_t seq);

/* ---- store_words.c: the words of what was said; writer's thread ---- */

/* Learns how far they were added. */
void words_open(struct writer *writer);

/* Adds those of so many more ids. True if none is left. */
bool words_add(struct writer *writer, int64_t ids);

/* An op (op_run_fn) that adds a few; and not again soon, after it failed. */
void words_run_slice(struct store *store, struct op *op);
void words_put_off(struct writer *writer);

/* Whether it is worth a commit when nothing else is to be done; and not to be put off longer. */
bool words_are_due(const struct writer *writer);
bool words_are_late(const struct writer *writer);

/* ---- store_erase.c ---- */

/* Goes on with what was begun before the last stop. */
void erase_resume(struct store *store);

/* ---- store_backup.c ---- */

/* Ends the backup that is made, if there is one; its caller is told. */
void backup_stop(struct store *store);

/* ---- store_read.c ---- */

/* Opens the reader's connection; the tables exist. */
int reader_open(struct store *store, char **cause);

/* The thread, of a struct store; ends when the store is stopping and the queue is empty. */
void *reader_main(void *store_arg);

/* Writes the mark if it does not say what there is; no other thread runs. */
void reader_mark(struct store *store);

/* Disconnects. */
void reader_close(struct store *store);

/* Whether a sleeping reader has the log to copy, or to think of; under the lock. */
bool reader_wants_log(const struct store *store);

/* ---- store_checker.c ---- */

/* The thread, of a struct store; ends when all is well or the store is stopping. */
void *checker_main(void *store_arg);

/* ---- store_span.c: places in a conversation; reader's thread ---- */

/* Which seqs of one conversation, both inclusive; empty if lo > hi. */
struct span {
    int64_t conv;
    int64_t lo;
    int64_t hi;
};

/*
 * The first seq of the span whose value is at least this, hi + 1 for none.
 * next is one of the R_NEXT_ statements: their values all grow with seq.
 */
int64_t span_search(struct sql *sql, size_t next, const struct span *span, int64_t value);

/*
 * A row that others are measured by. Events expire from the middle of a
 * conversation and leave holes; queued entries expire from its begin only, and
 * each says how many were before it: so a hole that should not be is seen.
 */
struct edge {
    int64_t seq;
    int64_t before; /* queued entries before it */
    int64_t upto;   /* the same with it */
};

/* The row before the span, and the one behind it; the ends of the conversation if there is none. */
struct edge edge_before(struct sql *sql, const struct span *span);
struct edge edge_behind(struct sql *sql, const struct span *span);

/* How many entries got lost between two neighbours. */
int64_t edge_lost(const struct edge *older, const struct edge *newer);

#endif
