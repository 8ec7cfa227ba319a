#include "world.h"

#include <stdlib.h>
#include <utlist.h>

#include "batch_in.h"
#include "mem.h"
#include "secret.h"
#include "watch.h"

struct world *world_new(const struct world_config *config, int64_t wall_ms)
{
    struct world *world = xnew(struct world);
    world->config = config;
    world->started_ms = wall_ms;
    secret_random(world->pepper, sizeof(world->pepper));
    return world;
}

static void free_rooms(struct world *world)
{
    struct map_entry *next = NULL;
    for (struct map_entry *e = map_next(&world->rooms, NULL); e; e = next) {
        next = map_next(&world->rooms, e);
        world_room_free(world, map_value(e));
    }
}

static void free_users(struct world *world)
{
    struct map_entry *next = NULL;
    for (struct map_entry *e = map_next(&world->users, NULL); e; e = next) {
        next = map_next(&world->users, e);
        world_user_free(world, map_value(e));
    }
}

static void free_tokens(struct map *tokens)
{
    MAP_FOREACH(e, tokens) {
        free(map_value(e));
    }
    map_clear(tokens);
}

void world_free(struct world *world)
{
    if (!world)
        return;

    while (world->sessions)
        world_session_free(world, world->sessions);
    serials_clear(&world->by_serial);
    free_rooms(world);
    free_users(world);
    map_clear(&world->certs);
    free_tokens(&world->tokens);
    map_clear(&world->blocked);
    ban_list_clear(&world->bans);
    ban_list_clear(&world->mutes);
    buf_clear(&world->sentence);
    free(world->motd);
    tally_clear(&world->claims);
    tally_clear(&world->failures);
    arena_clear(&world->arena);
    buf_clear(&world->line);
    for (int i = 0; i < world->nrenderings; i++)
        arena_clear(&world->renderings[i].arena);
    free(world);
}

/* ---- sessions ---- */

struct session *world_session_new(struct world *world, const char *address, bool private_path,
                                  int64_t mono_ms)
{
    struct session *session = xnew(struct session);
    session->serial = ++world->next_serial;
    session->address = xstrdup(address);
    session->device = xstrdup("");
    session->private_path = private_path;
    session->connected_ms = session->heard_ms = mono_ms;
    serials_add(&world->by_serial, session);
    DL_APPEND(world->sessions, session);
    world->nsessions++;
    return session;
}

struct session *world_session(const struct world *world, uint64_t serial)
{
    return serials_find(&world->by_serial, serial);
}

static void clear_strings(struct session *session)
{
    free(session->nick);
    free(session->username);
    free(session->realname);
    free(session->address);
    free(session->shelf);
    free(session->cert_full);
    free(session->cert_key);
    free(session->account);
    free(session->device);
    free(session->proof);
    free(session->label);
}

static void undirty(struct world *world, struct session *session)
{
    if (!session->dirty)
        return;
    DL_DELETE2(world->dirty, session, dirty_prev, dirty_next);
    session->dirty = false;
}

void world_session_free(struct world *world, struct session *session)
{
    serials_remove(&world->by_serial, session);
    world_detach(world, session);
    undirty(world, session);
    DL_DELETE(world->sessions, session);
    world->nsessions--;
    watch_clear(world, session);
    clear_strings(session);
    login_state_free(session);
    buf_clear(&session->held);
    batch_in_free(session->batch_in);
    stamps_clear(&session->told);
    stamps_clear(&session->typed);
    outbox_clear(&session->outbox);
    world_count_outbox(world, session);
    free(session);
}

void world_count_outbox(struct world *world, struct session *session)
{
    size_t bytes = outbox_memory(&session->outbox);
    world->outbox_bytes += bytes;
    world->outbox_bytes -= session->outbox_bytes;
    session->outbox_bytes = bytes;
}

void world_dirty(struct world *world, struct session *session)
{
    if (session->dirty)
        return;
    session->dirty = true;
    DL_APPEND2(world->dirty, session, dirty_prev, dirty_next);
}

void world_attach(struct world *world, struct session *session, struct user *user)
{
    session->user = user;
    DL_APPEND2(user->sessions, session, user_prev, user_next);
    world->nregistered++;
}

void world_detach(struct world *world, struct session *session)
{
    struct user *user = session->user;
    if (!user)
        return;
    DL_DELETE2(user->sessions, session, user_prev, user_next);
    user_count_opers(user);
    session->oper = false;
    session->user = NULL;
    world->nregistered--;
}

/* ---- deliveries ---- */

void world_visit(struct world *world)
{
    world->visit++;
}

bool world_visit_session(struct world *world, struct session *session)
{
    if (session->visit == world->visit)
        return false;
    session->visit = world->visit;
    return true;
}

struct arena *world_arena(struct world *world, uint64_t caps)
{
    int i = 0;
    while (i < world->nrenderings && world->renderings[i].caps != caps)
        i++;
    if (i == WORLD_RENDERINGS)
        return &world->renderings[i - 1].arena;
    if (i == world->nrenderings) {
        world->renderings[i].caps = caps;
        world->nrenderings++;
    }
    return &world->renderings[i].arena;
}

void world_rewind(struct world *world)
{
    arena_rewind(&world->arena);
    for (int i = 0; i < world->nrenderings; i++)
        arena_rewind(&world->renderings[i].arena);
}
