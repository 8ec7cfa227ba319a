#include "item.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hits.h"
#include "mem.h"
#include "posted.h"
#include "shared.h"
#include "unfold.h"
#include "utf8.h"
#include "view_fold.h"
#include "when.h"

/* A run of joins and leaves is at most so long: what looking for its start may cost. */
#define FOLD_MAX 1000

/* Of the sign before a file, with its blank; and what a name has at least. */
#define SIGN_COLS 2
#define NAME_COLS 4

static int64_t day_of(const struct sheet *sheet, const struct line *line)
{
    return when_day(line->time_ms, sheet->chat->utc_offset_s);
}

/* Do two neighbours belong to the same run? What is open has none. */
static bool goes_on(const struct sheet *sheet, const struct line *before, const struct line *line)
{
    bool ignored = line->flags & LINE_IGNORED;
    if (!unfold_is_folded(line) || (!ignored && sheet->chat->settings.joins == JOINS_ALL))
        return false;
    return unfold_are_alike(line, before) && day_of(sheet, line) == day_of(sheet, before);
}

size_t item_end(const struct sheet *sheet, size_t index)
{
    struct line line;
    struct line next;
    if (unfold_is_open(sheet->conv, index))
        return index;
    lines_get(sheet->conv->lines, index, &line);
    for (size_t n = 0; n < FOLD_MAX && index + 1 < sheet->n && index + 1 != sheet->fresh; n++) {
        lines_get(sheet->conv->lines, index + 1, &next);
        if (!goes_on(sheet, &line, &next))
            break;
        line = next;
        index++;
    }
    return index;
}

static size_t item_start(const struct sheet *sheet, size_t index)
{
    struct line line;
    struct line before;
    if (unfold_is_open(sheet->conv, index))
        return index;
    lines_get(sheet->conv->lines, index, &line);
    for (size_t n = 0; n < FOLD_MAX && index > 0 && index != sheet->fresh; n++) {
        lines_get(sheet->conv->lines, index - 1, &before);
        if (!goes_on(sheet, &before, &line))
            break;
        line = before;
        index--;
    }
    return index;
}

static struct style role_style(const struct sheet *sheet, enum role role)
{
    return sheet->theme->roles[role];
}

static enum role text_role(const struct line *line)
{
    if (line->kind == LINE_DELETED)
        return ROLE_TEXT_DIM;
    if (line->flags & LINE_PENDING)
        return ROLE_PENDING;
    if (line->flags & LINE_FAILED)
        return ROLE_FAILED;
    if (line->kind == LINE_NOTICE)
        return ROLE_NOTICE;
    return line->flags & LINE_SELF ? ROLE_TEXT_SELF : ROLE_TEXT;
}

/* Name, with what tells the kind: "alice", "*alice", "-alice-". */
static void put_nick(struct item *item, const struct sheet *sheet)
{
    const struct line *line = &item->line;
    const char *before = line->kind == LINE_ACTION ? "*" : line->kind == LINE_NOTICE ? "-" : "";
    const char *after = line->kind == LINE_NOTICE ? "-" : "";
    if (sheet->compact && line->serial == sheet->conv->picked)
        before = "▸";
    int room = sheet->nick_cols - 1 - (int)strlen(after);
    size_t len = strlen(line->nick);
    bool cut = utf8_cols(line->nick, len) > room;
    if (cut)
        len = utf8_cut_cols(line->nick, len, room - 1);
    item->nick = xasprintf("%s%.*s%s%s", before, (int)len, line->nick, cut ? "…" : "", after);
    const struct person *person = members_get(&sheet->conv->members, line->nick);
    const char *known = person && person->account ? person->account : line->nick;
    item->nick_style = theme_nick(sheet->theme, known);
    if (person && (*person->prefixes == '@' || *person->prefixes == '~'))
        item->nick_style.attrs |= role_style(sheet, ROLE_NICK_OP).attrs;
    if (line->flags & LINE_SELF)
        item->nick_style = role_style(sheet, ROLE_NICK_SELF);
    else if (line->flags & LINE_MENTION)
        item->nick_style = role_style(sheet, ROLE_MENTION);
}

