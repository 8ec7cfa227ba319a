#include "complete_known.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "action.h"
#include "keymap_user.h"
#include "mem.h"
#include "option.h"
#include "url.h"

/* What is typed of the argument, and which one it is, from 1. */
struct typed {
    struct choices *to;
    const char *start;
    size_t len;
    size_t at;
    char *first; /* the first argument, if it is another one; owned */
};

static bool fits(const struct typed *typed, const char *name)
{
    return strncasecmp(name, typed->start, typed->len) == 0;
}

/* The item gets a blank behind it. help is static. */
static void add(const struct typed *typed, const char *name, const char *note, const char *help)
{
    if (!fits(typed, name))
        return;
    choices_take(typed->to, (struct choice){.item = xasprintf("%s ", name),
                                            .label = xstrdup(name),
                                            .note = xstrdup(note),
                                            .help = help});
}

/* Words with | between them; what is no word is left out. */
static void add_words(const struct typed *typed, const char *words, const char *help)
{
    char *all = xstrdup(words);
    char *rest = NULL;
    for (char *word = strtok_r(all, "|", &rest); word; word = strtok_r(NULL, "|", &rest)) {
        word[strcspn(word, " []")] = '\0';
        if (strlen(word) > 1 && (islower((unsigned char)*word) || *word == '-'))
            add(typed, word, NULL, help);
    }
    free(all);
}

/* ---- settings ---- */

/* By its whole name, and by its key alone. */
static void add_option(const struct chat *chat, const struct typed *typed,
                       const struct conf_option *option)
{
    char *name = option_name(option);
    char *value = option_text(chat, option);
    bool by_key = strncasecmp(option->key, typed->start, typed->len) == 0;
    struct typed any = {.to = typed->to, .start = ""};
    add(by_key ? &any : typed, name, value, option->help);
    free(name);
    free(value);
}

/* The present value can be edited. */
static void add_values(const struct chat *chat, const struct typed *typed,
                       const struct conf_option *option)
{
    char *value = option_text(chat, option);
    if (option->type == CONF_BOOL)
        add_words(typed, "yes|no", option->help);
    else if (option->type == CONF_CHOICE) {
        char *all = xstrdup(option->choices);
        char *rest = NULL;
        for (char *word = strtok_r(all, "|", &rest); word; word = strtok_r(NULL, "|", &rest))
            add(typed, word, strcmp(word, value) == 0 ? "now" : NULL, option->help);
        free(all);
    } else if (*value && !strchr(value, ' ')) {
        add(typed, value, "now", option->help);
    }
    free(value);
}

static void add_options(struct chat *chat, const struct typed *typed)
{
    const struct conf_option *option = typed->at > 1 ? option_find(chat, typed->first) : NULL;
    if (typed->at == 2 && option)
        add_values(chat, typed, option);
    for (size_t i = 0; i < chat->options.n && typed->at == 1; i++)
        add_option(chat, typed, &chat->options.table[i]);
}

/* Those that are on or off, or one of some words. */
static void add_toggles(struct chat *chat, const struct typed *typed)
{
    for (size_t i = 0; i < chat->options.n && typed->at == 1; i++) {
        const struct conf_option *option = &chat->options.table[i];
        if (option->type == CONF_BOOL || option->type == CONF_CHOICE)
            add_option(chat, typed, option);
    }
}

/* ---- keys ---- */

static void add_bound(const struct chat *chat, const struct typed *typed)
{
    size_t n = 0;
    const struct binding *rows = keymap_bindings(&n);
    for (size_t i = 0; i < chat->binds.n; i++)
        add(typed, chat->binds.items[i].key, chat->binds.items[i].action, NULL);
    for (size_t i = 0; i < n; i++) {
        const char *now = keymap_bound(chat, rows[i].context, rows[i].key);
        char *key = keymap_file_key(rows[i].context, rows[i].key);
        if (!binds_find(&chat->binds, rows[i].context, rows[i].key))
            add(typed, key, now, action_find(rows[i].action)->help);
        free(key);
    }
}

static void add_actions(const struct typed *typed)
{
    size_t n = 0;
    const struct action *actions = action_table(&n);
    for (size_t i = 0; i < n; i++)
        add(typed, actions[i].name, NULL, actions[i].help);
    add(typed, KEYMAP_NOTHING, NULL, "The key does nothing");
}

static void add_presets(const struct typed *typed)
{
    size_t n = 0;
    const struct keymap_preset *presets = keymap_presets(&n);
    for (size_t i = 0; i < n; i++)
        add(typed, presets[i].name, NULL, presets[i].help);
}

static void add_binds(struct chat *chat, const struct typed *typed)
{
    if (typed->at > 1 && strcmp(typed->first, "preset") == 0)
        add_presets(typed);
    else if (typed->at > 1 && strcmp(typed->first, "-d") == 0)
        for (size_t i = 0; i < chat->binds.n; i++)
            add(typed, chat->binds.items[i].key, chat->binds.items[i].action, NULL);
    else if (typed->at > 1)
        add_actions(typed);
    else {
        add(typed, "preset", "name", "Keys for hands that know another program");
        add_bound(chat, typed);
    }
}

/* ---- others ---- */

static void add_aliases(struct chat *chat, const struct typed *typed)
{
    for (size_t i = 0; i < chat->aliases.n && typed->at == 1; i++)
        add(typed, chat->aliases.items[i].name, chat->aliases.items[i].text, NULL);
}

static void add_servers(struct chat *chat, const struct typed *typed)
{
    for (const struct network *network = chat->networks; network && typed->at == 1;
         network = network->next) {
        char *url = url_text(network->host, network->port, network->tls);
        add(typed, url, network->name, NULL);
        free(url);
    }
}

/* "/notify [all|mentions|none|usual]": those of the first argument. */
static void add_usage(const struct typed *typed, const struct command *command)
{
    const char *words = strchr(command->usage, ' ');
    if (words && typed->at == 1)
        add_words(typed, words + 1 + strspn(words + 1, "["), command->help);
}

static struct typed typed_of(struct chat *chat, const struct word *word)
{
    struct typed typed = {.to = &chat->choices,
                          .start = word->line + word->from,
                          .len = word->to - word->from,
                          .at = complete_argument(word->line, word->from)};
    const char *first = strchr(word->line, ' ');
    first = first ? first + strspn(first, " ") : "";
    typed.first = xstrndup(first, strcspn(first, " "));
    return typed;
}

void complete_known(struct chat *chat, const struct command *command, const struct word *word)
{
    static const struct {
        enum complete_kind kind;
        void (*add)(struct chat *chat, const struct typed *typed);
    } kinds[] = {
        {COMPLETE_OPTION, add_options},
        {COMPLETE_TOGGLE, add_toggles},
        {COMPLETE_KEY,    add_binds  },
        {COMPLETE_ALIAS,  add_aliases},
        {COMPLETE_SERVER, add_servers},
    };
    struct typed typed = typed_of(chat, word);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        if (kinds[i].kind == command->complete)
            kinds[i].add(chat, &typed);
    }
    if (command->complete == COMPLETE_USAGE)
        add_usage(&typed, command);
    free(typed.first);
}
