#include "binds.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

static struct bind *find(const struct binds *binds, const char *context, const char *key)
{
    for (size_t i = 0; i < binds->n; i++) {
        struct bind *bind = &binds->items[i];
        if (strcmp(bind->key, key) == 0 && strcmp(bind->context, context) == 0)
            return bind;
    }
    return NULL;
}

void binds_set(struct binds *binds, const char *context, const char *key, const char *action)
{
    struct bind *bind = find(binds, context, key);
    if (bind) {
        xreplace(&bind->action, action);
        return;
    }
    binds->items = xreallocarray(binds->items, binds->n + 1, sizeof(*binds->items));
    binds->items[binds->n++] = (struct bind){xstrdup(context), xstrdup(key), xstrdup(action)};
}

static void free_bind(struct bind *bind)
{
    free(bind->context);
    free(bind->key);
    free(bind->action);
}

bool binds_drop(struct binds *binds, const char *context, const char *key)
{
    struct bind *bind = find(binds, context, key);
    if (!bind)
        return false;

    free_bind(bind);
    *bind = binds->items[--binds->n];
    return true;
}

const char *binds_find(const struct binds *binds, const char *context, const char *key)
{
    const struct bind *bind = find(binds, context, key);
    return bind ? bind->action : NULL;
}

void binds_clear(struct binds *binds)
{
    for (size_t i = 0; i < binds->n; i++)
        free_bind(&binds->items[i]);
    free(binds->items);
    free(binds->preset);
    *binds = (struct binds){0};
}

void key_names_clear(struct key_names *names)
{
    free(names->find);
    free(names->lead);
    free(names->help);
    free(names->led);
    free(names->choose);
    free(names->leave);
    free(names->next);
    *names = (struct key_names){0};
}
