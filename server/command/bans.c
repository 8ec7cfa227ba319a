#include "bans.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "clock.h"
#include "lifecycle.h"
#include "log.h"
#include "mem.h"
#include "reply.h"

/* ---- words ---- */

char *bans_until(int64_t until_ms)
{
    char iso[CLOCK_ISO_SIZE];
    if (until_ms == 0)
        return xstrdup("for ever");
    clock_format_iso(until_ms, iso);
    return xasprintf("until %.10s %.5s UTC", iso, iso + strlen("2026-01-01T"));
}

/* The sentence is the world's until the next one is wanted. */
static const char *say(const struct server *server, const struct ban_entry *entry, const char *what)
{
    struct buf *sentence = &server->world->sentence;
    char *until = bans_until(entry->until_ms);
    buf_reset(sentence);
    buf_printf(sentence, "%s %s%s%s", what, until, *entry->reason ? ": " : "", entry->reason);
    free(until);
    return buf_text(sentence);
}

static const char *say_ban(const struct server *server, const struct ban_entry *entry)
{
    if (!entry)
        return NULL;
    if (entry->kind != BAN_NAMES)
        return say(server, entry, "You are banned from this server");
    char *what = xasprintf("Names like %s are banned from this server", entry->what);
    const char *sentence = say(server, entry, what);
    free(what);
    return sentence;
}

/* ---- who somebody is, to a list ---- */

/* Masks of a session, as others see it and with its address; owned. */
struct identity {
    struct ban_query query;
    char *shown, *real;
};

/* How others see it, or will when it has logged in to the account; to free. NULL: by its address.
 */
static char *shown_host(const struct session *session, const char *account)
{
    if (account)
        return user_cloak(account);
    return session->user ? xstrdup(session->user->host) : NULL;
}

static void identify(struct identity *identity, const struct session *session, const char *account)
{
    const struct user *user = session->user;
    const char *name = session->nick ? session->nick : "";
    const char *username = user ? user->username : session->username;
    if (!account)
        account = session->account;
    *identity = (struct identity){
        .query = {.name = name, .account = account, .address = session->address}
    };
    if (!*name)
        return;
    if (!username)
        username = "user";
    char *host = shown_host(session, account);
    identity->shown = host ? xasprintf("%s!%s@%s", name, username, host) : NULL;
    identity->real = xasprintf("%s!%s@%s", name, username, session->address);
    identity->query.mask = identity->shown;
    identity->query.mask_real = identity->real;
    free(host);
}

static void forget(struct identity *identity)
{
    free(identity->shown);
    free(identity->real);
}

static const struct ban_entry *find(const struct ban_list *list, const struct session *session,
                                    const char *account, int64_t now_ms)
{
    struct identity identity;
    if (list->n == 0)
        return NULL;
    identify(&identity, session, account);
    const struct ban_entry *entry = ban_list_find(list, &identity.query, now_ms);
    forget(&identity);
    return entry;
}

static bool fits(const struct ban_entry *entry, const struct session *session)
{
    struct identity identity;
    identify(&identity, session, NULL);
    bool fits = ban_entry_fits(entry, &identity.query);
    forget(&identity);
    return fits;
}

/* ---- refusing ---- */

const char *bans_refuse(const struct server *server, const char *address, const char *account,
                        const char *mask, int64_t now_ms)
{
    const struct ban_query query = {.account = account, .address = address, .mask = mask};
    return say_ban(server, ban_list_find(&server->world->bans, &query, now_ms));
}

const char *bans_refuse_name(const struct server *server, const char *name)
{
    const struct ban_query query = {.name = name};
    return say_ban(server, ban_list_find(&server->world->bans, &query, server->now_ms));
}

static void send_away(struct ctx *ctx, const char *sentence)
{
    reply(ctx, ERR_YOUREBANNEDCREEP, sentence);
    session_expel(ctx, sentence, "banned");
}

bool bans_stop(struct ctx *ctx, const char *account)
{
    const struct ban_entry *entry =
        find(&ctx_world(ctx)->bans, ctx->session, account, ctx->server->now_ms);
    if (!entry)
        return false;
    log_event(LOG_INFO, "banned", "session=%" PRIu64 " address=%s name=%s ban=%s",
              ctx->session->serial, ctx->session->address,
              ctx->session->nick ? ctx->session->nick : "-", entry->what);
    send_away(ctx, say_ban(ctx->server, entry));
    return true;
}

const char *mutes_refuse(const struct server *server, const struct session *session)
{
    const struct ban_entry *entry = find(&server->world->mutes, session, NULL, server->now_ms);
    return entry ? say(server, entry, "You may not speak on this server") : NULL;
}

/* ---- what is reckless ---- */

static bool is_for_all(const struct ban_entry *entry)
{
    return (entry->kind == BAN_NAMES || entry->kind == BAN_MASK) &&
           strspn(entry->what, "*?!@.") == strlen(entry->what);
}

static bool is_this_machine(const struct ban_entry *entry)
{
    static const struct ban_query local[] = {{.address = "127.0.0.1"}, {.address = "::1"}};
    return ban_entry_fits(entry, &local[0]) || ban_entry_fits(entry, &local[1]);
}

/* An entry of a list of its own, to be compared. */
static struct ban_entry *trial(struct ban_list *list, const char *what)
{
    return ban_list_add(list, what, "", "");
}

