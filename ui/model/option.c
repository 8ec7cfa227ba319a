#include "option.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "chat.h"
#include "mem.h"

const struct conf_option *option_find(const struct chat *chat, const char *name)
{
    const struct conf_option *found = NULL;
    for (size_t i = 0; i < chat->options.n; i++) {
        const struct conf_option *option = &chat->options.table[i];
        size_t len = strlen(option->section);
        bool whole = strncasecmp(name, option->section, len) == 0 && name[len] == '.' &&
                     strcasecmp(name + len + 1, option->key) == 0;
        if (whole)
            return option;
        if (strcasecmp(name, option->key) != 0)
            continue;
        if (found)
            return NULL;
        found = option;
    }
    return found;
}

char *option_name(const struct conf_option *option)
{
    return xasprintf("%s.%s", option->section, option->key);
}

char *option_text(const struct chat *chat, const struct conf_option *option)
{
    return conf_text(option, &chat->settings);
}

char *option_default(const struct conf_option *option)
{
    struct chat_settings fresh = {0};
    conf_defaults(option, 1, &fresh);
    char *text = conf_text(option, &fresh);
    conf_clear(option, 1, &fresh);
    return text;
}

bool option_is_default(const struct chat *chat, const struct conf_option *option)
{
    char *now = option_text(chat, option);
    char *otherwise = option_default(option);
    bool same = strcmp(now, otherwise) == 0;
    free(now);
    free(otherwise);
    return same;
}

char *option_held(const struct chat *chat, const struct conf_option *option)
{
    const char *set = chat->settings.theme;
    bool is_theme = strcmp(option->section, "ui") == 0 && strcmp(option->key, "theme") == 0;
    if (!is_theme || !chat->theme || (set && strcmp(set, chat->theme) == 0))
        return NULL;
    if (set)
        return xasprintf("%s, for this run", chat->theme);
    bool fits = strcmp(chat->theme, "auto") == 0;
    return xasprintf("%s, %s", chat->theme, fits ? "as fits the terminal" : "by /theme");
}

char *option_allowed(const struct conf_option *option)
{
    struct buf text = {0};
    switch (option->type) {
    case CONF_BOOL: return xstrdup("yes or no");
    case CONF_LIST: return xstrdup("words with commas");
    case CONF_STRING: return xstrdup("a text");
    case CONF_INT:
    case CONF_SIZE:
    case CONF_DURATION: return conf_range(option);
    case CONF_CHOICE: break;
    }
    for (const char *c = option->choices; *c; c++)
        buf_append(&text, *c == '|' ? ", " : c, *c == '|' ? 2 : 1);
    return buf_detach(&text);
}

void option_keep(struct chat *chat, const char *section, const char *key, const char *value)
{
    conf_changes_add(&chat->unsaved, section, key, value);
    chat->wishes |= WISH_SETTINGS;
    chat->changed |= CHANGE_ALL;
}

/* The present value goes to the file. */
static void keep(struct chat *chat, const struct conf_option *option)
{
    char *text =
        option->type == CONF_LIST ? conf_lines(option, &chat->settings) : option_text(chat, option);
    option_keep(chat, option->section, option->key, text);
    free(text);
}

static void set_list(struct chat *chat, const struct conf_option *option, const char *text)
{
    char *items = xstrdup(text);
    char *rest = items;
    char *cause = NULL;
    conf_clear(option, 1, &chat->settings);
    for (char *item = strsep(&rest, ","); item; item = strsep(&rest, ",")) {
        item += strspn(item, " ");
        size_t len = strlen(item);
        while (len > 0 && item[len - 1] == ' ')
            item[--len] = '\0';
        conf_set(option, item, &chat->settings, &cause);
    }
    free(items);
}

int option_set(struct chat *chat, const struct conf_option *option, const char *text, char **cause)
{
    if (strlen(text) > OPTION_TEXT_MAX) {
        *cause = xasprintf("%s: at most %d bytes", option->key, OPTION_TEXT_MAX);
        return -1;
    }
    if (option->type == CONF_LIST)
        set_list(chat, option, text);
    else if (conf_set(option, text, &chat->settings, cause) != 0)
        return -1;
    keep(chat, option);
    return 0;
}

void option_unset(struct chat *chat, const struct conf_option *option)
{
    conf_defaults(option, 1, &chat->settings);
    option_keep(chat, option->section, option->key, NULL);
}

/* The word behind that of index, in "a|b|c"; the first behind the last. To free. */
static char *next_choice(const char *choices, int index)
{
    const char *word = choices;
    for (int i = 0; i <= index; i++) {
        word += strcspn(word, "|");
        if (!*word)
            return xstrndup(choices, strcspn(choices, "|"));
        word++;
    }
    return xstrndup(word, strcspn(word, "|"));
}

bool option_toggle(struct chat *chat, const struct conf_option *option)
{
    const char *field = (const char *)&chat->settings + option->offset;
    char *cause = NULL;
    if (option->type != CONF_BOOL && option->type != CONF_CHOICE)
        return false;

    char *text = option->type == CONF_BOOL
                     ? xstrdup(*(const bool *)field ? "no" : "yes")
                     : next_choice(option->choices, *(const int *)(const void *)field);
    bool done = option_set(chat, option, text, &cause) == 0;
    free(cause);
    free(text);
    return done;
}
