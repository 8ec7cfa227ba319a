#include "recovery_card.h"

#include <stdlib.h>

#include "ask.h"
#include "command.h"
#include "mem.h"
#include "message.h"
#include "secret.h"

/* The code is the value of the row that copies it. */
static bool chosen(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    if (row && row->value && *row->value)
        message_copy(chat, row->value);
    return true;
}

static void open_card(struct chat *chat, const struct network *network)
{
    const char *code = network->recovery_code;
    char *name = xasprintf("It gives the name %s back if this machine is lost.", network->nick);
    struct dialog *dialog =
        dialog_new(DIALOG_ASK, "Recovery code", "Enter choose · Esc close", chosen);
    dialog_add_text(dialog, code);
    dialog_add_text(dialog, " ");
    dialog_add_text(dialog, name);
    dialog_add_text(dialog, "Write it down somewhere else: it works once, is shown");
    dialog_add_text(dialog, "only now, and no file of this machine keeps it.");
    dialog_add_text(dialog, "The code before it is void.");
    dialog_add_text(dialog, " ");
    dialog_add(dialog, "Copy it", "into the clipboard", code);
    dialog_add(dialog, "Close", "it is written down", "");
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
    free(name);
}

void recovery_card_turn(struct chat *chat)
{
    for (struct network *network = chat->networks; network; network = network->next) {
        if (!network->recovery_code || chat->dialog)
            continue;
        open_card(chat, network);
        secret_free(network->recovery_code);
        network->recovery_code = NULL;
    }
}

void command_recovery(struct chat *chat, char *args)
{
    (void)args;
    struct network *network = chat->current->network;
    if (!network->account)
        chat_complain(chat, "The name %s is not yours here: there is nothing to recover",
                      network->nick);
    else if (!ask_recovery(network))
        chat_complain(chat, "Not sent: too much is waiting");
    else
        network->recovery_card = true;
}
