/* Messages about messages: answers to one, and other words for one. */
#include <string.h>

#include "handlers.h"
#include "irc_cap.h"

const char *reply_of(const struct irc_msg *msg)
{
    const char *msgid = irc_msg_tag(msg, REPLY_TAG);
    return msgid ? msgid : irc_msg_tag(msg, "+draft/reply");
}

/* Only where the server sees to it that everybody changes none but his own. */
static const char *edited_id(const struct from *from, const struct irc_msg *msg)
{
    return network_can(from->network, EDIT_CAPS) ? irc_msg_tag(msg, EDIT_TAG) : NULL;
}

bool edit_took(struct from *from, const struct irc_msg *msg, struct conv *conv, struct line *line)
{
    struct line edit = {.kind = line->kind, .msgid = edited_id(from, msg), .text = line->text};
    if (edit.msgid) {
        chat_edit_line(from->chat, conv, &edit);
        return true;
    }
    if (!irc_msg_tag(msg, "parlor.chat/edited"))
        return false;

    /* History has it with its first id and its last words. */
    line->flags |= LINE_EDITED;
    edit.msgid = irc_msg_tag(msg, "msgid");
    if (!edit.msgid || !lines_has(conv->lines, edit.msgid))
        return false;
    chat_edit_line(from->chat, conv, &edit);
    return true;
}
