/* Files of the server and of the room, by typed words and by F9. */
#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "ask.h"
#include "browse.h"
#include "command.h"
#include "posted.h"

void command_files(struct chat *chat, char *args)
{
    struct conv *here = chat->current;
    bool posted = strcmp(args, "-room") == 0;
    if (posted && here->kind == CONV_CONSOLE)
        chat_complain(chat, "Nothing is posted here: go to a room or a person first");
    else if (posted)
        browse_posted(chat, here);
    else if (*args == '-')
        chat_complain(chat, "There is no %s. Usage: /files [FOLDER], or /files -room", args);
    else
        browse_folder(chat, here->network, args);
}

void action_files(struct chat *chat)
{
    const struct conv *here = chat->current;
    if (!here)
        chat_complain(chat, "There is no server yet: /connect makes a link");
    else if (here->network->stage != NETWORK_READY)
        chat_complain(chat, "There is no link to a server now: /connect makes one");
    else
        browse_folder(chat, here->network, "");
}

void command_offer_posted(struct chat *chat)
{
    struct conv *here = chat->current;
    if (posted_first(here))
        browse_posted(chat, here);
    else
        browse_folder(chat, here->network, "");
}
