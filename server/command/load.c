/* The world as the store remembers it. */
#include <string.h>

#include "bans.h"
#include "digests.h"
#include "irc_name.h"
#include "mailbox.h"
#include "marker.h"
#include "mem.h"
#include "persist.h"
#include "secret.h"
#include "ticket.h"

/* What the loading functions share. */
struct load {
    struct server *server;
    int64_t now_ms;
    bool pepper;
    bool knows_spoken; /* the store has noted since its beginning, or since this start, who spoke */
};

static void load_account(void *arg, const struct store_account *account)
{
    const struct load *load = arg;
    struct user *user =
        world_user_new(load->server->world, account->name, true, account->created_ms);
    user->last_seen_ms = account->last_seen_ms;
}

/* How an account writes its name since it changed that. */
static void load_name(struct world *world, const char *fold, const char *name)
{
    struct user *user = world_user(world, fold);
    if (user && user->account && irc_name_equal(name, fold))
        world_user_rename(world, user, name);
}

/* What the store keeps of accounts, by space. */
static void load_account_record(struct world *world, const struct store_record *record)
{
    bool is_cert = strcmp(record->space, "cert") == 0;
    struct user *user = world_user(world, is_cert ? record->value : record->key);
    if (!user || !user->account)
        return;
    if (is_cert)
        map_set(&world->certs, record->key, user);
    else if (strcmp(record->space, "umode") == 0)
        user_modes_restore(user, record->value);
    else if (strcmp(record->space, "spoke") == 0)
        user->spoke = true;
}

static void load_record(void *arg, const struct store_record *record)
{
    struct load *load = arg;
    struct world *world = load->server->world;
    if (strcmp(record->space, "room") == 0 && !world_room(world, record->key))
        room_restore(world, record->value, load->now_ms);
    else if (strcmp(record->space, "mail") == 0)
        mailbox_restore(world, record->key, record->value);
    else if (strcmp(record->space, "name") == 0)
        load_name(world, record->key, record->value);
    else if (strcmp(record->space, "server") == 0 && strcmp(record->key, "motd") == 0)
        xreplace(&world->motd, record->value);
    else if (strcmp(record->space, "server") == 0 && strcmp(record->key, "spoke") == 0)
        load->knows_spoken = true;
    else if (strcmp(record->space, "server") == 0 && strcmp(record->key, "pepper") == 0)
        load->pepper = secret_unbase64(record->value, strlen(record->value), world->pepper,
                                       sizeof(world->pepper)) == sizeof(world->pepper);
    else if (strcmp(record->space, "sum") == 0)
        digests_restore(load->server, record->key, record->value);
    else if (strcmp(record->space, "token") == 0)
        token_restore(load->server, record->key, record->value);
    else if (strcmp(record->space, "blocked") == 0)
        map_set(&world->blocked, record->key, world);
    else if (!bans_restore(world, record))
        load_account_record(world, record);
}

static unsigned read_ranks(const char *prefixes)
{
    unsigned ranks = 0;
    for (; *prefixes; prefixes++) {
        ranks |= *prefixes == '~' ? RANK_OWNER : 0u;
        ranks |= *prefixes == '@' ? RANK_OP : 0u;
        ranks |= *prefixes == '+' ? RANK_VOICE : 0u;
    }
    return ranks;
}

static void load_member(void *arg, const struct store_member *member)
{
    const struct load *load = arg;
    struct world *world = load->server->world;
    struct user *user = world_user(world, member->account);
    struct room *room = world_room(world, member->conv);
    if (!room)
        room = world_room_new(world, member->conv, load->now_ms);
    if (user && !room_member(room, user))
        room_add(room, user, read_ranks(member->modes));
}

static void load_conv(void *arg, const char *conv, uint64_t last_seq, int64_t last_ms)
{
    const struct load *load = arg;
    struct world *world = load->server->world;
    struct room *room = world_room(world, conv);
    if (world->latest_ms < last_ms)
        world->latest_ms = last_ms;
    if (room && last_seq > 0)
        room->last_ms = last_ms;
}

static void load_marker(void *arg, const char *account, const char *conv, int64_t read_ms)
{
    const struct load *load = arg;
    marker_restore(load->server->world, account, conv, read_ms);
}

/* The decoys of accounts that do not exist stay the same over a restart. */
static void keep_pepper(struct server *server)
{
    char *text = secret_base64(server->world->pepper, sizeof(server->world->pepper));
    store_put(server->store, "server", "pepper", text);
    secret_free(text);
}

/* Of accounts that are older than the notes nobody knows whether they spoke: they are kept. */
static void keep_the_old(struct server *server)
{
    MAP_FOREACH(e, &server->world->users) {
        user_spoke(server, map_value(e));
    }
    store_put(server->store, "server", "spoke", "1");
}

static void make_default_room(struct server *server, int64_t now_ms)
{
    const char *name = server->world->config->default_room;
    if (!name || world_room(server->world, name))
        return;
    struct room *room = world_room_new(server->world, name, now_ms);
    room->flags = ROOM_NO_EXTERNAL;
    room_save(server, room);
}

int command_load(struct server *server, int64_t now_ms, char **cause)
{
    static const struct store_visitor visitor = {
        .account = load_account,
        .record = load_record,
        .member = load_member,
        .marker = load_marker,
        .conv = load_conv,
    };
    struct load load = {.server = server, .now_ms = now_ms};
    if (store_load(server->store, &visitor, &load, cause) < 0)
        return -1;

    server->world->published = store_last_id(server->store);
    if (!load.pepper)
        keep_pepper(server);
    if (!load.knows_spoken)
        keep_the_old(server);
    make_default_room(server, now_ms);
    return 0;
}