/* A file that it leads to: "▤ plan.pdf  1.2 MiB — /get 1"; NULL if it leads to none. To free. */
static char *file_text(const struct sheet *sheet, const struct line *line)
{
    char size[SHARED_SIZE_TEXT];
    const struct posted *posted = posted_of_line(sheet->conv, line->serial);
    if (!posted)
        return NULL;
    shared_size_text(posted->size, size);
    char *rest = xasprintf("%s%s — /get %u", *size ? "  " : "", size, posted->number);
    int cols = sheet->text_cols - SIGN_COLS - utf8_cols(rest, strlen(rest));
    char *name = utf8_shorten(posted->name, cols > NAME_COLS ? cols : NAME_COLS);
    char *text = xasprintf("▤ %s%s", name, rest);
    free(name);
    free(rest);
    return text;
}

/* Something said. continued: by whom the line before was said too. */
static void make_said(struct item *item, const struct sheet *sheet, bool continued)
{
    const struct line *line = &item->line;
    struct markup_names names = {.members = &sheet->conv->members};
    names.own = line->flags & LINE_SELF ? NULL : sheet->conv->network->nick;
    names.reveal = unfold_reveals(sheet->conv, line->serial);
    struct style base = role_style(sheet, text_role(line));
    item->tinted = line->flags & LINE_MENTION;
    if (item->tinted)
        base.bg = role_style(sheet, ROLE_MENTION_BG).bg;
    markup_make(&item->body, line->text, sheet->theme, base, &names);
    hits_mark(&item->body, sheet, line);
    item->file = file_text(sheet, line);
    if (!*line->nick)
        item->sign = "-";
    else if (!continued)
        put_nick(item, sheet);
    item->sign_role = ROLE_NOTICE;
    item_about(item, sheet);
}

char *item_event_text(const struct line *line)
{
    size_t word = strcspn(line->text, " ");
    const char *rest = line->text + word + strspn(line->text + word, " ");
    switch (line->kind) {
    case LINE_KICK:
        return xasprintf("%.*s was removed by %s%s%s", (int)word, line->text, line->nick,
                         *rest ? ": " : "", rest);
    case LINE_TOPIC:
        if (!*line->text)
            return xasprintf("%s removed the topic", line->nick);
        return xasprintf("%s changed the topic to: %s", line->nick, line->text);
    case LINE_MODE: return xasprintf("%s set %s", line->nick, line->text);
    case LINE_MESSAGE:
    case LINE_ACTION:
    case LINE_NOTICE:
    case LINE_JOIN:
    case LINE_PART:
    case LINE_QUIT:
    case LINE_NICK:
    case LINE_INFO:
    case LINE_ERROR:
    case LINE_DELETED: break;
    }
    return xstrdup(line->text);
}

static bool is_hidden(const struct item *item, const struct sheet *sheet)
{
    return item->line.flags & LINE_IGNORED && !unfold_is_open(sheet->conv, item->last);
}

/* Of those who are ignored: how much they did. */
static void make_hidden(struct item *item, const struct sheet *sheet)
{
    char *text = xasprintf("%zu hidden", item->last - item->first + 1);
    item->sign = "·";
    item->sign_role = ROLE_JOIN_FOLD;
    markup_make(&item->body, text, sheet->theme, role_style(sheet, ROLE_JOIN_FOLD), NULL);
    free(text);
}

