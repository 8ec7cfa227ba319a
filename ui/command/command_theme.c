/* /theme: which there are, tried as one goes through them; their files. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "mem.h"
#include "option.h"
#include "theme_keep.h"

static void set_theme(struct chat *chat, const char *name)
{
    xreplace(&chat->theme, name);
    chat->wishes |= WISH_THEME;
}

static void preview(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    if (row)
        set_theme(chat, row->value);
}

static void preview_found(struct chat *chat, struct dialog *dialog)
{
    preview(chat, dialog, dialog_picked(dialog));
}

void theme_keep(struct chat *chat, const char *name)
{
    char *cause = NULL;
    set_theme(chat, name);
    const struct conf_option *option = option_find(chat, "ui.theme");
    if (chat->settings.theme && option && option_set(chat, option, name, &cause) != 0) {
        chat_complain(chat, "%s", cause);
        free(cause);
    }
}

static bool keep(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    if (row)
        theme_keep(chat, row->value);
    return true;
}

/* The one that was in use before the first step comes back. */
static void unpreview(struct chat *chat, struct dialog *dialog)
{
    for (size_t i = 0; i < dialog->n; i++) {
        if (*dialog->rows[i].detail)
            set_theme(chat, dialog->rows[i].value);
    }
}

static void pick_present(struct dialog *dialog)
{
    for (size_t i = 0; i < dialog->nshown; i++) {
        if (*dialog->rows[dialog->shown[i]].detail)
            dialog->picked = i;
    }
}

static void pick_theme(struct chat *chat)
{
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, "Theme", "↑↓ try · Enter keep · Esc back", keep);
    char *names = xasprintf("auto %s", chat->theme_names ? chat->theme_names : "");
    char *rest = NULL;
    for (char *name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
        dialog_add(dialog, name, strcmp(name, chat->theme) == 0 ? "in use" : "", name);
    free(names);
    dialog->aside = true;
    dialog->moved = preview;
    dialog->typed = preview_found;
    dialog->left = unpreview;
    dialog_refilter(dialog);
    pick_present(dialog);
    chat_dialog(chat, dialog);
}

static bool is_theme(const struct chat *chat, const char *name)
{
    char *all = xasprintf(" auto %s ", chat->theme_names ? chat->theme_names : "");
    char *one = xasprintf(" %s ", name);
    bool found = strstr(all, one) != NULL;
    free(all);
    free(one);
    return found;
}

/* "check", "save", "edit": done by the program, which knows files. */
static bool asks_work(struct chat *chat, const char *word, const char *name)
{
    static const struct {
        const char *word;
        enum theme_deed deed;
    } deeds[] = {
        {"check", THEME_CHECK},
        {"save",  THEME_SAVE },
        {"edit",  THEME_EDIT },
    };
    for (size_t i = 0; i < sizeof(deeds) / sizeof(*deeds); i++) {
        if (strcmp(deeds[i].word, word) != 0)
            continue;
        chat->theme_work.deed = deeds[i].deed;
        xreplace(&chat->theme_work.name, name);
        return true;
    }
    return false;
}

/* What may be the name of a file, and is none of our words. */
static bool may_be_called(const char *name)
{
    static const char *const words[] = {"auto", "check", "save", "edit"};
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strcmp(words[i], name) == 0)
            return false;
    return *name != '.' && !strchr(name, '/') && strlen(name) <= THEME_NAME_MAX;
}

void command_theme(struct chat *chat, char *args)
{
    const char *word = command_word(&args);
    const char *name = word ? command_word(&args) : NULL;
    bool saves = word && strcmp(word, "save") == 0;
    if (!word)
        pick_theme(chat);
    else if (saves && (!name || !may_be_called(name)))
        chat_complain(chat, "/theme save NAME: a name for a copy of the colours in use");
    else if (!saves && name && !is_theme(chat, name))
        chat_complain(chat, "There is no theme %s; there are: %s", name, chat->theme_names);
    else if (asks_work(chat, word, name))
        return;
    else if (is_theme(chat, word))
        theme_keep(chat, word);
    else
        chat_complain(chat, "There is no theme %s; there are: %s", word, chat->theme_names);
}
