/* The topic of the room in full, and who set it: the bar above the messages may be too short. */
#include <stdlib.h>

#include "action.h"
#include "bare_text.h"
#include "mem.h"
#include "when.h"

static char *setter_text(const struct chat *chat, const struct conv *conv)
{
    char when[WHEN_SIZE];
    return xasprintf("set by %s  %s", conv->topic_setter, when_stamp(chat, conv->topic_ms, when));
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
