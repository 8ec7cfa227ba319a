#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "ask.h"
#include "command.h"
#include "connect_form.h"
#include "elsewhere.h"
#include "irc_msg.h"
#include "mem.h"

static struct network *here(const struct chat *chat)
{
    return chat->current ? chat->current->network : NULL;
}

void command_clear(struct chat *chat, char *args)
{
    bool all = strcmp(args, "-all") == 0;
    if (!chat->current)
        return;
    if (strcmp(args, "-unread") == 0) {
        command_read(chat, (char[]){""});
        return;
    }
    if (*args && !all) {
        chat_complain(chat, "/clear: not %s. Usage: /clear [-all|-unread]", args);
        return;
    }
    for (struct conv *conv = chat->convs; conv; conv = conv->next) {
        if (all || conv == chat->current)
            chat_clear(chat, conv);
    }
    for (struct network *network = chat->networks; network; network = network->next)
        ask_queue_show_all(chat, network);
}

void command_help(struct chat *chat, char *args)
{
    const char *word = args + (*args == '/');
    if (elsewhere_find(word)) {
        chat_notice(chat, "/%s: %s", word, elsewhere_find(word));
        return;
    }
    action_help(chat);
    if (*args)
        dialog_type(chat->dialog, args);
}

/* Read and written anew, so that no line can bring a second one with it. */
void command_quote(struct chat *chat, char *args)
{
    struct irc_msg msg;
    struct network *network = here(chat);
    if (irc_msg_parse(&msg, args) != 0 || !ask_msg(network, &msg))
        chat_complain(chat, "Not sent: that is no line of IRC");
}

void command_oper(struct chat *chat, char *args)
{
    struct network *network = here(chat);
    const char *name = command_word(&args);
    ask(network, "OPER", name ? name : network->nick, *args ? args : NULL, NULL);
}

/* "2 messages wait", "1 file is on its way", or both; "" for nothing. To free. */
static char *unfinished(const struct chat *chat)
{
    size_t waiting = 0;
    unsigned files = transfers_busy(chat);
    struct buf text = {0};
    for (const struct network *network = chat->networks; network; network = network->next)
        waiting += queue_waiting(&network->queue, NULL);
    if (waiting > 0)
        buf_printf(&text, "%zu message%s", waiting, waiting == 1 ? " waits" : "s wait");
    if (files > 0)
        buf_printf(&text, "%s%u %s on %s way", waiting > 0 ? ", " : "", files,
                   files == 1 ? "file is" : "files are", files == 1 ? "its" : "their");
    return buf_detach(&text);
}

/* Says once what has not gone out yet; false if that was said before, or all has. */
static bool asks_before_quit(struct chat *chat)
{
    char *text = chat->quit_asked ? xstrdup("") : unfinished(chat);
    bool asks = *text;
    if (asks) {
        chat->quit_asked = true;
        chat_complain(chat, "%s, %s: /quit again leaves", text,
                      chat->keeps ? "kept for next time" : "lost if you leave");
    }
    free(text);
    return asks;
}

void command_quit(struct chat *chat, char *args)
{
    if (asks_before_quit(chat))
        return;
    for (struct network *network = chat->networks; network; network = network->next)
        connect_leave(chat, network, args);
    chat->wishes |= WISH_QUIT;
}

static bool leave(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    char why[] = "";
    (void)dialog;
    if (strcmp(row->value, "leave") == 0)
        command_quit(chat, why);
    return true;
}

/* Nothing is left to clear, and the key was pressed: at first it is said how to leave. */
void action_how_to_quit(struct chat *chat)
{
    bool again = chat->quit_hint && chat->quit_hint + 1 == chat->presses;
    chat->quit_hint = chat->presses;
    if (!again) {
        chat_notice(chat, "Once more, or /quit, to leave");
        return;
    }
    struct dialog *dialog =
        dialog_new(DIALOG_ASK, "Leave parlor?", "Enter choose · Esc stay", leave);
    dialog_add(dialog, "Stay", NULL, "stay");
    dialog_add(dialog, "Leave", NULL, "leave");
    dialog_refilter(dialog);
    dialog_pick(dialog, "stay");
    chat_dialog(chat, dialog);
}
