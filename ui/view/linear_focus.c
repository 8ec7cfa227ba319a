/* What has the keys beside the input: a picked message, the lists, what is looked for. */
#include <stdlib.h>
#include <string.h>

#include "linear_private.h"
#include "linear_words.h"
#include "mem.h"
#include "people_list.h"
#include "room_list.h"
#include "unfold.h"
#include "when.h"

/* So many people are named when one goes to their list. */
#define PEOPLE_MAX 50

/* "18:04 bob says hello"; to free. */
static char *timed_line(const struct chat *chat, const struct line *line)
{
    char out[WHEN_SIZE];
    char *text = linear_line(chat->current, line);
    char *whole =
        xasprintf("%s %s", when_short(line->time_ms, chat->now_ms, chat->utc_offset_s, out), text);
    free(text);
    return whole;
}

/* ---- a picked message ---- */

static void tell_picked(struct linear *linear, const struct chat *chat, bool begins)
{
    const struct conv *conv = chat->current;
    size_t index = 0;
    struct line line;
    if (begins)
        linear_say(linear, "Pick a message by the arrows. r answers, plus reacts, e changes, d "
                           "deletes, y copies, o opens the link, p goes to what it answers, u "
                           "marks unread, w who is it, q leaves");
    if (!conv || !lines_find(conv->lines, conv->picked, &index))
        return;
    if (conv->picked == linear->picked && unfold_reveals(conv, conv->picked) == linear->revealed)
        return;
    lines_get(conv->lines, index, &line);
    char *text = timed_line(chat, &line);
    linear_say(linear, "%zu of %zu: %s", index + 1, lines_count(conv->lines), text);
    free(text);
}

/* ---- the list of rooms ---- */

static char *room_text(const struct room_row *row)
{
    if (!row->conv)
        return xasprintf("server %s%s", row->network->name, row->network->folded ? ", folded" : "");
    const struct conv *conv = row->conv;
    char *unread = linear_unread(conv->unread, conv->mentions);
    char *text = xasprintf("%s%s%s%s%s%s%s", conv->name, *unread ? ", " : "", unread,
                           conv->pinned ? ", on top" : "", conv->muted ? ", muted" : "",
                           conv->kind == CONV_ROOM && !conv->joined ? ", left" : "",
                           conv->offline ? ", offline" : "");
    free(unread);
    return text;
}

static char *rooms_row(const struct chat *chat)
{
    struct room_list list;
    size_t n = 0;
    size_t at = 0;
    char *text = NULL;
    room_list_make(&list, chat);
    size_t picked = room_list_picked(&list, chat);
    for (size_t i = 0; i < list.n; i++) {
        if (!room_row_target(&list.rows[i]))
            continue;
        n++;
        at = i == picked ? n : at;
    }
    if (picked < list.n) {
        char *room = room_text(&list.rows[picked]);
        text = xasprintf("%zu of %zu: %s", at, n, room);
        free(room);
    }
    room_list_clear(&list);
    return text ? text : xstrdup("Nothing matches");
}

/* ---- the people ---- */

static char *people_row(const struct chat *chat)
{
    struct people_list list;
    size_t n = 0;
    size_t at = 0;
    char *text = NULL;
    people_list_make(&list, chat);
    size_t picked = people_list_picked(&list, chat);
    for (size_t i = 0; i < list.n; i++) {
        n += list.rows[i].person != NULL;
        at = i == picked ? n : at;
    }
    if (picked < list.n) {
        char *person = linear_person(list.rows[picked].person);
        text = xasprintf("%zu of %zu: %s", at, n, person);
        free(person);
    }
    people_list_clear(&list);
    return text ? text : xstrdup("Nobody matches");
}

static void say_people(struct linear *linear, const struct chat *chat)
{
    struct people_list list;
    struct buf out = {0};
    size_t n = 0;
    people_list_make(&list, chat);
    for (size_t i = 0; i < list.n; i++) {
        if (!list.rows[i].person || n++ >= PEOPLE_MAX)
            continue;
        buf_printf(&out, "%s%s", out.len ? ", " : "", list.rows[i].person->nick);
    }
    linear_say(linear, "%zu people: %s%s", n, buf_text(&out), n > PEOPLE_MAX ? " and more" : "");
    linear_say(linear, "Arrows go through them, letters filter, Enter chooses, Escape leaves");
    buf_clear(&out);
    people_list_clear(&list);
}

/* ---- what is looked for ---- */

static char *hit_text(const struct chat *chat)
{
    const struct find *find = &chat->seek.find;
    struct line line;
    size_t index = 0;
    if (!find->edit || edit_is_empty(find->edit))
        return NULL;
    if (!find->hit || !chat->current || !lines_find(chat->current->lines, find->hit, &index))
        return xstrdup("Nothing found");
    lines_get(chat->current->lines, index, &line);
    char *text = timed_line(chat, &line);
    char *whole = xasprintf("%zu of %zu: %s", find->at, find->n, text);
    free(text);
    return whole;
}

/* ---- all of it ---- */

static void tell_begin(struct linear *linear, const struct chat *chat)
{
    switch (chat->focus) {
    case FOCUS_ROOMS:
        linear_say(linear, "Rooms and people. Arrows go through them, letters filter, Enter opens, "
                           "Tab goes on, Escape leaves");
        break;
    case FOCUS_USERS: say_people(linear, chat); break;
    case FOCUS_FIND:
        linear_say(linear,
                   "Search in %s: type words, Up and Down go through what is found, Tab "
                   "looks everywhere, Enter stays, Escape leaves",
                   chat->current ? chat->current->name : "");
        break;
    case FOCUS_INPUT:
        if (!chat->dialog)
            linear_say(linear, "Back at the input");
        break;
    case FOCUS_PICK: break;
    }
}

void linear_tell_focus(struct linear *linear, const struct chat *chat)
{
    bool begins = chat->focus != linear->focus;
    bool list = chat->focus == FOCUS_ROOMS || chat->focus == FOCUS_USERS;
    linear->focus = chat->focus;
    if (begins)
        tell_begin(linear, chat);
    if (chat->focus == FOCUS_PICK)
        tell_picked(linear, chat, begins);
    linear->picked = chat->current && chat->focus == FOCUS_PICK ? chat->current->picked : 0;
    linear->revealed = linear->picked && unfold_reveals(chat->current, linear->picked);
    if (begins)
        linear_say_new(linear, &linear->side, NULL);
    if (list)
        linear_say_new(linear, &linear->side,
                       chat->focus == FOCUS_ROOMS ? rooms_row(chat) : people_row(chat));
    linear_say_new(linear, &linear->hit, chat->focus == FOCUS_FIND ? hit_text(chat) : NULL);
}
