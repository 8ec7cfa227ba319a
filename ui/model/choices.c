#include "choices.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

void choices_take(struct choices *choices, struct choice choice)
{
    choices->items = xreallocarray(choices->items, choices->n + 1, sizeof(*choices->items));
    choices->items[choices->n++] = choice;
}

static int by_item(const void *a, const void *b)
{
    return strcmp(((const struct choice *)a)->item, ((const struct choice *)b)->item);
}

void choices_sort(struct choices *choices, size_t first)
{
    if (choices->n > first)
        qsort(choices->items + first, choices->n - first, sizeof(*choices->items), by_item);
}

void choices_clear(struct choices *choices)
{
    for (size_t i = 0; i < choices->n; i++) {
        free(choices->items[i].item);
        free(choices->items[i].label);
        free(choices->items[i].note);
    }
    free(choices->items);
    free(choices->typed);
    *choices = (struct choices){.shut = choices->shut};
}

const char *choice_label(const struct choice *choice)
{
    return choice->label ? choice->label : choice->item;
}

void usage_clear(struct usage *usage)
{
    free(usage->text);
    *usage = (struct usage){.text = NULL};
}
