#include "action.h"

#include <stdlib.h>
#include <string.h>

#include "find.h"
#include "focus.h"
#include "navigate.h"

struct edit *action_edit(const struct chat *chat)
{
    struct dialog *dialog = chat->dialog;
    if (!dialog && chat->focus == FOCUS_FIND && chat->seek.find.edit)
        return chat->seek.find.edit;
    if (!dialog)
        return focus_is_list(chat) ? chat->side.filter : chat->edit;
    return dialog->kind == DIALOG_FORM ? dialog->fields[dialog->focus].edit : dialog->filter;
}

static void newline(struct chat *chat)
{
    edit_insert(chat->edit, "\n");
}

static void open_conv(struct chat *chat, struct conv *conv)
{
    if (conv)
        chat_open(chat, conv);
}

static void next_room(struct chat *chat)
{
    if (chat->current)
        open_conv(chat, chat->current->next ? chat->current->next : chat->convs);
}

static void previous_room(struct chat *chat)
{
    if (chat->current)
        open_conv(chat, chat->current->prev);
}

static void last_room(struct chat *chat)
{
    open_conv(chat, chat->last);
}

static void nth_room(struct chat *chat, int n)
{
    struct conv *conv = chat_nth(chat, n);
    if (conv)
        chat_open(chat, conv);
    else
        chat_notice(chat, "There is no room %d", n);
}

/* Alt and the row of digits, and with the keys of irssi the row of letters below it. */
/* clang-format off */
#define ROOM_NUMBERS(X) \
    X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) \
    X(11) X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19)
/* clang-format on */

#define ROOM_ACTION(n)                      \
    static void room_##n(struct chat *chat) \
    {                                       \
        nth_room(chat, n);                  \
    }
ROOM_NUMBERS(ROOM_ACTION)

static void page_up(struct chat *chat)
{
    chat->scroll_rows -= navigate_page(chat);
}

static void page_down(struct chat *chat)
{
    chat->scroll_rows += navigate_page(chat);
}

static void half_page_up(struct chat *chat)
{
    chat->scroll_rows -= navigate_page(chat) / 2 + 1;
}

static void half_page_down(struct chat *chat)
{
    chat->scroll_rows += navigate_page(chat) / 2 + 1;
}

static void redraw(struct chat *chat)
{
    chat->wishes |= WISH_REDRAW;
}

static void suspend(struct chat *chat)
{
    chat->wishes |= WISH_SUSPEND;
}

static void editor(struct chat *chat)
{
    chat->wishes |= WISH_EDITOR;
}

/* What it does is done by the keymap: it needs the next key. */
static void leader(struct chat *chat)
{
    (void)chat;
}

/* A row: written as a call, the formatter keeps it within the margin. */
#define ROW(...)    \
    {               \
        __VA_ARGS__ \
    }

#define ROOM_ROW(n) ROW("room-" #n, room_##n, NULL, NULL, "Room " #n),

