#include "focus.h"

#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "command.h"
#include "mem.h"
#include "navigate.h"
#include "people_list.h"
#include "pick.h"
#include "room_list.h"

bool focus_is_list(const struct chat *chat)
{
    return chat->focus == FOCUS_ROOMS || chat->focus == FOCUS_USERS;
}

/* ---- the ring: input, messages, rooms, people ---- */

static bool enter(struct chat *chat, enum focus focus)
{
    bool people = chat->current && chat->current->kind == CONV_ROOM && chat->current->joined;
    if (focus == FOCUS_PICK) {
        chat_focus(chat, FOCUS_INPUT);
        return chat->current && lines_count(chat->current->lines) > 0 && pick_begin(chat);
    }
    if (chat->focus == FOCUS_PICK)
        pick_end(chat);
    if ((focus == FOCUS_ROOMS && chat->side.rooms_rows == 0) ||
        (focus == FOCUS_USERS && (chat->side.users_rows == 0 || !people)))
        return false;
    chat_focus(chat, focus);
    return true;
}

/* To the next one that is there: the input always is. */
static void step(struct chat *chat, size_t by)
{
    static const enum focus ring[] = {FOCUS_INPUT, FOCUS_PICK, FOCUS_ROOMS, FOCUS_USERS};
    size_t n = sizeof(ring) / sizeof(*ring);
    size_t at = 0;
    while (at < n - 1 && ring[at] != chat->focus)
        at++;
    do
        at = (at + by) % n;
    while (!enter(chat, ring[at]));
}

void action_focus_next(struct chat *chat)
{
    step(chat, 1);
}

void action_focus_previous(struct chat *chat)
{
    step(chat, 3); /* of four */
}

bool focus_people(struct chat *chat, const char *typed)
{
    if (!enter(chat, FOCUS_USERS))
        return false;
    edit_set(chat->side.filter, typed);
    return true;
}

void focus_leave(struct chat *chat)
{
    if (edit_is_empty(chat->side.filter))
        chat_focus(chat, FOCUS_INPUT);
    else
        chat_focus(chat, chat->focus);
}

/* ---- moving ---- */

static bool is_room(const void *rows, size_t i)
{
    return room_row_target((const struct room_row *)rows + i) != NULL;
}

static bool is_person(const void *rows, size_t i)
{
    return ((const struct people_row *)rows)[i].person != NULL;
}

/* Rows of either list. */
struct rows {
    const void *rows;
    size_t n;
    bool (*is_choosable)(const void *rows, size_t i);
};

/* The row by so many choosable ones from `at`, as far as there are. */
static size_t row_from(const struct rows *rows, size_t at, int by)
{
    size_t step = by < 0 ? SIZE_MAX : 1;
    size_t to = at;
    for (size_t i = at + step; i < rows->n && by != 0; i += step) {
        if (!rows->is_choosable(rows->rows, i))
            continue;
        to = i;
        by += by < 0 ? 1 : -1;
    }
    return to;
}

static void move_in_rooms(struct chat *chat, int by)
{
    struct room_list list;
    room_list_make(&list, chat);
    struct rows rows = {list.rows, list.n, is_room};
    size_t at = room_list_picked(&list, chat);
    if (at < list.n)
        chat->side.room = room_row_target(&list.rows[row_from(&rows, at, by)]);
    room_list_clear(&list);
    chat->changed |= CHANGE_CONVS;
}

static void move_in_people(struct chat *chat, int by)
{
    struct people_list list;
    people_list_make(&list, chat);
    struct rows rows = {list.rows, list.n, is_person};
    size_t at = people_list_picked(&list, chat);
    if (at < list.n)
        xreplace(&chat->side.nick, list.rows[row_from(&rows, at, by)].person->nick);
    people_list_clear(&list);
    chat->changed |= CHANGE_MEMBERS;
}

void focus_move(struct chat *chat, int by)
{
    if (chat->focus == FOCUS_ROOMS)
        move_in_rooms(chat, by);
    else if (chat->focus == FOCUS_USERS)
        move_in_people(chat, by);
}

/* ---- choosing ---- */

void focus_fold(struct chat *chat, struct network *network)
{
    network->folded = !network->folded;
    chat->changed |= CHANGE_CONVS;
}

static void choose_room(struct chat *chat)
{
    struct room_list list;
    room_list_make(&list, chat);
    size_t at = room_list_picked(&list, chat);
    struct room_row row = at < list.n ? list.rows[at] : (struct room_row){0};
    room_list_clear(&list);
    if (row.conv) {
        chat_focus(chat, FOCUS_INPUT);
        navigate_open(chat, row.conv);
    } else if (row.network) {
        chat->side.room = row.network;
        focus_fold(chat, row.network);
    }
}

static void choose_person(struct chat *chat)
{
    struct people_list list;
    people_list_make(&list, chat);
    size_t at = people_list_picked(&list, chat);
    char *nick = at < list.n ? xstrdup(list.rows[at].person->nick) : NULL;
    people_list_clear(&list);
    if (nick)
        focus_person(chat, nick);
    free(nick);
}

void focus_choose(struct chat *chat)
{
    if (chat->focus == FOCUS_ROOMS)
        choose_room(chat);
    else if (chat->focus == FOCUS_USERS)
        choose_person(chat);
}

/* ---- somebody ---- */

#define ROW_MENTION '@'

static bool do_with_person(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    char *value = xstrdup(row->value);
    (void)dialog;
    chat_dialog(chat, NULL);
    chat_focus(chat, FOCUS_INPUT);
    if (*value == ROW_MENTION)
        edit_insert(chat->edit, value + 1);
    else
        command_enter(chat, value);
    chat->changed |= CHANGE_INPUT;
    free(value);
    return false;
}

void focus_person(struct chat *chat, const char *nick)
{
    static const struct {
        const char *label, *value;
    } rows[] = {
        {"Write to them alone", "/query " },
        {"Speak to them here",  "@"       },
        {"Who is this?",        "/whois " },
        {"Hide what they say",  "/ignore "},
    };
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, nick, "Enter do it · Esc close", do_with_person);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        bool many = false;
        char *word = xstrndup(rows[i].value + 1, strcspn(rows[i].value + 1, " "));
        bool mention = *rows[i].value == ROW_MENTION;
        bool there = mention || (command_find(word, &many) && !many);
        char *value = xasprintf("%s%s%s", rows[i].value, nick, mention ? ": " : "");
        if (there)
            dialog_add(dialog, rows[i].label, mention ? "" : rows[i].value, value);
        free(value);
        free(word);
    }
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}
