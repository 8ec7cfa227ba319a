/*
 * action.h - what keys can do: name, function, help. Keys name actions; help
 * and the key file read the same table.
 */
#ifndef ACTION_H
#define ACTION_H

#include "chat.h"

typedef void action_fn(struct chat *chat);

struct action {
    const char *name;
    action_fn *run;        /* NULL if it edits */
    edit_fn *edit;         /* what it does to the text that has the focus */
    const char *otherwise; /* action to take when there was nothing to edit (client.md 3.2, rule 1);
                              may be NULL */
    const char *help;
};

const struct action *action_table(size_t *n);
const struct action *action_find(const char *name);

/* The text that keys go to: the input, or the open dialog's filter or field. */
struct edit *action_edit(const struct chat *chat);

/* The text that keys go to was edited: what is typed in a dialog filters its list. */
void action_edited(struct chat *chat);

/* Does it. */
void action_run(struct chat *chat, const struct action *action);

/* Actions of other files of this layer; the table in action.c names them. */
action_fn action_pick, action_pick_up, action_pick_down, action_pick_page_up, action_pick_page_down,
    action_pick_first, action_pick_last, action_pick_reply, action_pick_react, action_pick_edit,
    action_pick_delete, action_pick_copy, action_pick_copy_link, action_pick_open,
    action_pick_unfold, action_pick_parent, action_pick_unread, action_pick_whois,
    action_pick_leave, action_open_link;
action_fn action_enter, action_complete, action_complete_back, action_switcher, action_help,
    action_files, action_recall_older, action_recall_newer, action_recall_older_all,
    action_recall_newer_all, action_recall_search, action_next_unread, action_oldest, action_newest,
    action_how_to_quit, action_unread_line, action_toggle_rooms, action_toggle_users,
    action_visited_back, action_visited_forth, action_room_number, action_move_room_up,
    action_move_room_down, action_previous_mention, action_next_mention, action_mentions,
    action_palette, action_focus_next, action_focus_previous, action_wider, action_narrower,
    action_copy_view, action_list_next, action_list_previous, action_list_up, action_list_down,
    action_list_page_up, action_list_page_down, action_list_first, action_list_last,
    action_list_choose, action_list_leave, action_normal_mode, action_insert_mode,
    action_insert_behind, action_insert_at_start, action_insert_at_end, action_change_end,
    action_change_line, action_topic, action_change_word, action_change_right, action_where;

#endif
