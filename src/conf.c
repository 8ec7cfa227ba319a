#include "conf.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"

static void *field_of(const struct conf_option *option, void *into)
{
    return (char *)into + option->offset;
}

static void clear_option(const struct conf_option *option, void *into)
{
    if (option->type == CONF_STRING)
        xreplace(field_of(option, into), NULL);
    if (option->type != CONF_LIST)
        return;

    struct conf_list *list = field_of(option, into);
    for (size_t i = 0; i < list->n; i++)
        free(list->items[i]);
    free(list->items);
    *list = (struct conf_list){0};
}

static size_t size_of(enum conf_type type)
{
    static const size_t sizes[] = {
        [CONF_BOOL] = sizeof(bool),
        [CONF_INT] = sizeof(int),
        [CONF_SIZE] = sizeof(size_t),
        [CONF_DURATION] = sizeof(int64_t),
        [CONF_STRING] = sizeof(char *),
        [CONF_CHOICE] = sizeof(int),
        [CONF_LIST] = sizeof(struct conf_list),
    };
    return sizes[type];
}

void conf_move(const struct conf_option *table, size_t n, void *into, void *from)
{
    for (size_t i = 0; i < n; i++) {
        size_t size = size_of(table[i].type);
        clear_option(&table[i], into);
        memcpy(field_of(&table[i], into), field_of(&table[i], from), size);
        memset(field_of(&table[i], from), 0, size);
    }
}

void conf_clear(const struct conf_option *table, size_t n, void *into)
{
    for (size_t i = 0; i < n; i++)
        clear_option(&table[i], into);
}

void conf_defaults(const struct conf_option *table, size_t n, void *into)
{
    for (size_t i = 0; i < n; i++) {
        clear_option(&table[i], into);
        if (!table[i].fallback)
            continue;
        char *cause = NULL;
        int result = conf_set(&table[i], table[i].fallback, into, &cause);
        assert(result == 0);
        (void)result;
    }
}

const struct conf_option *conf_find(const struct conf_option *table, size_t n, const char *section,
                                    const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(table[i].section, section) == 0 && strcmp(table[i].key, key) == 0)
            return &table[i];
    return NULL;
}

/* One reading of a file. */
struct reading {
    const struct conf_option *table;
    size_t n;
    void *into;
    bool *named;                  /* by row: the file has named this option */
    const struct conf_more *more; /* NULL: nothing but the table */
    const struct conf_target *target;
};

/* Adds what the table calls its sections, each once, or the keys of one section; returns how many.
 */
static int list_names(struct buf *out, const struct reading *reading, const char *section)
{
    int n = 0;
    for (size_t i = 0; i < reading->n; i++) {
        const struct conf_option *option = &reading->table[i];
        bool again = i > 0 && strcmp(option->section, option[-1].section) == 0;
        if (section ? strcmp(option->section, section) != 0 : again)
            continue;
        buf_puts(out, n++ ? ", " : "");
        if (section)
            buf_puts(out, option->key);
        else
            buf_printf(out, "[%s]", option->section);
    }
    return n;
}

static char *unknown_key(const struct reading *reading, const char *section, const char *key)
{
    struct buf names = {0};
    char *cause = NULL;
    if (list_names(&names, reading, section) > 0) {
        cause = xasprintf("%s: unknown key; [%s] has %s", key, section, buf_text(&names));
    } else {
        list_names(&names, reading, NULL);
        for (const char *c = reading->more ? reading->more->sections : ""; *c;) {
            size_t len = strcspn(c, "|");
            buf_printf(&names, ", [%.*s]", (int)len, c);
            c += len + (c[len] == '|');
        }
        cause = xasprintf("%s: unknown section [%s]; there are %s", key, section, buf_text(&names));
    }
    buf_clear(&names);
    return cause;
}

static bool is_more(const struct conf_more *more, const char *section)
{
    size_t len = strlen(section);
    for (const char *c = more ? more->sections : ""; *c;) {
        size_t n = strcspn(c, "|");
        if (n == len && strncmp(c, section, n) == 0)
            return true;
        c += n + (c[n] == '|');
    }
    return false;
}

/* What the key is called now; NULL if it never was one. */
static const char *new_name(const struct conf_target *target, const char *section, const char *key)
{
    for (size_t i = 0; i < target->nrenamed; i++)
        if (strcmp(target->renamed[i].section, section) == 0 &&
            strcmp(target->renamed[i].key, key) == 0)
            return target->renamed[i].now;
    return NULL;
}

static int read_pair(void *arg, const char *section, const char *key, const char *value,
                     char **cause)
{
    struct reading *reading = arg;
    const struct conf_option *option = conf_find(reading->table, reading->n, section, key);
    if (!option && is_more(reading->more, section))
        return reading->more->fn(reading->more->arg, section, key, value, cause);
    const char *now = option ? NULL : new_name(reading->target, section, key);
    if (now) {
        *cause = xasprintf("%s: passed over; %s is what it became", key, now);
        return 0;
    }
    if (!option) {
        *cause = unknown_key(reading, section, key);
        return -1;
    }

    bool *named = &reading->named[option - reading->table];
    if (!*named && option->type == CONF_LIST)
        clear_option(option, reading->into);
    *named = true;
    return conf_set(option, value, reading->into, cause);
}

int conf_read(const struct conf_option *table, size_t n, const char *path, void *into, char **cause)
{
    return conf_read_more(&(struct conf_target){table, n, into, NULL, 0}, NULL, path, cause);
}

int conf_read_more(const struct conf_target *target, const struct conf_more *more, const char *path,
                   char **cause)
{
    struct reading reading = {
        target->table, target->n, target->into, xcalloc(target->n, sizeof(bool)), more, target};
    int result = conf_walk(path, read_pair, &reading, cause);
    free(reading.named);
    return result;
}
