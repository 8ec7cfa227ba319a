#include "unfold.h"

#include <stdlib.h>
#include <string.h>

#include "chat.h"
#include "mem.h"

/* A run is looked at as far as this. */
#define RUN_MAX ((size_t)1000)

bool unfold_is_noise(const struct line *line)
{
    return line->kind == LINE_JOIN || line->kind == LINE_PART || line->kind == LINE_QUIT ||
           line->kind == LINE_NICK || line->kind == LINE_MODE;
}

bool unfold_is_own_past(const struct line *line)
{
    bool moves = line->kind == LINE_JOIN || line->kind == LINE_PART || line->kind == LINE_QUIT;
    return moves && line->flags & LINE_SELF && line->flags & LINE_HISTORY;
}

enum sort { PLAIN, NOISE, HIDDEN };

static enum sort sort_of(const struct line *line)
{
    if (line->flags & LINE_IGNORED)
        return HIDDEN;
    return unfold_is_noise(line) ? NOISE : PLAIN;
}

bool unfold_is_folded(const struct line *line)
{
    return sort_of(line) != PLAIN;
}

bool unfold_are_alike(const struct line *a, const struct line *b)
{
    return sort_of(a) == sort_of(b);
}

static enum sort sort_at(const struct conv *conv, size_t index, struct line *line)
{
    if (index >= lines_count(conv->lines))
        return PLAIN;
    lines_get(conv->lines, index, line);
    return sort_of(line);
}

/* Index of what is open in conv->unfolded; its count if it is not there. */
static size_t find(const struct conv *conv, uint64_t serial)
{
    size_t i = 0;
    while (i < conv->nunfolded && conv->unfolded[i] != serial)
        i++;
    return i;
}

bool unfold_reveals(const struct conv *conv, uint64_t serial)
{
    return find(conv, serial) < conv->nunfolded;
}

/* The line of a run by which it is open; false if it is not. */
static bool open_one(const struct conv *conv, size_t index, uint64_t *serial)
{
    struct line line;
    size_t from = index;
    enum sort sort = sort_at(conv, index, &line);
    if (sort == PLAIN)
        return false;
    for (size_t n = 0; n < RUN_MAX && from > 0 && sort_at(conv, from - 1, &line) == sort; n++)
        from--;
    for (size_t n = 0; n < 2 * RUN_MAX && sort_at(conv, from, &line) == sort; n++, from++) {
        if (unfold_reveals(conv, line.serial)) {
            *serial = line.serial;
            return true;
        }
    }
    return false;
}

bool unfold_is_open(const struct conv *conv, size_t index)
{
    uint64_t serial = 0;
    return conv->nunfolded > 0 && open_one(conv, index, &serial);
}

static void toggle(struct conv *conv, uint64_t serial)
{
    size_t i = find(conv, serial);
    if (i < conv->nunfolded) {
        conv->unfolded[i] = conv->unfolded[--conv->nunfolded];
        return;
    }
    conv->unfolded = xreallocarray(conv->unfolded, conv->nunfolded + 1, sizeof(*conv->unfolded));
    conv->unfolded[conv->nunfolded++] = serial;
}

/* Does somebody who wrote it want it hidden: "||x||", or a colour on the same? */
static bool may_hide(const char *text)
{
    const char *mark = strstr(text, "||");
    return (mark && strstr(mark + 2, "||")) || strchr(text, '\x03') || strchr(text, '\x04');
}

bool unfold_toggle(struct chat *chat, struct conv *conv, uint64_t serial)
{
    size_t index = 0;
    struct line line = {.text = ""};
    if (!lines_find(conv->lines, serial, &index))
        return false;
    bool noise = sort_at(conv, index, &line) != PLAIN;
    if (!noise && !may_hide(line.text)) {
        noise = sort_at(conv, index + 1, &line) != PLAIN;
        index += noise;
        if (!noise && (index == 0 || sort_at(conv, --index, &line) == PLAIN))
            return false;
        noise = true;
    }
    uint64_t open = line.serial;
    if (noise && !open_one(conv, index, &open))
        open = line.serial;
    toggle(conv, open);
    chat->changed |= CHANGE_LINES;
    return true;
}
