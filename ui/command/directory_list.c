/* The rooms of a server, to look through and to enter: /list. */
#include "directory_list.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ask.h"
#include "command.h"
#include "irc_name.h"
#include "mem.h"
#include "utf8.h"

/* While they come, the list is made anew so often. */
#define RENEW_MS  200
#define NAME_COLS 24

static bool chosen(struct chat *chat, struct dialog *dialog, const struct dialog_row *row);

static enum directory_order order_of(const struct chat *chat)
{
    return chat->directory_order;
}

static void add_room(struct dialog *dialog, const struct directory_room *room)
{
    char *name = utf8_shorten(room->name, NAME_COLS);
    int pad = NAME_COLS - utf8_cols(name, strlen(name));
    char *label = xasprintf("%s%*s  %s", name, pad, "", room->topic);
    char *detail = xasprintf("%ld", room->people);
    dialog_add(dialog, label, detail, room->name);
    free(detail);
    free(label);
    free(name);
}

static void fill(const struct chat *chat, struct dialog *dialog, struct network *network)
{
    static const char *const orders[DIRECTORY_ORDERS] = {"by people", "by name", "by topic"};
    struct directory *directory = &network->directory;
    dialog_clear(dialog);
    directory_sort(directory, order_of(chat));
    for (size_t i = 0; i < directory->n; i++)
        add_room(dialog, &directory->rooms[i]);
    dialog_refilter(dialog);
    free(dialog->note);
    dialog->note = xasprintf("%zu room%s%s, %s", directory->n, directory->n == 1 ? "" : "s",
                             directory->done ? "" : " so far", orders[order_of(chat)]);
    xreplace(&dialog->empty, directory->done ? "no rooms" : "asking ...");
    dialog->stamp = (unsigned)directory->n * 2 + directory->done;
}

void directory_list_turn(struct chat *chat)
{
    struct dialog *dialog = chat->dialog;
    struct network *network =
        dialog && dialog->done == chosen ? chat_network(chat, dialog->about) : NULL;
    if (!network)
        return;
    const struct directory *directory = &network->directory;
    if (dialog->stamp == (unsigned)directory->n * 2 + directory->done ||
        (!directory->done && chat->mono_ms - chat->directory_ms < RENEW_MS))
        return;
    chat->directory_ms = chat->mono_ms;
    fill(chat, dialog, network);
    chat->changed |= CHANGE_DIALOG;
}

static bool chosen(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    struct network *network = chat_network(chat, dialog->about);
    struct conv *conv = network && row ? chat_conv_make(chat, network, row->value) : NULL;
    if (conv && !conv->joined)
        ask_join(network, conv->name, NULL);
    if (conv)
        chat_open(chat, conv);
    return true;
}

static bool key(struct chat *chat, struct dialog *dialog, const char *name)
{
    struct network *network = chat_network(chat, dialog->about);
    if (strcmp(name, "C-o") != 0 || !network)
        return false;
    chat->directory_order = (chat->directory_order + 1) % DIRECTORY_ORDERS;
    fill(chat, dialog, network);
    dialog->picked = 0;
    chat->changed |= CHANGE_DIALOG;
    return true;
}

/* What only a server can answer: rooms by name, and the conditions of ELIST. */
static bool is_for_server(const char *text)
{
    return irc_is_room(text) || strpbrk(text, "<>*?") != NULL;
}

static void open_list(struct chat *chat, struct network *network, const char *typed)
{
    char *title = xasprintf("Rooms of %s", network->name);
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, title, "type to find · Enter join · C-o order · Esc close", chosen);
    dialog->about = network;
    dialog->key = key;
    dialog->table = true;
    edit_set(dialog->filter, typed);
    fill(chat, dialog, network);
    chat_dialog(chat, dialog);
    free(title);
}

void command_list(struct chat *chat, char *args)
{
    static const char lines[] = "-lines";
    static const char sure[] = "-yes"; /* irssi asks for it; here nothing is flooded */
    struct network *network = chat->current->network;
    if (strncasecmp(args, sure, sizeof(sure) - 1) == 0)
        args += sizeof(sure) - 1 + strspn(args + sizeof(sure) - 1, " ");
    bool named = strncmp(args, lines, sizeof(lines) - 1) == 0;
    bool as_lines = named || chat->settings.linear;
    args += named ? sizeof(lines) - 1 : 0;
    args += strspn(args, " ");
    if (as_lines) {
        network->directory.asked = false;
    } else {
        directory_begin(&network->directory);
    }
    bool passed = *args && (as_lines || is_for_server(args));
    ask(network, "LIST", passed ? args : NULL, NULL);
    if (!as_lines)
        open_list(chat, network, passed ? "" : args);
}
