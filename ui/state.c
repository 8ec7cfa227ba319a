#include "state.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "secrets.h"

/* Lines of each conversation that are in memory at start, and that come with each step back. */
#define LOAD_LINES  300
#define LOAD_INPUTS 500

static char *conv_key(const struct conv *conv)
{
    char *server = secrets_server(conv->network);
    char *key = xasprintf("%s/%s", server, conv->kind == CONV_CONSOLE ? "" : conv->fold);
    free(server);
    return key;
}

static void load_input(void *arg, const char *conv, const char *text)
{
    struct chat *chat = arg;
    recall_load(chat->recall, conv, text);
}

static bool load_flag(struct archive *archive, const char *key, bool otherwise)
{
    char *value = archive_get(archive, "state", key);
    bool flag = value ? strcmp(value, "yes") == 0 : otherwise;
    free(value);
    return flag;
}

void state_load(struct archive *archive, struct chat *chat)
{
    chat->settings.show_rooms = load_flag(archive, "show_rooms", true);
    chat->settings.show_users = load_flag(archive, "show_users", true);
    char *hints = archive_get(archive, "state", "hints");
    chat->hints_used = hints ? (unsigned)strtoul(hints, NULL, 10) : 0;
    free(hints);
    char *theme = archive_get(archive, "state", "theme");
    if (theme)
        xreplace(&chat->theme, theme);
    free(theme);
    archive_inputs(archive, LOAD_INPUTS, load_input, chat);
}

char *state_server(struct archive *archive)
{
    return archive_get(archive, "state", "server");
}

char *state_name(struct archive *archive)
{
    return archive_get(archive, "state", "name");
}

void state_keep_server(struct archive *archive, const struct network *network)
{
    bool local = strncmp(network->host, "unix:", 5) == 0;
    bool colons = strchr(network->host, ':') != NULL;
    char *url = local
                    ? xstrdup(network->host)
                    : xasprintf("%s://%s%s%s:%d", network->tls ? "ircs" : "irc", colons ? "[" : "",
                                network->host, colons ? "]" : "", network->port);
    archive_put(archive, "state", "server", url);
    archive_put(archive, "state", "name", network->nick);
    free(url);
}

static void load_line(void *arg, const struct archive_line *line)
{
    struct conv *conv = arg;
    struct line loaded = {.time_ms = line->time_ms,
                          .kind = (enum line_kind)line->kind,
                          .flags = line->flags | LINE_SAVED,
                          .nick = line->nick,
                          .text = line->text,
                          .msgid = line->msgid};
    lines_add(conv->lines, &loaded);
}

/* Its lines and draft; the one that was open last opens. */
static void load_conv(struct archive *archive, struct chat *chat, struct conv *conv)
{
    char *key = conv_key(conv);
    char *open = archive_get(archive, "state", "open");
    archive_lines(archive, key, INT64_MAX, LOAD_LINES, load_line, conv);
    char *draft = archive_get(archive, "draft", key);
    xreplace(&conv->draft, draft);
    if (open && strcmp(open, key) == 0)
        chat_open(chat, conv);
    free(open);
    free(draft);
    free(key);
}

/* Rows of the space "conv": "server/name" and how far it is read, whether it was joined, its key.
 */
struct loading {
    struct archive *archive;
    struct chat *chat;
    struct network *network;
    char *server;
    struct buf rooms; /* to join again */
};

static void load_open(void *arg, const char *key, const char *value)
{
    struct loading *loading = arg;
    size_t len = strlen(loading->server);
    if (strncmp(key, loading->server, len) != 0 || key[len] != '/' || !key[len + 1])
        return;

    struct conv *conv = chat_conv_make(loading->chat, loading->network, key + len + 1);
    char *rest = NULL;
    conv->read_ms = strtoll(value, &rest, 10);
    if (conv->kind == CONV_ROOM && strcmp(rest, " joined") == 0)
        buf_printf(&loading->rooms, "%s%s", loading->rooms.len > 0 ? "," : "", conv->name);
}

