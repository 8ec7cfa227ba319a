/* who whois sessions kick kill rename: people who are here. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "bans.h"
#include "expel.h"
#include "irc_name.h"
#include "mem.h"
#include "names.h"
#include "operation.h"
#include "rename.h"

static const char default_why[] = "by an operator";

/* ---- who ---- */

/* What both lists and whois say of somebody. */
struct person_facts {
    struct buf devices, addresses, rooms;
    char idle[24];
    char since[OPERATE_TIME_SIZE];
};

/* Adds a word to a list, once. */
static void add_word(struct buf *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *p = buf_text(list); (p = strstr(p, word)); p += len) {
        bool begins = p == buf_text(list) || p[-1] == ' ';
        if (begins && (p[len] == '\0' || p[len] == ' '))
            return;
    }
    buf_printf(list, "%s%s", list->len > 0 ? " " : "", word);
}

static void gather(struct person_facts *facts, const struct user *user, int64_t now_ms)
{
    const struct session *session = NULL;
    const struct member *member = NULL;
    *facts = (struct person_facts){0};
    DL_FOREACH2(user->sessions, session, user_next)
    {
        if (session->device && *session->device)
            add_word(&facts->devices, session->device);
        add_word(&facts->addresses, session->address);
    }
    DL_FOREACH2(user->rooms, member, user_next)
    {
        add_word(&facts->rooms, member->room->name);
    }
    snprintf(facts->idle, sizeof(facts->idle), "%" PRId64, user_idle_s(user, now_ms));
    operate_time(user->signon_ms, facts->since);
}

static void forget(struct person_facts *facts)
{
    buf_clear(&facts->devices);
    buf_clear(&facts->addresses);
    buf_clear(&facts->rooms);
}

static const char *kind_of(const struct user *user)
{
    if (user->oper)
        return "operator";
    return user->account ? "account" : "guest";
}

static void show_person(struct operation *operation, const struct user *user)
{
    struct person_facts facts;
    gather(&facts, user, operation->server->now_ms);
    const struct operate_value values[] = {
        {"name",      user->name                },
        {"kind",      kind_of(user)             },
        {"devices",   buf_text(&facts.devices)  },
        {"addresses", buf_text(&facts.addresses)},
        {"rooms",     buf_text(&facts.rooms)    },
        {"idle_s",    facts.idle                },
        {"since",     facts.since               },
        {"away",      user->away                },
    };
    operation_fact(operation, values, sizeof(values) / sizeof(*values),
                   "%s (%s)%s%s from %s, here since %s, idle %s s, in %s%s%s", user->name,
                   kind_of(user), facts.devices.len > 0 ? " on " : "", buf_text(&facts.devices),
                   facts.addresses.len > 0 ? buf_text(&facts.addresses) : "nowhere just now",
                   facts.since, facts.idle,
                   facts.rooms.len > 0 ? buf_text(&facts.rooms) : "no room",
                   user->away ? ", away: " : "", user->away ? user->away : "");
    forget(&facts);
}

static bool is_here(const struct user *user)
{
    return user->present;
}

void operate_who_lists(struct operation *operation, char *rest)
{
    size_t n = operate_show_users(operation, rest, is_here, show_person);
    if (n == 0)
        operation_say(operation, "Nobody is here");
    else
        operation_say(operation, "%zu %s here", n, n == 1 ? "is" : "are");
}

void operate_whois(struct operation *operation, char *rest)
{
    const struct user *user = operate_user(operation, operate_word(&rest));
    char seen[OPERATE_TIME_SIZE];
    if (!user)
        return;
    operation_note(operation, user->name, NULL);
    if (user->present)
        show_person(operation, user);
    else
        operation_say(operation, "%s is not here; last seen %s", user->name,
                      operate_time(user->last_seen_ms, seen));
}

/* ---- sessions ---- */

