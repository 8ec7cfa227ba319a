#include "chat.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "highlight_words.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "url.h"
#include "utf8.h"

#define RECALL_MAX      1000
#define SIDE_COLS_LEAST 8
#define KEY_BYTES       512 /* the rest of a longer name does not count */

bool chat_is_narrow(const struct chat *chat)
{
    return chat->cols > 0 && chat->cols < CHAT_NARROW_COLS;
}

int chat_side_cols(int asked, int screen_cols)
{
    int most = screen_cols / 3;
    return asked < SIDE_COLS_LEAST ? SIDE_COLS_LEAST : asked > most ? most : asked;
}

struct chat *chat_new(void)
{
    struct chat *chat = xnew(struct chat);
    chat->settings = (struct chat_settings){.show_rooms = true,
                                            .show_users = true,
                                            .rooms_cols = 17,
                                            .users_cols = 14,
                                            .joins_minutes = 10,
                                            .markdown = true,
                                            .bell = true,
                                            .typing = true,
                                            .text_cols_max = 100,
                                            .lines_max = 100000,
                                            .downloads = xstrdup("~/Downloads/parlor"),
                                            .transfers_at_once = 2};
    chat->theme = xstrdup("default-dark");
    chat->edit = edit_new();
    chat->side.filter = edit_new();
    chat->recall = recall_new(RECALL_MAX);
    chat->focused = true;
    chat->changed = CHANGE_ALL;
    chat->rows = 24;
    chat->cols = 80;
    chat->page_rows = 20;
    return chat;
}

void chat_free(struct chat *chat)
{
    if (!chat)
        return;
    transfers_clear(&chat->transfers);
    struct conv *conv;
    struct conv *next_conv;
    DL_FOREACH_SAFE(chat->convs, conv, next_conv)
    conv_free(conv);
    struct network *network;
    struct network *next_network;
    DL_FOREACH_SAFE(chat->networks, network, next_network)
    network_free(network);
    dialog_free(chat->dialog);
    edit_free(chat->edit);
    edit_free(chat->side.filter);
    free(chat->side.nick);
    recall_free(chat->recall);
    seek_clear(&chat->seek);
    choices_clear(&chat->choices);
    usage_clear(&chat->usage);
    free(chat->paste);
    free(chat->theme);
    free(chat->theme_names);
    free(chat->theme_work.name);
    free(chat->edit_path);
    free(chat->recent_emoji);
    free(chat->copy);
    free(chat->open_url);
    news_clear(&chat->news);
    highlight_words_free(chat->words);
    free(chat->words_text);
    free(chat->ignored);
    free(chat->browsing.room);
    free(chat->browsing.pick);
    free(chat->exec.command);
    free(chat->exec.room);
    free(chat->notice);
    free(chat->chord);
    binds_clear(&chat->binds);
    aliases_clear(&chat->aliases);
    key_names_clear(&chat->key_names);
    conf_clear(chat->options.table, chat->options.n, &chat->settings);
    conf_changes_clear(&chat->unsaved);
    free(chat->settings.downloads);
    free(chat);
}

static struct conv *make(struct chat *chat, struct network *network, enum conv_kind kind,
                         const char *name)
{
    char *clean = utf8_sanitize(name, strlen(name), false, false);
    struct conv *conv = conv_new(kind, network, clean, (size_t)chat->settings.lines_max);
    free(clean);
    chat_place(chat, conv);
    return conv;
}

/* Conversations are known by what their names look like. Returns out. */
static char *key_of(const char *name, char *out, size_t size)
{
    const unsigned char *p = (const unsigned char *)name;
    while (*p >= ' ' && *p <= '~')
        p++;
    if (!*p)
        return irc_fold_to(name, out, size);

    char *clean = utf8_sanitize(name, strlen(name), false, false);
    irc_fold_to(clean, out, size);
    free(clean);
    return out;
}

void chat_add_network(struct chat *chat, struct network *network)
{
    DL_APPEND(chat->networks, network);
    network->console = make(chat, network, CONV_CONSOLE, network->name);
    if (!chat->current)
        chat_open(chat, network->console);
}

struct network *chat_network(const struct chat *chat, const void *network)
{
    struct network *there = chat->networks;
    while (there && there != network)
        there = there->next;
    return there;
}

