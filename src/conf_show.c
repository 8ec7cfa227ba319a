#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "conf.h"
#include "mem.h"

struct unit {
    const char *name;
    int64_t factor;
};

static const struct unit sizes[] = {
    {"G", INT64_C(1) << 30},
    {"M", INT64_C(1) << 20},
    {"k", INT64_C(1) << 10},
    {"",  1               },
};
static const struct unit times[] = {
    {"d",  86400000},
    {"h",  3600000 },
    {"m",  60000   },
    {"s",  1000    },
    {"ms", 1       },
};

/* In the largest unit that leaves no rest. */
static char *show_number(const struct unit *unit, int64_t number)
{
    while (unit->factor > 1 && number % unit->factor != 0)
        unit++;
    return xasprintf("%" PRId64 "%s", number / unit->factor, number ? unit->name : "");
}

static char *join(const struct conf_list *list, const char *between)
{
    struct buf text = {0};
    for (size_t i = 0; i < list->n; i++)
        buf_printf(&text, "%s%s", i ? between : "", list->items[i]);
    return buf_detach(&text);
}

static char *show_choice(const char *choices, int index)
{
    for (; index > 0; index--)
        choices += strcspn(choices, "|") + 1;
    return xstrndup(choices, strcspn(choices, "|"));
}

char *conf_text(const struct conf_option *option, const void *from)
{
    const void *field = (const char *)from + option->offset;
    switch (option->type) {
    case CONF_BOOL: return xstrdup(*(const bool *)field ? "yes" : "no");
    case CONF_INT: return xasprintf("%d", *(const int *)field);
    case CONF_SIZE: return show_number(sizes, (int64_t) * (const size_t *)field);
    case CONF_DURATION: return show_number(times, *(const int64_t *)field);
    case CONF_CHOICE: return show_choice(option->choices, *(const int *)field);
    case CONF_LIST: return join(field, ", ");
    case CONF_STRING: break;
    }
    const char *text = *(const char *const *)field;
    return xstrdup(text ? text : "");
}

char *conf_show(const struct conf_option *option, const void *from)
{
    char *text = conf_text(option, from);
    if (!*text) {
        free(text);
        text = xstrdup("nothing");
    }
    return text;
}

char *conf_lines(const struct conf_option *option, const void *from)
{
    const void *field = (const char *)from + option->offset;
    return join(field, "\n");
}
