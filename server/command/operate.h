/*
 * operate.h - what operators may say: one table of commands for the console,
 * `parlord ctl`, `/msg Console …` and OPER's own commands.
 *
 * A command is a line: a word (any beginning of it that is no other command's
 * counts) and what follows. It answers in sentences and in facts, and ends
 * once: at once, or later when the disk or a hash is done. Everything that is
 * done, or refused for lack of rights, is in the audit log (audit.h).
 */
#ifndef OPERATE_H
#define OPERATE_H

#include "command.h"

/* Who asks; copied. */
struct operate_who {
    const char *name;         /* for the audit: "console", "ctl:alice", an account */
    const char *const *verbs; /* rights, NULL-terminated; NULL: all */
    uint64_t session;         /* serial of the session that asks; 0: it is none */
    const char *folder;       /* where files are that it names; NULL: it is on another machine */
};

/* What comes of it. The table is static; its functions are called with the asker's arg. */
struct operate_events {
    /* A sentence, without a full stop unless there are several; bad: it did not work. */
    void (*text)(void *arg, bool bad, const char *sentence);
    /* A fact, as names and values, in place of the sentence that says the same; NULL: sentences. */
    void (*row)(void *arg, const char *const *keys, const char *const *values, size_t n);
    /* The end, the last that is heard: did it work? */
    void (*done)(void *arg, bool well);
};

/* Runs a line, and ends by events->done(arg), perhaps before this returns. */
void operate_run(struct server *server, const struct operate_who *who, const char *line,
                 const struct operate_events *events, void *arg);

/* The asker is gone: what it asked goes on, and nothing is told to arg any more. */
void operate_forget(struct server *server, const void *arg);

/*
 * What the last word of a line (up to the cursor) may become: n whole words, to free by
 * operate_words_free(). NULL if there are none.
 */
char **operate_complete(const struct server *server, const char *line, size_t *n);
void operate_words_free(char **words, size_t n);

/* The commands, sorted by name. */
struct operate_help {
    const char *name;
    const char *usage; /* "kick [#room] NAME [WHY]" */
    const char *help;  /* what it is for */
};
struct operate_help operate_help(size_t i);
size_t operate_count(void);

/* Listed operators, as the settings have them now: takes the rights of who is listed no more.
 * After each reload. */
void operators_apply(struct server *server);

/* ---- what only the program can do; lent by it as server->host ---- */

typedef void operate_out_fn(void *arg, bool bad, const char *sentence);
typedef void operate_fact_fn(void *arg, const char *key, const char *value);

struct operate_host {
    /* Stops the server after this turn; why is told to everybody. */
    void (*stop)(void *host, const char *why);
    /* Reads the settings again, all or nothing, and says what changed or what is wrong. */
    bool (*reload)(void *host, operate_out_fn *out, void *out_arg);
    /* Sets the level of the log (NULL: leaves it); the one in force, or NULL: there is none such.
     */
    const char *(*log_level)(void *host, const char *level);
    /* What the world does not know: listeners, certificates, memory. */
    void (*statistics)(void *host, operate_fact_fn *fact, void *fact_arg);
};

#endif