static void forget_conv(struct chat *chat, struct conv *conv)
{
    if (chat->last == conv)
        chat->last = NULL;
    if (chat->home == conv)
        chat->home = NULL;
    visited_drop(&chat->visited, conv);
    DL_DELETE(chat->convs, conv);
    conv_free(conv);
}

static void forget_convs(struct chat *chat, const struct network *network)
{
    struct conv *next = NULL;
    for (struct conv *conv = chat->convs; conv; conv = next) {
        next = conv->next;
        if (conv->network == network)
            forget_conv(chat, conv);
    }
}

void chat_drop_network(struct chat *chat, struct network *network)
{
    assert(chat->current->network != network);
    transfers_drop_network(chat, network);
    forget_convs(chat, network);
    DL_DELETE(chat->networks, network);
    network_free(network);
    chat->changed |= CHANGE_ALL;
}

/* To servers of the old kind []\~ are the capitals of {}|^ (CASEMAPPING, 005). */
static struct conv *spelt_otherwise(const struct network *network, const char *name)
{
    const char *mapping = map_get(&network->isupport, "CASEMAPPING");
    if (!mapping || strncmp(mapping, "rfc1459", 7) != 0)
        return NULL;
    MAP_FOREACH(entry, &network->convs) {
        struct conv *conv = map_value(entry);
        if (irc_name_equal_rfc1459(conv->name, name))
            return conv;
    }
    return NULL;
}

struct conv *chat_conv(const struct chat *chat, const struct network *network, const char *name)
{
    (void)chat;
    char key[KEY_BYTES];
    struct conv *conv = map_get(&network->convs, key_of(name, key, sizeof(key)));
    return conv || !name[strcspn(name, "[]\\^{}|~")] ? conv : spelt_otherwise(network, name);
}

struct conv *chat_conv_make(struct chat *chat, struct network *network, const char *name)
{
    struct conv *conv = chat_conv(chat, network, name);
    if (conv)
        return conv;

    char key[KEY_BYTES];
    conv = make(chat, network, irc_is_room(name) ? CONV_ROOM : CONV_PERSON, name);
    map_set(&network->convs, key_of(name, key, sizeof(key)), conv);
    return conv;
}

void chat_rename(struct chat *chat, struct conv *conv, const char *name)
{
    struct conv *other = chat_conv(chat, conv->network, name);
    if (other && other != conv)
        return;

    char key[KEY_BYTES];
    map_remove(&conv->network->convs, key_of(conv->name, key, sizeof(key)));
    queue_rename(&conv->network->queue, conv->name, name);
    conv->network->monitored = 0;
    free(conv->name);
    free(conv->fold);
    conv->name = utf8_sanitize(name, strlen(name), false, false);
    conv->noteless = false;
    conv->fold = irc_fold(conv->name);
    map_set(&conv->network->convs, key_of(name, key, sizeof(key)), conv);
    chat->changed |= CHANGE_CONVS | CHANGE_TOPIC | CHANGE_STATUS;
}

/* Is another one? */
static bool is_called_so(const struct chat *chat, const struct network *network, const char *name)
{
    const struct network *other = chat->networks;
    while (other && (other == network || strcmp(other->name, name) != 0))
        other = other->next;
    return other != NULL;
}

void chat_name_network(struct chat *chat, struct network *network, const char *name)
{
    char *clean = utf8_sanitize(name, strlen(name), false, false);
    if (is_called_so(chat, network, clean)) {
        char *url = url_text(network->host, network->port, network->tls);
        char *longer = xasprintf("%s %s", clean, url);
        free(clean);
        free(url);
        clean = longer;
    }
    xreplace(&network->name, clean);
    xreplace(&network->console->name, clean);
    free(network->console->fold);
    network->console->fold = irc_fold(clean);
    free(clean);
    chat->changed |= CHANGE_CONVS | CHANGE_TOPIC | CHANGE_STATUS;
}

struct conv *chat_here(const struct chat *chat, const struct network *network)
{
    return chat->current && chat->current->network == network ? chat->current : network->console;
}

