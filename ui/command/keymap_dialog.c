#include <string.h>

#include "action.h"
#include "ask.h"
#include "focus.h"
#include "keymap.h"

/* How far a page is in a list. */
#define PAGE 10
#define FAR  9999

static void move(struct chat *chat, int by)
{
    struct dialog *dialog = chat->dialog;
    if (!dialog) {
        focus_move(chat, by);
        return;
    }
    dialog_move(dialog, by);
    if (dialog->moved)
        dialog->moved(chat, dialog, dialog_picked(dialog));
    chat->changed |= CHANGE_DIALOG;
}

void action_list_up(struct chat *chat)
{
    move(chat, -1);
}

void action_list_down(struct chat *chat)
{
    move(chat, 1);
}

/* Tab goes on to the next of all that can have the keys. */
void action_list_next(struct chat *chat)
{
    if (chat->dialog)
        move(chat, 1);
    else
        action_focus_next(chat);
}

void action_list_previous(struct chat *chat)
{
    if (chat->dialog)
        move(chat, -1);
    else
        action_focus_previous(chat);
}

void action_list_page_up(struct chat *chat)
{
    move(chat, -PAGE);
}

void action_list_page_down(struct chat *chat)
{
    move(chat, PAGE);
}

void action_list_first(struct chat *chat)
{
    move(chat, -FAR);
}

void action_list_last(struct chat *chat)
{
    move(chat, FAR);
}

/* Clears the filter, then closes; a list that is made of what is typed is nothing without it. */
void action_list_leave(struct chat *chat)
{
    struct dialog *dialog = chat->dialog;
    if (!dialog) {
        focus_leave(chat);
        return;
    }
    chat->changed |= CHANGE_DIALOG;
    if (dialog_clears(dialog)) {
        edit_clear(dialog->filter);
        dialog_refilter(dialog);
        if (dialog->typed)
            dialog->typed(chat, dialog);
    } else if (!dialog->sticky) {
        if (dialog->left)
            dialog->left(chat, dialog);
        if (chat->dialog == dialog)
            chat_dialog(chat, NULL);
    }
}

void action_list_choose(struct chat *chat)
{
    struct dialog *dialog = chat->dialog;
    const struct dialog_row *row = dialog ? dialog_picked(dialog) : NULL;
    if (!dialog)
        focus_choose(chat);
    if (!dialog || ((dialog->kind == DIALOG_LIST || dialog->kind == DIALOG_ASK) && !row))
        return;
    chat->changed |= CHANGE_DIALOG;
    if (!dialog->done || dialog->done(chat, dialog, row)) {
        if (chat->dialog == dialog)
            chat_dialog(chat, NULL);
    }
}

/* A dialog with keys of its own takes all that would be typed. */
static bool own_press(struct chat *chat, struct dialog *dialog, const struct key *key,
                      const char *name)
{
    if (dialog->key && dialog->key(chat, dialog, name))
        return true;
    if (!dialog->pressed || (key->code != PRESS_CHAR && key->code != PRESS_DEL) || key->mods)
        return false;
    dialog->pressed(chat, dialog, name);
    return true;
}

/* Keys that edit are left to the line that is typed. */
bool keymap_press_dialog(struct chat *chat, const struct key *key)
{
    struct dialog *dialog = chat->dialog;
    char name[KEYMAP_NAME_SIZE];
    bool bound = false;
    keymap_name(key, name, sizeof(name));
    const struct action *action = keymap_find(chat, name, &bound);
    bool ends = action && (action->run == action_list_leave || action->run == action_list_choose);
    chat->changed |= CHANGE_DIALOG;
    if (!ends && own_press(chat, dialog, key, name))
        return true;
    if (!action || action->edit)
        return bound && !action;
    action_run(chat, action);
    return true;
}
