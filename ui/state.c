#include "state.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "command.h"
#include "ignore.h"
#include "lines_keep.h"
#include "mem.h"
#include "outbox_keep.h"
#include "secrets.h"
#include "transfers_keep.h"

#define LOAD_INPUTS 500

static char *conv_key(const struct conv *conv)
{
    char *server = secrets_server(conv->network);
    char *key = xasprintf("%s/%s", server, conv->kind == CONV_CONSOLE ? "" : conv->fold);
    free(server);
    return key;
}

char *state_key(const struct conv *conv)
{
    return conv_key(conv);
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
    free(chat->recent_emoji);
    chat->recent_emoji = archive_get(archive, "state", "emoji");
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

void state_keep_theme(struct archive *archive, const struct chat *chat)
{
    archive_put(archive, "state", "theme", chat->theme);
}

/* What a draft is to be, as it stands before the msgid of what it is about. */
static const char *const compose_names[] = {
    [COMPOSE_TEXT] = NULL, [COMPOSE_REPLY] = "reply", [COMPOSE_EDIT] = "edit"};

static void load_compose(struct archive *archive, struct chat *chat, struct conv *conv,
                         const char *key)
{
    char *value = archive_get(archive, "compose", key);
    char *msgid = value;
    const char *kind = strsep(&msgid, " ");
    for (int i = COMPOSE_REPLY; msgid && i <= COMPOSE_EDIT; i++) {
        if (strcmp(kind, compose_names[i]) == 0)
            compose_set(chat, conv, i, msgid);
    }
    free(value);
}

/* Its lines, draft, and what is unread of them. */
static void load_conv(struct archive *archive, struct chat *chat, struct conv *conv)
{
    char *key = conv_key(conv);
    lines_load_newest(archive, conv, key);
    char *level = archive_get(archive, "notify", key);
    if (level && notify_level_find(level) != NOTIFY_LEVELS)
        conv->notify = notify_level_find(level);
    free(level);
    char *draft = archive_get(archive, "draft", key);
    xreplace(&conv->draft, draft);
    if (conv == chat->current && draft && edit_is_empty(chat->edit))
        edit_set(chat->edit, draft);
    load_compose(archive, chat, conv, key);
    ignore_apply(chat, conv);
    if (conv->kind != CONV_CONSOLE)
        chat_recount(chat, conv);
    free(draft);
    free(key);
}

/* Rows of the space "conv": "server/name" and "read-ms place joined|left[+pin][+mute][+unread=MS]
 * [key]". */
struct row {
    char *name; /* owned */
    int64_t read_ms;
    long place;
    bool joined, pinned, muted;
    int64_t unread_ms;
    char *room_key; /* "" for none; owned */
};

struct loading {
    const char *server;
    struct row *rows; /* owned */
    size_t n;
};

static void load_row(void *arg, const char *key, const char *value)
{
    struct loading *loading = arg;
    size_t len = strlen(loading->server);
    if (strncmp(key, loading->server, len) != 0 || key[len] != '/' || !key[len + 1])
        return;

    char *rest = NULL;
    struct row row = {.name = xstrdup(key + len + 1), .read_ms = strtoll(value, &rest, 10)};
    row.place = strtol(rest, &rest, 10);
    row.joined = strncmp(rest, " joined", 7) == 0;
    const char *room_key = *rest ? strchr(rest + 1, ' ') : NULL;
    size_t flags = room_key ? (size_t)(room_key - rest) : strlen(rest);
    row.pinned = memmem(rest, flags, "+pin", 4) != NULL;
    row.muted = memmem(rest, flags, "+mute", 5) != NULL;
    const char *unread = memmem(rest, flags, "+unread=", 8);
    row.unread_ms = unread ? strtoll(unread + 8, NULL, 10) : 0;
    row.room_key = xstrdup(room_key ? room_key + 1 : "");
    loading->rows = xreallocarray(loading->rows, loading->n + 1, sizeof(*loading->rows));
    loading->rows[loading->n++] = row;
}

static int by_place(const void *a, const void *b)
{
    const struct row *x = a;
    const struct row *y = b;
    return x->place == y->place ? 0 : x->place > y->place ? 1 : -1;
}

static void make_conv(struct chat *chat, struct network *network, const struct row *row)
{
    struct conv *conv = chat_conv_make(chat, network, row->name);
    conv->read_ms = row->read_ms;
    conv->rejoin = conv->kind == CONV_ROOM && row->joined;
    conv->muted = row->muted;
    conv->unread_ms = row->unread_ms;
    chat_pin(chat, conv, row->pinned);
    if (*row->room_key)
        xreplace(&conv->key, row->room_key);
}

static bool make_convs(struct archive *archive, struct chat *chat, struct network *network)
{
    char *server = secrets_server(network);
    struct loading loading = {.server = server};
    archive_each(archive, "conv", load_row, &loading);
    if (loading.n > 0)
        qsort(loading.rows, loading.n, sizeof(*loading.rows), by_place);
    for (size_t i = 0; i < loading.n; i++) {
        make_conv(chat, network, &loading.rows[i]);
        free(loading.rows[i].name);
        free(loading.rows[i].room_key);
    }
    free(loading.rows);
    free(server);
    return loading.n > 0;
}

/* The one that was open last opens, unless another was asked for. */
static void open_last(struct archive *archive, struct chat *chat, const struct network *network)
{
    char *open = archive_get(archive, "state", "open");
    for (struct conv *conv = chat->convs; open && conv; conv = conv->next) {
        char *key = conv_key(conv);
        bool found = conv->network == network && strcmp(open, key) == 0;
        free(key);
        if (found && chat->current == network->console) {
            chat_open(chat, conv);
            break;
        }
    }
    free(open);
}

/* Is its part of the list of conversations folded away? */
static void load_fold(struct archive *archive, struct network *network)
{
    char *server = secrets_server(network);
    char *folded = archive_get(archive, "fold", server);
    network->folded = folded != NULL;
    free(folded);
    free(server);
}

static void save_folds(struct archive *archive, const struct chat *chat)
{
    for (const struct network *network = chat->networks; network; network = network->next) {
        char *server = secrets_server(network);
        archive_put(archive, "fold", server, network->folded ? "yes" : NULL);
        free(server);
    }
}

bool state_load_network(struct archive *archive, struct chat *chat, struct network *network)
{
    bool any = make_convs(archive, chat, network);
    load_fold(archive, network);
    outbox_load(archive, chat, network);
    transfers_load(archive, chat, network);
    for (struct conv *conv = chat->convs; conv; conv = conv->next) {
        if (conv->network == network)
            load_conv(archive, chat, conv);
    }
    ask_queue_show_all(chat, network);
    open_last(archive, chat, network);
    if (chat->current && chat->current->network == network)
        state_load_older(archive, chat->current);
    return any || network->queue.n > 0;
}

bool state_load_older(struct archive *archive, struct conv *conv)
{
    struct line oldest = {.time_ms = INT64_MAX};
    size_t before = lines_count(conv->lines);
    if (before > 0)
        lines_get(conv->lines, 0, &oldest);
    char *key = conv_key(conv);
    lines_load(archive, conv, key, oldest.time_ms);
    free(key);
    return lines_count(conv->lines) > before;
}

static void save_input(void *arg, const char *conv, const char *text)
{
    archive_add_input(arg, conv, text);
}

/* What there is of a conversation beside its place: mostly nothing, as when it was kept last. */
static void save_notes(struct archive *archive, const struct chat *chat, struct conv *conv)
{
    const char *draft = conv == chat->current ? edit_text(chat->edit) : conv->draft;
    const char *kind = compose_names[conv->compose];
    const char *level = conv->notify == NOTIFY_USUAL ? NULL : notify_level_name(conv->notify);
    draft = draft && *draft && !command_is_secret(conv, draft) ? draft : NULL;
    bool none = !draft && !kind && !level;
    if (none && conv->noteless)
        return;
    char *key = conv_key(conv);
    char *compose = kind ? xasprintf("%s %s", kind, conv->compose_id) : NULL;
    archive_put(archive, "draft", key, draft);
    archive_put(archive, "compose", key, compose);
    archive_put(archive, "notify", key, level);
    free(compose);
    free(key);
    conv->noteless = none;
}

static void save_open(struct archive *archive, const struct chat *chat)
{
    if (!chat->current)
        return;
    char *key = conv_key(chat->current);
    archive_put(archive, "state", "open", key);
    free(key);
}

/* What was typed is a draft, or in the queue: never both, never neither. */
static bool save_outbox(struct archive *archive, const struct chat *chat)
{
    if (!outbox_save(archive, chat))
        return false;
    save_open(archive, chat);
    if (chat->current)
        save_notes(archive, chat, chat->current);
    return true;
}

static void save_lines(struct archive *archive, struct conv *conv, const struct log_form *log)
{
    struct line line;
    size_t noted = conv->redacted.len + conv->edited.len + conv->reacted.len;
    if (noted == 0 && !lines_unsaved(conv->lines, &line))
        return;
    char *key = conv_key(conv);
    lines_save(archive, conv, key, log);
    free(key);
}

bool state_save_lines(struct archive *archive, struct chat *chat, bool due)
{
    const char *folder = chat->settings.log_folder;
    struct log_form form = {chat->now_ms, chat->utc_offset_s};
    archive_begin(archive);
    for (struct conv *conv = chat->convs; conv; conv = conv->next)
        save_lines(archive, conv, folder && *folder ? &form : NULL);
    recall_each_new(chat->recall, save_input, archive);
    bool moved = transfers_save(archive, chat);
    bool queued = save_outbox(archive, chat) || moved;
    if (!queued && !due)
        return false;
    bool kept = archive_commit(archive);
    if (queued && kept) {
        outbox_saved(chat);
        transfers_saved(chat);
    } else if (queued)
        chat_complain(chat, "The disk does not take it: what waits to be sent is lost if parlor "
                            "ends now");
    return true;
}

static void save_place(struct archive *archive, const struct conv *conv, int place)
{
    char *server = secrets_server(conv->network);
    char *named = xasprintf("%s/%s", server, conv->name);
    char *unread = conv->unread_ms ? xasprintf("+unread=%" PRId64, conv->unread_ms) : xstrdup("");
    char *value =
        xasprintf("%" PRId64 " %d %s%s%s%s %s", conv->read_ms, place,
                  conv->joined || conv->rejoin ? "joined" : "left", conv->pinned ? "+pin" : "",
                  conv->muted ? "+mute" : "", unread, conv->key ? conv->key : "");
    free(unread);
    archive_put(archive, "conv", named, value);
    free(value);
    free(named);
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
    int place = 0;
    archive_begin(archive);
    archive_each(archive, "conv", forget_closed, &closing);
    for (struct conv *conv = chat->convs; conv; conv = conv->next) {
        save_notes(archive, chat, conv);
        if (conv->kind != CONV_CONSOLE)
            save_place(archive, conv, ++place);
    }
    save_folds(archive, chat);
    archive_put(archive, "state", "show_rooms", chat->settings.show_rooms ? "yes" : "no");
    archive_put(archive, "state", "show_users", chat->settings.show_users ? "yes" : "no");
    char *hints = xasprintf("%u", chat->hints_used);
    archive_put(archive, "state", "hints", hints);
    free(hints);
    archive_put(archive, "state", "emoji", chat->recent_emoji);
    save_open(archive, chat);
    if (!archive_commit(archive))
        for (struct conv *conv = chat->convs; conv; conv = conv->next)
            conv->noteless = false;
}
