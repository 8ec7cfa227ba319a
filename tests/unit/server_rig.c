#include "server_rig.h"

#include <assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utlist.h>

#include "log.h"
#include "mem.h"
#include "secret.h"

#define NEW_YEAR_MS 1767225600000 /* 2026-01-01T00:00:00Z */
#define ITERATIONS  4096

/* ---- the hash, when its turn comes ---- */

static int hash_later(struct hasher *hasher, void (*work)(void *job), void (*done)(void *job),
                      void *job)
{
    struct rig *rig = (struct rig *)hasher;
    if (rig->nhashes == sizeof(rig->hashes) / sizeof(*rig->hashes))
        return -1;
    rig->hashes[rig->nhashes++] = (struct hash_job){work, done, job};
    return 0;
}

static bool hash_one(struct rig *rig)
{
    if (rig->nhashes == 0)
        return false;
    struct hash_job job = rig->hashes[0];
    memmove(rig->hashes, rig->hashes + 1, --rig->nhashes * sizeof(job));
    job.work(job.job);
    job.done(job.job);
    return true;
}

/* ---- open and close ---- */

static void fail(char *cause)
{
    fprintf(stderr, "rig: %s\n", cause);
    free(cause);
    abort();
}

static void open_world(struct rig *rig)
{
    char *cause = NULL;
    struct server *server = &rig->server;
    server->store = store_open(rig->path, &cause);
    if (!server->store)
        fail(cause);
    server->world = world_new(&rig->config, server->now_ms);
    if (command_load(server, server->now_ms, &cause) < 0)
        fail(cause);
}

static void forget_person(struct person *person)
{
    buf_clear(&person->waiting);
    buf_clear(&person->unread);
    person->serial = 0;
}

static void close_world(struct rig *rig)
{
    rig->holds = false;
    rig_settle(rig);
    store_close(rig->server.store);
    world_free(rig->server.world);
    for (size_t i = 0; i < rig->neverybody; i++)
        forget_person(rig->everybody[i]);
    rig->neverybody = 0;
}

void rig_open(struct rig *rig)
{
    secret_init();
    log_open(-1, LOG_ERROR);
    *rig = (struct rig){
        .config = {.server_name = "parlor.local",
                   .network = "Parlor",
                   .default_room = "#lobby",
                   .guests = true,
                   .look_around = true,
                   .claim_on_pass = true,
                   .grace_ms = 30000,
                   .register_ms = 60000,
                   .ping_ms = 90000,
                   .rooms_max = 50,
                   .bans_max = 100,
                   .history_max = 1000,
                   .redact_ms = 24LL * 3600 * 1000,
                   .password_iterations = ITERATIONS,
                   .claims_per_hour = 5,
                   .claims_per_day = 20,
                   .claims_everywhere = 30,
                   .wrong_passwords = 3,
                   .unused_expiry_ms = 30LL * 24 * 3600 * 1000,
                   .sendq_max = (size_t)256 * 1024,
                   .sendq_total = (size_t)64 << 20,
                   .mail = {.messages = 10000,
                            .bytes = (size_t)32 << 20,
                            .from_one = 500,
                            .outstanding = 5000},
                   .flood = {.burst = 1000, .per_second = 1000}},
 /* In memory: what a disk does to the store is the store's own tests' business. */
        .folder = "/dev/shm/parlor-XXXXXX"
    };
    if (!mkdtemp(rig->folder))
        fail(xstrdup("no temporary folder"));
    rig->path = xasprintf("%s/store.db", rig->folder);
    rig->server.now_ms = NEW_YEAR_MS;
    rig->server.mono_ms = 1000000;
    rig->server.hasher = (struct hasher *)rig;
    rig->server.hash = hash_later;
    open_world(rig);
}

static void remove_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry = NULL;
    while (dir && (entry = readdir(dir)))
        unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
    rmdir(folder);
}

void rig_close(struct rig *rig)
{
    close_world(rig);
    remove_folder(rig->folder);
    free(rig->path);
}

void rig_restart(struct rig *rig)
{
    close_world(rig);
    if (rig->while_closed)
        rig->while_closed(rig);
    open_world(rig);
}

/* ---- connections ---- */

static struct session *session_of(const struct person *person)
{
    return world_session(person->rig->server.world, person->serial);
}

