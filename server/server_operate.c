/* Operators: what only the program can do for them, their socket, and the prompt. */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "audit.h"
#include "certs.h"
#include "console.h"
#include "control.h"
#include "identity.h"
#include "listener.h"
#include "log.h"
#include "mem.h"
#include "operate.h"
#include "server_private.h"

static void on_stop(void *host, const char *why)
{
    server_stop(host, why && *why ? why : "come back in a moment");
}

static bool on_reload(void *host, operate_out_fn *out, void *out_arg)
{
    return server_reload(host, out, out_arg);
}

static const char *on_log_level(void *host, const char *level)
{
    (void)host;
    int wanted = level ? log_level_parse(level) : (int)log_level();
    if (wanted < 0)
        return NULL;
    log_set_level((enum log_level)wanted);
    return log_level_name(log_level());
}

/* ---- statistics ---- */

static void put(operate_fact_fn *fact, void *arg, const char *key, char *value)
{
    fact(arg, key, value);
    free(value);
}

/* How many are connected at each. */
static void tell_ports(const struct listeners *listeners, const char *kind, operate_fact_fn *fact,
                       void *arg)
{
    const struct listener *listener = NULL;
    while (listeners && (listener = listener_next(listeners, listener))) {
        char *key = xasprintf("at %s%s", kind, listener_text(listener));
        put(fact, arg, key, xasprintf("%d", listener_connections(listener)));
        free(key);
    }
}

static void on_statistics(void *host, operate_fact_fn *fact, void *arg)
{
    const struct parlord *parlord = host;
    const struct certs *certs = identity_certs(parlord->identity);
    const struct mallinfo2 heap = mallinfo2();
    struct rusage usage;
    tell_ports(parlord->listeners, "", fact, arg);
    tell_ports(parlord->http, "http:", fact, arg);
    if (certs)
        put(fact, arg, "certificate_days_left", xasprintf("%d", certs_days_left(certs)));
    put(fact, arg, "memory_kB", xasprintf("%zu", (heap.uordblks + heap.hblkhd) / 1024));
    if (getrusage(RUSAGE_SELF, &usage) == 0)
        put(fact, arg, "memory_most_kB", xasprintf("%ld", usage.ru_maxrss));
    put(fact, arg, "log_level", xstrdup(log_level_name(log_level())));
    put(fact, arg, "data", xstrdup(parlord->folder));
    put(fact, arg, "version", xstrdup(PARLOR_VERSION));
}

static const struct operate_host operate_host = {
    .stop = on_stop,
    .reload = on_reload,
    .log_level = on_log_level,
    .statistics = on_statistics,
};

/* ---- beginning and ending ---- */

static void open_audit(struct parlord *parlord)
{
    char *cause = NULL;
    char *path = xasprintf("%s/audit.log", parlord->folder);
    if (audit_open(&parlord->server, path, &cause) < 0)
        log_event(LOG_ERROR, "no_audit", "reason=\"%s\"", cause);
    free(path);
    free(cause);
}

/* Without its socket the server does all else. */
void server_attend_operators(struct parlord *parlord)
{
    char *cause = NULL;
    open_audit(parlord);
    parlord->server.host = &operate_host;
    parlord->server.host_arg = parlord;
    parlord->control = control_new(parlord->loop, &parlord->server, parlord->folder, &cause);
    if (!parlord->control)
        log_event(LOG_WARN, "no_control", "reason=\"%s\"", cause);
    free(cause);
}

void server_begin_console(struct parlord *parlord)
{
    char *history = xasprintf("%s/console_history", parlord->folder);
    const struct console_options options = {.history = history, .stop = on_stop, .arg = parlord};
    parlord->console = console_new(parlord->loop, &parlord->server, &options);
    free(history);
    server_log_become(parlord, parlord->log_fd);
}

void server_leave_operators(struct parlord *parlord)
{
    control_free(parlord->control);
    struct console *console = parlord->console;
    parlord->control = NULL;
    parlord->console = NULL;
    server_log_become(parlord, parlord->log_fd);
    console_free(console);
    audit_close(&parlord->server);
}
