#include "view_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "canvas_row.h"
#include "mem.h"

#define DAY_MS    ((int64_t)86400000)
#define FRIDAY_MS (20777 * DAY_MS) /* 2026-11-20 */

int64_t at(const char *when)
{
    char *rest = NULL;
    long day = 20;
    long hour = strtol(when, &rest, 10);
    if (*rest == '/') {
        day = hour;
        hour = strtol(rest + 1, &rest, 10);
    }
    assert_int_equal(*rest, ':');
    long minute = strtol(rest + 1, NULL, 10);
    return FRIDAY_MS + (day - 20) * DAY_MS + (hour * 60 + minute) * (int64_t)60000;
}

int scene_setup(void **state)
{
    struct scene *s = xnew(struct scene);
    char path[] = THEMES "/default-dark.theme";
    char *cause = NULL;
    assert_int_equal(theme_read(&s->theme, (char *[]){path}, 1, &cause), 0);
    s->chat = chat_new();
    s->chat->settings.joins = JOINS_FOLD;
    s->chat->now_ms = at("18:05");
    s->chat->hints_used = 7;
    s->network = network_new("chat.example.org", 6697, true, "alice");
    xreplace(&s->network->name, "Example");
    memcpy(s->network->prefixes, "~@+", sizeof("~@+"));
    s->network->stage = NETWORK_READY;
    s->network->lag_ms = 4;
    chat_add_network(s->chat, s->network);
    s->room = chat_conv_make(s->chat, s->network, "#teamchat");
    s->room->joined = true;
    chat_open(s->chat, s->room);
    screen_init(&s->screen);
    *state = s;
    return 0;
}

int scene_teardown(void **state)
{
    struct scene *s = *state;
    screen_clear(&s->screen);
    theme_clear(&s->theme);
    chat_free(s->chat);
    free(s);
    return 0;
}

uint64_t happens(struct scene *s, const char *when, enum line_kind kind, const char *nick,
                 const char *text)
{
    struct line line = {.time_ms = at(when), .kind = kind, .nick = nick, .text = text, .msgid = ""};
    if (strcmp(nick, "alice") == 0)
        line.flags = LINE_SELF;
    return chat_add_line(s->chat, s->chat->current, &line);
}

uint64_t says(struct scene *s, const char *when, const char *nick, const char *text)
{
    return happens(s, when, LINE_MESSAGE, nick, text);
}

struct person *enters(struct scene *s, const char *nick, const char *prefixes, bool away)
{
    struct members *members = &s->room->members;
    struct person *person = members_put(members, nick);
    members_set_prefixes(members, person, prefixes);
    members_set_away(members, person, away);
    return person;
}

void paints(struct scene *s, int cols, int rows)
{
    s->chat->cols = cols;
    s->chat->rows = rows;
    paints_again(s, CHANGE_ALL);
}

void paints_again(struct scene *s, unsigned changed)
{
    views_paint(&s->screen, s->chat, &s->theme, changed);
}

void row_shows(struct scene *s, int y, const char *text)
{
    char *row = canvas_row(&s->screen.canvas, y);
    assert_string_equal(row, text);
    free(row);
}

void pane_shows(struct scene *s, struct rect pane, int y, const char *text)
{
    const struct canvas *canvas = &s->screen.canvas;
    struct buf row = {0};
    for (int x = pane.x; x < pane.x + pane.w; x++)
        buf_puts(&row, canvas->cells[(pane.y + y) * canvas->w + x].text);
    while (row.len > 0 && row.data[row.len - 1] == ' ')
        buf_truncate(&row, row.len - 1);
    assert_string_equal(buf_text(&row), text);
    buf_clear(&row);
}

/* The whole screen; to free. */
static char *picture(const struct scene *s)
{
    struct buf text = {0};
    for (int y = 0; y < s->screen.canvas.h; y++) {
        char *row = canvas_row(&s->screen.canvas, y);
        buf_printf(&text, "%s\n", row);
        free(row);
    }
    return buf_detach(&text);
}

static int find_row(const struct scene *s, const char *text)
{
    for (int y = 0; y < s->screen.canvas.h; y++) {
        char *row = canvas_row(&s->screen.canvas, y);
        bool found = strstr(row, text) != NULL;
        free(row);
        if (found)
            return y;
    }
    return -1;
}

int row_of(struct scene *s, const char *text)
{
    int y = find_row(s, text);
    if (y < 0) {
        char *all = picture(s);
        fail_msg("\"%s\" is not in\n%s", text, all);
        free(all);
    }
    return y;
}

void shows(struct scene *s, const char *text)
{
    row_of(s, text);
}

void hides(struct scene *s, const char *text)
{
    if (find_row(s, text) >= 0) {
        char *all = picture(s);
        fail_msg("\"%s\" is in\n%s", text, all);
        free(all);
    }
}

struct style style_of(struct scene *s, const char *text)
{
    int y = row_of(s, text);
    const struct canvas *canvas = &s->screen.canvas;
    for (int x = 0; x < canvas->w; x++) {
        struct buf rest = {0};
        for (int i = x; i < canvas->w; i++)
            buf_puts(&rest, canvas->cells[y * canvas->w + i].text);
        bool here = strncmp(buf_text(&rest), text, strlen(text)) == 0;
        buf_clear(&rest);
        if (here && *canvas->cells[y * canvas->w + x].text)
            return canvas->cells[y * canvas->w + x].style;
    }
    return (struct style){0};
}