static void show_session(struct operation *operation, const struct session *session)
{
    char serial[24];
    char idle[24];
    char waits[24];
    const char *name = session->nick ? session->nick : "-";
    const char *stage = session->stage == SESSION_REGISTERED ? "registered" : "not registered";
    snprintf(serial, sizeof(serial), "%" PRIu64, session->serial);
    snprintf(idle, sizeof(idle), "%" PRId64,
             (operation->server->mono_ms - session->heard_ms) / 1000);
    snprintf(waits, sizeof(waits), "%zu", session->outbox.bytes);
    const struct operate_value values[] = {
        {"session",       serial          },
        {"name",          name            },
        {"address",       session->address},
        {"device",        session->device },
        {"stage",         stage           },
        {"silent_s",      idle            },
        {"bytes_to_send", waits           },
    };
    operation_fact(operation, values, sizeof(values) / sizeof(*values),
                   "%s: %s from %s%s%s, %s, silent for %s s, %s bytes wait for it", serial, name,
                   session->address, session->device && *session->device ? " on " : "",
                   session->device ? session->device : "", stage, idle, waits);
}

void operate_sessions(struct operation *operation, char *rest)
{
    const char *name = operate_word(&rest);
    const struct session *session = NULL;
    size_t n = 0;
    DL_FOREACH(operation->server->world->sessions, session)
    {
        if (*name && !(session->nick && irc_name_equal(session->nick, name)))
            continue;
        show_session(operation, session);
        n++;
    }
    operation_say(operation, "%zu connection%s", n, n == 1 ? "" : "s");
}

/* ---- kick kill ---- */

static void kick_from_room(struct operation *operation, const char *name, char *rest)
{
    const struct room *room = operate_room(operation, name);
    const char *who = operate_word(&rest);
    if (!room)
        return;
    if (!*who) {
        operation_usage(operation, "Kick whom out of %s?", room->name);
        return;
    }
    const struct user *user = operate_user(operation, who);
    struct member *member = user ? room_member(room, user) : NULL;
    if (!user)
        return;
    if (!member) {
        operation_fail(operation, "%s is not in %s", user->name, room->name);
        return;
    }
    char *target = xasprintf("%s %s", room->name, user->name);
    operation_note(operation, target, *rest ? rest : NULL);
    operation_say(operation, "%s is out of %s", user->name, room->name);
    expel_member(operation->server, member, *rest ? rest : default_why);
    free(target);
}

void operate_kick(struct operation *operation, char *rest)
{
    const char *name = operate_word(&rest);
    if (*name == '#') {
        kick_from_room(operation, name, rest);
        return;
    }
    struct user *user = operate_user(operation, name);
    const struct session *own = world_session(operation->server->world, operation->session);
    if (!user)
        return;
    if (own && own->user == user) {
        operation_fail(operation, "That is you: leave by QUIT");
    } else if (!user->present) {
        operation_fail(operation, "%s is not here", user->name);
    } else {
        char *shown = xstrdup(user->name);
        operation_note(operation, shown, *rest ? rest : NULL);
        size_t n = expel_user(operation->server, user, *rest ? rest : default_why, 0);
        operation_say(operation, "%s is off the server (%zu connection%s)", shown, n,
                      n == 1 ? "" : "s");
        free(shown);
    }
}

/* ---- rename ---- */

void operate_rename(struct operation *operation, char *rest)
{
    struct server *server = operation->server;
    struct user *user = operate_user(operation, operate_word(&rest));
    const char *name = operate_word(&rest);
    struct ctx ctx = {.server = server, .now_ms = server->now_ms, .mono_ms = server->mono_ms};
    if (!user)
        return;
    if (*rest) {
        operation_usage(operation, "A name is one word");
    } else if (user->account) {
        operation_fail(operation, "%s is an account: its name is its own", user->name);
    } else if (!irc_nick_valid(name)) {
        operation_fail(operation, "%s is no name: it has 1 to 24 letters, digits or _-[]\\^{}|`",
                       name);
    } else if (name_check(server->world, name, user) != NAME_FREE) {
        operation_fail(operation, "%s is taken, or looks like a name that is", name);
    } else if (bans_refuse_name(server, name)) {
        operation_fail(operation, "%s is banned", name);
    } else {
        operation_note(operation, user->name, name);
        rename_user(&ctx, user, name);
        operation_say(operation, "%s is called so now", name);
    }
}
