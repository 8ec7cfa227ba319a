/* What an operator's line may become. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utlist.h>

#include "mem.h"
#include "operation.h"

/* More are of no use to who looks at them. */
#define WORDS_MAX 200

struct completion {
    const struct server *server;
    const char *begin; /* of the word */
    char **words;
    size_t n;
};

static void offer(struct completion *completion, const char *word)
{
    if (completion->n == WORDS_MAX ||
        strncasecmp(word, completion->begin, strlen(completion->begin)) != 0)
        return;
    completion->words =
        xreallocarray(completion->words, completion->n + 1, sizeof(*completion->words));
    completion->words[completion->n++] = xstrdup(word);
}

static void offer_people(struct completion *completion, bool accounts)
{
    MAP_FOREACH(e, &completion->server->world->users) {
        const struct user *user = map_value(e);
        if (accounts ? user->account : user->present)
            offer(completion, user->name);
    }
}

static void offer_rooms(struct completion *completion)
{
    MAP_FOREACH(e, &completion->server->world->rooms) {
        const struct room *room = map_value(e);
        offer(completion, room->name);
    }
}

static void offer_commands(struct completion *completion)
{
    size_t n = 0;
    const struct operate_row *rows = operate_rows(&n);
    for (size_t i = 0; i < n; i++)
        offer(completion, rows[i].name);
}

static void offer_banned(struct completion *completion, const struct ban_list *list)
{
    const struct ban_entry *entry = NULL;
    DL_FOREACH(list->first, entry)
    {
        offer(completion, entry->what);
    }
}

static void offer_kind(struct completion *completion, const char *kind)
{
    const struct world *world = completion->server->world;
    if (strcmp(kind, "PERSON") == 0 || strcmp(kind, "ACCOUNT") == 0)
        offer_people(completion, *kind == 'A');
    else if (strcmp(kind, "ROOM") == 0)
        offer_rooms(completion);
    else if (strcmp(kind, "COMMAND") == 0)
        offer_commands(completion);
    else if (strcmp(kind, "BAN") == 0 || strcmp(kind, "MUTE") == 0)
        offer_banned(completion, *kind == 'B' ? &world->bans : &world->mutes);
    else
        offer(completion, kind);
}

/* The nth argument, from 0, of "ROOM|PERSON PERSON". */
static void offer_argument(struct completion *completion, const char *kinds, size_t nth)
{
    char *copy = xstrdup(kinds);
    char *rest = copy;
    char *kind = NULL;
    char *argument = strsep(&rest, " ");
    while (argument && nth-- > 0)
        argument = strsep(&rest, " ");
    while (argument && (kind = strsep(&argument, "|"))) {
        if (*kind)
            offer_kind(completion, kind);
    }
    free(copy);
}

static int compare_words(const void *a, const void *b)
{
    return strcasecmp(*(char *const *)a, *(char *const *)b);
}

char **operate_complete(const struct server *server, const char *line, size_t *n)
{
    char *copy = xstrdup(line);
    char *rest = copy + strspn(copy, " ");
    char *last = strrchr(rest, ' ');
    struct completion completion = {.server = server, .begin = last ? last + 1 : rest};
    size_t nth = 0;
    for (char *p = rest; last && p < last; p++)
        nth += *p != ' ' && p[1] == ' ';
    if (!last) {
        offer_commands(&completion);
    } else {
        char *why = NULL;
        const struct operate_row *row = operate_find(operate_word(&rest), &why);
        if (row)
            offer_argument(&completion, row->complete, nth - 1);
        free(why);
    }
    free(copy);
    if (completion.n > 0)
        qsort(completion.words, completion.n, sizeof(*completion.words), compare_words);
    *n = completion.n;
    return completion.words;
}

void operate_words_free(char **words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(words[i]);
    free(words);
}
