#include "names.h"

#include <stdlib.h>
#include <string.h>

/* Two names that people would take for the same. */
static bool looks_like(const char *skeleton, const char *name)
{
    char *other = irc_nick_skeleton(name);
    bool same = strcmp(skeleton, other) == 0;
    free(other);
    return same;
}

/* Names of services, and such as people would take for the server or its operator. */
static bool is_reserved(const char *name)
{
    static const char *const reserved[] = {
        "Admin",      "BotServ",  "ChanServ", "Console",  "Files",    "Global", "HistServ",
        "HostServ",   "MemoServ", "NickServ", "Operator", "OperServ", "Parlor", "parlord",
        "Postmaster", "root",     "SaslServ", "server",   "System",
    };
    char *skeleton = irc_nick_skeleton(name);
    bool found = false;
    for (size_t i = 0; i < sizeof(reserved) / sizeof(*reserved) && !found; i++)
        found = looks_like(skeleton, reserved[i]);
    free(skeleton);
    return found;
}

enum name_refusal name_check(const struct world *world, const char *name, const struct user *self)
{
    const struct user *holder = world_user(world, name);
    if (is_reserved(name))
        return NAME_RESERVED;
    if (holder && holder != self)
        return holder->account ? NAME_OWNED : NAME_IN_USE;
    const struct user *owner = world_name_owner(world, name);
    return owner && owner != self ? NAME_LOOKS : NAME_FREE;
}

bool name_split(const char *text, char account[IRC_NICK_SIZE], char device[IRC_NICK_SIZE])
{
    size_t len = strcspn(text, "@");
    const char *label = text[len] ? text + len + 1 : "";
    if (len > IRC_NICK_MAX || strlen(label) > IRC_NICK_MAX || strchr(label, '@') ||
        strchr(label, ' ') || (text[len] && !*label))
        return false;

    memcpy(account, text, len);
    account[len] = '\0';
    irc_fold_to(label, device, IRC_NICK_SIZE);
    return irc_nick_valid(account);
}
