/* Taking back what one said. */
#include "ask.h"
#include "command.h"
#include "pick.h"

/* The picked message, else what we said last. */
void command_delete(struct chat *chat, char *args)
{
    const struct conv *here = chat->current;
    struct line line;
    if (here->kind == CONV_CONSOLE)
        chat_complain(chat, "Nothing is said here: go to a room or a person first");
    else if ((pick_get(chat, &line) && *line.msgid) || pick_newest(here, true, &line))
        ask_redact(chat, here, line.msgid, args);
    else
        chat_complain(chat, "There is nothing of yours here that could be deleted");
}
