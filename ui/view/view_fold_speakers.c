#include "view_fold_speakers.h"

#include <ctype.h>
#include <string.h>

/* So many lines are looked at on either side: a flood costs no more than that. */
#define LINES_MAX 200

static uint32_t number_of(const char *name, size_t len)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (uint32_t)tolower((unsigned char)name[i])) * 16777619U;
    return hash;
}

static bool has(const struct speakers *speakers, uint32_t number)
{
    for (size_t i = 0; i < speakers->n; i++)
        if (speakers->names[i] == number)
            return true;
    return false;
}

bool speakers_have(const struct speakers *speakers, const char *name)
{
    return has(speakers, number_of(name, strlen(name)));
}

static void add(struct speakers *speakers, const char *name, size_t len)
{
    uint32_t number = number_of(name, len);
    if (len > 0 && speakers->n < SPEAKERS_MAX && !has(speakers, number))
        speakers->names[speakers->n++] = number;
}

static bool is_said(const struct line *line)
{
    return line->kind == LINE_MESSAGE || line->kind == LINE_ACTION || line->kind == LINE_NOTICE;
}

/* near: it was said not long before or behind. */
static void look_at(struct speakers *speakers, const struct line *line, bool near)
{
    if (!is_said(line))
        return;
    if (near || line->flags & LINE_MENTION)
        add(speakers, line->nick, strlen(line->nick));
    if (line->flags & LINE_SELF) /* "bob: tea?" is said to bob */
        add(speakers, line->text, strcspn(line->text, " :,\n"));
}

void speakers_find(struct speakers *speakers, const struct conv *conv, size_t first, size_t last,
                   int64_t within_ms)
{
    struct line edge;
    struct line line;
    size_t n = lines_count(conv->lines);
    speakers->n = 0;
    lines_get(conv->lines, first, &edge);
    int64_t from_ms = edge.time_ms - within_ms;
    lines_get(conv->lines, last, &edge);
    int64_t to_ms = edge.time_ms + within_ms;
    for (size_t i = first; i-- > 0 && first - i <= LINES_MAX;) {
        lines_get(conv->lines, i, &line);
        look_at(speakers, &line, line.time_ms >= from_ms);
    }
    for (size_t i = last + 1; i < n && i - last <= LINES_MAX; i++) {
        lines_get(conv->lines, i, &line);
        look_at(speakers, &line, line.time_ms <= to_ms);
    }
}
