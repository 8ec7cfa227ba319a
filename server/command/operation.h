/*
 * operation.h - one command of an operator, while it runs: what its function
 * may say, and how it ends.
 *
 * A function that returns has ended, unless it said operation_wait(): then it
 * calls operation_end() later. The asker may be gone by then; nothing is said
 * to it any more.
 */
#ifndef OPERATION_H
#define OPERATION_H

#include "operate.h"

struct operate_row;

struct operation {
    struct server *server;
    char *who;    /* owned */
    char *folder; /* of the asker, for the files it names; owned; NULL: it has none here */
    const char *const *verbs; /* while it is running */
    uint64_t session;         /* serial of the session that asks; 0: none */
    const struct operate_events *events;
    void *arg;
    bool is_told;    /* the asker is not gone */
    bool is_running; /* its function has not returned */
    bool waits;
    bool is_bad;
    const struct operate_row *row;
    char *target;                  /* for the audit; owned */
    char *note;                    /* the same */
    struct operation *prev, *next; /* server->operations */
};

/* rest: what follows the command's word, without blanks at its ends; may be overwritten. */
typedef void operate_fn(struct operation *operation, char *rest);

/* Words of an argument for completion: a kind in capitals (PERSON, ACCOUNT, ROOM, COMMAND,
 * BAN, MUTE), or words themselves, with | between; one argument after the other. */
struct operate_row {
    const char *name;
    operate_fn *run;
    size_t words_min;
    const char *right; /* verb that allows it; NULL: every operator may */
    const char *complete;
    const char *usage; /* behind the name */
    const char *help;
};

/* ---- the table (operate_table.c) ---- */

const struct operate_row *operate_rows(size_t *n);

/* True for a word that can be a right. */
bool operate_is_right(const char *word);

/* The row of a word: its name, or the only one that begins so. NULL with a sentence in *why (to
 * free). */
const struct operate_row *operate_find(const char *word, char **why);

/* True if the asker has the right to it; while the operation is running. */
bool operation_may(const struct operation *operation, const struct operate_row *row);

/* ---- answers ---- */

/* A sentence. */
void operation_say(struct operation *operation, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What did not work. */
void operation_fail(struct operation *operation, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What was wrong, and how the command is written. */
void operation_usage(struct operation *operation, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* One value of a fact. */
struct operate_value {
    const char *key;
    const char *value; /* NULL: nothing is known */
};

#define OPERATE_VALUES_MAX 16

/* A fact: n values, or the sentence that says the same. */
void operation_fact(struct operation *operation, const struct operate_value *values, size_t n,
                    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Whom it was about, and what more is to be in the audit; NULL leaves what is there. */
void operation_note(struct operation *operation, const char *target, const char *note);

/* It ends later. */
void operation_wait(struct operation *operation);
void operation_end(struct operation *operation);

/* ---- words ---- */

/* One word off the front of *rest (which is overwritten), "" if there is none. */
char *operate_word(char **rest);

/* "90s", "30m", "1d12h", "2w", "1y", "forever" as milliseconds (0: for ever); false if it is none.
 */
bool operate_duration(const char *word, int64_t *ms);

/* The user, room or account of that name; or NULL, and the operation failed. */
struct user *operate_user(struct operation *operation, const char *name);
struct user *operate_account(struct operation *operation, const char *name);
struct room *operate_room(struct operation *operation, const char *name);

/* Shows those who are meant and whose name fits the rest's first word, if there is one, by name.
 * Returns how many. */
size_t operate_show_users(struct operation *operation, char *rest,
                          bool (*is_meant)(const struct user *user),
                          void (*show)(struct operation *operation, const struct user *user));

/* "2026-01-02T15:04Z"; "never" for 0. Returns out. */
#define OPERATE_TIME_SIZE 24
const char *operate_time(int64_t wall_ms, char out[OPERATE_TIME_SIZE]);

/* ---- the commands ---- */

operate_fn operate_account_show, operate_accounts, operate_announce, operate_audit, operate_backup,
    operate_ban, operate_bans, operate_devices, operate_erase, operate_files, operate_help_show,
    operate_kick, operate_log, operate_motd, operate_mute, operate_mutes, operate_reload,
    operate_rename, operate_reset, operate_rooms, operate_say, operate_sessions, operate_stats,
    operate_stop, operate_suspend, operate_topic, operate_unban, operate_unmute, operate_unsuspend,
    operate_wall, operate_who_lists, operate_whois;

#endif
