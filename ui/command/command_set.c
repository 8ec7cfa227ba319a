#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "mem.h"
#include "option.h"
#include "set_browser.h"

/* The setting of that name; complains if there is none. */
static const struct conf_option *named(struct chat *chat, const char *name)
{
    const struct conf_option *option = option_find(chat, name);
    if (!option)
        chat_complain(chat, "There is no setting %s: /set lists all", name);
    return option;
}

/* "ui.theme is gruvbox, by /theme: The theme; a text" */
static bool show_held(struct chat *chat, const struct conf_option *option)
{
    char *held = option_held(chat, option);
    if (!held)
        return false;
    char *name = option_name(option);
    char *allowed = option_allowed(option);
    chat_notice(chat, "%s is %s: %s; %s", name, held, option->help, allowed);
    free(allowed);
    free(name);
    free(held);
    return true;
}

/* "ui.bell is yes (the default): Ring ...; yes or no" */
static void show(struct chat *chat, const struct conf_option *option)
{
    if (show_held(chat, option))
        return;
    char *name = option_name(option);
    char *text = option_text(chat, option);
    char *otherwise = option_default(option);
    char *allowed = option_allowed(option);
    bool same = strcmp(text, otherwise) == 0;
    chat_notice(chat, "%s is %s%s%s%s: %s; %s", name, *text ? text : "nothing",
                same ? "" : " (else ",
                same         ? ""
                : *otherwise ? otherwise
                             : "nothing",
                same ? " (the default)" : ")", option->help, allowed);
    free(name);
    free(text);
    free(otherwise);
    free(allowed);
}

static void tell(struct chat *chat, const struct conf_option *option)
{
    char *name = option_name(option);
    char *text = option_text(chat, option);
    chat_notice(chat, "%s is %s now", name, *text ? text : "nothing");
    free(name);
    free(text);
}

/* "*bell*" and "ui.*" look for what is between the stars. */
static void browse(struct chat *chat, const char *name)
{
    char *filter = xstrdup(name);
    char *words = filter;
    for (char *c = filter; *c; c++)
        *c = *c == '*' || *c == '?' ? ' ' : *c;
    words += strspn(words, " ");
    for (size_t len = strlen(words); len > 0 && words[len - 1] == ' '; len--)
        words[len - 1] = '\0';
    set_browser_open(chat, words);
    free(filter);
}

void command_set(struct chat *chat, char *args)
{
    const char *name = command_word(&args);
    if (!name) {
        set_browser_open(chat, NULL);
        return;
    }
    const struct conf_option *option = option_find(chat, name);
    char *cause = NULL;
    if (!option && !*args)
        browse(chat, name);
    else if (!named(chat, name))
        return;
    else if (!*args)
        show(chat, option);
    else if (option_set(chat, option, args, &cause) != 0)
        chat_complain(chat, "%s", cause);
    else
        tell(chat, option);
    free(cause);
}

void command_unset(struct chat *chat, char *args)
{
    const struct conf_option *option = named(chat, command_word(&args));
    if (!option)
        return;
    option_unset(chat, option);
    tell(chat, option);
}

void command_toggle(struct chat *chat, char *args)
{
    const struct conf_option *option = named(chat, command_word(&args));
    if (!option)
        return;
    if (option_toggle(chat, option))
        tell(chat, option);
    else
        chat_complain(chat, "%s has more than two values: /set %s value", option->key, option->key);
}

void command_reload(struct chat *chat, char *args)
{
    (void)args;
    chat->wishes |= WISH_RELOAD;
}
