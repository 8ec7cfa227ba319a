#include "mouse.h"

#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "focus.h"
#include "keymap_user.h"
#include "mem.h"
#include "message.h"
#include "navigate.h"
#include "pick.h"
#include "unfold.h"

/* ---- the wheel: what is under it scrolls ---- */

static void scroll_to(size_t *top, int by)
{
    if (by < 0 && *top < (size_t)-by)
        *top = 0;
    else
        *top += (size_t)by;
}

static void wheel(struct chat *chat, const struct pointed *at, int by)
{
    switch (at->pane) {
    case POINT_DIALOG:
        dialog_move(chat->dialog, by);
        if (chat->dialog->moved)
            chat->dialog->moved(chat, chat->dialog, dialog_picked(chat->dialog));
        chat->changed |= CHANGE_DIALOG;
        return;
    case POINT_ROOMS:
        scroll_to(&chat->side.rooms_top, by);
        chat->side.rooms_scrolled = true;
        chat->changed |= CHANGE_CONVS;
        return;
    case POINT_USERS:
        scroll_to(&chat->side.users_top, by);
        chat->changed |= CHANGE_MEMBERS;
        return;
    case POINT_MESSAGES:
    case POINT_TITLE:
    case POINT_BELOW: chat->scroll_rows += by; return;
    case POINT_NOWHERE:
    case POINT_INPUT:
    case POINT_HINT:
    case POINT_ROOMS_BORDER:
    case POINT_USERS_BORDER:
    case POINT_BESIDE_DIALOG: return;
    }
}

/* ---- clicks ---- */

static void click_room(struct chat *chat, const struct pointed *at)
{
    chat_focus(chat, FOCUS_INPUT);
    if (at->conv)
        navigate_open(chat, at->conv);
    else if (at->network)
        focus_fold(chat, at->network);
}

static bool is_fold(const struct chat *chat, uint64_t serial)
{
    size_t index = 0;
    struct line line;
    if (!lines_find(chat->current->lines, serial, &index))
        return false;
    lines_get(chat->current->lines, index, &line);
    return unfold_is_noise(&line);
}

static void click_message(struct chat *chat, const struct pointed *at)
{
    if (at->url) {
        message_open(chat, at->url);
    } else if (at->serial && is_fold(chat, at->serial)) {
        unfold_toggle(chat, chat->current, at->serial);
    } else if (at->serial) {
        pick_line(chat, at->serial);
    }
}

/* ---- hints about keys: a click presses the key ---- */

/* Where letters are typed, one that stands in a hint is no key. */
static bool names_key(const struct chat *chat, const char *word, struct key *key, char *text)
{
    char name[KEYMAP_NAME_SIZE];
    if (!keymap_read(word, key, text))
        return false;
    bool letter = key->code == PRESS_CHAR && !key->mods;
    bool plain = !chat->dialog && (chat->focus == FOCUS_PICK || chat->leader);
    return letter ? plain : strcmp(keymap_name(key, name, sizeof(name)), word) == 0;
}

/* "Enter get": the key is the last one that the hint names. */
static bool press_hint(struct chat *chat, const char *hint)
{
    char *words = xstrdup(hint);
    char *rest = NULL;
    char text[KEYMAP_TEXT_SIZE];
    char last_text[KEYMAP_TEXT_SIZE];
    struct key last = {.code = PRESS_NONE};
    for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        struct key key;
        if (!names_key(chat, word, &key, text))
            continue;
        memcpy(last_text, text, sizeof(text));
        last = key;
        last.text = last_text;
    }
    free(words);
    if (last.code != PRESS_NONE)
        keymap_press(chat, &last);
    return last.code != PRESS_NONE;
}

/* A row is chosen as by Enter, a field gets the cursor; beside it, it closes as by Esc. */
static void click_dialog(struct chat *chat, const struct pointed *at)
{
    struct dialog *dialog = chat->dialog;
    if (at->pane == POINT_BESIDE_DIALOG) {
        action_run(chat, action_find("list-leave"));
        return;
    }
    if ((at->hint && press_hint(chat, at->hint)) || at->row == POINT_NO_ROW)
        return;
    chat->changed |= CHANGE_DIALOG;
    if (dialog->kind == DIALOG_FORM) {
        dialog->focus = at->row < dialog->nfields ? at->row : dialog->focus;
        return;
    }
    if (dialog->kind == DIALOG_TEXT)
        return;
    dialog->picked = at->row;
    if (dialog_picked(dialog))
        action_run(chat, action_find("list-choose"));
}

static void click(struct chat *chat, const struct pointed *at)
{
    switch (at->pane) {
    case POINT_DIALOG:
    case POINT_BESIDE_DIALOG: click_dialog(chat, at); return;
    case POINT_ROOMS: click_room(chat, at); return;
    case POINT_USERS:
        if (at->nick)
            focus_person(chat, at->nick);
        return;
    case POINT_MESSAGES: click_message(chat, at); return;
    case POINT_TITLE: action_topic(chat); return;
    case POINT_BELOW: action_newest(chat); return;
    case POINT_INPUT:
        if (chat->focus == FOCUS_PICK)
            pick_end(chat);
        chat_focus(chat, FOCUS_INPUT);
        return;
    case POINT_HINT: press_hint(chat, at->hint); return;
    case POINT_ROOMS_BORDER:
    case POINT_USERS_BORDER: chat->side.dragged = at->pane; return;
    case POINT_NOWHERE: return;
    }
}

/* ---- borders ---- */

/* It is kept when it is let go. */
static void drag(struct chat *chat, int x, bool done)
{
    bool users = chat->side.dragged == POINT_USERS_BORDER;
    int cols = chat_side_cols(users ? chat->cols - x - 1 : x, chat->cols);
    if (done) {
        navigate_set_side(chat, users, cols);
        chat->side.dragged = POINT_NOWHERE;
        return;
    }
    *(users ? &chat->settings.users_cols : &chat->settings.rooms_cols) = cols;
    chat->changed |= CHANGE_LAYOUT;
}

/* Text is selected by the terminal, where it gets the mouse. */
static void tell_how_to_select(struct chat *chat, const struct pointed *at)
{
    if (at->pane != POINT_MESSAGES || chat->dialog)
        return;
    char *key = keymap_key_of(chat, "copy-view");
    chat_notice(chat, "To select text, hold Shift and drag%s%s", key ? "; text alone: " : "",
                key ? key : "");
    free(key);
}

void mouse_act(struct chat *chat, const struct mouse *mouse, const struct pointed *at)
{
    bool left = mouse->button == 1;
    switch (mouse->event) {
    case MOUSE_WHEEL_UP: wheel(chat, at, -MOUSE_WHEEL_ROWS); return;
    case MOUSE_WHEEL_DOWN: wheel(chat, at, MOUSE_WHEEL_ROWS); return;
    case MOUSE_PRESS:
        chat_settle(chat);
        if (left)
            click(chat, at);
        return;
    case MOUSE_DRAG:
    case MOUSE_RELEASE:
        if (chat->side.dragged)
            drag(chat, mouse->x, mouse->event == MOUSE_RELEASE);
        else if (left && mouse->event == MOUSE_DRAG)
            tell_how_to_select(chat, at);
        return;
    }
}
