#include "navigate.h"

#include <stdlib.h>

#include "action.h"
#include "ask.h"
#include "mem.h"
#include "option.h"

int navigate_page(const struct chat *chat)
{
    return chat->page_rows > 2 ? chat->page_rows - 1 : 1;
}

void action_oldest(struct chat *chat)
{
    if (!chat->current)
        return;
    chat_stand_at(chat, 0, navigate_page(chat) / 2);
    ask_older(chat->current);
}

void action_newest(struct chat *chat)
{
    if (!chat->current)
        return;
    seek_unmark(&chat->seek);
    chat->mention = 0;
    chat_follow(chat);
    ask_mark_read(chat, chat->current);
    chat->changed |= CHANGE_CONVS;
}

/* ---- what is unread ---- */

/* The "new since" line comes to the upper half of the pane. */
void action_unread_line(struct chat *chat)
{
    const struct conv *conv = chat->current;
    if (!conv || conv->line_ms == 0) {
        chat_notice(chat, "There is nothing new here");
        return;
    }
    chat_stand_at(chat, conv_first_new(conv), navigate_page(chat) / 2);
}

void navigate_open(struct chat *chat, struct conv *conv)
{
    chat_open(chat, conv);
    size_t n = lines_count(conv->lines);
    if (conv_first_new(conv) < n)
        action_unread_line(chat);
}

/* Going through what is unread ends where it began. */
void action_next_unread(struct chat *chat)
{
    struct conv *conv = chat_next_unread(chat);
    if (chat->current != chat->hopped)
        chat->home = chat->current;
    if (conv) {
        navigate_open(chat, conv);
        chat->hopped = conv;
    } else if (chat->home && chat->home != chat->current) {
        chat_open(chat, chat->home);
        chat->hopped = NULL;
        chat_notice(chat, "Everything is read: back where you were");
    } else {
        chat_notice(chat, "Everything is read");
    }
}

/* ---- where one was ---- */

void action_visited_back(struct chat *chat)
{
    if (!chat_revisit(chat, -1))
        chat_notice(chat, "No other room was open before");
}

void action_visited_forth(struct chat *chat)
{
    if (!chat_revisit(chat, 1))
        chat_notice(chat, "No other room was open after this one");
}

/* ---- the order of the list ---- */

static void move_room(struct chat *chat, int by)
{
    if (chat->settings.room_order != ROOM_ORDER_FIXED)
        chat_complain(chat, "Rooms are not ordered by hand now: /set ui.room_order fixed");
    else if (!chat->current || !chat_move(chat, chat->current, by))
        chat_notice(chat, "It is the %s of its group", by < 0 ? "first" : "last");
}

void action_move_room_up(struct chat *chat)
{
    move_room(chat, -1);
}

void action_move_room_down(struct chat *chat)
{
    move_room(chat, 1);
}

/* ---- panes ---- */

/* What is hidden for lack of columns comes back with them, not by a key. */
static bool has_cols(struct chat *chat, bool shown, int more_than, const char *what)
{
    if (!shown || chat->cols > more_than || chat->settings.linear)
        return true;
    chat_notice(chat, "Too narrow for the list of %s here", what);
    return false;
}

void action_toggle_rooms(struct chat *chat)
{
    if (!has_cols(chat, chat->settings.show_rooms, CHAT_SMALL_COLS, "rooms"))
        return;
    chat->settings.show_rooms = !chat->settings.show_rooms;
    chat->changed |= CHANGE_LAYOUT;
}

void action_toggle_users(struct chat *chat)
{
    if (!has_cols(chat, chat->settings.show_users, CHAT_NARROW_COLS - 1, "people"))
        return;
    chat->settings.show_users = !chat->settings.show_users;
    chat->changed |= CHANGE_LAYOUT;
}

/* Text only, for the terminal to select in. */
void action_copy_view(struct chat *chat)
{
    chat->bare = !chat->bare;
    chat->changed |= CHANGE_ALL;
}

/* In the copy view two keys scroll; any other leads back. */
void navigate_bare_press(struct chat *chat, const struct key *key)
{
    if (key->code == PRESS_PGUP)
        chat->scroll_rows -= navigate_page(chat);
    else if (key->code == PRESS_PGDN)
        chat->scroll_rows += navigate_page(chat);
    else
        action_copy_view(chat);
}

/* As a setting, it is kept. */
void navigate_set_side(struct chat *chat, bool users, int cols)
{
    const struct conf_option *option =
        option_find(chat, users ? "ui.users_width" : "ui.rooms_width");
    char *cause = NULL;
    char *text = xasprintf("%d", chat_side_cols(cols, chat->cols));
    if (option && option_set(chat, option, text, &cause) != 0)
        chat_complain(chat, "%s", cause);
    chat->changed |= CHANGE_LAYOUT;
    free(text);
    free(cause);
}

static void widen(struct chat *chat, int by)
{
    bool users = chat->focus == FOCUS_USERS;
    navigate_set_side(chat, users,
                      by + (users ? chat->settings.users_cols : chat->settings.rooms_cols));
}

void action_wider(struct chat *chat)
{
    widen(chat, 1);
}

void action_narrower(struct chat *chat)
{
    widen(chat, -1);
}