bool bans_is_reckless(const struct server *server, const char *what, const char *account,
                      uint64_t session, const char **why)
{
    struct ban_list alone = {0};
    const struct ban_entry *entry = trial(&alone, what);
    const struct session *own = world_session(server->world, session);
    const struct ban_query by_name = {.account = account};
    *why = NULL;
    if (is_for_all(entry))
        *why = "that would be everybody";
    else if (is_this_machine(entry))
        *why = "that would be this machine itself";
    else if (ban_entry_fits(entry, &by_name) || (own && fits(entry, own)))
        *why = "that would be you";
    ban_list_clear(&alone);
    return *why != NULL;
}

/* ---- whom it meets ---- */

static size_t count_accounts(const struct world *world, const struct ban_entry *entry)
{
    size_t n = 0;
    if (entry->kind != BAN_NAME && entry->kind != BAN_NAMES)
        return 0;
    MAP_FOREACH(e, &world->users) {
        const struct user *user = map_value(e);
        const struct ban_query query = {.name = user->fold};
        n += user->account && ban_entry_fits(entry, &query);
    }
    return n;
}

typedef void ban_met_fn(struct ctx *ctx, const char *sentence);

static struct ban_toll meet(struct server *server, const struct ban_entry *entry, uint64_t but,
                            const char *sentence, ban_met_fn *met)
{
    struct ban_toll toll = {.accounts = count_accounts(server->world, entry)};
    struct ctx ctx = {.server = server, .now_ms = server->now_ms, .mono_ms = server->mono_ms};
    char *kept = xstrdup(sentence);
    DL_FOREACH(server->world->sessions, ctx.session)
    {
        if (ctx.session->stage == SESSION_CLOSED || ctx.session->serial == but ||
            !fits(entry, ctx.session))
            continue;
        toll.sessions++;
        if (met)
            met(&ctx, kept);
    }
    free(kept);
    return toll;
}

struct ban_toll bans_count(const struct server *server, const char *what)
{
    struct ban_list alone = {0};
    struct server looked_at = *server;
    struct ban_toll toll = meet(&looked_at, trial(&alone, what), 0, NULL, NULL);
    ban_list_clear(&alone);
    return toll;
}

/* ---- keeping ---- */

/* "set until setter\nreason" */
static void keep(struct server *server, const char *space, const struct ban_entry *entry)
{
    char *value = xasprintf("%" PRId64 " %" PRId64 " %s\n%s", entry->set_ms, entry->until_ms,
                            entry->setter, entry->reason);
    store_put(server->store, space, entry->what, value);
    free(value);
}

bool bans_restore(struct world *world, const struct store_record *record)
{
    bool ban = strcmp(record->space, "ban") == 0;
    if (!ban && strcmp(record->space, "mute") != 0)
        return false;
    char *value = xstrdup(record->value);
    char *reason = strchr(value, '\n');
    char *rest = NULL;
    int64_t set_ms = strtoll(value, &rest, 10);
    int64_t until_ms = strtoll(rest, &rest, 10);
    if (reason && *rest == ' ') {
        struct ban_list *list = ban ? &world->bans : &world->mutes;
        *reason++ = '\0';
        ban_list_set_times(list, ban_list_add(list, record->key, rest + 1, reason), set_ms,
                           until_ms);
    }
    free(value);
    return true;
}

static const struct ban_entry *add(struct server *server, struct ban_list *list, const char *space,
                                   const struct ban_wish *wish)
{
    struct ban_entry *entry = ban_list_add(list, wish->what, wish->setter, wish->reason);
    ban_list_set_times(list, entry, server->now_ms, wish->until_ms);
    keep(server, space, entry);
    return entry;
}

struct ban_toll bans_add(struct server *server, const struct ban_wish *wish, uint64_t but)
{
    const struct ban_entry *entry = add(server, &server->world->bans, "ban", wish);
    return meet(server, entry, but, say_ban(server, entry), send_away);
}

static void tell(struct ctx *ctx, const char *sentence)
{
    reply_notice(ctx, "%s", sentence);
}

struct ban_toll mutes_add(struct server *server, const struct ban_wish *wish)
{
    const struct ban_entry *entry = add(server, &server->world->mutes, "mute", wish);
    return meet(server, entry, 0, say(server, entry, "You may not speak on this server"), tell);
}

/* ---- ends ---- */

static void drop(struct server *server, struct ban_list *list, const char *space,
                 struct ban_entry *entry)
{
    store_put(server->store, space, entry->what, NULL);
    ban_list_remove(list, entry);
}

static void drop_mute(struct server *server, struct ban_entry *entry)
{
    meet(server, entry, 0, "You may speak again", tell);
    drop(server, &server->world->mutes, "mute", entry);
}

bool bans_remove(struct server *server, const char *what)
{
    struct ban_entry *entry = ban_list_get(&server->world->bans, what);
    if (entry)
        drop(server, &server->world->bans, "ban", entry);
    return entry != NULL;
}

bool mutes_remove(struct server *server, const char *what)
{
    struct ban_entry *entry = ban_list_get(&server->world->mutes, what);
    if (entry)
        drop_mute(server, entry);
    return entry != NULL;
}

void bans_tick(struct server *server)
{
    struct world *world = server->world;
    struct ban_entry *entry = NULL;
    while ((entry = ban_list_ended(&world->bans, server->now_ms)))
        drop(server, &world->bans, "ban", entry);
    while ((entry = ban_list_ended(&world->mutes, server->now_ms)))
        drop_mute(server, entry);
}
