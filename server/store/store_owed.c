/* What nobody waits for and could not be written is written in the end. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "store_private.h"

static char *key_of(const struct op *op)
{
    return xasprintf("%c%s\n%s", op->owed_as, op->text[0], op->text[1] ? op->text[1] : "");
}

static struct op *copy_of(const struct op *op)
{
    struct op *copy = xmalloc(op->bytes);
    memcpy(copy, op, op->bytes);
    for (size_t i = 0; i < OP_TEXTS; i++) {
        if (op->text[i])
            copy->text[i] = (char *)copy + (op->text[i] - (const char *)op);
    }
    return copy;
}

void owed_note(struct map *owed, const struct op *first, bool written)
{
    if (written && map_count(owed) == 0)
        return;
    for (const struct op *op = first; op; op = op->next) {
        if (!op->owed_as)
            continue;
        char *key = key_of(op);
        free(written ? map_remove(owed, key) : map_set(owed, key, copy_of(op)));
        free(key);
    }
}

struct op *owed_chain(const struct map *owed)
{
    struct op *first = NULL;
    struct op **end = &first;
    MAP_FOREACH(e, owed) {
        *end = map_value(e);
        end = &(*end)->next;
    }
    *end = NULL;
    return first;
}

void owed_clear(struct map *owed)
{
    MAP_FOREACH(e, owed) {
        free(map_value(e));
    }
    map_clear(owed);
}
