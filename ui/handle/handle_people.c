#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "utf8.h"

#define WHO_BYTES_MAX   (1 << 20)
#define WHO_MEMBERS_MAX 300 /* of larger rooms we do not ask who is away */

/* Is in the room, but not connected: what is said there waits. */
static void put_absent(struct conv *conv, const char *nick)
{
    if (conv->absent.n >= MEMBERS_MAX || members_get(&conv->members, nick))
        return;
    struct person *person = members_put(&conv->absent, nick);
    person->away = person->offline = true;
}

void people_leave(struct from *from, struct conv *conv)
{
    const struct person *person = members_get(&conv->members, from->nick);
    bool waits = person && person->account && network_can(from->network, IRC_CAP_PARLOR_EDIT);
    members_remove(&conv->members, from->nick);
    if (waits)
        put_absent(conv, from->nick);
}

/* One word of a 353: "@+nick", with "!user@host" where somebody asked for it. */
static void put_name(struct from *from, struct conv *conv, char *word)
{
    size_t ranks = strspn(word, from->network->prefixes);
    char *bang = strchr(word + ranks, '!');
    if (bang)
        *bang = '\0';
    char nick[FROM_NICK_SIZE];
    if (!clean_name(word + ranks, nick, sizeof(nick)))
        return;
    struct person *person = put_member(conv, nick);
    if (!person)
        return;
    word[ranks] = '\0';
    members_set_prefixes(&conv->members, person, word);
}

