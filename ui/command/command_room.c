#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "buf.h"
#include "command.h"
#include "focus.h"
#include "irc_name.h"
#include "mem.h"

static struct conv *join_one(struct chat *chat, struct network *network, const char *name,
                             const char *key)
{
    char *room = command_names_room(name) ? xstrdup(name) : xasprintf("#%s", name);
    struct conv *conv = chat_conv_make(chat, network, room);
    if (key)
        xreplace(&conv->key, key);
    ask_join(network, room, key);
    free(room);
    return conv;
}

void command_join(struct chat *chat, char *args)
{
    struct network *network = chat->current->network;
    char *names = command_word(&args);
    const char *key = command_word(&args);
    if (!names && chat->current->kind == CONV_ROOM)
        ask_join(network, chat->current->name, chat->current->key);
    if (!names && chat->current->kind != CONV_ROOM)
        command_lacks(chat, "join");

    char *rest = NULL;
    struct conv *first = NULL;
    for (char *name = names ? strtok_r(names, ",", &rest) : NULL; name;
         name = strtok_r(NULL, ",", &rest)) {
        struct conv *conv = join_one(chat, network, name, key);
        first = first ? first : conv;
    }
    if (first)
        chat_open(chat, first);
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
    if (!*args)
        ask(room->network, "TOPIC", room->name, NULL);
    else
        ask(room->network, "TOPIC", room->name, strcmp(args, "-clear") == 0 ? "" : args, NULL);
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

/* True if the first word is what we are called. */
static bool names_us(const struct network *network, const char *args)
{
    char *word = xstrndup(args, strcspn(args, " "));
    bool us = irc_name_equal(word, network->nick);
    free(word);
    return us;
}

void command_mode(struct chat *chat, char *args)
{
    struct conv *here = chat->current;
    const char *target = here->kind == CONV_ROOM ? here->name : here->network->nick;
    if (command_names_room(args) || names_us(here->network, args))
        target = command_word(&args);

    const char *words[6] = {0};
    for (size_t i = 0; i < 6 && *args; i++)
        words[i] = command_word(&args);
    ask(here->network, "MODE", target, words[0], words[1], words[2], words[3], words[4], words[5],
        NULL);
}