/* name, function, edit, otherwise, help */
static const struct action actions[] = {
    ROW("enter", action_enter, NULL, NULL, "Send the line, or do the command"),
    ROW("complete", action_complete, NULL, NULL, "Complete the word: a name, a room, a command"),
    ROW("complete-back", action_complete_back, NULL, NULL, "The candidate before"),
    ROW("editor", editor, NULL, NULL, "Edit the line in your own editor ($VISUAL, $EDITOR)"),
    ROW("newline", newline, NULL, NULL, "A new row within the message"),
    ROW("line-start", NULL, edit_home, NULL, "To the start of the row"),
    ROW("line-end", NULL, edit_end, NULL, "To the end of the row"),
    ROW("char-left", NULL, edit_left, NULL, "One character left"),
    ROW("char-right", NULL, edit_right, NULL, "One character right"),
    ROW("char-right-or-search", NULL, edit_right, "search",
        "One character right; at the end of the line, search in the room"),
    ROW("word-left", NULL, edit_word_left, NULL, "One word left"),
    ROW("word-right", NULL, edit_word_right, NULL, "One word right"),
    ROW("delete-left", NULL, edit_backspace, NULL, "Delete the character before the cursor"),
    ROW("delete-right", NULL, edit_delete, "half-page-down",
        "Delete the character under the cursor; else half a page down"),
    ROW("kill-end", NULL, edit_kill_end, "switcher", "Cut to the end of the row; else find a room"),
    ROW("kill-start", NULL, edit_kill_start, "half-page-up",
        "Cut to the start of the row; else half a page up"),
    ROW("kill-blank-left", NULL, edit_kill_blank_left, NULL, "Cut back to the last blank"),
    ROW("kill-word-left", NULL, edit_kill_word_left, NULL, "Cut the word before the cursor"),
    ROW("kill-word-right", NULL, edit_kill_word_right, NULL, "Cut the word after the cursor"),
    ROW("yank", NULL, edit_yank, NULL, "Bring back what was cut"),
    ROW("yank-pop", NULL, edit_yank_pop, NULL, "Instead of it, what was cut before"),
    ROW("transpose", NULL, edit_transpose, NULL, "Swap two characters"),
    ROW("transpose-words", NULL, edit_transpose_words, "topic",
        "Swap two words; else show the whole topic"),
    ROW("undo", NULL, edit_undo, NULL, "Undo"),
    ROW("redo", NULL, edit_redo, NULL, "Redo"),
    ROW("capitalize-word", NULL, edit_capitalize, NULL, "Make the word begin with a capital"),
    ROW("clear-line", NULL, edit_clear, "how-to-quit", "Clear the line"),
    ROW("how-to-quit", action_how_to_quit, NULL, NULL,
        "Say how to leave the program; once more: ask whether to"),
    ROW("line-up", NULL, edit_up, "recall-older",
        "A row up; in the first row, what was typed here before"),
    ROW("line-down", NULL, edit_down, "recall-newer",
        "A row down; in the last row, what was typed after"),
    ROW("recall-older", action_recall_older, NULL, NULL, "What was typed here before"),
    ROW("recall-newer", action_recall_newer, NULL, NULL, "What was typed here after"),
    ROW("recall-older-all", action_recall_older_all, NULL, NULL, "What was typed anywhere before"),
    ROW("recall-newer-all", action_recall_newer_all, NULL, NULL, "What was typed anywhere after"),
    ROW("recall-search", action_recall_search, NULL, NULL, "Find something that was typed before"),
    ROW("search", action_search, NULL, NULL, "Search in the room as you type"),
    ROW("search-older", action_search_older, NULL, NULL, "In a search: the hit above"),
    ROW("search-newer", action_search_newer, NULL, NULL, "In a search: the hit below"),
    ROW("search-stay", action_search_stay, NULL, NULL, "In a search: stay at this hit"),
    ROW("search-leave", action_search_leave, NULL, NULL, "In a search: back to where you were"),
    ROW("search-wider", action_search_wider, NULL, NULL, "In a search: search in all rooms"),
    ROW("next-room", next_room, NULL, NULL, "The next room in the list"),
    ROW("previous-room", previous_room, NULL, NULL, "The room before"),
    ROW("next-unread", action_next_unread, NULL, NULL,
        "The next one with something unread: mentions, then people, rooms"),
    ROW("last-room", last_room, NULL, NULL, "The room that was open before this one"),
    /* clang-format off */
    ROOM_NUMBERS(ROOM_ROW)
    /* clang-format on */
    ROW("switcher", action_switcher, NULL, NULL, "Find a room or a person by a few letters"),
    ROW("page-up", page_up, NULL, NULL, "A page up; older lines come from the server"),
    ROW("page-down", page_down, NULL, NULL, "A page down"),
    ROW("half-page-up", half_page_up, NULL, NULL, "Half a page up"),
    ROW("half-page-down", half_page_down, NULL, NULL, "Half a page down"),
    ROW("oldest", action_oldest, NULL, NULL, "To the oldest line that is here"),
    ROW("newest", action_newest, NULL, NULL, "To the newest line; marks the room read"),
    ROW("unread-line", action_unread_line, NULL, NULL, "To the first unread line"),
    ROW("toggle-rooms", action_toggle_rooms, NULL, NULL, "Show or hide the list of rooms"),
    ROW("toggle-users", action_toggle_users, NULL, NULL, "Show or hide the list of people"),
    ROW("help", action_help, NULL, NULL, "This help"),
    ROW("files", action_files, NULL, NULL, "Browse the server's files"),
    ROW("visited-back", action_visited_back, NULL, NULL, "Back to the room that was open before"),
    ROW("visited-forth", action_visited_forth, NULL, NULL, "Forth again, after going back"),
    ROW("room-number", action_room_number, NULL, NULL, "Go to a room by two digits"),
    ROW("move-room-up", action_move_room_up, NULL, NULL, "Move the room up in the list"),
    ROW("move-room-down", action_move_room_down, NULL, NULL, "Move the room down in the list"),
    ROW("previous-mention", action_previous_mention, NULL, NULL,
        "To the last line before that spoke to you here"),
    ROW("next-mention", action_next_mention, NULL, NULL, "To the next line that spoke to you here"),
    ROW("mentions", action_mentions, NULL, NULL, "All lines that spoke to you, in all rooms"),
    ROW("palette", action_palette, NULL, NULL, "Find a command, or something that keys do"),
    ROW("focus-next", action_focus_next, NULL, NULL,
        "Give the keys to the messages, the rooms, the people, the input"),
    ROW("focus-previous", action_focus_previous, NULL, NULL, "The same, the other way round"),
    ROW("wider", action_wider, NULL, NULL, "Make the list of rooms wider; or of people, if in it"),
    ROW("narrower", action_narrower, NULL, NULL, "Make it narrower"),
    ROW("topic", action_topic, NULL, NULL, "The topic of the room in full, and who set it"),
    ROW("copy-view", action_copy_view, NULL, NULL,
        "Text only, for the terminal to select in; again: as it was"),
    ROW("redraw", redraw, NULL, NULL, "Paint the screen anew"),
    ROW("suspend", suspend, NULL, NULL, "Back to the shell; fg returns"),
    ROW("pick", action_pick, NULL, NULL, "Pick a message: answer, react, edit, copy"),
    ROW("pick-up", action_pick_up, NULL, NULL, "The message before the picked one"),
    ROW("pick-down", action_pick_down, NULL, NULL, "The message after the picked one"),
    ROW("pick-page-up", action_pick_page_up, NULL, NULL, "A page of messages up"),
    ROW("pick-page-down", action_pick_page_down, NULL, NULL, "A page of messages down"),
    ROW("pick-first", action_pick_first, NULL, NULL, "The oldest message that is here"),
    ROW("pick-last", action_pick_last, NULL, NULL, "The newest message"),
    ROW("pick-reply", action_pick_reply, NULL, NULL, "Answer the picked message"),
    ROW("pick-react", action_pick_react, NULL, NULL, "React to the picked message by an emoji"),
    ROW("pick-edit", action_pick_edit, NULL, NULL, "Change what you said"),
    ROW("pick-delete", action_pick_delete, NULL, NULL, "Delete the picked message; asks first"),
    ROW("pick-copy", action_pick_copy, NULL, NULL, "Copy the text of the picked message"),
    ROW("pick-copy-link", action_pick_copy_link, NULL, NULL, "Copy the link in it"),
    ROW("pick-unfold", action_pick_unfold, NULL, NULL,
        "Show what is hidden in it, or folded beside it"),
    ROW("pick-open", action_pick_open, NULL, NULL, "Open the link in it"),
    ROW("pick-parent", action_pick_parent, NULL, NULL, "Go to the message that it answers"),
    ROW("pick-unread", action_pick_unread, NULL, NULL, "Mark all from it on as unread"),
    ROW("pick-whois", action_pick_whois, NULL, NULL, "Who is it that said it?"),
    ROW("pick-leave", action_pick_leave, NULL, NULL, "Back to the input"),
    ROW("open-link", action_open_link, NULL, NULL, "Open the newest link that was said here"),
    ROW("leader", leader, NULL, NULL, "The next key counts as Alt and that key"),
    ROW("list-up", action_list_up, NULL, NULL, "In a list: one up"),
    ROW("list-down", action_list_down, NULL, NULL, "In a list: one down"),
    ROW("list-page-up", action_list_page_up, NULL, NULL, "In a list: a page up"),
    ROW("list-page-down", action_list_page_down, NULL, NULL, "In a list: a page down"),
    ROW("list-first", action_list_first, NULL, NULL, "In a list: to its beginning"),
    ROW("list-last", action_list_last, NULL, NULL, "In a list: to its end"),
    ROW("list-next", action_list_next, NULL, NULL, "In a list: one down; beside the messages: on"),
    ROW("list-previous", action_list_previous, NULL, NULL,
        "In a list: one up; beside the messages: back"),
    ROW("list-choose", action_list_choose, NULL, NULL, "In a list: take what is chosen"),
    ROW("where", action_where, NULL, NULL, "Where am I? The room, who is here, what is unread"),
    ROW("normal-mode", action_normal_mode, NULL, NULL, "Letters are commands, as in vi"),
    ROW("insert-mode", action_insert_mode, NULL, NULL, "Letters are typed again"),
    ROW("insert-behind", action_insert_behind, NULL, NULL, "Type behind the cursor"),
    ROW("insert-at-start", action_insert_at_start, NULL, NULL, "Type at the start of the row"),
    ROW("insert-at-end", action_insert_at_end, NULL, NULL, "Type at the end of the row"),
    ROW("change-end", action_change_end, NULL, NULL, "Cut to the end of the row, and type"),
    ROW("change-line", action_change_line, NULL, NULL, "Clear the line, and type"),
    ROW("change-word", action_change_word, NULL, NULL, "Cut the word after the cursor, and type"),
    ROW("change-right", action_change_right, NULL, NULL,
        "Delete the character under the cursor, and type"),
    ROW("list-leave", action_list_leave, NULL, NULL, "In a list: clear the filter, then close"),
};

