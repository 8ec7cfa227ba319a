#include <stdlib.h>
#include <string.h>

#include "alias.h"
#include "command.h"
#include "elsewhere.h"
#include "mem.h"

static bool edit_picked(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    char *text = xasprintf("/alias %s %s", row->value, aliases_find(&chat->aliases, row->value));
    edit_set(chat->edit, text);
    chat->changed |= CHANGE_INPUT;
    free(text);
    return true;
}

static void list_aliases(struct chat *chat)
{
    struct dialog *dialog = dialog_new(DIALOG_LIST, "Commands of your own",
                                       "Enter edit · /unalias name · Esc close", edit_picked);
    for (size_t i = 0; i < chat->aliases.n; i++) {
        const struct alias *alias = &chat->aliases.items[i];
        char *name = xasprintf("/%s", alias->name);
        dialog_add(dialog, name, alias->text, alias->name);
        free(name);
    }
    dialog->empty = xstrdup("None yet: /alias hi /say Hello, $1!");
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}

/* Letters, digits, - and _: a name stands in a file, before a '='. */
static bool is_name(const char *name)
{
    return *name &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
               strlen(name);
}

int alias_read_pair(struct aliases *aliases, const char *name, const char *text, char **cause)
{
    if (!is_name(name))
        *cause = xasprintf("%s: a command has letters, digits, - and _", name);
    else if (!*text)
        *cause = xasprintf("%s: what it stands for is missing", name);
    else if (aliases_find(aliases, name))
        *cause = xasprintf("%s: stands here twice", name);
    else
        aliases_set(aliases, name, text);
    return *cause ? -1 : 0;
}

void command_alias(struct chat *chat, char *args)
{
    const char *name = command_word(&args);
    if (!name) {
        list_aliases(chat);
        return;
    }
    name += *name == '/';
    const char *text = aliases_find(&chat->aliases, name);
    if (!is_name(name))
        chat_complain(chat, "%s: a command has letters, digits, - and _", name);
    else if (!*args && text)
        chat_notice(chat, "/%s is %s", name, text);
    else if (!*args)
        chat_complain(chat, "There is no /%s of yours. Usage: /alias name text", name);
    else if (strlen(args) > OPTION_TEXT_MAX)
        chat_complain(chat, "That is too long for one line");
    else {
        aliases_set(&chat->aliases, name, args);
        option_keep(chat, "aliases", name, args);
        chat_notice(chat, "/%s is %s now", name, args);
    }
}

void command_unalias(struct chat *chat, char *args)
{
    const char *name = command_word(&args);
    name += *name == '/';
    if (!aliases_set(&chat->aliases, name, NULL)) {
        chat_complain(chat, "There is no /%s of yours: /alias lists them", name);
        return;
    }
    option_keep(chat, "aliases", name, NULL);
    chat_notice(chat, "/%s is forgotten", name);
}

static char *expand(const struct chat *chat, const char *text, const char *args)
{
    const struct conv *here = chat->current;
    struct alias_words words = {args, here ? here->network->nick : "", here ? here->name : ""};
    return text ? alias_expand(text, &words) : NULL;
}

char *alias_line(const struct chat *chat, const char *word, const char *args)
{
    return expand(chat, aliases_find(&chat->aliases, word), args);
}

char *alias_line_elsewhere(const struct chat *chat, const char *word, const char *args)
{
    const char *text = elsewhere_find(word);
    return expand(chat, text && *text == '/' ? text : NULL, args);
}
