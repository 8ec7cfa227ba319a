#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "buf.h"
#include "command.h"
#include "focus.h"
#include "irc_name.h"
#include "mem.h"

/* "#tea", or what this server takes for a room beside it (CHANTYPES, 005). */
static bool is_room_there(const struct network *network, const char *name)
{
    const char *types = map_get(&network->isupport, "CHANTYPES");
    return strchr("#&", *name) || (irc_is_room(name) && types && strchr(types, *name));
}

static struct conv *join_one(struct chat *chat, struct network *network, const char *name,
                             const char *key)
{
    char *room = is_room_there(network, name) ? xstrdup(name) : xasprintf("#%s", name);
    struct conv *conv = chat_conv_make(chat, network, room);
    if (key)
        xreplace(&conv->key, key);
    ask_join(network, room, key);
    free(room);
    return conv;
}

/* "#tea,#ops" with their keys, "sesame,pot", in the same order; goes to the first. */
static void join_all(struct chat *chat, char *names, char *keys)
{
    struct conv *first = NULL;
    char *rest = NULL;
    for (char *name = strtok_r(names, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
        const char *key = strsep(&keys, ",");
        struct conv *conv = join_one(chat, chat->current->network, name, key && *key ? key : NULL);
        first = first ? first : conv;
    }
    if (first)
        chat_open(chat, first);
}

/* Where one was asked to come, or back to where one is. */
static void join_unnamed(struct chat *chat)
{
    struct conv *here = chat->current;
    char *invited = xstrdup(here->network->invited);
    xreplace(&here->network->invited, NULL);
    if (invited)
        join_all(chat, invited, NULL);
    else if (here->kind == CONV_ROOM)
        ask_join(here->network, here->name, here->key);
    else
        command_lacks(chat, "join");
    free(invited);
}

void command_join(struct chat *chat, char *args)
{
    char *names = command_word(&args);
    if (names && strcmp(names, "-noswitch") == 0)
        names = command_word(&args);
    if (names && strcmp(names, "-invite") != 0)
        join_all(chat, names, command_word(&args));
    else
        join_unnamed(chat);
}

void command_cycle(struct chat *chat, char *args)
{
    struct conv *room = command_room(chat, &args);
    if (!room)
        return;
    if (room->joined)
        ask(room->network, "PART", room->name, *args ? args : NULL, NULL);
    ask_join(room->network, room->name, room->key);
}

void command_leave(struct chat *chat, char *args)
{
    struct conv *room = command_room(chat, &args);
    if (!room)
        return;
    ask(room->network, "PART", room->name, *args ? args : NULL, NULL);
}

void command_topic(struct chat *chat, char *args)
{
    struct conv *room = command_room(chat, &args);
    if (!room)
        return;
    bool clears = strcmp(args, "-clear") == 0 || strcmp(args, "-delete") == 0;
    if (!*args)
        ask(room->network, "TOPIC", room->name, NULL);
    else
        ask(room->network, "TOPIC", room->name, clears ? "" : args, NULL);
}

/* "alice, bob" of those who match and are (not) away. */
static size_t add_people(struct conv *room, const char *part, bool away, struct buf *out)
{
    size_t n = 0;
    size_t shown = 0;
    struct person *const *people = members_sorted(&room->members, room->network->prefixes, &n);
    char *folded = irc_fold(part);
    for (size_t i = 0; i < n; i++) {
        char *nick = irc_fold(people[i]->nick);
        if (people[i]->away == away && strstr(nick, folded))
            buf_printf(out, "%s%.1s%s", shown++ ? ", " : "", people[i]->prefixes, people[i]->nick);
        free(nick);
    }
    free(folded);
    return shown;
}

void command_names(struct chat *chat, char *args)
{
    struct conv *room = command_room(chat, &args);
    if (!room || (room == chat->current && focus_people(chat, args)))
        return;

    struct buf here = {0};
    struct buf away = {0};
    size_t nhere = add_people(room, args, false, &here);
    size_t naway = add_people(room, args, true, &away);
    chat_info(chat, room, LINE_INFO, "Here %zu: %s", nhere, buf_text(&here));
    if (naway > 0)
        chat_info(chat, room, LINE_INFO, "Away %zu: %s", naway, buf_text(&away));
    buf_clear(&here);
    buf_clear(&away);
}

void command_invite(struct chat *chat, char *args)
{
    const char *nick = command_word(&args);
    struct conv *room = command_room(chat, &args);
    if (room)
        ask(room->network, "INVITE", nick, room->name, NULL);
}

void command_kick(struct chat *chat, char *args)
{
    struct conv *room = command_room(chat, &args);
    const char *nick = command_word(&args);
    if (!room)
        return;
    if (!nick)
        command_lacks(chat, "kick");
    else
        ask(room->network, "KICK", room->name, nick, *args ? args : NULL, NULL);
}

/* By name, for who is called otherwise comes in again anyway; by what is typed, if it is a mask. */
void command_kickban(struct chat *chat, char *args)
{
    struct conv *room = command_room(chat, &args);
    const char *nick = command_word(&args);
    if (room && !nick)
        command_lacks(chat, "kickban");
    if (!room || !nick)
        return;
    char *mask = irc_mask_complete(nick);
    ask(room->network, "MODE", room->name, "+b", mask, NULL);
    if (!strpbrk(nick, "!@*?"))
        ask(room->network, "KICK", room->name, nick, *args ? args : NULL, NULL);
    free(mask);
}

/* Gives or takes one rank of several people: "+o", "-v". */
static void change_ranks(struct chat *chat, char *args, const char *mode)
{
    struct conv *room = command_room(chat, &args);
    if (!room)
        return;
    for (const char *nick = command_word(&args); nick; nick = command_word(&args))
        ask(room->network, "MODE", room->name, mode, nick, NULL);
}

void command_op(struct chat *chat, char *args)
{
    change_ranks(chat, args, "+o");
}

void command_deop(struct chat *chat, char *args)
{
    change_ranks(chat, args, "-o");
}

void command_voice(struct chat *chat, char *args)
{
    change_ranks(chat, args, "+v");
}

void command_devoice(struct chat *chat, char *args)
{
    change_ranks(chat, args, "-v");
}

void command_ban(struct chat *chat, char *args)
{
    struct conv *room = command_room(chat, &args);
    const char *mask = command_word(&args);
    if (room)
        ask(room->network, "MODE", room->name, "+b", mask, NULL);
}

void command_unban(struct chat *chat, char *args)
{
    struct conv *room = command_room(chat, &args);
    const char *mask = command_word(&args);
    if (!room)
        return;
    if (!mask)
        command_lacks(chat, "unban");
    else
        ask(room->network, "MODE", room->name, "-b", mask, NULL);
}
