#include "command.h"

/* The conversation that is named, else the open one; NULL with a complaint. */
static struct conv *named(struct chat *chat, char *args)
{
    const char *name = command_word(&args);
    struct conv *conv = name ? chat_conv(chat, chat->current->network, name) : chat->current;
    if (!conv)
        chat_complain(chat, "There is no conversation %s", name);
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
