#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "conf.h"
#include "mem.h"

struct unit {
    const char *name;
    long long factor;
};

/* From large to small, each list ended by an empty row. */
static const struct unit no_units[] = {
    {"",   1},
    {NULL, 0},
};
static const struct unit size_units[] = {
    {"G",  1LL << 30},
    {"M",  1LL << 20},
    {"k",  1LL << 10},
    {"",   1        },
    {NULL, 0        },
};
static const struct unit time_units[] = {
    {"d",  86400000},
    {"h",  3600000 },
    {"m",  60000   },
    {"s",  1000    },
    {"ms", 1       },
    {NULL, 0       },
};

/* What a number of a type is made of. */
struct kind {
    const struct unit *units;
    const char *wanted; /* ends "…: "12x" is not " */
    long long min, max; /* of the field's type */
};

static const struct kind int_kind = {no_units, "a whole number", INT_MIN, INT_MAX};
static const struct kind size_kind = {size_units, "a size such as 512, 64k, 10M or 2G", 0,
                                      LLONG_MAX};
static const struct kind time_kind = {time_units, "a time such as 500ms, 30s, 10m, 2h or 7d", 0,
                                      LLONG_MAX};

/* Reads a number and its unit; false if it is none or too large. */
static bool parse_number(const struct kind *kind, const char *text, long long *number)
{
    char *end = NULL;
    errno = 0;
    long long digits = strtoll(text, &end, 10);
    if (end == text || errno != 0 || isspace((unsigned char)*text))
        return false;

    *number = 0;
    if (digits == 0 && *end == '\0')
        return true;
    const struct unit *unit = kind->units;
    while (unit->name && strcasecmp(unit->name, end) != 0)
        unit++;
    return unit->name && !__builtin_mul_overflow(digits, unit->factor, number);
}

static char *format_number(const struct kind *kind, long long number)
{
    const struct unit *unit = kind->units;
    while (unit->factor > 1 && number % unit->factor != 0)
        unit++;
    return xasprintf("%lld%s", number / unit->factor, number ? unit->name : "");
}

static char *out_of_range(const struct conf_option *option, const struct kind *kind,
                          const char *value)
{
    char *min = format_number(kind, option->min);
    char *max = format_number(kind, option->max);
    char *cause = xasprintf("%s: \"%s\" is not from %s to %s", option->key, value, min, max);
    free(min);
    free(max);
    return cause;
}

static int set_number(const struct conf_option *option, const struct kind *kind, const char *value,
                      long long *number, char **cause)
{
    if (!parse_number(kind, value, number) || *number < kind->min || *number > kind->max) {
        *cause = xasprintf("%s: \"%s\" is not %s", option->key, value, kind->wanted);
        return -1;
    }
    bool limited = option->min != 0 || option->max != 0;
    if (limited && (*number < option->min || *number > option->max)) {
        *cause = out_of_range(option, kind, value);
        return -1;
    }
    return 0;
}

static int set_bool(const struct conf_option *option, const char *value, bool *into, char **cause)
{
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcasecmp(value, words[i]) == 0) {
            *into = i % 2 == 1;
            return 0;
        }
    *cause = xasprintf("%s: \"%s\" is not true or false, yes or no, on or off", option->key, value);
    return -1;
}

static char *unknown_choice(const struct conf_option *option, const char *value)
{
    struct buf words = {0};
    for (const char *c = option->choices; *c; c++)
        buf_append(&words, *c == '|' ? ", " : c, *c == '|' ? 2 : 1);
    char *cause = xasprintf("%s: \"%s\" is not one of %s", option->key, value, buf_text(&words));
    buf_clear(&words);
    return cause;
}

static int set_choice(const struct conf_option *option, const char *value, int *into, char **cause)
{
    size_t len = strlen(value);
    const char *word = option->choices;
    for (int i = 0;; i++) {
        size_t n = strcspn(word, "|");
        if (n == len && strncmp(word, value, n) == 0) {
            *into = i;
            return 0;
        }
        if (word[n] == '\0')
            break;
        word += n + 1;
    }
    *cause = unknown_choice(option, value);
    return -1;
}

static const struct kind *kind_of(const struct conf_option *option)
{
    return option->type == CONF_INT    ? &int_kind
           : option->type == CONF_SIZE ? &size_kind
                                       : &time_kind;
}

char *conf_range(const struct conf_option *option)
{
    const struct kind *kind = kind_of(option);
    if (option->min == 0 && option->max == 0)
        return xstrdup(kind->wanted);
    char *min = format_number(kind, option->min);
    char *max = format_number(kind, option->max);
    char *text = xasprintf("%s to %s", min, max);
    free(min);
    free(max);
    return text;
}

static void add_item(struct conf_list *list, const char *value)
{
    if (*value == '\0')
        return;
    list->items = xreallocarray(list->items, list->n + 1, sizeof(*list->items));
    list->items[list->n++] = xstrdup(value);
}

static int set_scaled(const struct conf_option *option, const char *value, void *field,
                      char **cause)
{
    const struct kind *kind = kind_of(option);
    long long number = 0;
    if (set_number(option, kind, value, &number, cause) < 0)
        return -1;

    if (option->type == CONF_INT)
        *(int *)field = (int)number;
    else if (option->type == CONF_SIZE)
        *(size_t *)field = (size_t)number;
    else
        *(int64_t *)field = number;
    return 0;
}

int conf_set(const struct conf_option *option, const char *value, void *into, char **cause)
{
    void *field = (char *)into + option->offset;
    switch (option->type) {
    case CONF_BOOL: return set_bool(option, value, field, cause);
    case CONF_CHOICE: return set_choice(option, value, field, cause);
    case CONF_STRING: xreplace(field, value); return 0;
    case CONF_LIST: add_item(field, value); return 0;
    case CONF_INT:
    case CONF_SIZE:
    case CONF_DURATION: break;
    }
    return set_scaled(option, value, field, cause);
}
