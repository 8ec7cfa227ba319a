#include "browse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "action.h"
#include "ask.h"
#include "browse_list.h"
#include "look_around.h"
#include "mem.h"

/* So many rows from the end of what is here, the next page is asked for. */
#define AHEAD_ROWS 20

#define FOLDER_KEYS "Enter open · ← up · C-s sort · C-r again · Esc close"
#define POSTED_KEYS "Enter get · ← all files · Esc close"

static bool pick(struct chat *chat, struct dialog *dialog, const struct dialog_row *row);

static bool is_open(const struct chat *chat)
{
    return chat->dialog && chat->dialog->done == pick;
}

static struct network *browsed(const struct chat *chat)
{
    return chat_network(chat, chat->browsing.network);
}

static struct conv *browsed_conv(const struct chat *chat)
{
    const char *room = chat->browsing.room;
    const struct network *network = browsed(chat);
    return room && network ? chat_conv(chat, network, room) : NULL;
}

/* The network is gone, or the room whose files are shown; or there never was a folder. */
static bool is_gone(const struct chat *chat)
{
    const struct network *network = browsed(chat);
    return !network || (chat->browsing.room ? !browsed_conv(chat) : !network->shared.path);
}

static unsigned stamp(const struct chat *chat)
{
    const struct network *network = browsed(chat);
    const struct conv *conv = browsed_conv(chat);
    return (network ? network->shared.changes : 0) + 1000003 * chat->transfers.changes +
           (conv ? 7919 * conv->last_posted : 0) + (chat_is_narrow(chat) ? 7 : 0);
}

/* ---- what is shown ---- */

static void show(struct chat *chat)
{
    struct dialog *dialog = chat->dialog;
    struct network *network = browsed(chat);
    struct conv *conv = browsed_conv(chat);
    dialog_clear(dialog);
    xreplace(&dialog->error, NULL);
    if (conv)
        browse_list_posted(chat, dialog, conv);
    else
        browse_list_folder(chat, dialog, network);
    dialog_refilter(dialog);
    if (chat->browsing.pick)
        dialog_pick(dialog, chat->browsing.pick);
    if (conv || network->shared.state != SHARED_ASKED)
        xreplace(&chat->browsing.pick, NULL);
    dialog->stamp = stamp(chat);
    chat->changed |= CHANGE_DIALOG;
}

/* Sorted or filtered, it must all be here; else a little more than what is seen. */
static void want_more(struct chat *chat, struct dialog *dialog)
{
    struct network *network = browsed(chat);
    bool all = chat->browsing.sort != BROWSE_BY_NAME || *edit_text(dialog->filter);
    if (network && !chat->browsing.room && (all || dialog->picked + AHEAD_ROWS >= dialog->nshown))
        ask_files_more(chat, network);
}

void browse_turn(struct chat *chat)
{
    if (!is_open(chat))
        return;
    if (is_gone(chat)) {
        chat_dialog(chat, NULL);
        return;
    }
    if (chat->dialog->stamp == stamp(chat))
        return;
    show(chat);
    want_more(chat, chat->dialog);
}

/* ---- going about ---- */

static void go(struct chat *chat, const char *path, const char *pick_name)
{
    struct network *network = browsed(chat);
    char *tidy = shared_path_tidy(path);
    xreplace(&chat->browsing.room, NULL);
    xreplace(&chat->browsing.pick, pick_name);
    edit_clear(chat->dialog->filter);
    xreplace(&chat->dialog->keys, FOLDER_KEYS);
    ask_files(chat, network, tidy);
    show(chat);
    free(tidy);
}

static void go_up(struct chat *chat)
{
    const struct network *network = browsed(chat);
    const char *path = network->shared.path ? network->shared.path : "";
    if (chat->browsing.room) {
        go(chat, "", NULL);
        return;
    }
    if (!*path)
        return;
    char *up = shared_path_up(path);
    const char *slash = strrchr(path, '/');
    char *name = xasprintf("%c%s", BROWSE_FOLDER, slash ? slash + 1 : path);
    go(chat, up, name);
    free(up);
    free(name);
}

/* The same folder as it is now. */
static void go_again(struct chat *chat, const struct network *network, const struct dialog_row *row)
{
    char *path = xstrdup(network->shared.path ? network->shared.path : "");
    char *picked = xstrdup(row ? row->value : NULL);
    go(chat, path, picked);
    free(path);
    free(picked);
}

static void go_to_room(struct chat *chat, const char *name)
{
    xreplace(&chat->browsing.room, name);
    edit_clear(chat->dialog->filter);
    xreplace(&chat->dialog->keys, POSTED_KEYS);
    show(chat);
}