const struct action *action_table(size_t *n)
{
    *n = sizeof(actions) / sizeof(*actions);
    return actions;
}

const struct action *action_find(const char *name)
{
    for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
        if (strcmp(actions[i].name, name) == 0)
            return &actions[i];
    }
    return NULL;
}

void action_edited(struct chat *chat)
{
    if (!chat->dialog && chat->focus == FOCUS_FIND) {
        find_again(chat);
        return;
    }
    if (!chat->dialog) {
        chat->changed |= focus_is_list(chat) ? CHANGE_CONVS | CHANGE_MEMBERS : CHANGE_INPUT;
        return;
    }
    if (chat->dialog->kind != DIALOG_FORM)
        dialog_refilter(chat->dialog);
    if (chat->dialog->typed)
        chat->dialog->typed(chat, chat->dialog);
    chat->changed |= CHANGE_DIALOG;
}

void action_run(struct chat *chat, const struct action *action)
{
    if (action->edit && action->edit(action_edit(chat))) {
        action_edited(chat);
        return;
    }

    /* What stands otherwise never edits: a test checks it. */
    if (action->edit && action->otherwise && !chat->dialog)
        action = action_find(action->otherwise);
    if (action->run) {
        action->run(chat);
        chat->changed |= CHANGE_INPUT;
    }
}
