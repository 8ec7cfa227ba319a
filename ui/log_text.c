#include "log_text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bare_text.h"
#include "mem.h"

#define TIME_SIZE sizeof("-2147483648-01-01 00:00:00")

/* Of what is not simply said: what stands in the place of the name; what nick did; around the text,
 * if there is one. */
static const struct {
    const char *sign, *did, *open, *close;
} events[] = {
    [LINE_ACTION] = {"*",   " ",                       "",   "" },
    [LINE_JOIN] = {"-->", " joined",                 " (", ")"},
    [LINE_PART] = {"<--", " left",                   " (", ")"},
    [LINE_QUIT] = {"<--", " quit",                   " (", ")"},
    [LINE_KICK] = {"<--", " removed ",               "",   "" },
    [LINE_NICK] = {"--",  " is now ",                "",   "" },
    [LINE_TOPIC] = {"--",  " set the topic: ",        "",   "" },
    [LINE_MODE] = {"--",  " set modes: ",            "",   "" },
    [LINE_INFO] = {"--",  "",                        "",   "" },
    [LINE_ERROR] = {"--",  "",                        "",   "" },
    [LINE_DELETED] = {"--",  " said something; it is ", "",   "" },
};

static void put_row(struct buf *out, const char *when, const char *who, const char *text)
{
    for (const char *row = text; row; row = strchr(row, '\n') ? strchr(row, '\n') + 1 : NULL)
        buf_printf(out, "%s\t%s\t%.*s\n", when, who, (int)strcspn(row, "\n"), row);
}

void log_text_put(struct buf *out, const struct line *line, const struct log_form *form)
{
    char when[TIME_SIZE];
    struct tm tm;
    time_t then = (time_t)(line->time_ms / 1000) + form->utc_offset_s;
    gmtime_r(&then, &tm);
    strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S", &tm);
    char *bare = bare_text(line->text);
    for (char *tab = bare; (tab = strchr(tab, '\t'));)
        *tab = ' ';
    if (line->kind == LINE_MESSAGE || line->kind == LINE_NOTICE) {
        put_row(out, when, line->nick, bare);
    } else {
        char *text = xasprintf("%s%s%s%s%s", line->nick, events[line->kind].did,
                               *bare ? events[line->kind].open : "", bare,
                               *bare ? events[line->kind].close : "");
        put_row(out, when, events[line->kind].sign, text);
        free(text);
    }
    free(bare);
}

/* In conv->log each piece is a msgid and its rows, both with their NUL. */
static void wait(struct conv *conv, const char *msgid, const struct line *line,
                 const struct log_form *form)
{
    buf_append(&conv->log, msgid, strlen(msgid) + 1);
    log_text_put(&conv->log, line, form);
    buf_append(&conv->log, "", 1);
}

void log_text_said(struct conv *conv, const struct line *line, const struct log_form *form)
{
    wait(conv, line->msgid, line, form);
}

/* Who said it, as far as that is known still. */
static const char *speaker(const struct conv *conv, const char *msgid, struct line *line)
{
    size_t index = 0;
    if (!lines_find_id(conv->lines, msgid, &index))
        return "somebody";
    lines_get(conv->lines, index, line);
    return line->nick;
}

void log_text_edited(struct conv *conv, const char *msgid, const char *text,
                     const struct log_form *form)
{
    struct line was;
    char *said = xasprintf("(changed) %s", text);
    struct line line = {.time_ms = form->now_ms,
                        .kind = LINE_MESSAGE,
                        .nick = speaker(conv, msgid, &was),
                        .text = said};
    wait(conv, msgid, &line, form);
    free(said);
}

/* Of the pieces with this msgid nothing stays. */
static void unsay(struct conv *conv, const char *msgid)
{
    struct buf rest = {0};
    const char *at = buf_text(&conv->log);
    for (const char *end = at + conv->log.len; at < end;) {
        const char *rows = at + strlen(at) + 1;
        const char *next = rows + strlen(rows) + 1;
        if (strcmp(at, msgid) != 0)
            buf_append(&rest, at, (size_t)(next - at));
        at = next;
    }
    buf_clear(&conv->log);
    conv->log = rest;
}

void log_text_redacted(struct conv *conv, const char *msgid, const char *why,
                       const struct log_form *form)
{
    struct line was;
    struct line line = {.time_ms = form->now_ms,
                        .kind = LINE_DELETED,
                        .nick = speaker(conv, msgid, &was),
                        .text = why};
    unsay(conv, msgid);
    wait(conv, "", &line, form);
}

char *log_text_take(struct conv *conv)
{
    struct buf rows = {0};
    if (conv->log.len == 0)
        return NULL;
    const char *end = conv->log.data + conv->log.len;
    for (const char *at = conv->log.data; at < end;) {
        at += strlen(at) + 1;
        buf_puts(&rows, at);
        at += strlen(at) + 1;
    }
    buf_clear(&conv->log);
    return buf_detach(&rows);
}
