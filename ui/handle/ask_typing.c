/* Telling others that one types (IRCv3 typing). */
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "irc_cap.h"

/* Not more often than that while one goes on. */
#define TELL_EVERY_MS 3000

/* Who types nothing for so long thinks. Others forget who is typing after six seconds, so this and
 * the above must be less. */
#define PAUSE_MS 2900

/* FNV-1a: is it what it was? */
static uint64_t sum_of(const char *text)
{
    uint64_t sum = 0xcbf29ce484222325u;
    for (; *text; text++)
        sum = (sum ^ (unsigned char)*text) * 0x100000001b3u;
    return sum;
}

static bool may_tell(const struct chat *chat, const struct conv *conv)
{
    const struct network *network = conv->network;
    return chat->settings.typing && network->stage == NETWORK_READY &&
           network_can(network, IRC_CAP_MESSAGE_TAGS) && conv_is_talk(conv) &&
           !conv_is_service(conv) && (conv->kind != CONV_ROOM || conv->joined) &&
           !tag_denied(network, "typing");
}

static void tell(struct conv *conv, const char *state)
{
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "TAGMSG", conv->name, NULL);
    irc_msg_add_tag(&msg, "+typing", state);
    ask_msg(conv->network, &msg);
}

void ask_typing(struct chat *chat)
{
    struct conv *conv = chat->current;
    if (!conv || !may_tell(chat, conv))
        return;
    const char *text = edit_text(chat->edit);
    uint64_t sum = sum_of(text);
    if (sum == conv->typed_sum)
        return;

    conv->typed_sum = sum;
    conv->typed_ms = chat->mono_ms;
    bool typing = *text && *text != '/';
    if (!typing && conv->typing_told_ms) {
        tell(conv, "done");
        conv->typing_told_ms = 0;
    } else if (typing && (!conv->typing_told_ms || conv->typing_paused ||
                          chat->mono_ms - conv->typing_told_ms >= TELL_EVERY_MS)) {
        tell(conv, "active");
        conv->typing_told_ms = chat->mono_ms;
    }
    conv->typing_paused = false;
}

int64_t ask_typing_paused(const struct chat *chat, struct conv *conv)
{
    if (!conv->typing_told_ms || conv->typing_paused || !may_tell(chat, conv))
        return -1;
    int64_t left_ms = PAUSE_MS - (chat->mono_ms - conv->typed_ms);
    if (left_ms > 0)
        return left_ms;
    tell(conv, "paused");
    conv->typing_paused = true;
    return -1;
}