/* 353 <me> <=|@|*> <room> :<names> */
void on_names(struct from *from, const struct irc_msg *msg)
{
    struct conv *conv = known_room(from, msg->params[2]);
    if (!conv || !conv->joined) {
        on_numeric(from, msg);
        return;
    }
    char *names = xstrdup(msg->params[3]);
    char *rest = NULL;
    for (char *word = strtok_r(names, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        put_name(from, conv, word);
    free(names);
}

/* 366 <me> <room> :<text> */
void on_names_end(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    struct conv *conv = known_room(from, msg->params[1]);
    if (!conv || !conv->joined)
        return;
    from_changed(from, conv, CHANGE_MEMBERS);

    /* Names do not say who is away, or not connected; what changes later is told by itself. */
    char key[BATCH_TARGET_MAX + 1];
    bool all = network_can(network, IRC_CAP_PARLOR_EDIT);
    if (!network_can(network, IRC_CAP_AWAY_NOTIFY) || conv->members.n > WHO_MEMBERS_MAX ||
        (conv->members.n < 2 && !all))
        return;
    if (asked_get(network, asked_key(ASKED_KEY_WHO, conv->name, key)))
        return;
    asked_put(network, key, ASKED_WHO, conv->name);
    ask(network, "WHO", conv->name, all ? "m" : NULL, NULL);
}

/* For the list: "bob", "b@h · away · Bob the builder". */
static void list_who(struct from *from, const struct irc_msg *msg)
{
    struct buf *who = &from->network->who;
    const char *words = irc_msg_param(msg, 7);
    char nick[FROM_NICK_SIZE];
    if (who->len > WHO_BYTES_MAX || !clean_name(msg->params[5], nick, sizeof(nick)))
        return;
    char *text = xasprintf("%s@%s%s%s%s · %s", msg->params[2], msg->params[3],
                           msg->params[6][0] == 'G' ? " · away" : "",
                           strchr(msg->params[6], '*') ? " · operator" : "",
                           strchr(msg->params[6], 'B') ? " · bot" : "",
                           words + strcspn(words, " ") + strspn(words + strcspn(words, " "), " "));
    char *clean = utf8_sanitize(text, strlen(text), false, false);
    buf_printf(who, "%s\t%s\n", nick, clean);
    free(clean);
    free(text);
}

/* How somebody stands in a room: "H" here or "G" away, "-" not connected, "B" a bot, "r" one whose
 * name is an account's. */
static void take_flags(struct conv *conv, const char *nick, const char *flags)
{
    struct person *person = members_get(&conv->members, nick);
    if (strchr(flags, '-')) {
        put_absent(conv, nick);
        return;
    }
    if (!person)
        return;
    members_set_away(&conv->members, person, *flags == 'G');
    person->bot = strchr(flags, 'B') != NULL;
    if (strchr(flags, 'r') && !person->account)
        person->account = xstrdup(person->nick);
}

/* 352 <me> <room> <user> <host> <server> <nick> <flags> :<hops> <realname> */
void on_who(struct from *from, const struct irc_msg *msg)
{
    struct conv *conv = known_room(from, msg->params[1]);
    char key[BATCH_TARGET_MAX + 1];
    char nick[FROM_NICK_SIZE];
    if (conv && clean_name(msg->params[5], nick, sizeof(nick))) {
        take_flags(conv, nick, msg->params[6]);
        from_changed(from, conv, CHANGE_MEMBERS);
    }
    if (asked_get(from->network, asked_key(ASKED_KEY_WHO, msg->params[1], key)))
        return;
    if (from->network->who_asked)
        list_who(from, msg);
    else
        on_numeric(from, msg);
}

void on_who_end(struct from *from, const struct irc_msg *msg)
{
    char key[BATCH_TARGET_MAX + 1];
    const char *asked = from->network->who_asked;
    bool ours = asked_get(from->network, asked_key(ASKED_KEY_WHO, msg->params[1], key)) != NULL;
    asked_drop(from->network, key);
    if (!ours && asked && irc_name_equal(asked, msg->params[1]))
        from->network->who_done = true;
}

static void members_are_away(struct from *from, const char *nick, bool away)
{
    MAP_FOREACH(entry, &from->network->convs) {
        struct conv *conv = map_value(entry);
        struct person *person = members_get(&conv->members, nick);
        if (!person)
            continue;
        members_set_away(&conv->members, person, away);
        from_changed(from, conv, CHANGE_MEMBERS);
    }
}

/* AWAY [:<text>] */
void on_away(struct from *from, const struct irc_msg *msg)
{
    bool away = msg->nparams > 0 && *msg->params[0];
    if (from->history)
        return;
    members_are_away(from, from->nick, away);
    struct conv *talk = chat_conv(from->chat, from->network, from->nick);
    if (!talk)
        return;
    free(talk->away);
    talk->away = away ? utf8_sanitize(msg->params[0], strlen(msg->params[0]), false, false) : NULL;
    from_changed(from, talk, CHANGE_TOPIC | CHANGE_STATUS);
}

/* Of us the server tells it to others only. */
static void we_are_away(struct from *from, const struct irc_msg *msg, bool away)
{
    from->network->away = away;
    from->chat->changed |= CHANGE_STATUS;
    members_are_away(from, from->network->nick, away);
    on_numeric(from, msg);
}

/* 305, 306: we are back, or away. */
void on_back(struct from *from, const struct irc_msg *msg)
{
    we_are_away(from, msg, false);
}

void on_gone(struct from *from, const struct irc_msg *msg)
{
    we_are_away(from, msg, true);
}

/* 324 <me> <room> <modes> [<params>] */
void on_modes_are(struct from *from, const struct irc_msg *msg)
{
    char modes[FROM_NICK_SIZE];
    struct conv *conv = known_room(from, msg->params[1]);
    if (conv && clean_name(msg->params[2], modes, sizeof(modes)))
        xreplace(&conv->modes, modes);
    if (strcmp(msg->params[2], "+") == 0)
        chat_info(from->chat, best_conv(from, msg->params[1]), LINE_INFO, "%s has no modes",
                  msg->params[1]);
    else
        on_numeric(from, msg);
}

/* Does a mode letter take a parameter? By CHANMODES=A,B,C,D (005). */
static bool takes_param(const struct network *network, char letter, bool adds)
{
    const char *types = map_get(&network->isupport, "CHANMODES");
    if (!types)
        types = "beI,k,l,";
    const char *at = strchr(types, letter);
    if (strchr(network->prefix_modes, letter))
        return true;
    if (!at || letter == ',')
        return false;
    int commas = 0;
    for (const char *p = types; p < at; p++)
        commas += *p == ',';
    return commas < 2 || (commas == 2 && adds);
}

static void change_rank(struct from *from, struct conv *conv, const char *nick, char letter,
                        bool adds)
{
    const struct network *network = from->network;
    const char *at = strchr(network->prefix_modes, letter);
    struct person *person = members_get(&conv->members, nick);
    if (!at || !person)
        return;

    char mark = network->prefixes[at - network->prefix_modes];
    char ranks[sizeof(person->prefixes)];
    size_t n = 0;
    for (const char *p = network->prefixes; *p && n + 1 < sizeof(ranks); p++)
        if (*p == mark ? adds : strchr(person->prefixes, *p) != NULL)
            ranks[n++] = *p;
    ranks[n] = '\0';
    members_set_prefixes(&conv->members, person, ranks);
    from_changed(from, conv, CHANGE_MEMBERS);
}

/* A letter without parameter goes into, or out of, "+nt". */
static void change_flag(struct conv *conv, char letter, bool adds)
{
    struct buf modes = {0};
    buf_putc(&modes, '+');
    for (const char *p = conv->modes ? conv->modes : ""; *p; p++)
        if (*p != '+' && *p != letter)
            buf_putc(&modes, *p);
    if (adds && modes.len < FROM_NICK_SIZE)
        buf_putc(&modes, letter);
    xreplace(&conv->modes, modes.len > 1 ? buf_text(&modes) : NULL);
    buf_clear(&modes);
}

/* Who keeps somebody out by mistake sees how to take it back. */
static void tell_ban(const struct from *from, struct conv *conv, const char *mask, bool adds)
{
    if (from->self && adds && *mask)
        xreplace(&conv->banned, mask);
    else if (!adds && conv->banned && strcasecmp(conv->banned, mask) == 0)
        xreplace(&conv->banned, NULL);
    if (from->self && adds && *mask)
        chat_notice(from->chat, "%s cannot enter %s: /unban %s takes it back", mask, conv->name,
                    mask);
}

static void apply_modes(struct from *from, const struct irc_msg *msg, struct conv *conv)
{
    bool adds = true;
    size_t next = 2;
    for (const char *p = msg->params[1]; *p; p++) {
        if (*p == '+' || *p == '-') {
            adds = *p == '+';
            continue;
        }
        const char *arg = "";
        if (takes_param(from->network, *p, adds) && next < msg->nparams)
            arg = msg->params[next++];
        if (*p == 'b')
            tell_ban(from, conv, arg, adds);
        if (strchr(from->network->prefix_modes, *p))
            change_rank(from, conv, arg, *p, adds);
        else if (*p > ' ' && *p < 0x7f && !strchr("beIq", *p))
            change_flag(conv, *p, adds);
    }
    from_changed(from, conv, CHANGE_TOPIC);
}

/* MODE <room|me> <changes> [<params>] */
void on_mode(struct from *from, const struct irc_msg *msg)
{
    struct conv *conv =
        from->history ? named_conv(from, from->batch->target) : known_room(from, msg->params[0]);
    struct buf text = {0};
    for (size_t i = 1; i < msg->nparams; i++)
        buf_printf(&text, "%s%s", i > 1 ? " " : "", msg->params[i]);
    if (conv)
        from_add(from, msg, conv, LINE_MODE, buf_text(&text));
    else if (irc_name_equal(msg->params[0], from->network->nick))
        chat_info(from->chat, from->network->console, LINE_INFO, "your modes: %s", buf_text(&text));
    buf_clear(&text);
    if (conv && !from->history)
        apply_modes(from, msg, conv);
}
