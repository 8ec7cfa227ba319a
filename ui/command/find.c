#include "find.h"

#include <stdlib.h>
#include <string.h>

#include "jump.h"
#include "mem.h"
#include "results_list.h"

static bool is_on(const struct chat *chat)
{
    return chat->seek.find.edit != NULL;
}

/* Ends it; what was found stays marked. */
static void end(struct chat *chat)
{
    struct find *find = &chat->seek.find;
    edit_free(find->edit);
    *find = (struct find){.hit = find->hit};
    if (chat->focus == FOCUS_FIND)
        chat->focus = FOCUS_INPUT;
    chat->changed |= CHANGE_LINES | CHANGE_STATUS | CHANGE_INPUT;
}

static void unmark(struct chat *chat)
{
    chat->seek.find.hit = 0;
    if (seek_unmark(&chat->seek))
        chat->changed |= CHANGE_LINES;
}

/* Above the input: what is looked for, and how many there are. */
static void tell(struct chat *chat, const char *trouble)
{
    const struct find *find = &chat->seek.find;
    const char *typed = edit_text(find->edit);
    if (trouble)
        chat_complain(chat, "Search: %s▏ %s", typed, trouble);
    else if (!*typed)
        chat_notice(chat, "Search: ▏ type a word · Tab all rooms · Esc back");
    else if (find->n == 0)
        chat_notice(chat, "Search: %s▏ not here · Tab all rooms · Esc back", typed);
    else
        chat_notice(chat, "Search: %s▏ %zu of %zu · ↑↓ next · Enter stay · Tab all rooms", typed,
                    find->at, find->n);
}

/* Looks at all lines once: counts the hits, and takes the nearest at or above `from`, else the one
 * below it. */
static bool look(struct chat *chat, size_t from, size_t *hit)
{
    struct find *find = &chat->seek.find;
    const struct lines *lines = chat->current->lines;
    struct line line;
    bool above = false;
    find->n = find->at = 0;
    for (size_t i = lines_count(lines); i-- > 0;) {
        lines_get(lines, i, &line);
        if (!seek_matches(&chat->seek.shown, chat->current, &line))
            continue;
        find->n++;
        if (above)
            continue;
        above = i <= from;
        *hit = i;
        find->at = find->n;
    }
    return find->n > 0;
}

static void stand_at(struct chat *chat, size_t index)
{
    struct line line;
    lines_get(chat->current->lines, index, &line);
    chat->seek.find.hit = line.serial;
    jump_show(chat, index);
}

/* The line at the bottom of what was seen when the search began. */
static size_t where_it_began(const struct chat *chat)
{
    const struct find *find = &chat->seek.find;
    size_t index = 0;
    if (find->was_anchor && lines_find(chat->current->lines, find->was_anchor, &index))
        return index;
    return SIZE_MAX;
}

static void go_back(struct chat *chat)
{
    const struct find *find = &chat->seek.find;
    chat->current->anchor = find->was_anchor;
    chat->current->anchor_rows = find->was_anchor_rows;
    chat->scroll_rows = 0;
    chat->changed |= CHANGE_LINES | CHANGE_STATUS;
}

void find_again(struct chat *chat)
{
    struct find *find = &chat->seek.find;
    struct query query;
    char *cause = NULL;
    size_t hit = 0;
    if (!is_on(chat) || find->conv != chat->current)
        return;
    unmark(chat);
    find->n = find->at = 0;
    chat->changed |= CHANGE_LINES;
    struct query_clock clock = {chat->now_ms, chat->utc_offset_s};
    if (query_parse(&query, edit_text(find->edit), clock, &cause) == 0) {
        chat->seek.shown = query;
        if (!query_is_empty(&query) && look(chat, where_it_began(chat), &hit))
            stand_at(chat, hit);
        else
            go_back(chat);
    }
    tell(chat, cause);
    free(cause);
}

void find_type(struct chat *chat, const char *text)
{
    char *row = xstrndup(text, strcspn(text, "\n"));
    edit_insert(chat->seek.find.edit, row);
    free(row);
    find_again(chat);
}

void find_turn(struct chat *chat)
{
    const struct find *find = &chat->seek.find;
    if (is_on(chat) && (find->conv != chat->current || chat->focus != FOCUS_FIND || chat->dialog))
        end(chat);
}

void action_search(struct chat *chat)
{
    struct find *find = &chat->seek.find;
    struct conv *conv = chat->current;
    if (!conv)
        return;
    if (is_on(chat))
        end(chat);
    unmark(chat);
    *find = (struct find){.edit = edit_new(),
                          .conv = conv,
                          .was_anchor = conv->anchor,
                          .was_anchor_rows = conv->anchor_rows,
                          .deepen = true};
    chat->focus = FOCUS_FIND;
    tell(chat, NULL);
}

/* The next hit in a direction; said if there is none. */
static void step(struct chat *chat, int by)
{
    const struct find *find = &chat->seek.find;
    const struct lines *lines = chat->current->lines;
    size_t hit = 0;
    size_t at = 0;
    struct line line;
    if (find->hit == 0 || !lines_find(lines, find->hit, &at)) {
        tell(chat, NULL);
        return;
    }
    for (hit = at + (size_t)by; hit < lines_count(lines); hit += (size_t)by) {
        lines_get(lines, hit, &line);
        if (seek_matches(&chat->seek.shown, chat->current, &line))
            break;
    }
    bool found = hit < lines_count(lines) && look(chat, hit, &hit);
    if (found)
        stand_at(chat, hit);
    tell(chat, found    ? NULL
               : by < 0 ? "that was the oldest one here · Tab all rooms"
                        : "that was the newest one");
}

void action_search_older(struct chat *chat)
{
    if (!is_on(chat))
        return;
    if (edit_is_empty(chat->seek.find.edit))
        action_search_wider(chat);
    else
        step(chat, -1);
}

void action_search_newer(struct chat *chat)
{
    if (is_on(chat))
        step(chat, 1);
}

void action_search_stay(struct chat *chat)
{
    if (is_on(chat))
        end(chat);
}

void action_search_leave(struct chat *chat)
{
    if (!is_on(chat))
        return;
    go_back(chat);
    unmark(chat);
    end(chat);
}

void action_search_wider(struct chat *chat)
{
    if (!is_on(chat))
        return;
    char *typed = xstrdup(edit_text(chat->seek.find.edit));
    action_search_leave(chat);
    results_open(chat, typed);
    free(typed);
}
