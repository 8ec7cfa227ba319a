#include "recall.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct entry {
    char *conv;
    char *text;
    bool saved;
};

struct recall {
    struct entry *entries; /* oldest first */
    size_t n, max;
    size_t at; /* entry that is shown; n: the draft */
    char *draft;
};

struct recall *recall_new(size_t max)
{
    struct recall *recall = xnew(struct recall);
    recall->entries = xcalloc(max, sizeof(*recall->entries));
    recall->max = max;
    return recall;
}

void recall_free(struct recall *recall)
{
    if (!recall)
        return;

    for (size_t i = 0; i < recall->n; i++) {
        free(recall->entries[i].conv);
        free(recall->entries[i].text);
    }
    free(recall->entries);
    free(recall->draft);
    free(recall);
}

void recall_reset(struct recall *recall)
{
    recall->at = recall->n;
    xreplace(&recall->draft, NULL);
}

static void drop_oldest(struct recall *recall)
{
    struct entry *entries = recall->entries;
    free(entries[0].conv);
    free(entries[0].text);
    memmove(entries, entries + 1, (recall->max - 1) * sizeof(*entries));
    recall->n--;
}

static bool is_newest(const struct recall *recall, const char *conv, const char *text)
{
    if (recall->n == 0)
        return false;
    const struct entry *newest = &recall->entries[recall->n - 1];
    return strcmp(newest->text, text) == 0 && strcmp(newest->conv, conv) == 0;
}

static void add(struct recall *recall, const char *conv, const char *text, bool saved)
{
    if (!is_newest(recall, conv, text)) {
        if (recall->n == recall->max)
            drop_oldest(recall);
        recall->entries[recall->n++] =
            (struct entry){.conv = xstrdup(conv), .text = xstrdup(text), .saved = saved};
    }
    recall_reset(recall);
}

void recall_add(struct recall *recall, const char *conv, const char *text)
{
    add(recall, conv, text, false);
}

void recall_load(struct recall *recall, const char *conv, const char *text)
{
    add(recall, conv, text, true);
}

static bool belongs(const struct entry *entry, const char *conv)
{
    return !conv || strcmp(entry->conv, conv) == 0;
}

const char *recall_older(struct recall *recall, const char *conv, const char *draft)
{
    for (size_t i = recall->at; i > 0; i--) {
        if (!belongs(&recall->entries[i - 1], conv))
            continue;
        if (recall->at == recall->n)
            xreplace(&recall->draft, draft);
        recall->at = i - 1;
        return recall->entries[i - 1].text;
    }
    return NULL;
}

const char *recall_newer(struct recall *recall, const char *conv)
{
    if (recall->at == recall->n)
        return NULL;

    for (size_t i = recall->at + 1; i < recall->n; i++) {
        if (!belongs(&recall->entries[i], conv))
            continue;
        recall->at = i;
        return recall->entries[i].text;
    }
    recall->at = recall->n;
    return recall->draft ? recall->draft : "";
}

const char *recall_get(const struct recall *recall, size_t i)
{
    return i < recall->n ? recall->entries[recall->n - 1 - i].text : NULL;
}

const char *recall_place(const struct recall *recall, size_t i)
{
    return i < recall->n ? recall->entries[recall->n - 1 - i].conv : NULL;
}

void recall_each_new(struct recall *recall,
                     void (*fn)(void *arg, const char *conv, const char *text), void *arg)
{
    for (size_t i = 0; i < recall->n; i++) {
        struct entry *entry = &recall->entries[i];
        if (!entry->saved)
            fn(arg, entry->conv, entry->text);
        entry->saved = true;
    }
}