void state_load_network(struct archive *archive, struct chat *chat, struct network *network)
{
    struct loading loading = {
        .archive = archive, .chat = chat, .network = network, .server = secrets_server(network)};
    archive_each(archive, "conv", load_open, &loading);
    for (struct conv *conv = chat->convs; conv; conv = conv->next) {
        if (conv->network == network)
            load_conv(archive, chat, conv);
    }
    if (loading.rooms.len > 0) {
        char *rooms = xasprintf("%s%s%s", buf_text(&loading.rooms), network->autojoin ? "," : "",
                                network->autojoin ? network->autojoin : "");
        xreplace(&network->autojoin, rooms);
        free(rooms);
    }
    buf_clear(&loading.rooms);
    free(loading.server);
}

bool state_load_older(struct archive *archive, struct conv *conv)
{
    struct line oldest = {.time_ms = INT64_MAX};
    size_t before = lines_count(conv->lines);
    if (before > 0)
        lines_get(conv->lines, 0, &oldest);
    char *key = conv_key(conv);
    archive_lines(archive, key, oldest.time_ms, LOAD_LINES, load_line, conv);
    free(key);
    return lines_count(conv->lines) > before;
}

static void save_input(void *arg, const char *conv, const char *text)
{
    archive_add_input(arg, conv, text);
}

/* A line whose echo is awaited has no id yet: it and those behind it wait. */
static void save_conv_lines(struct archive *archive, struct conv *conv)
{
    struct line line;
    char *key = NULL;
    while (lines_unsaved(conv->lines, &line) && !(line.flags & LINE_PENDING)) {
        if (!key)
            key = conv_key(conv);
        struct archive_line saved = {.time_ms = line.time_ms,
                                     .kind = (int)line.kind,
                                     .flags = line.flags,
                                     .nick = line.nick,
                                     .text = line.text,
                                     .msgid = line.msgid};
        archive_add_line(archive, key, &saved);
        lines_saved(conv->lines);
    }
    free(key);
}

void state_save_lines(struct archive *archive, struct chat *chat)
{
    archive_begin(archive);
    for (struct conv *conv = chat->convs; conv; conv = conv->next)
        save_conv_lines(archive, conv);
    recall_each_new(chat->recall, save_input, archive);
    archive_commit(archive);
}

static void save_conv(struct archive *archive, const struct chat *chat, const struct conv *conv)
{
    char *server = secrets_server(conv->network);
    char *key = conv_key(conv);
    const char *draft = conv == chat->current ? edit_text(chat->edit) : conv->draft;
    archive_put(archive, "draft", key, draft && *draft ? draft : NULL);
    if (conv->kind != CONV_CONSOLE) {
        char *named = xasprintf("%s/%s", server, conv->name);
        char *value = xasprintf("%" PRId64 "%s", conv->read_ms, conv->joined ? " joined" : "");
        archive_put(archive, "conv", named, value);
        free(value);
        free(named);
    }
    free(key);
    free(server);
}

/* A row of a conversation that was closed goes. */
struct closing {
    struct archive *archive;
    const struct chat *chat;
};

static void forget_closed(void *arg, const char *key, const char *value)
{
    (void)value;
    const struct closing *closing = arg;
    for (const struct network *network = closing->chat->networks; network;
         network = network->next) {
        char *server = secrets_server(network);
        size_t len = strlen(server);
        bool ours = strncmp(key, server, len) == 0 && key[len] == '/';
        free(server);
        if (ours && !chat_conv(closing->chat, network, key + len + 1))
            archive_put(closing->archive, "conv", key, NULL);
    }
}

void state_save(struct archive *archive, struct chat *chat)
{
    struct closing closing = {.archive = archive, .chat = chat};
    archive_each(archive, "conv", forget_closed, &closing);
    archive_begin(archive);
    for (const struct conv *conv = chat->convs; conv; conv = conv->next)
        save_conv(archive, chat, conv);
    archive_put(archive, "state", "theme", chat->theme);
    archive_put(archive, "state", "show_rooms", chat->settings.show_rooms ? "yes" : "no");
    archive_put(archive, "state", "show_users", chat->settings.show_users ? "yes" : "no");
    char *hints = xasprintf("%u", chat->hints_used);
    archive_put(archive, "state", "hints", hints);
    free(hints);
    if (chat->current) {
        char *key = conv_key(chat->current);
        archive_put(archive, "state", "open", key);
        free(key);
    }
    archive_commit(archive);
}
