#include <string.h>

#include "ask.h"
#include "command.h"

/* The conversation that is named, else the open one; NULL with a complaint. */
static struct conv *named(struct chat *chat, char *args)
{
    const char *name = command_word(&args);
    struct conv *here = chat->current;
    struct conv *conv = name && here ? chat_conv(chat, here->network, name) : here;
    if (!conv)
        chat_complain(chat, "There is no conversation %s", name ? name : "here");
    else if (conv->kind == CONV_CONSOLE) {
        chat_complain(chat, "That goes with rooms and people");
        return NULL;
    }
    return conv;
}

static void pin(struct chat *chat, char *args, bool pinned)
{
    struct conv *conv = named(chat, args);
    if (!conv)
        return;
    chat_pin(chat, conv, pinned);
    chat_notice(chat, "%s %s", conv->name,
                pinned ? "stays on top: /unpin" : "is among the others again");
}

void command_pin(struct chat *chat, char *args)
{
    pin(chat, args, true);
}

void command_unpin(struct chat *chat, char *args)
{
    pin(chat, args, false);
}

static void mute(struct chat *chat, char *args, bool muted)
{
    struct conv *conv = named(chat, args);
    if (!conv)
        return;
    conv->muted = muted;
    chat->changed |= CHANGE_CONVS | CHANGE_STATUS;
    chat_notice(chat, "%s %s", conv->name,
                muted ? "is muted, it notifies you of nothing: /unmute" : "is not muted any more");
}

void command_mute(struct chat *chat, char *args)
{
    mute(chat, args, true);
}

void command_unmute(struct chat *chat, char *args)
{
    mute(chat, args, false);
}

static void close_it(struct chat *chat, struct conv *conv)
{
    queue_hide(&conv->network->queue, conv->name);
    if (conv->joined)
        ask(conv->network, "PART", conv->name, NULL);
    ask_unmonitor(conv);
    chat_close(chat, conv);
}

/* The conversation that the question is about is the open one: its row's value is its name. */
static bool close_answered(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    if (chat->current && row->value && strcmp(row->value, chat->current->name) == 0)
        close_it(chat, chat->current);
    return true;
}

/* Where something was begun to be said, that is shown, and asked about. */
static void ask_to_close(struct chat *chat, struct conv *conv)
{
    struct dialog *dialog =
        dialog_new(DIALOG_ASK, conv->name, "Enter choose · Esc leave it open", close_answered);
    chat_open(chat, conv);
    dialog_add_text(dialog, "What you began to write there was not sent.");
    dialog_add(dialog, "Close it all the same", NULL, conv->name);
    dialog_add(dialog, "Leave it open", NULL, NULL);
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}

void command_close(struct chat *chat, char *args)
{
    struct conv *conv = chat->current;
    if (!*args && conv && conv->kind == CONV_CONSOLE) {
        chat_complain(chat, "The server's console stays; /quit leaves the program");
        return;
    }
    conv = named(chat, args);
    size_t waiting = conv ? queue_waiting(&conv->network->queue, conv->name) : 0;
    if (!conv)
        return;
    if (waiting > 0)
        chat_complain(chat, "%zu message%s here to be sent: /queue can drop or send", waiting,
                      waiting == 1 ? " waits" : "s wait");
    else if (conv != chat->current && conv->draft && *conv->draft)
        ask_to_close(chat, conv);
    else
        close_it(chat, conv);
}
