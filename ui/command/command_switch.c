/* To another conversation by its number, its name or a few letters: /switch. Who comes from other
 * clients says /buffer and /window, with words behind: next, close, goto 3. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "action.h"
#include "command.h"
#include "mem.h"
#include "navigate.h"
#include "switcher.h"

#define ONE_WINDOW "there is one window: Alt+digit goes to another room"
#define BY_KEYS    "Alt+Shift+Up and Down move a room; /pin keeps it up"

/* What they say, and the action, the command, or the sentence for it; sorted. */
static const struct word {
    const char *word;
    const char *action; /* NULL: none */
    command_fn *run;    /* NULL: none */
    const char *sentence;
} words[] = {
    {"balance",  NULL,            NULL,          ONE_WINDOW},
    {"clear",    NULL,            command_clear, NULL      },
    {"close",    NULL,            command_close, NULL      },
    {"grow",     NULL,            NULL,          ONE_WINDOW},
    {"hide",     NULL,            NULL,          ONE_WINDOW},
    {"hsplit",   NULL,            NULL,          ONE_WINDOW},
    {"last",     "last-room",     NULL,          NULL      },
    {"list",     "switcher",      NULL,          NULL      },
    {"merge",    NULL,            NULL,          ONE_WINDOW},
    {"move",     NULL,            NULL,          BY_KEYS   },
    {"new",      NULL,            NULL,          ONE_WINDOW},
    {"next",     "next-room",     NULL,          NULL      },
    {"prev",     "previous-room", NULL,          NULL      },
    {"previous", "previous-room", NULL,          NULL      },
    {"shrink",   NULL,            NULL,          ONE_WINDOW},
    {"split",    NULL,            NULL,          ONE_WINDOW},
    {"splith",   NULL,            NULL,          ONE_WINDOW},
    {"splitv",   NULL,            NULL,          ONE_WINDOW},
    {"vsplit",   NULL,            NULL,          ONE_WINDOW},
    {"zoom",     NULL,            NULL,          ONE_WINDOW},
};

static int compare(const void *key, const void *word)
{
    return strcasecmp(key, ((const struct word *)word)->word);
}

/* The list leaves out where one is. */
static bool is_here(const struct chat *chat, const char *name)
{
    const char *here = chat->current ? chat->current->name : "";
    return *name &&
           (strcasecmp(here, name) == 0 || (*here == '#' && strcasecmp(here + 1, name) == 0));
}

/* The one of that name, also without its #. */
static struct conv *called(const struct chat *chat, const char *text)
{
    for (struct conv *conv = chat->convs; conv && *text; conv = conv->next) {
        const char *bare = conv->name + (*conv->name == '#');
        if (strcasecmp(conv->name, text) == 0 || strcasecmp(bare, text) == 0)
            return conv;
    }
    return NULL;
}

/* The only one with these letters in its name. */
static struct conv *with_letters(const struct chat *chat, const char *text)
{
    struct conv *found = NULL;
    for (struct conv *conv = chat->convs; conv && *text; conv = conv->next) {
        if (strcasestr(conv->name, text) && found)
            return NULL;
        if (strcasestr(conv->name, text))
            found = conv;
    }
    return found;
}

/* "goto 3", "number 3" and "refnum 3" are 3. */
static char *without_goto(char *args)
{
    char *rest = args;
    size_t len = strcspn(args, " ");
    bool goes = (len == 4 && strncasecmp(args, "goto", len) == 0) ||
                (len == 6 &&
                 (strncasecmp(args, "number", len) == 0 || strncasecmp(args, "refnum", len) == 0));
    if (goes && args[len])
        command_word(&rest);
    return rest;
}

/* "+1" and "-2" count from here. */
static struct conv *by_number(struct chat *chat, const char *text)
{
    char *end = NULL;
    long n = strtol(text, &end, 10);
    int here = 1;
    for (const struct conv *conv = chat->convs; conv && conv != chat->current; conv = conv->next)
        here++;
    if (!*text || *end)
        return NULL;
    return chat_nth(chat, (int)(strchr("+-", *text) ? here + n : n));
}

/* True if it began with one of the words. */
static bool did(struct chat *chat, const char *text)
{
    char *first = xstrndup(text, strcspn(text, " "));
    const struct word *word =
        bsearch(first, words, sizeof(words) / sizeof(*words), sizeof(*words), compare);
    free(first);
    if (!word)
        return false;
    if (word->action)
        action_run(chat, action_find(word->action));
    else if (word->run)
        word->run(chat, (char[]){""});
    else
        chat_complain(chat, "%s", word->sentence);
    return true;
}

void command_switch(struct chat *chat, char *args)
{
    const char *text = without_goto(args);
    struct conv *conv = by_number(chat, text);
    if (!conv && is_here(chat, text)) {
        chat_notice(chat, "This is %s", chat->current->name);
        return;
    }
    if (!conv)
        conv = called(chat, text);
    if (!conv && did(chat, text))
        return;
    if (!conv)
        conv = with_letters(chat, text);
    if (conv)
        navigate_open(chat, conv);
    else
        switcher_find(chat, text);
}
