#include <stdlib.h>
#include <string.h>

#include "chat.h"
#include "mem.h"
#include "utf8.h"

/* So much is noted for the disk between two of its turns. */
#define REDACTED_BYTES_MAX (1 << 20)

/* True if nothing has to be taken out: most lines, looked at once. */
static bool is_plain(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        if (*p < ' ' || *p > '~')
            return false;
    return true;
}

/* Does a line wait to be read by us? */
static bool is_news(const struct conv *conv, const struct line *line)
{
    return line_is_said(line) && !(line->flags & (LINE_SELF | LINE_IGNORED)) &&
           line->time_ms > conv->read_ms;
}

/* Does it stand below what is read, while the conversation is scrolled back? */
static bool is_below(const struct conv *conv, const struct line *line)
{
    struct line anchor;
    size_t index = 0;
    if (!conv->anchor || !lines_find(conv->lines, conv->anchor, &index))
        return false;
    lines_get(conv->lines, index, &anchor);
    return line->time_ms >= anchor.time_ms;
}

static void count(struct chat *chat, struct conv *conv, const struct line *line)
{
    bool open = conv == chat->current;
    bool live = !(line->flags & LINE_HISTORY);
    if (!is_news(conv, line))
        return;

    /* What was missed in the open conversation begins where reading ended. */
    if (open && !conv->line_ms && conv->read_ms && (!live || !chat->focused))
        conv->line_ms = conv->read_ms;
    if (open && !conv->anchor)
        conv->came = 0;
    else if (open && is_below(conv, line))
        conv->came++;
    if (live)
        notify_line(chat, conv, line);
    if (open && chat->focused && !conv->unread_ms)
        return;
    conv->unread++;
    if (line->flags & LINE_MENTION)
        conv->mentions++;
    chat->changed |= CHANGE_CONVS;
}

uint64_t chat_add_line(struct chat *chat, struct conv *conv, const struct line *line)
{
    struct line clean = *line;
    char *text = NULL;
    char *nick = NULL;
    if (!is_plain(line->text))
        clean.text = text = utf8_sanitize(line->text, strlen(line->text), true, true);
    if (!is_plain(line->nick))
        clean.nick = nick = utf8_sanitize(line->nick, strlen(line->nick), false, false);

    uint64_t serial = lines_add(conv->lines, &clean);
    if (serial) {
        count(chat, conv, &clean);
        if (line_is_said(&clean) && !(clean.flags & LINE_IGNORED))
            chat_stir(chat, conv);
        if (conv == chat->current)
            chat->changed |= CHANGE_LINES;
    }
    free(text);
    free(nick);
    return serial;
}

static void follow(uint64_t *serial, uint64_t was, uint64_t now)
{
    if (*serial == was)
        *serial = now;
}

/* A line was put in place of another one. */
static void replaced(struct chat *chat, struct conv *conv, uint64_t was, uint64_t now)
{
    follow(&conv->anchor, was, now);
    follow(&conv->since, was, now);
    follow(&conv->picked, was, now);
    chat_recount(chat, conv);
    if (conv == chat->current)
        chat->changed |= CHANGE_LINES;
}

static void note_for_disk(struct buf *notes, const char *msgid, const char *text)
{
    if (notes->len > REDACTED_BYTES_MAX)
        return;
    buf_append(notes, msgid, strlen(msgid) + 1);
    buf_append(notes, text, strlen(text) + 1);
}

void chat_redact(struct chat *chat, struct conv *conv, const char *msgid, const char *text)
{
    char *clean = utf8_sanitize(text, strlen(text), false, false);
    uint64_t was = 0;
    uint64_t now = lines_redact(conv->lines, msgid, clean, &was);
    if (now)
        replaced(chat, conv, was, now);
    if (chat->keeps)
        note_for_disk(&conv->redacted, msgid, clean);
    free(clean);
}

void chat_edit_line(struct chat *chat, struct conv *conv, const struct line *edit)
{
    char *clean = utf8_sanitize(edit->text, strlen(edit->text), true, true);
    uint64_t was = 0;
    uint64_t now = lines_edit(conv->lines, edit->msgid, clean, &was);
    if (now)
        replaced(chat, conv, was, now);
    if (chat->keeps && (now || !lines_has(conv->lines, edit->msgid))) {
        char *kind = xasprintf("%d %s", (int)edit->kind, edit->msgid);
        note_for_disk(&conv->edited, kind, clean);
        free(kind);
    }
    free(clean);
}

int64_t chat_stamp(const struct chat *chat, const struct conv *conv)
{
    int64_t time_ms = network_clock(conv->network, chat->now_ms);
    struct line newest;
    if (lines_count(conv->lines) == 0)
        return time_ms;
    lines_get(conv->lines, lines_count(conv->lines) - 1, &newest);
    return newest.time_ms > time_ms ? newest.time_ms : time_ms;
}