static void keep_draft(struct chat *chat)
{
    if (!chat->current)
        return;
    bool empty = edit_is_empty(chat->edit);
    xreplace(&chat->current->draft, empty ? NULL : edit_text(chat->edit));
}

void chat_open(struct chat *chat, struct conv *conv)
{
    if (conv == chat->current)
        return;

    keep_draft(chat);
    if (chat->current)
        pick_end(chat);
    edit_free(chat->edit);
    chat->edit = edit_new();
    if (conv->draft)
        edit_set(chat->edit, conv->draft);
    recall_reset(chat->recall);

    chat->last = chat->current;
    chat->current = conv;
    visited_add(&chat->visited, conv);
    chat->side.rooms_scrolled = false;
    chat->side.users_top = 0;
    chat->mention = 0;
    conv->came = 0;
    chat->scroll_rows = 0;
    conv->opened_ms = chat->now_ms;
    conv->line_ms = conv->unread ? conv->read_ms : 0;
    chat_release(conv);
    if (chat->focused && chat_mark_read(chat, conv) &&
        network_can(conv->network, IRC_CAP_READ_MARKER))
        conv->network->marks_due = true;
    chat->changed |= CHANGE_ALL;
}

void chat_clear(struct chat *chat, struct conv *conv)
{
    lines_clear(conv->lines);
    conv->older = HISTORY_MORE;
    conv->cleared = true;
    conv_follow(conv);
    chat->changed |= CHANGE_LINES;
}

void chat_close(struct chat *chat, struct conv *conv)
{
    if (conv->kind == CONV_CONSOLE)
        return;
    assert(conv->next); /* its network's console stands behind it */
    if (chat->current == conv)
        chat_open(chat, chat->last && chat->last != conv ? chat->last : conv->next);
    char key[KEY_BYTES];
    map_remove(&conv->network->convs, key_of(conv->name, key, sizeof(key)));
    conv->network->monitored = 0;
    forget_conv(chat, conv);
    chat->changed |= CHANGE_CONVS;
}

struct conv *chat_nth(const struct chat *chat, int n)
{
    struct conv *conv;
    DL_FOREACH(chat->convs, conv)
    if (--n == 0)
        return conv;
    return NULL;
}

/* 0 for nothing to read; the higher, the sooner. */
static int urgency(const struct conv *conv)
{
    if (conv->muted)
        return 0;
    if (conv->mentions)
        return 4;
    if (!conv->unread)
        return 0;
    static const int kinds[] = {[CONV_PERSON] = 3, [CONV_ROOM] = 2, [CONV_CONSOLE] = 1};
    return kinds[conv->kind];
}

struct conv *chat_next_unread(const struct chat *chat)
{
    struct conv *best = NULL;
    struct conv *conv = chat->current;
    if (!conv)
        return NULL;
    for (conv = conv->next ? conv->next : chat->convs; conv != chat->current;
         conv = conv->next ? conv->next : chat->convs)
        if (urgency(conv) > (best ? urgency(best) : 0))
            best = conv;
    return best;
}

bool chat_revisit(struct chat *chat, int by)
{
    struct visited kept = chat->visited;
    struct conv *conv = visited_step(&kept, by);
    if (!conv)
        return false;
    chat_open(chat, conv);
    chat->visited = kept;
    return true;
}

void chat_focus(struct chat *chat, enum focus focus)
{
    edit_clear(chat->side.filter);
    xreplace(&chat->side.nick, NULL);
    chat->side.room = focus == FOCUS_ROOMS ? chat->current : NULL;
    chat->focus = focus;
    chat->changed |= CHANGE_CONVS | CHANGE_MEMBERS | CHANGE_INPUT | CHANGE_STATUS;
}

void chat_dialog(struct chat *chat, struct dialog *dialog)
{
    struct dialog *open = chat->dialog;
    /* What could be typed is behind it. */
    choices_clear(&chat->choices);
    if (!dialog && open && open->under) {
        dialog = open->under;
        open->under = NULL;
    }
    dialog_free(open);
    chat->dialog = dialog;
    chat->changed |= CHANGE_ALL;
}

void chat_dialog_over(struct chat *chat, struct dialog *dialog)
{
    dialog->under = chat->dialog;
    chat->dialog = dialog;
    chat->changed |= CHANGE_ALL;
}
