#include "whois_card.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "irc_name.h"
#include "mem.h"

static bool chosen(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    struct network *network = chat_network(chat, dialog->about);
    if (!network || !row || !row->value)
        return true;
    char *nick = xstrdup(dialog->title);
    if (strcmp(row->value, "write") == 0)
        chat_open(chat, chat_conv_make(chat, network, nick));
    else if (strcmp(row->value, "ignore") == 0)
        command_ignore(chat, nick);
    free(nick);
    return true;
}

/* "#tea #ops": where both are; to free. */
static char *shared_rooms(const struct network *network, const char *nick)
{
    struct buf rooms = {0};
    MAP_FOREACH(entry, &network->convs) {
        const struct conv *conv = map_value(entry);
        if (conv->kind == CONV_ROOM && members_get(&conv->members, nick))
            buf_printf(&rooms, "%s%s", rooms.len > 0 ? " " : "", conv->name);
    }
    return rooms.len > 0 ? buf_detach(&rooms) : NULL;
}

static size_t words_of(const char *text)
{
    size_t n = 0;
    while (*text && *text != '\n') {
        n += *text != ' ';
        text += *text == ' ' ? 1 : strcspn(text, " \n");
    }
    return n;
}

/* Did the server name no other rooms than those? */
static bool are_all(const char *card, const char *rooms)
{
    static const char row[] = "\n  in ";
    const char *told = strstr(card, row);
    return told && words_of(told + sizeof(row) - 1) <= words_of(rooms);
}

static void add_lines(struct dialog *dialog, const char *card)
{
    for (size_t len; *card; card += len + (card[len] == '\n')) {
        len = strcspn(card, "\n");
        char *line = xstrndup(card + strspn(card, " "), len - strspn(card, " "));
        dialog_add_text(dialog, line);
        free(line);
    }
}

static void open_card(struct chat *chat, struct network *network)
{
    const char *nick = network->card_asked;
    bool self = irc_name_equal(nick, network->nick);
    char *rooms = self ? NULL : shared_rooms(network, nick);
    bool known = rooms && are_all(buf_text(&network->card), rooms);
    char *both = rooms && !known ? xasprintf("with you in %s", rooms) : NULL;
    struct dialog *dialog = dialog_new(DIALOG_ASK, nick, "Enter choose · Esc close", chosen);
    dialog->about = network;
    add_lines(dialog, buf_text(&network->card));
    if (both)
        dialog_add_text(dialog, both);
    dialog_add_text(dialog, " ");
    if (!self) {
        dialog_add(dialog, "Write to them", NULL, "write");
        dialog_add(dialog, "Ignore them", NULL, "ignore");
    }
    dialog_add(dialog, "Close", NULL, "");
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
    free(both);
    free(rooms);
}

void whois_card_turn(struct chat *chat)
{
    for (struct network *network = chat->networks; network; network = network->next) {
        if (!network->card_done || !network->card_asked || chat->dialog)
            continue;
        open_card(chat, network);
        buf_reset(&network->card);
        network->card_done = false;
        xreplace(&network->card_asked, NULL);
    }
}
