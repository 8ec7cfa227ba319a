#include "look_around.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "around.h"
#include "browse.h"
#include "connect_form.h"
#include "mem.h"
#include "url.h"

/* What a row's value begins with. */
#define ROW_PERSON '@'
#define ROW_FOLDER 'd'
#define ROW_FILE   'f'

static bool pick(struct chat *chat, struct dialog *dialog, const struct dialog_row *row);

/* The one that is looked at: it may have gone meanwhile. */
static struct network *looked_at(const struct chat *chat)
{
    struct network *network = chat_network(chat, chat->browsing.network);
    return network && network->around ? network : NULL;
}

static unsigned stamp(const struct network *network)
{
    return network->around->changes * 31 + network->shared.changes + 1;
}

/* ---- rows ---- */

/* The detail stands at the right. */
static void add_row(struct dialog *dialog, const char *label, const char *detail, const char *value)
{
    char *aligned = xasprintf("%10s", detail);
    dialog_add(dialog, label, aligned, value);
    free(aligned);
}

static void add_people(struct dialog *dialog, const struct around *around)
{
    dialog_add_heading(dialog, "Online");
    for (size_t i = 0; i < around->npeople; i++) {
        const struct around_person *person = &around->people[i];
        char *value = xasprintf("%c%s", ROW_PERSON, person->nick);
        add_row(dialog, person->nick, person->away ? "away" : "", value);
        free(value);
    }
    if (around->npeople == 0 && around->state == AROUND_HERE)
        dialog_add_text(dialog, around->refused ? "The server tells that only to who has a name."
                                                : "Nobody that one may see.");
}

static void add_rooms(struct dialog *dialog, const struct around *around)
{
    dialog_add_heading(dialog, "Rooms");
    for (size_t i = 0; i < around->nrooms; i++) {
        const struct around_room *room = &around->rooms[i];
        char *label = xasprintf("%s%s%s", room->name, *room->topic ? "  " : "", room->topic);
        char *detail = xasprintf("%d here", room->people);
        add_row(dialog, label, detail, room->name);
        free(label);
        free(detail);
    }
    if (around->nrooms == 0 && around->state == AROUND_HERE && !around->refused)
        dialog_add_text(dialog, "None that one may see.");
}

static void add_files(struct dialog *dialog, const struct shared *shared)
{
    char size[SHARED_SIZE_TEXT];
    dialog_add_heading(dialog, "Files");
    for (size_t i = 0; i < shared->n && !*shared->path; i++) {
        const struct shared_entry *entry = &shared->entries[i];
        char *label = xasprintf("%s%s", entry->name, entry->folder ? "/" : "");
        char *value = xasprintf("%c%s", entry->folder ? ROW_FOLDER : ROW_FILE, entry->name);
        add_row(dialog, label, entry->folder ? "" : shared_size_text(entry->size, size), value);
        free(label);
        free(value);
    }
    if (shared->state == SHARED_FAILED) {
        char *why = xasprintf("None to be seen: %s.", shared->why);
        dialog_add_text(dialog, why);
        free(why);
    } else if (shared->state == SHARED_HERE && shared->n == 0 && !*shared->path) {
        dialog_add_text(dialog, "None yet.");
    }
}

static char *note_of(const struct network *network)
{
    const struct around *around = network->around;
    const struct shared *shared = &network->shared;
    size_t online = around->online >= 0 ? (size_t)around->online : around->npeople;
    if (around->state == AROUND_CONNECTING)
        return xstrdup("connecting…");
    if (around->state == AROUND_FAILED)
        return xstrdup("no link");
    if (around->state == AROUND_ASKED)
        return xstrdup("looking…");
    return xasprintf("%zu online · %zu room%s · %lld in files", online, around->nrooms,
                     around->nrooms == 1 ? "" : "s",
                     (long long)(shared->count > 0 ? shared->count : 0));
}

static void show(struct chat *chat, const struct network *network)
{
    struct dialog *dialog = chat->dialog;
    const struct around *around = network->around;
    dialog_clear(dialog);
    if (around->state == AROUND_ASKED || around->state == AROUND_HERE) {
        add_people(dialog, around);
        add_rooms(dialog, around);
        add_files(dialog, &network->shared);
    }
    free(dialog->note);
    dialog->note = note_of(network);
    xreplace(&dialog->error, around->state == AROUND_FAILED ? around->why : NULL);
    dialog_refilter(dialog);
    dialog->stamp = stamp(network);
    chat->changed |= CHANGE_DIALOG;
}

void look_around_turn(struct chat *chat)
{
    if (!chat->dialog || chat->dialog->done != pick)
        return;
    const struct network *network = looked_at(chat);
    if (!network)
        chat_dialog(chat, NULL);
    else if (chat->dialog->stamp != stamp(network))
        show(chat, network);
}

/* ---- going about ---- */

/* The form again, with the room that was chosen. */
static void to_form(struct chat *chat, struct network *network, const char *room)
{
    char *server = url_text(network->host, network->port, network->tls);
    struct buf url = {0};
    buf_puts(&url, server);
    if (room) {
        buf_putc(&url, '/');
        shared_path_encode(&url, room + (*room == '#'));
    }
    network->stage = NETWORK_OFFLINE;
    connect_form_open(chat, buf_text(&url), network->want_nick, NULL);
    free(server);
    buf_clear(&url);
}

static void left(struct chat *chat, struct dialog *dialog)
{
    struct network *network = looked_at(chat);
    (void)dialog;
    if (network)
        to_form(chat, network, NULL);
}

static bool pick(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    struct network *network = looked_at(chat);
    if (!network)
        return true;
    char *folder = *row->value == ROW_FOLDER ? xstrdup(row->value + 1) : NULL;
    if (folder)
        browse_folder(chat, network, folder);
    else if (*row->value == '#' || *row->value == '&')
        to_form(chat, network, row->value);
    else if (*row->value == ROW_FILE)
        xreplace(&dialog->error, "to get files, choose a name first: Esc");
    else
        xreplace(&dialog->error, "to write to somebody, choose a name first: Esc");
    free(folder);
    chat->changed |= CHANGE_DIALOG;
    return false;
}

void look_around_show(struct chat *chat, struct network *network)
{
    char *title = xasprintf("Looking around at %s", network->host);
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, title, "type to find · Enter room, folder · Esc back", pick);
    dialog->left = left;
    dialog->table = true;
    dialog->empty = xstrdup("");
    chat->browsing.network = network;
    chat_dialog(chat, dialog);
    show(chat, network);
    free(title);
}

int look_around(struct chat *chat, const char *url, const char *nick, char **cause)
{
    struct network *network = connect_to_look(chat, url, nick, cause);
    if (!network)
        return -1;
    look_around_show(chat, network);
    return 0;
}
