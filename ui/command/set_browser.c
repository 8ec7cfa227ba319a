#include "set_browser.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "option.h"

#define KEYS      "Enter change · Del default · Esc close"
#define FORM_KEYS "Enter set · Esc back"

/* What is changed in a form: its title is the name. */
static const struct conf_option *picked_option(const struct chat *chat, const struct dialog *dialog)
{
    const struct dialog_row *row = dialog_picked(dialog);
    return row && row->value ? option_find(chat, row->value) : NULL;
}

/* The chosen row's help, what is allowed, and the default. */
static void show_help(struct chat *chat, struct dialog *dialog)
{
    const struct conf_option *option = picked_option(chat, dialog);
    free(dialog->help);
    dialog->help = xstrdup("");
    chat->changed |= CHANGE_DIALOG;
    if (!option)
        return;
    char *allowed = option_allowed(option);
    char *otherwise = option_default(option);
    free(dialog->help);
    dialog->help =
        xasprintf("%s · %s · default: %s", option->help, allowed, *otherwise ? otherwise : "none");
    free(allowed);
    free(otherwise);
}

static void moved(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)row;
    show_help(chat, dialog);
}

/* A star stands before what is not as it was given. */
static void add_rows(const struct chat *chat, struct dialog *dialog)
{
    const char *section = "";
    for (size_t i = 0; i < chat->options.n; i++) {
        const struct conf_option *option = &chat->options.table[i];
        if (strcmp(section, option->section) != 0)
            dialog_add_heading(dialog, option->section);
        section = option->section;
        char *name = option_name(option);
        char *held = option_held(chat, option);
        char *text = held ? held : option_text(chat, option);
        char *detail =
            xasprintf("%s%s", option_is_default(chat, option) ? "  " : "* ", *text ? text : "-");
        dialog_add(dialog, name, detail, name);
        free(detail);
        free(text);
        free(name);
    }
}

/* The rows anew, after a change. */
static void refresh(struct chat *chat, struct dialog *dialog)
{
    dialog_clear(dialog);
    add_rows(chat, dialog);
    dialog_refilter(dialog);
    show_help(chat, dialog);
}

/* ---- one value ---- */

static void back(struct chat *chat, struct dialog *form)
{
    char *name = xstrdup(form->title);
    set_browser_open(chat, NULL);
    dialog_pick(chat->dialog, name);
    show_help(chat, chat->dialog);
    free(name);
}

static bool set_typed(struct chat *chat, struct dialog *form, const struct dialog_row *row)
{
    (void)row;
    const struct conf_option *option = option_find(chat, form->title);
    free(form->error);
    form->error = NULL;
    if (option && option_set(chat, option, dialog_field_text(form, 0), &form->error) == 0)
        back(chat, form);
    chat->changed |= CHANGE_DIALOG;
    return false;
}

static void ask_value(struct chat *chat, const struct conf_option *option)
{
    char *name = option_name(option);
    char *text = option_text(chat, option);
    struct dialog *form = dialog_new(DIALOG_FORM, name, FORM_KEYS, set_typed);
    form->note = xstrdup(option->help);
    form->left = back;
    dialog_add_field(form, "Value", text, false);
    chat_dialog(chat, form);
    free(text);
    free(name);
}

/* ---- the list ---- */

static bool change(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    const struct conf_option *option = option_find(chat, row->value);
    if (!option)
        return false;
    if (option_toggle(chat, option))
        refresh(chat, dialog);
    else
        ask_value(chat, option);
    return false;
}

/* Del takes a change back, as long as there is nothing to delete in the filter. */
static bool own_key(struct chat *chat, struct dialog *dialog, const char *key)
{
    const struct conf_option *option = picked_option(chat, dialog);
    bool at_end = edit_cursor(dialog->filter) == strlen(edit_text(dialog->filter));
    if (strcmp(key, "Del") != 0 || !option || !at_end)
        return false;
    option_unset(chat, option);
    refresh(chat, dialog);
    return true;
}

void set_browser_open(struct chat *chat, const char *filter)
{
    struct dialog *dialog = dialog_new(DIALOG_LIST, "Settings", KEYS, change);
    dialog->wide = true;
    dialog->help = xstrdup("");
    dialog->moved = moved;
    dialog->typed = show_help;
    dialog->key = own_key;
    add_rows(chat, dialog);
    if (filter)
        edit_set(dialog->filter, filter);
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
    show_help(chat, dialog);
}