static void sort_otherwise(struct chat *chat)
{
    struct browsing *browsing = &chat->browsing;
    if (browsing->room)
        return;
    browsing->sort = (enum browse_sort)((browsing->sort + 1) % BROWSE_SORTS);
    show(chat);
    want_more(chat, chat->dialog);
}

/* Keys that edit belong to the filter while there is something in it. */
static bool key(struct chat *chat, struct dialog *dialog, const char *name)
{
    struct network *network = browsed(chat);
    const struct dialog_row *row = dialog_picked(dialog);
    bool bare = edit_is_empty(dialog->filter);
    if (is_gone(chat))
        return false;
    if (bare && (strcmp(name, "Left") == 0 || strcmp(name, "BS") == 0 || strcmp(name, "C-h") == 0))
        go_up(chat);
    else if (bare && strcmp(name, "Right") == 0 && row && *row->value == BROWSE_FOLDER)
        pick(chat, dialog, row);
    else if (strcmp(name, "C-s") == 0)
        sort_otherwise(chat);
    else if (strcmp(name, "C-r") == 0 && !chat->browsing.room)
        go_again(chat, network, row);
    else if (strcmp(name, "F9") == 0)
        chat_dialog(chat, NULL);
    else
        return false;
    return true;
}

static void moved(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)row;
    want_more(chat, dialog);
}

/* ---- opening ---- */

static void to_look(struct chat *chat, struct dialog *dialog)
{
    struct network *network = browsed(chat);
    (void)dialog;
    if (!network || !network->around)
        return;
    ask_files(chat, network, "");
    look_around_show(chat, network);
}

static void open_dialog(struct chat *chat, struct network *network, const char *keys)
{
    struct dialog *dialog = dialog_new(DIALOG_LIST, "Files", keys, pick);
    dialog->table = true;
    dialog->key = key;
    dialog->typed = want_more;
    dialog->moved = moved;
    dialog->left = network->around ? to_look : NULL;
    chat->browsing.network = network;
    chat_dialog(chat, dialog);
}

void browse_folder(struct chat *chat, struct network *network, const char *path)
{
    open_dialog(chat, network, FOLDER_KEYS);
    go(chat, path, NULL);
}

void browse_posted(struct chat *chat, struct conv *conv)
{
    open_dialog(chat, conv->network, POSTED_KEYS);
    go_to_room(chat, conv->name);
}

/* From the question for a file: as it was. */
static void come_back(struct chat *chat)
{
    if (is_gone(chat)) {
        chat_dialog(chat, NULL);
        return;
    }
    open_dialog(chat, browsed(chat), chat->browsing.room ? POSTED_KEYS : FOLDER_KEYS);
    show(chat);
}

/* ---- choosing ---- */

static void ask_entry(struct chat *chat, struct network *network, const char *name)
{
    const struct shared_entry *entry = shared_find(&network->shared, name);
    if (!entry)
        return;
    char *path = shared_path_join(network->shared.path, name);
    char *url = browse_url(network, path);
    if (url)
        browse_ask(chat, network,
                   &(struct browse_file){.url = url,
                                         .name = entry->name,
                                         .size = entry->size,
                                         .time_ms = entry->time_ms,
                                         .sha256 = entry->sha256},
                   come_back);
    else
        xreplace(&chat->dialog->error, "this server does not say at which address its files are");
    free(url);
    free(path);
}

static void ask_posted(struct chat *chat, const struct conv *conv, const char *number)
{
    const struct posted *posted = conv ? posted_numbered(conv, strtol(number, NULL, 10)) : NULL;
    if (posted)
        browse_ask(chat, conv->network,
                   &(struct browse_file){.url = posted->url,
                                         .name = posted->name,
                                         .size = posted->size,
                                         .time_ms = posted->time_ms,
                                         .sha256 = posted->sha256,
                                         .who = posted->nick},
                   come_back);
}

static bool pick(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    struct network *network = browsed(chat);
    (void)dialog;
    if (is_gone(chat))
        return true;

    /* Showing another list frees the row. */
    char *value = xstrdup(row->value);
    chat->changed |= CHANGE_DIALOG;
    if (*value == BROWSE_ROOM) {
        go_to_room(chat, value + 1);
    } else if (*value == BROWSE_FOLDER) {
        char *path = shared_path_join(network->shared.path, value + 1);
        go(chat, path, NULL);
        free(path);
    } else {
        xreplace(&chat->browsing.pick, value);
        if (*value == BROWSE_POSTED)
            ask_posted(chat, browsed_conv(chat), value + 1);
        else if (network->around)
            xreplace(&chat->dialog->error, "to get files, choose a name first: Esc, Esc");
        else
            ask_entry(chat, network, value + 1);
    }
    free(value);
    return false;
}