static void make_event(struct item *item, const struct sheet *sheet)
{
    const struct line *line = &item->line;
    enum role role = ROLE_JOIN_FOLD;
    char *text = NULL;
    item->sign = "·";
    if (unfold_is_noise(line)) {
        struct line first;
        size_t told = fold_first(sheet->chat, sheet->conv, item->first, item->last);
        lines_get(sheet->conv->lines, told <= item->last ? told : item->first, &first);
        item->sign = fold_sign(&first);
        text = fold_text(sheet->chat, sheet->conv, item->first, item->last, sheet->text_cols);
    } else {
        text = item_event_text(line);
        if (line->kind == LINE_KICK)
            item->sign = "←";
        if (line->kind == LINE_ERROR) {
            item->sign = "✗";
            role = ROLE_ERROR;
        }
    }
    item->sign_role = role;
    markup_make(&item->body, text, sheet->theme, role_style(sheet, role), NULL);
    free(text);
}

static bool is_said(enum line_kind kind)
{
    return kind == LINE_MESSAGE || kind == LINE_ACTION || kind == LINE_NOTICE ||
           kind == LINE_DELETED;
}

/* Would their times read alike? */
static bool same_time(const struct sheet *sheet, const struct line *a, const struct line *b)
{
    int offset_s = sheet->chat->utc_offset_s;
    if (sheet->chat->settings.time_format == TIME_SECONDS)
        return a->time_ms / 1000 == b->time_ms / 1000;
    return when_minute(a->time_ms, offset_s) == when_minute(b->time_ms, offset_s);
}

/* Goes to the line above that is shown; false if there is none. */
static bool line_above(const struct sheet *sheet, size_t *index)
{
    while (*index > 0) {
        if (fold_tells(sheet->chat, sheet->conv, --*index))
            return true;
    }
    return false;
}

/* Separators, time and whether the name was just there depend on the line before. */
static bool look_back(struct item *item, const struct sheet *sheet)
{
    struct line first;
    struct line before;
    size_t above = item->first;
    bool seen = line_above(sheet, &above);
    item->fresh = sheet->fresh <= item->first && (!seen || sheet->fresh > above);
    item->day = item->shows_time = true;
    if (!seen)
        return false;

    lines_get(sheet->conv->lines, item->first, &first);
    lines_get(sheet->conv->lines, above, &before);
    item->day = day_of(sheet, &first) != day_of(sheet, &before);
    bool apart = item->day || item->fresh;
    /* A run shows when it began. */
    struct line shown = before;
    if (unfold_is_folded(&before))
        lines_get(sheet->conv->lines, item_start(sheet, above), &shown);
    item->shows_time = apart || !same_time(sheet, &first, &shown);
    bool hides = before.flags & LINE_IGNORED && !unfold_is_open(sheet->conv, above);
    return !apart && !hides && before.kind == LINE_MESSAGE && first.kind == LINE_MESSAGE &&
           !*first.reply && strcmp(first.nick, before.nick) == 0;
}

static void count_rows(struct item *item, const struct sheet *sheet)
{
    if (sheet->inline_names && item->nick)
        item->indent = utf8_cols(item->nick, strlen(item->nick)) + 2 - SIGN_COLS;
    wrap_text(&item->wrap, item->body.text, sheet->text_cols - item->indent, sheet->text_cols);
    if (fold_first(sheet->chat, sheet->conv, item->first, item->last) > item->last) {
        item->wrap.n = 0;
        item->rows = 0;
        item->day = item->fresh = false;
        return;
    }
    item->rows = (int)item->wrap.n + item->day + item->fresh + (item->file != NULL);
    item->rows += item_about_rows(item, sheet);
}

void item_make(struct item *item, const struct sheet *sheet, size_t last)
{
    *item = (struct item){.last = last};
    lines_get(sheet->conv->lines, last, &item->line);
    item->first = unfold_is_folded(&item->line) ? item_start(sheet, last) : last;
    bool continued = look_back(item, sheet);
    if (is_hidden(item, sheet))
        make_hidden(item, sheet);
    else if (is_said(item->line.kind))
        make_said(item, sheet, continued);
    else
        make_event(item, sheet);
    count_rows(item, sheet);
}

void item_clear(struct item *item)
{
    free(item->nick);
    free(item->file);
    item_about_clear(item);
    markup_clear(&item->body);
    wrap_clear(&item->wrap);
}
