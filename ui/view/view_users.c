#include <stdio.h>
#include <string.h>

#include "panes.h"
#include "people_list.h"
#include "utf8.h"

#define NAME_X 3 /* behind a mark and a rank */

/* Only where it has room: the group says it too. */
#define OFF "off"

/* A rank as a sign; the one who owns the room has a star. */
static const char *sign_of(const struct person *person, char *out)
{
    out[0] = person->prefixes[0] ? person->prefixes[0] : ' ';
    out[1] = '\0';
    return out[0] == '~' ? "★" : out;
}

/* "✉ 2": so much of ours waits for somebody who is offline; "off"; "bot". */
static void word_of(const struct painter *painter, const struct person *person, char *out,
                    size_t size)
{
    const struct network *network = painter->chat->current->network;
    const struct conv *talk =
        person->offline ? chat_conv(painter->chat, network, person->nick) : NULL;
    if (talk && talk->offline && talk->held)
        snprintf(out, size, "✉ %u", talk->held > 999 ? 999 : talk->held);
    else
        snprintf(out, size, "%s", person->offline ? OFF : person->bot ? "bot" : "");
}

static void paint_person(const struct painter *painter, const struct person *person, int y,
                         bool picked)
{
    const struct rect *pane = &painter->layout->users;
    struct rect row = pane_row(pane, y);
    enum role role = ROLE_USER;
    char sign[2];
    char word[16];
    if (picked)
        role = ROLE_POPUP_SEL;
    else if (person->away)
        role = ROLE_USER_AWAY;
    else if (person->prefixes[0] && person->prefixes[0] != '+')
        role = ROLE_USER_OP;
    else if (person->bot)
        role = ROLE_USER_BOT;
    struct style style = pane_style(painter, role);
    if (picked) {
        canvas_fill(painter->canvas, row, style);
        pane_text(painter, row, row.x, ">", style);
    }
    pane_text(painter, row, row.x + 1, sign_of(person, sign), style);
    word_of(painter, person, word, sizeof(word));
    bool fits =
        NAME_X + utf8_cols(person->nick, strlen(person->nick)) + 1 + utf8_cols(word, strlen(word)) <
        row.w;
    if (*word && (fits || !person->offline || strcmp(word, OFF) != 0))
        row.w = pane_text_right(painter, row, row.x + row.w - 1, word, style) - row.x - 1;
    pane_text(painter, row, row.x + NAME_X, person->nick, style);
}

static void paint_heading(const struct painter *painter, const struct people_row *heading, int y)
{
    const struct rect *pane = &painter->layout->users;
    struct style style = pane_style(painter, ROLE_USER);
    char text[32];
    style.attrs |= ATTR_BOLD;
    snprintf(text, sizeof(text), "%s %zu", heading->heading, heading->n);
    pane_text(painter, pane_row(pane, y), pane->x + 1, text, style);
}

static size_t persons_from(const struct people_list *list, size_t i)
{
    size_t n = 0;
    for (; i < list->n; i++)
        n += list->rows[i].person != NULL;
    return n;
}

/* The last row says how many there are below it. */
static void paint_more(const struct painter *painter, size_t n, int y)
{
    const struct rect *pane = &painter->layout->users;
    char text[32];
    struct rect row = pane_row(pane, y);
    struct style style = pane_style(painter, ROLE_TEXT_DIM);
    snprintf(text, sizeof(text), "… %zu more", n);
    canvas_fill(painter->canvas, row, pane_style(painter, ROLE_USER));
    pane_text(painter, row, pane->x + 1, text, style);
}

/* What scrolled away says what is seen. */
static void paint_over_first(const struct painter *painter, const struct people_list *list,
                             size_t top, int y)
{
    struct rect row = pane_row(&painter->layout->users, y);
    while (list->rows[top].kind != PEOPLE_ROW_HEADING)
        top--;
    canvas_fill(painter->canvas, row, pane_style(painter, ROLE_USER));
    paint_heading(painter, &list->rows[top], y);
}

static void paint_rows(const struct painter *painter, const struct people_list *list,
                       struct rect rows)
{
    const struct chat *chat = painter->chat;
    size_t top = people_list_top(list, chat, rows.h);
    size_t picked = chat->focus == FOCUS_USERS ? people_list_picked(list, chat) : list->n;
    for (int y = 0; y < rows.h && top + (size_t)y < list->n; y++) {
        size_t i = top + (size_t)y;
        if (list->rows[i].kind == PEOPLE_ROW_HEADING)
            paint_heading(painter, &list->rows[i], rows.y + y);
        else if (list->rows[i].kind == PEOPLE_ROW_PERSON)
            paint_person(painter, list->rows[i].person, rows.y + y, i == picked);
    }
    if (people_list_covered(list, top, rows.h))
        paint_over_first(painter, list, top, rows.y);
    size_t end = top + (size_t)(rows.h > 0 ? rows.h : 0);
    if (rows.h > 2 && end < list->n)
        paint_more(painter, persons_from(list, end - 1), rows.y + rows.h - 1);
}

/* What would be there. */
static const char *empty_text(const struct chat *chat)
{
    if (chat->focus == FOCUS_USERS && !edit_is_empty(chat->side.filter))
        return "no such name";
    if (chat->current->kind == CONV_ROOM && chat->current->rejoin)
        return "no link";
    if (conv_is_left(chat->current))
        return "not in it";
    return "";
}

/* The people of the room: who is here by rank, then who is away. */
void view_users(const struct painter *painter)
{
    const struct rect *pane = &painter->layout->users;
    struct people_list list;
    if (pane->w == 0 || !painter->chat->current)
        return;

    canvas_fill(painter->canvas, *pane, pane_style(painter, ROLE_USER));
    pane_filter(painter, pane, FOCUS_USERS, pane_style(painter, ROLE_USER));
    people_list_make(&list, painter->chat);
    struct rect rows = pane_list(pane, painter->chat, FOCUS_USERS);
    paint_rows(painter, &list, rows);
    if (list.n == 0)
        pane_text(painter, pane_row(pane, rows.y), pane->x + 1, empty_text(painter->chat),
                  pane_style(painter, ROLE_TEXT_DIM));
    people_list_clear(&list);
}
