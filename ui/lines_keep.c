#include "lines_keep.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "posted.h"

/* Lines of each conversation that are in memory at start; and that come with each step back. */
#define FEW_LINES  20
#define LOAD_LINES 300

/* Where lines are read to. */
struct loading {
    struct archive *archive;
    struct conv *conv;
    const char *key;
    bool reactions; /* some of its messages have */
};

/* A message, while its reactions are read. */
struct reacted {
    struct conv *conv;
    const char *msgid;
};

/* What is known of the file to which a message leads is a pair of its own. To free. */
static char *file_key(const char *key, const char *msgid)
{
    return xasprintf("%s %s", key, msgid);
}

static void load_tag(const struct loading *loading, const char *msgid)
{
    char *key = file_key(loading->key, msgid);
    char *tag = archive_get(loading->archive, "file", key);
    if (tag)
        posted_set_tag(loading->conv, msgid, tag);
    free(tag);
    free(key);
}

static void load_reaction(void *arg, const char *who, const char *value)
{
    const struct reacted *reacted = arg;
    reactions_set(reacted->conv, reacted->msgid, &(struct reaction){.who = who, .value = value},
                  true);
}

static void load_reactions(const struct loading *loading, const char *msgid)
{
    struct reacted reacted = {loading->conv, msgid};
    archive_reactions(loading->archive, loading->key, msgid, load_reaction, &reacted);
}

static void load_line(void *arg, const struct archive_line *line)
{
    const struct loading *loading = arg;
    struct line loaded = {.time_ms = line->time_ms,
                          .kind = (enum line_kind)line->kind,
                          .flags = line->flags | LINE_SAVED | LINE_HISTORY,
                          .nick = line->nick,
                          .text = line->text,
                          .msgid = line->msgid,
                          .reply = line->reply};
    if (loaded.msgid && strstr(loaded.text, "http"))
        load_tag(loading, loaded.msgid);
    if (lines_add(loading->conv->lines, &loaded) && loading->reactions && loaded.msgid &&
        *loaded.msgid)
        load_reactions(loading, loaded.msgid);
}

static void load(struct archive *archive, struct conv *conv, const char *key, int64_t before_ms,
                 size_t limit)
{
    struct archive_page page = {key, before_ms, limit};
    struct loading loading = {archive, conv, key, archive_has_reactions(archive, key)};
    archive_lines(archive, &page, load_line, &loading);
}

void lines_load(struct archive *archive, struct conv *conv, const char *key, int64_t before_ms)
{
    load(archive, conv, key, before_ms, LOAD_LINES);
}

void lines_load_newest(struct archive *archive, struct conv *conv, const char *key)
{
    struct line line;
    load(archive, conv, key, INT64_MAX, FEW_LINES);
    if (lines_count(conv->lines) < FEW_LINES)
        return;
    bool known = lines_newest_id(conv->lines, &line);
    lines_get(conv->lines, 0, &line);
    if (line.time_ms > conv->read_ms || !known)
        lines_load(archive, conv, key, line.time_ms);
}

static bool is_secret(const struct conv *conv, const struct line *line)
{
    return conv_is_service(conv) || conv_names_service(line->nick);
}

static void save_tag(struct archive *archive, const struct conv *conv, const char *key,
                     const char *msgid)
{
    const char *tag = posted_tag(conv, msgid);
    if (!tag)
        return;
    char *file = file_key(key, msgid);
    archive_put(archive, "file", file, tag);
    free(file);
}

/* A line whose echo is awaited has no id yet: it and those behind it wait. */
static void save_new(struct archive *archive, struct conv *conv, const char *key,
                     const struct log_form *log)
{
    struct line line;
    while (lines_unsaved(conv->lines, &line)) {
        struct archive_line saved = {.time_ms = line.time_ms,
                                     .kind = (int)line.kind,
                                     .flags = line.flags,
                                     .nick = line.nick,
                                     .text = line.text,
                                     .msgid = line.msgid,
                                     .reply = line.reply};
        if (!is_secret(conv, &line)) {
            if (archive_add_line(archive, key, &saved) && log)
                log_text_said(conv, &line, log);
            save_tag(archive, conv, key, line.msgid);
        }
        lines_saved(conv->lines);
    }
}

/* What was taken back, also of what is on the disk only. */
static void save_redacted(struct archive *archive, struct conv *conv, const char *key,
                          const struct log_form *log)
{
    if (conv->redacted.len == 0)
        return;
    for (const char *at = conv->redacted.data; at < conv->redacted.data + conv->redacted.len;) {
        struct archive_line line = {.kind = LINE_DELETED, .msgid = at, .text = at + strlen(at) + 1};
        char *file = file_key(key, at);
        archive_rewrite_line(archive, key, &line);
        archive_put(archive, "file", file, NULL);
        if (log)
            log_text_redacted(conv, at, line.text, log);
        free(file);
        at = line.text + strlen(line.text) + 1;
    }
    buf_clear(&conv->redacted);
}

/* Other words for what was said, also for what is on the disk only. */
static void save_edited(struct archive *archive, struct conv *conv, const char *key,
                        const struct log_form *log)
{
    if (conv->edited.len == 0)
        return;
    for (const char *at = conv->edited.data; at < conv->edited.data + conv->edited.len;) {
        char *msgid;
        struct archive_line line = {.kind = (int)strtol(at, &msgid, 10), .flags = LINE_EDITED};
        line.msgid = msgid + 1;
        line.text = at + strlen(at) + 1;
        archive_rewrite_line(archive, key, &line);
        if (log)
            log_text_edited(conv, line.msgid, line.text, log);
        at = line.text + strlen(line.text) + 1;
    }
    buf_clear(&conv->edited);
}

/* Where the reactions go. */
struct reacting {
    struct archive *archive;
    const char *key;
};

static void save_reaction(void *arg, const char *msgid, const struct reaction *reaction, bool on)
{
    const struct reacting *reacting = arg;
    struct archive_reaction kept = {msgid, reaction->who, reaction->value, !on};
    archive_react(reacting->archive, reacting->key, &kept);
}

void lines_save(struct archive *archive, struct conv *conv, const char *key,
                const struct log_form *log)
{
    if (conv->kind == CONV_CONSOLE || conv_is_service(conv))
        log = NULL;
    struct reacting reacting = {archive, key};
    save_new(archive, conv, key, log);
    save_edited(archive, conv, key, log);
    reactions_each_new(conv, save_reaction, &reacting);
    save_redacted(archive, conv, key, log);
}
