#include "keymap.h"

#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "ask.h"
#include "complete.h"
#include "find.h"
#include "focus.h"
#include "jump.h"
#include "mem.h"
#include "navigate.h"
#include "paste.h"
#include "secret.h"

/* A field has one row: a paste ends where its first one does. */
static void type_in_dialog(struct chat *chat, const char *text)
{
    if (chat->dialog->kind == DIALOG_ASK || chat->dialog->pressed)
        return;
    char *row = xstrndup(text, strcspn(text, "\n"));
    edit_insert(action_edit(chat), row);
    secret_free(row);
    action_edited(chat);
}

/* No name begins with a slash: a command is meant. */
static bool leaves_list(const struct chat *chat, const char *text)
{
    return focus_is_list(chat) && strcmp(text, "/") == 0 && edit_is_empty(chat->side.filter) &&
           edit_is_empty(chat->edit);
}

static void type(struct chat *chat, const struct key *key)
{
    const char *text = key->text;
    if (chat->dialog) {
        type_in_dialog(chat, text);
        return;
    }
    if (chat->focus == FOCUS_FIND) {
        find_type(chat, text);
        return;
    }
    if (leaves_list(chat, text))
        chat_focus(chat, FOCUS_INPUT);
    if (focus_is_list(chat)) {
        char *row = xstrndup(text, strcspn(text, "\n"));
        edit_insert(chat->side.filter, row);
        free(row);
        action_edited(chat);
        return;
    }
    if (key->code == PRESS_PASTE && paste_took(chat, text))
        return;
    edit_insert(chat->edit, text);
    recall_reset(chat->recall);
    chat->changed |= CHANGE_INPUT;
}

/* Esc and C-x lead to the Alt keys too. */
static void begin_chord(struct chat *chat, const char *name, bool leads)
{
    xreplace(&chat->chord, name);
    chat->leader = leads;
    chat->changed |= CHANGE_STATUS;
}

static void end_chord(struct chat *chat)
{
    begin_chord(chat, NULL, false);
}

/* Letters belong to what has the focus: to a picked message they are nothing to type. */
static bool takes_text(const struct chat *chat)
{
    return chat->dialog ||
           (chat->focus != FOCUS_PICK && !(chat->normal && chat->focus == FOCUS_INPUT));
}

static void press(struct chat *chat, const struct key *key)
{
    char name[KEYMAP_NAME_SIZE];
    bool bound = false;
    keymap_name(key, name, sizeof(name));
    const struct action *action = keymap_find(chat, name, &bound);
    bool leads = action && strcmp(action->name, "leader") == 0;
    bool character = key->code == PRESS_CHAR && !(key->mods & (PRESS_CTRL | PRESS_ALT));
    if (key->code == PRESS_ESC && leads && (jump_drop(chat) || compose_drop(chat)))
        return;
    if (leads || keymap_is_prefix(chat, name))
        begin_chord(chat, name, leads);
    else if (action)
        action_run(chat, action);
    else if (!bound && takes_text(chat) && (character || key->code == PRESS_PASTE))
        type(chat, key);
}

/* Who pressed Esc though nothing was open, and types a command then, means just that. */
static bool begins_command(const struct chat *chat, const struct key *key)
{
    return key->code == PRESS_CHAR && !key->mods && strcmp(key->text, "/") == 0 && !chat->dialog &&
           takes_text(chat) && edit_is_empty(action_edit(chat));
}

/* The key after Esc or C-x gets Alt; one that does nothing with it does what it does alone. Only
 * behind C-x, which nobody presses to close something, a letter was not meant to be typed. */
static void press_led(struct chat *chat, const struct key *key, bool escaped, bool command)
{
    char name[KEYMAP_NAME_SIZE];
    bool bound = false;
    struct key alt = *key;
    alt.mods |= PRESS_ALT;
    keymap_name(&alt, name, sizeof(name));
    bool leads = keymap_find(chat, name, &bound) || bound || keymap_is_prefix(chat, name);
    chat->hints_used |= HINT_LEAD;
    if (leads && !command)
        press(chat, &alt);
    else if (escaped || key->code != PRESS_CHAR || key->mods & PRESS_CTRL)
        press(chat, key);
    else
        chat_notice(chat, "%s does nothing", name);
}

/* The next key of a chord, or of a leader. */
static void press_in_chord(struct chat *chat, const struct key *key)
{
    char name[KEYMAP_NAME_SIZE];
    bool bound = false;
    bool leads = chat->leader;
    bool escaped = leads && strcmp(chat->chord, "Esc") == 0;
    bool command = escaped && begins_command(chat, key);
    char *chord = xasprintf("%s %s", chat->chord, keymap_name(key, name, sizeof(name)));
    const struct action *action = keymap_find(chat, chord, &bound);
    end_chord(chat);
    if (action) {
        chat->hints_used |= leads ? HINT_LEAD : 0;
        action_run(chat, action);
    } else if (keymap_is_prefix(chat, chord)) {
        begin_chord(chat, chord, false);
    } else if (leads) {
        press_led(chat, key, escaped, command);
    } else {
        chat_notice(chat, "%s does nothing", chord);
    }
    free(chord);
}

static void focus(struct chat *chat, bool focused)
{
    chat->focused = focused;
    if (focused && chat->current && chat_mark_read(chat, chat->current))
        ask_mark_read(chat, chat->current);
}

void keymap_press(struct chat *chat, const struct key *key)
{
    if (key->code == PRESS_FOCUS_IN || key->code == PRESS_FOCUS_OUT) {
        focus(chat, key->code == PRESS_FOCUS_IN);
        return;
    }

    chat_settle(chat);
    chat->presses++;
    if (complete_press(chat, key))
        return;
    if (chat->bare && !chat->dialog) {
        navigate_bare_press(chat, key);
        return;
    }
    if (chat->dialog && keymap_press_dialog(chat, key)) {
        complete_usage(chat);
        return;
    }
    if (chat->chord)
        press_in_chord(chat, key);
    else
        press(chat, key);
    complete_follow(chat, key);
}
