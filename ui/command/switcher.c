#include "switcher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "action.h"
#include "command.h"
#include "keymap.h"
#include "mem.h"
#include "navigate.h"

/* What a row's value begins with: a number of the list follows, a name, or nothing. */
#define ROW_CONV   '#'
#define ROW_PERSON '@'

/* People of so many are offered beside those with whom there is a conversation. */
#define PEOPLE_MAX 2000

static bool open_picked(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    struct conv *conv = NULL;
    (void)dialog;
    if (*row->value == ROW_CONV)
        conv = chat_nth(chat, (int)strtol(row->value + 1, NULL, 10));
    else if (*row->value == ROW_PERSON && chat->current)
        conv = chat_conv_make(chat, chat->current->network, row->value + 1);
    char *command = *row->value == '/' ? xstrdup(row->value) : NULL;
    chat_dialog(chat, NULL);
    chat_focus(chat, FOCUS_INPUT);
    if (conv)
        navigate_open(chat, conv);
    if (command)
        command_begin(chat, command);
    free(command);
    return false;
}

static int by_last_look(const void *a, const void *b)
{
    const struct conv *x = *(const struct conv *const *)a;
    const struct conv *y = *(const struct conv *const *)b;
    return x->opened_ms == y->opened_ms ? 0 : x->opened_ms > y->opened_ms ? -1 : 1;
}

static char *detail_of(const struct chat *chat, const struct conv *conv)
{
    const char *server = chat->networks->next ? conv->network->name : "";
    if (conv->mentions)
        return xasprintf("@ %u  %s", conv->mentions, server);
    if (conv->unread)
        return xasprintf("%u new  %s", conv->unread, server);
    return xstrdup(conv->kind == CONV_CONSOLE ? "server" : server);
}

static void add_conv(const struct chat *chat, struct dialog *dialog, const struct conv *conv)
{
    int n = 1;
    for (const struct conv *c = chat->convs; c != conv; c = c->next)
        n++;
    char *value = xasprintf("%c%d", ROW_CONV, n);
    char *detail = detail_of(chat, conv);
    dialog_add(dialog, conv->name, detail, value);
    free(detail);
    free(value);
}

/* Rooms, people and servers, those looked at last first; the open one is of no use here. */
static void add_convs(const struct chat *chat, struct dialog *dialog)
{
    size_t n = 0;
    for (const struct conv *conv = chat->convs; conv; conv = conv->next)
        n++;
    const struct conv **convs = xcalloc(n + 1, sizeof(const struct conv *));
    n = 0;
    for (const struct conv *conv = chat->convs; conv; conv = conv->next)
        convs[n++] = conv;
    qsort(convs, n, sizeof(const struct conv *), by_last_look);
    for (size_t i = 0; i < n; i++) {
        if (convs[i] != chat->current)
            add_conv(chat, dialog, convs[i]);
    }
    free(convs);
}

static void add_person(struct chat *chat, struct dialog *dialog, struct map *seen,
                       const struct person *person)
{
    const struct network *network = chat->current->network;
    if (map_get(seen, person->nick) || chat_conv(chat, network, person->nick) ||
        strcmp(person->nick, network->nick) == 0)
        return;
    map_set(seen, person->nick, dialog);
    char *value = xasprintf("%c%s", ROW_PERSON, person->nick);
    dialog_add(dialog, person->nick, person->away ? "away" : "write to them", value);
    free(value);
}

/* Who is in a room of this server, without a conversation yet. */
static void add_people(struct chat *chat, struct dialog *dialog)
{
    struct map seen = {0};
    if (!chat->current)
        return;
    for (struct conv *conv = chat->convs; conv; conv = conv->next) {
        if (conv->network != chat->current->network)
            continue;
        MAP_FOREACH(entry, &conv->members.by_nick) {
            if (map_count(&seen) < PEOPLE_MAX)
                add_person(chat, dialog, &seen, map_value(entry));
        }
    }
    map_clear(&seen);
}

static void offer_commands(struct dialog *dialog)
{
    size_t n = 0;
    const struct command *commands = command_table(&n);
    for (size_t i = 0; i < n; i++) {
        char *name = xasprintf("/%s", commands[i].name);
        dialog_add(dialog, name, commands[i].help, name);
        free(name);
    }
}

/* With '>' or '/' first it is the palette. */
static void typed(struct chat *chat, struct dialog *dialog)
{
    const char *text = edit_text(dialog->filter);
    if (*text != '>' && *text != '/')
        return;
    char *rest = xstrdup(text + 1);
    action_palette(chat);
    dialog_type(chat->dialog, rest);
    free(rest);
}

void action_switcher(struct chat *chat)
{
    struct dialog *dialog = dialog_new(
        DIALOG_LIST, "Go to", "type to find · > commands · Enter open · Esc close", open_picked);
    dialog->typed = typed;
    add_convs(chat, dialog);
    add_people(chat, dialog);
    offer_commands(dialog);
    chat->hints_used |= HINT_FIND;
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}

/* ---- by number ---- */

/* Two digits are a number of the list: it opens at once. */
static void number_typed(struct chat *chat, struct dialog *dialog)
{
    const char *text = edit_text(dialog->filter);
    int n = (int)strtol(text, NULL, 10);
    if (strlen(text) != 2 || strspn(text, "0123456789") != 2)
        return;
    struct conv *conv = chat_nth(chat, n);
    chat_dialog(chat, NULL);
    if (conv)
        navigate_open(chat, conv);
    else
        chat_notice(chat, "There is no room %d", n);
}

void action_room_number(struct chat *chat)
{
    struct dialog *dialog = dialog_new(DIALOG_LIST, "Go to number",
                                       "two digits go there · Enter open · Esc close", open_picked);
    int n = 0;
    dialog->typed = number_typed;
    for (const struct conv *conv = chat->convs; conv; conv = conv->next) {
        char *label = xasprintf("%02d  %s", ++n, conv->name);
        char *value = xasprintf("%c%d", ROW_CONV, n);
        char *detail = detail_of(chat, conv);
        dialog_add(dialog, label, detail, value);
        free(detail);
        free(value);
        free(label);
    }
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}

/* ---- by some letters ---- */

void switcher_find(struct chat *chat, const char *text)
{
    action_switcher(chat);
    dialog_type(chat->dialog, text);
    const struct dialog_row *picked = dialog_picked(chat->dialog);
    if (*text && chat->dialog->nshown == 1 && picked && *picked->value != '/')
        open_picked(chat, chat->dialog, picked);
}
