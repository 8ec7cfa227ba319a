/* The topic of the room in full, and who set it: the bar above the messages may be too short. */
#include <stdlib.h>
#include <time.h>

#include "action.h"
#include "bare_text.h"
#include "mem.h"

static char *setter_text(const struct chat *chat, const struct conv *conv)
{
    char when[32] = "";
    time_t then = (time_t)(conv->topic_ms / 1000) + chat->utc_offset_s;
    struct tm then_tm = {0};
    gmtime_r(&then, &then_tm);
    if (conv->topic_ms > 0)
        strftime(when, sizeof(when), " on %d %b %Y at %H:%M", &then_tm);
    return xasprintf("set by %s%s", conv->topic_setter, when);
}

void action_topic(struct chat *chat)
{
    const struct conv *conv = chat->current;
    if (!conv || conv->kind != CONV_ROOM) {
        chat_notice(chat, "Only rooms have a topic");
        return;
    }
    struct dialog *dialog = dialog_new(DIALOG_TEXT, conv->name, "Esc close", NULL);
    char *topic = conv->topic && *conv->topic ? bare_text(conv->topic) : NULL;
    char *setter = topic && conv->topic_setter ? setter_text(chat, conv) : NULL;
    char *count = xasprintf("%zu here", conv->members.n);
    dialog_add_text(dialog, topic ? topic : "No topic is set: /topic TEXT sets one.");
    dialog_add_text(dialog, " ");
    if (setter)
        dialog_add_text(dialog, setter);
    if (conv->joined)
        dialog_add_text(dialog, count);
    free(topic);
    free(setter);
    free(count);
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}
