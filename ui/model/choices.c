#include "choices.h"

#include <stdlib.h>

#include "mem.h"

void choices_add(struct choices *choices, const char *item)
{
    choices->items = xreallocarray(choices->items, choices->n + 1, sizeof(*choices->items));
    choices->items[choices->n++] = xstrdup(item);
}

void choices_clear(struct choices *choices)
{
    for (size_t i = 0; i < choices->n; i++)
        free(choices->items[i]);
    free(choices->items);
    *choices = (struct choices){0};
}
