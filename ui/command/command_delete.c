/* Taking back what one said. */
#include "ask.h"
#include "command.h"

void command_delete(struct chat *chat, char *args)
{
    if (chat->current->kind == CONV_CONSOLE)
        chat_complain(chat, "Nothing is said here: go to a room or a person first");
    else
        ask_redact(chat, chat->current, args);
}
