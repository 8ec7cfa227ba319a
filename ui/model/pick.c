#include "pick.h"

#include "chat.h"
#include "mem.h"

static void show(struct chat *chat, uint64_t serial)
{
    chat->current->picked = serial;
    chat->focus = FOCUS_PICK;
    chat->reveal = true;
    chat->changed |= CHANGE_LINES | CHANGE_STATUS | CHANGE_INPUT;
}

/* The next one that somebody said, from index on by steps of -1 or 1; false if there is none. */
static bool look(const struct conv *conv, size_t index, int step, struct line *line, size_t *found)
{
    size_t n = lines_count(conv->lines);
    for (size_t i = index; i < n; i += (size_t)step) {
        lines_get(conv->lines, i, line);
        if (line_is_said(line)) {
            *found = i;
            return true;
        }
    }
    return false;
}

bool pick_line(struct chat *chat, uint64_t serial)
{
    struct line line;
    size_t index = 0;
    size_t found = 0;
    if (!chat->current || !lines_find(chat->current->lines, serial, &index) ||
        !look(chat->current, index, -1, &line, &found))
        return false;
    show(chat, line.serial);
    return true;
}

bool pick_begin(struct chat *chat)
{
    struct line line;
    struct conv *conv = chat->current;
    size_t n = conv ? lines_count(conv->lines) : 0;
    size_t index = n;
    if (conv && conv->anchor && lines_find(conv->lines, conv->anchor, &index))
        n = index + 1;
    if (n == 0 || !look(conv, n - 1, -1, &line, &index)) {
        chat_notice(chat, "Nobody said anything here that could be picked");
        return false;
    }
    show(chat, line.serial);
    return true;
}

void pick_end(struct chat *chat)
{
    if (chat->focus == FOCUS_PICK)
        chat->focus = FOCUS_INPUT;
    if (chat->current)
        chat->current->picked = 0;
    chat->changed |= CHANGE_LINES | CHANGE_STATUS | CHANGE_INPUT;
}

bool pick_get(const struct chat *chat, struct line *line)
{
    const struct conv *conv = chat->current;
    size_t index = 0;
    if (!conv || !conv->picked || !lines_find(conv->lines, conv->picked, &index))
        return false;
    lines_get(conv->lines, index, line);
    return line_is_said(line);
}

bool pick_move(struct chat *chat, int by)
{
    struct conv *conv = chat->current;
    struct line line;
    size_t index = 0;
    int step = by < 0 ? -1 : 1;
    if (!conv || !conv->picked || !lines_find(conv->lines, conv->picked, &index))
        return pick_begin(chat);
    uint64_t serial = conv->picked;
    int left = by * step;
    while (left > 0 && look(conv, index + (size_t)step, step, &line, &index)) {
        serial = line.serial;
        left--;
    }
    show(chat, serial);
    return left == 0;
}

bool pick_newest(const struct conv *conv, bool own, struct line *line)
{
    size_t index = lines_count(conv->lines);
    while (index > 0 && look(conv, index - 1, -1, line, &index))
        if (*line->msgid && (!own || line->flags & LINE_SELF))
            return true;
    return false;
}

bool compose_drop(struct chat *chat)
{
    struct conv *conv = chat->current;
    if (!conv || conv->compose == COMPOSE_TEXT)
        return false;
    if (conv->compose == COMPOSE_EDIT)
        edit_set(chat->edit, "");
    compose_set(chat, conv, COMPOSE_TEXT, NULL);
    return true;
}

void compose_set(struct chat *chat, struct conv *conv, enum compose_kind kind, const char *msgid)
{
    conv->compose = kind;
    xreplace(&conv->compose_id, msgid);
    if (conv == chat->current)
        chat->changed |= CHANGE_STATUS | CHANGE_INPUT;
}
