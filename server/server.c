#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "address.h"
#include "client.h"
#include "console.h"
#include "digests.h"
#include "hasher.h"
#include "identity.h"
#include "listener.h"
#include "log.h"
#include "loop.h"
#include "mem.h"
#include "now.h"
#include "own_file.h"
#include "server_private.h"
#include "store.h"

#define TICK_MS 1000

/* ---- turning ---- */

static void on_store(void *arg)
{
    struct parlord *parlord = arg;
    now_tell(&parlord->server);
    store_turn(parlord->server.store);
}

static void on_tick(void *arg)
{
    struct parlord *parlord = arg;
    now_tell(&parlord->server);
    command_tick(&parlord->server, parlord->server.now_ms, parlord->server.mono_ms);
    clients_tick(parlord->clients);
    server_tick_files(parlord);
    loop_timer_set(parlord->tick, TICK_MS);
}

static void on_turn_end(void *arg)
{
    struct parlord *parlord = arg;
    clients_go_on(parlord->clients);
    /* The disk works while we send. */
    store_flush(parlord->server.store);
    clients_flush(parlord->clients);
    console_turn(parlord->console);
    if (parlord->stopping)
        server_stop_on(parlord);
    store_flush(parlord->server.store);
    world_rewind(parlord->server.world);
}

static void on_stop(void *arg, int signum)
{
    (void)signum;
    server_stop(arg, "come back in a moment");
}

static void tell_log(void *arg, bool bad, const char *sentence)
{
    (void)arg;
    if (!bad)
        log_event(LOG_INFO, "reload", "what=\"%s\"", sentence);
}

static void on_hangup(void *arg, int signum)
{
    struct parlord *parlord = arg;
    (void)signum;
    now_tell(&parlord->server);
    server_reload(parlord, tell_log, NULL);
}

/* ---- building ---- */

static int make_folder(const char *path, char **cause)
{
    char *inside = xasprintf("%s/", path);
    int result = own_file_make_folders(inside);
    if (result < 0)
        *cause = xasprintf("%s: %s; choose another folder with --data", path, strerror(errno));
    free(inside);
    return result;
}

static int open_store(struct parlord *parlord, char **cause)
{
    if (make_folder(parlord->folder, cause) < 0)
        return -1;
    char *path = xasprintf("%s/parlord.db", parlord->folder);
    parlord->server.store = store_open(path, cause);
    free(path);
    return parlord->server.store ? 0 : -1;
}

static int listen_on(struct parlord *parlord, const char *text, char **cause)
{
    struct address address;
    if (address_parse(&address, text, cause) < 0)
        return -1;
    int result = listeners_open(parlord->listeners, &address, cause);
    address_clear(&address);
    return result;
}

static int listen_all(struct parlord *parlord, char **cause)
{
    const struct conf_list *list = &parlord->settings->listen;
    for (size_t i = 0; i < list->n; i++) {
        if (listen_on(parlord, list->items[i], cause) < 0)
            return -1;
    }
    /* What comes along where it can: a machine may lack IPv6, a folder may be another server's. */
    const struct conf_list *also = &parlord->settings->listen_also;
    for (size_t i = 0; i < also->n; i++) {
        char *why = NULL;
        if (listen_on(parlord, also->items[i], &why) < 0)
            log_event(LOG_INFO, "not_listening", "reason=\"%s\"", why);
        free(why);
    }
    return 0;
}

void server_configure(struct parlord *parlord)
{
    parlord->config = settings_world(parlord->settings, parlord->motd);
    parlord->config.exports = parlord->exports;
}

static int build(struct parlord *parlord, char **cause)
{
    struct server *server = &parlord->server;
    if (server_log_begin(parlord, cause) < 0)
        return -1;
    parlord->motd = settings_read_motd(parlord->settings, cause);
    if (*cause || open_store(parlord, cause) < 0)
        return -1;
    parlord->identity = identity_new(parlord->loop, parlord->settings, parlord->folder, cause);
    if (!parlord->identity)
        return -1;

    parlord->exports = xasprintf("%s/exports", parlord->folder);
    if (make_folder(parlord->exports, cause) < 0)
        return -1;
    server_configure(parlord);
    now_tell(server);
    server->world = world_new(&parlord->config, server->now_ms);
    digests_begin(server);
    if (command_load(server, server->now_ms, cause) < 0)
        return -1;
    server->hasher = hasher_new(parlord->loop, server);
    server->hash = hasher_run;
    if (server_open_files(parlord, cause) < 0)
        return -1;
    parlord->clients = clients_new(parlord->loop, server, &parlord->settings->guard,
                                   identity_tls(parlord->identity));
    parlord->listeners = listeners_new(parlord->loop, parlord->settings->max_connections,
                                       clients_accept, parlord->clients);
    listeners_beside(parlord->listeners, parlord->http);
    return listen_all(parlord, cause);
}

static void attend(struct parlord *parlord)
{
    struct loop *loop = parlord->loop;
    parlord->store_watch = loop_watch_new(loop, store_fd(parlord->server.store), on_store, parlord);
    parlord->tick = loop_timer_new(loop, on_tick, parlord);
    parlord->patience = loop_timer_new(loop, server_stop_now, parlord);
    loop_timer_set(parlord->tick, TICK_MS);
    loop_signal(loop, SIGTERM, on_stop, parlord);
    loop_signal(loop, SIGINT, on_stop, parlord);
    loop_signal(loop, SIGHUP, on_hangup, parlord);
    loop_hook(loop, on_turn_end, parlord);
    store_gather(parlord->server.store);
}

struct parlord *server_new(const struct arguments *arguments, struct settings *settings,
                           char **cause)
{
    struct parlord *parlord = xnew(struct parlord);
    *cause = NULL;
    parlord->arguments = arguments;
    parlord->settings = settings;
    parlord->folder = settings_data_folder(settings);
    parlord->loop = loop_new();
    if (build(parlord, cause) < 0) {
        server_free(parlord);
        return NULL;
    }
    attend(parlord);
    server_attend_operators(parlord);
    return parlord;
}

void server_run(struct parlord *parlord)
{
    server_begin_console(parlord);
    loop_run(parlord->loop);
    log_event(LOG_INFO, "stopped", "unsent_sessions=%d", parlord->server.world->nsessions);
}

/* What the store still answers asks for a worker that is gone. */
static int no_worker(struct hasher *hasher, void (*work)(void *job), void (*done)(void *job),
                     void *job)
{
    (void)hasher, (void)work, (void)done, (void)job;
    return -1;
}

void server_free(struct parlord *parlord)
{
    if (!parlord)
        return;
    server_leave_operators(parlord);
    clients_free(parlord->clients);
    listeners_free(parlord->listeners);
    server_cut_files(parlord);
    hasher_free(parlord->server.hasher);
    parlord->server.hash = no_worker;
    loop_watch_free(parlord->store_watch);
    /* Its last completions still look sessions up in the world. */
    if (parlord->server.store)
        store_close(parlord->server.store);
    if (parlord->server.world)
        world_free(parlord->server.world);
    server_free_files(parlord);
    server_log_end(parlord);
    loop_timer_free(parlord->tick);
    loop_timer_free(parlord->patience);
    identity_free(parlord->identity);
    loop_free(parlord->loop);
    free(parlord->folder);
    free(parlord->motd);
    free(parlord->exports);
    free(parlord->farewell);
    free(parlord);
}
