#include "conf.h"

#include <assert.h>
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
    bool *named; /* by row: the file has named this option */
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
        cause = xasprintf("%s: unknown section [%s]; there are %s", key, section, buf_text(&names));
    }
    buf_clear(&names);
    return cause;
}

static int read_pair(void *arg, const char *section, const char *key, const char *value,
                     char **cause)
{
    struct reading *reading = arg;
    const struct conf_option *option = conf_find(reading->table, reading->n, section, key);
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
    struct reading reading = {table, n, into, xcalloc(n, sizeof(bool))};
    int result = conf_walk(path, read_pair, &reading, cause);
    free(reading.named);
    return result;
}