void chat_info(struct chat *chat, struct conv *conv, enum line_kind kind, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);

    struct line line = {
        .time_ms = chat_stamp(chat, conv), .kind = kind, .nick = "", .text = text, .msgid = ""};
    chat_add_line(chat, conv, &line);
    free(text);
}

static void set_notice(struct chat *chat, bool bad, char *text)
{
    free(chat->notice);
    chat->notice = utf8_sanitize(text, strlen(text), false, false);
    chat->notice_bad = bad;
    chat->changed |= CHANGE_STATUS;
    free(text);
}

void chat_settle(struct chat *chat)
{
    if (chat->notice)
        chat->changed |= CHANGE_STATUS;
    free(chat->notice);
    chat->notice = NULL;
}

void chat_notice(struct chat *chat, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set_notice(chat, false, xvasprintf(format, args));
    va_end(args);
}

void chat_complain(struct chat *chat, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set_notice(chat, true, xvasprintf(format, args));
    va_end(args);
}

static void set_counts(struct chat *chat, struct conv *conv, unsigned unread, unsigned mentions)
{
    if (conv->unread != unread || conv->mentions != mentions)
        chat->changed |= CHANGE_CONVS;
    conv->unread = unread;
    conv->mentions = mentions;
}

/* Time of the newest that was said by anybody, at least read_ms. */
static int64_t newest_said(const struct conv *conv)
{
    struct line line;
    for (size_t i = lines_count(conv->lines); i-- > 0;) {
        lines_get(conv->lines, i, &line);
        if (line.time_ms <= conv->read_ms)
            break;
        if (line_is_said(&line) && !(line.flags & (LINE_PENDING | LINE_FAILED)))
            return line.time_ms;
    }
    return conv->read_ms;
}

void chat_stand_at(struct chat *chat, size_t index, int rows_below)
{
    struct conv *conv = chat->current;
    size_t n = lines_count(conv->lines);
    struct line line;
    if (n == 0)
        return;

    lines_get(conv->lines, index < n ? index : n - 1, &line);
    conv->anchor = line.serial;
    conv->anchor_rows = -rows_below;
    chat->scroll_rows = chat->settings.linear ? rows_below : 0;
    chat->changed |= CHANGE_LINES | CHANGE_STATUS;
}

void chat_follow(struct chat *chat)
{
    conv_follow(chat->current);
    chat->current->came = 0;
    chat->scroll_rows = 0;
    chat->changed |= CHANGE_LINES | CHANGE_STATUS;
}

bool chat_mark_read(struct chat *chat, struct conv *conv)
{
    if (conv->unread_ms)
        return false;
    conv->read_ms = newest_said(conv);
    set_counts(chat, conv, 0, 0);
    return conv_is_talk(conv) && conv->read_ms > conv->told_ms;
}

void chat_mark_unread(struct chat *chat, struct conv *conv, int64_t time_ms)
{
    int64_t known_ms = conv->read_ms > conv->told_ms ? conv->read_ms : conv->told_ms;
    conv->unread_ms = known_ms > time_ms ? known_ms : time_ms;
    conv->read_ms = conv->line_ms = time_ms - 1;
    chat_recount(chat, conv);
    chat->changed |= CHANGE_LINES | CHANGE_CONVS;
}

void chat_release(struct conv *conv)
{
    conv->unread_ms = 0;
}

void chat_recount(struct chat *chat, struct conv *conv)
{
    unsigned unread = 0;
    unsigned mentions = 0;
    struct line line;
    bool seen = conv == chat->current && chat->focused && !conv->unread_ms;
    size_t n = seen ? 0 : lines_count(conv->lines);
    for (size_t i = lines_after(conv->lines, conv->read_ms); i < n; i++) {
        lines_get(conv->lines, i, &line);
        unread += is_news(conv, &line);
        mentions += is_news(conv, &line) && line.flags & LINE_MENTION;
    }
    set_counts(chat, conv, unread, mentions);
}

void chat_read_elsewhere(struct chat *chat, struct conv *conv, int64_t read_ms)
{
    if (read_ms > conv->told_ms)
        conv->told_ms = read_ms;
    if (read_ms <= conv->read_ms || read_ms <= conv->unread_ms)
        return;
    conv->unread_ms = 0;
    conv->read_ms = read_ms;
    chat_recount(chat, conv);
}

void chat_limit_lines(struct chat *chat)
{
    for (struct conv *conv = chat->convs; conv; conv = conv->next)
        lines_limit(conv->lines, (size_t)chat->settings.lines_max);
}
