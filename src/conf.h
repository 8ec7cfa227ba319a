/*
 * conf.h - INI files against a table of options.
 *
 * A table says all that is known of an option: section, key, type, range,
 * default, help. Reading fills a struct of the caller's, at the offsets that
 * the table names. Errors name file, line, key, and what is allowed.
 */
#ifndef CONF_H
#define CONF_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum conf_type {
    CONF_BOOL,     /* bool: true/false, yes/no, on/off */
    CONF_INT,      /* int, min..max */
    CONF_SIZE,     /* size_t bytes: 512, 64k, 10M, 2G; min..max */
    CONF_DURATION, /* int64_t milliseconds: 500ms, 30s, 10m, 2h, 7d; min..max in ms */
    CONF_STRING,   /* char *, owned by the struct */
    CONF_CHOICE,   /* int, index into the words of `choices` ("full|normal|off") */
    CONF_LIST,     /* struct conf_list: the key may stand several times */
};

/* Strings of a CONF_LIST. */
struct conf_list {
    char **items; /* each owned */
    size_t n;
};

struct conf_option {
    const char *section;
    const char *key;
    enum conf_type type;
    size_t offset;        /* of the field in the caller's struct */
    const char *fallback; /* the default, as it would stand in a file; NULL for an empty list or
                             NULL string */
    long long min, max;   /* for numbers; both 0: no limit */
    const char *choices;  /* for CONF_CHOICE */
    const char *help;     /* one line, no full stop */
};

/* Sets every field to its default. The struct must be zeroed at first. */
void conf_defaults(const struct conf_option *table, size_t n, void *into);

/*
 * Reads a file over what is in `into`. Returns 0; or -1 with *cause (to free)
 * as "FILE:LINE: KEY: what is wrong and what is allowed". A list that the file
 * names replaces the default one. A line's value is all behind the '=': there
 * are no comments behind values and no continued lines. After -1, what stood
 * before the wrong line is in `into`.
 */
int conf_read(const struct conf_option *table, size_t n, const char *path, void *into,
              char **cause);

/*
 * Sets one option from text, as the command line does. A list gets one item
 * more (clear it first with conf_clear(option, 1, into)), and none for "".
 * Returns 0, or -1 with *cause as "KEY: what is wrong and what is allowed".
 */
int conf_set(const struct conf_option *option, const char *value, void *into, char **cause);

/* The row of section and key, or NULL. */
const struct conf_option *conf_find(const struct conf_option *table, size_t n, const char *section,
                                    const char *key);

/* The value of one option as it would stand in a file ("256k", "30s"), a list on one line;
 * "nothing" for none; to free. */
char *conf_show(const struct conf_option *option, const void *from);

/* The same, "" for nothing: as one would type it; to free. */
char *conf_text(const struct conf_option *option, const void *from);

/* The items of a list, one a line; to free. */
char *conf_lines(const struct conf_option *option, const void *from);

/* What a number may be: "20 to 1000", "a size such as ..."; to free. */
char *conf_range(const struct conf_option *option);

/* Moves all fields of the table from one struct to another; what was there is freed. */
void conf_move(const struct conf_option *table, size_t n, void *into, void *from);

/* Frees strings and lists in `into`. */
void conf_clear(const struct conf_option *table, size_t n, void *into);

/* A file that says of each option what it is for and what holds without it, as comments. The rows
 * of a section stand together in the table. */
void conf_example(const struct conf_option *table, size_t n, struct buf *out);

/* Called for each key of a file that has no fixed table (themes, keys). Returns 0, or -1 with
 * *cause; 0 with *cause is a warning. */
typedef int conf_pair_fn(void *arg, const char *section, const char *key, const char *value,
                         char **cause);

/* Walks all pairs of a file; causes get "FILE:LINE: " put before them. Returns 0, or -1 with
 * *cause; if there were warnings, 0 with *cause: each has a line with its '\n'. */
int conf_walk(const char *path, conf_pair_fn *fn, void *arg, char **cause);

/* A file that has sections which the table does not know: their pairs are given to fn. */
struct conf_more {
    const char *sections; /* "keys|aliases" */
    conf_pair_fn *fn;
    void *arg;
};

/* A key that older files may have: it is passed over, with a warning that names its successor. */
struct conf_renamed {
    const char *section, *key;
    const char *now; /* "ui.joins" */
};

/* A table, and where its values go. */
struct conf_target {
    const struct conf_option *table;
    size_t n;
    void *into;
    const struct conf_renamed *renamed;
    size_t nrenamed;
};

/* conf_read() of such a file; with warnings (conf_walk()) it returns 0 with *cause. */
int conf_read_more(const struct conf_target *target, const struct conf_more *more, const char *path,
                   char **cause);

#endif
