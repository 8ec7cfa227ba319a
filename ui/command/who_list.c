#include "who_list.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "mem.h"

/* Their card. */
static bool chosen(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    const struct network *network = dialog->about;
    if (row && chat->current->network == network) {
        char *nick = xstrdup(row->value);
        command_whois(chat, nick);
        free(nick);
    }
    return true;
}

/* "nick\tdetail" in each row. */
static void add_rows(struct dialog *dialog, const char *rows)
{
    for (size_t len; *rows; rows += len + (rows[len] == '\n')) {
        len = strcspn(rows, "\n");
        size_t nick_len = strcspn(rows, "\t\n");
        char *nick = xstrndup(rows, nick_len);
        char *detail = xstrndup(rows + nick_len + 1, len > nick_len ? len - nick_len - 1 : 0);
        dialog_add(dialog, nick, detail, nick);
        free(detail);
        free(nick);
    }
}

static void open_list(struct chat *chat, const struct network *network)
{
    char *title = xasprintf("Who is there: %s", network->who_asked);
    struct dialog *dialog =
        dialog_new(DIALOG_LIST, title, "type to find · Enter their card · Esc close", chosen);
    dialog->about = network;
    dialog->wide = true;
    xreplace(&dialog->empty, "nobody");
    add_rows(dialog, buf_text(&network->who));
    free(dialog->note);
    dialog->note = xasprintf("%zu", dialog->n);
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
    free(title);
}

void who_list_turn(struct chat *chat)
{
    for (struct network *network = chat->networks; network; network = network->next) {
        if (!network->who_done || chat->dialog || !edit_is_empty(chat->edit))
            continue;
        open_list(chat, network);
        network->who_done = false;
        buf_clear(&network->who);
        xreplace(&network->who_asked, NULL);
    }
}