static struct ctx context(struct rig *rig, struct session *session)
{
    return (struct ctx){.server = &rig->server,
                        .session = session,
                        .now_ms = rig->server.now_ms,
                        .mono_ms = rig->server.mono_ms};
}

void rig_connect(struct rig *rig, struct person *person, const char *address, bool private_path)
{
    struct session *session =
        world_session_new(rig->server.world, address, private_path, rig->server.mono_ms);
    if (!person->rig || person->serial == 0)
        rig->everybody[rig->neverybody++] = person;
    assert(rig->neverybody <= RIG_EVERYBODY);
    forget_person(person);
    person->rig = rig;
    person->serial = session->serial;
    session->link = person;
}

static void send_all(struct world *world, struct session *session)
{
    struct person *person = session->link;
    while (session->outbox.n > 0 && !person->is_deaf) {
        struct iovec piece;
        outbox_iov(&session->outbox, &piece, 1);
        buf_append(&person->unread, piece.iov_base, piece.iov_len);
        outbox_drain(&session->outbox, piece.iov_len);
    }
    DL_DELETE2(world->dirty, session, dirty_prev, dirty_next);
    session->dirty = false;
}

/* What the io layer does at the end of a turn. */
static void flush(struct rig *rig)
{
    struct world *world = rig->server.world;
    struct session *session = NULL;
    while ((session = world->dirty)) {
        send_all(world, session);
        struct ctx ctx = context(rig, session);
        session_flushed(&rig->server, session);
        if (session->stage == SESSION_CLOSED)
            command_hangup(&ctx, "Connection closed");
    }
    world_rewind(world);
}

void rig_hang_up(struct person *person, const char *why)
{
    struct session *session = session_of(person);
    if (session) {
        struct ctx ctx = context(person->rig, session);
        command_hangup(&ctx, why);
    }
    rig_settle(person->rig);
}

/* ---- lines ---- */

/* Lines wait as their length, a space, and their bytes, so that they may hold anything. NULL lines
 * (too long) have no bytes and the length 0. */
static bool take_line(struct person *person)
{
    struct session *session = session_of(person);
    if (!session || person->waiting.len == 0 || session_is_waiting(session))
        return false;

    char *bytes = NULL;
    size_t len = strtoull(person->waiting.data, &bytes, 10);
    size_t used = (size_t)(bytes + 1 - person->waiting.data) + len;
    char *line = xmalloc(len + 1);
    memcpy(line, bytes + 1, len);
    line[len] = '\0';
    struct ctx ctx = context(person->rig, session);
    bool done = command_line(&ctx, len > 0 ? line : NULL, len) == COMMAND_DONE;
    free(line);
    if (done)
        buf_consume(&person->waiting, used);
    return done;
}

static bool take_lines(struct rig *rig)
{
    bool any = false;
    for (size_t i = 0; i < rig->neverybody; i++) {
        while (take_line(rig->everybody[i]))
            any = true;
    }
    return any;
}

/* True if anything happened that may lead to more. */
static bool wait_for_others(struct rig *rig)
{
    bool any = false;
    store_drain(rig->server.store);
    while (hash_one(rig)) {
        any = true;
        store_drain(rig->server.store);
    }
    return any;
}

void rig_settle(struct rig *rig)
{
    bool busy = true;
    while (busy) {
        busy = take_lines(rig);
        if (!rig->holds && wait_for_others(rig))
            busy = true;
        flush(rig);
        if (take_lines(rig) || (!rig->holds && !store_is_idle(rig->server.store)))
            busy = true;
    }
}

/* Longer than any line may be, the io layer gives no line at all. */
#define LINE_TOO_LONG (IRC_CLIENT_TAGS_MAX + IRC_LINE_MAX)

void rig_say(struct person *person, const char *line, size_t len)
{
    if (len > LINE_TOO_LONG)
        len = 0;
    buf_printf(&person->waiting, "%zu ", len);
    buf_append(&person->waiting, line, len);
    rig_settle(person->rig);
}

void rig_pass_time(struct rig *rig, int64_t ms)
{
    while (ms > 0) {
        int64_t step = ms < 1000 ? ms : 1000;
        rig->server.now_ms += step;
        rig->server.mono_ms += step;
        ms -= step;
        command_tick(&rig->server, rig->server.now_ms, rig->server.mono_ms);
        rig_settle(rig);
    }
}
