/*
 * Other settings while the server runs, all or nothing: first everything that
 * may be wrong is looked at, and new ports are bound; then all changes at once.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "certs.h"
#include "identity.h"
#include "listener.h"
#include "log.h"
#include "mem.h"
#include "news.h"
#include "operate.h"
#include "server_private.h"
#include "sharing_start.h"
#include "tls.h"

/* What was looked at and found right. */
struct plan {
    struct settings settings;
    char *motd;
    struct tls *tls;
    struct listeners_change *ports;
    int log_fd; /* 0: none */
    struct files_change files;
};

struct report {
    server_out_fn *out;
    void *arg;
    int n; /* things that changed */
};

static void say(struct report *report, char *sentence)
{
    report->out(report->arg, false, sentence);
    report->n++;
    free(sentence);
}

/* ---- looking ---- */

static int look(struct parlord *parlord, struct plan *plan, char **cause)
{
    settings_init(&plan->settings);
    if (arguments_configure(parlord->arguments, &plan->settings, cause) < 0)
        return -1;
    plan->motd = settings_read_motd(&plan->settings, cause);
    if (!*cause && server_log_look(&plan->settings, &plan->log_fd, cause) == 0 &&
        identity_look(parlord->identity, &plan->settings, &plan->tls, cause) == 0)
        plan->ports = listeners_look(parlord->listeners, &plan->settings.listen,
                                     &plan->settings.listen_also, cause);
    if (plan->ports && server_look_files(parlord, &plan->files, &plan->settings, cause) == 0)
        return 0;
    *cause = arguments_blame(parlord->arguments, *cause);
    return -1;
}

static void forget(struct plan *plan)
{
    if (plan->log_fd)
        close(plan->log_fd);
    listeners_forget(plan->ports);
    server_forget_files(&plan->files);
    tls_free(plan->tls);
    free(plan->motd);
    settings_clear(&plan->settings);
}

/* ---- telling ---- */

static bool is_secret(const struct conf_option *option)
{
    return strstr(option->key, "password") && option->type != CONF_INT;
}

static bool takes_restart(const struct conf_option *option)
{
    static const char *const keys[][2] = {
        {"server", "data"   },
        {"files",  "uploads"}
    };
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (strcmp(option->section, keys[i][0]) == 0 && strcmp(option->key, keys[i][1]) == 0)
            return true;
    }
    return false;
}

static void tell_option(struct report *report, const struct conf_option *option, const char *before,
                        const char *after)
{
    if (is_secret(option))
        say(report, xasprintf("%s.%s: changed", option->section, option->key));
    else
        say(report, xasprintf("%s.%s: %s -> %s%s", option->section, option->key, before, after,
                              takes_restart(option) ? " (after a restart)" : ""));
}

static void tell_options(struct report *report, const struct settings *old,
                         const struct settings *new)
{
    size_t n = 0;
    const struct conf_option *table = settings_table(&n);
    for (size_t i = 0; i < n; i++) {
        char *before = conf_show(&table[i], old);
        char *after = conf_show(&table[i], new);
        if (strcmp(before, after) != 0)
            tell_option(report, &table[i], before, after);
        free(before);
        free(after);
    }
}

/* Where they are, if that is new; takes both over. */
static void tell_files(struct report *report, char *before, char *after)
{
    if (after && (!before || strcmp(before, after) != 0))
        say(report, xasprintf("files at %s", after));
    free(before);
    free(after);
}

static bool is_same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static void tell_certificate(struct report *report, const char *before, const char *after)
{
    if (after && !is_same(before, after))
        say(report, xasprintf("certificate: SHA-256 %s -> %s", before ? before : "none", after));
}

/* ---- changing ---- */

/* The folder of the data stays what it was at the start. */
static void take_settings(struct parlord *parlord, struct plan *plan)
{
    struct settings old = *parlord->settings;
    char *motd = parlord->motd;
    *parlord->settings = plan->settings;
    parlord->motd = plan->motd;
    server_configure(parlord);
    settings_clear(&old);
    free(motd);
}

static const char *fingerprint(const struct parlord *parlord)
{
    const struct certs *certs = identity_certs(parlord->identity);
    return certs ? certs_fingerprint(certs) : NULL;
}

static void become(struct parlord *parlord, struct plan *plan, struct report *report)
{
    struct news *news = news_before(&parlord->server);
    char *before = xstrdup(fingerprint(parlord));
    char *files = sharing_told(&parlord->server);
    bool motd = is_same(parlord->settings->motd, plan->settings.motd) &&
                !is_same(parlord->motd, plan->motd);
    tell_options(report, parlord->settings, &plan->settings);
    if (motd)
        say(report, xstrdup("the text of the message of the day"));
    identity_become(parlord->identity, &plan->settings, plan->tls);
    listeners_become(plan->ports, plan->settings.max_connections);
    if (plan->settings.log_level != parlord->settings->log_level)
        log_set_level((enum log_level)plan->settings.log_level);
    server_log_become(parlord, plan->log_fd);
    take_settings(parlord, plan);
    server_change_files(parlord, &plan->files);
    tell_certificate(report, before, fingerprint(parlord));
    tell_files(report, files, sharing_told(&parlord->server));
    operators_apply(&parlord->server);
    news_tell(news);
    free(before);
}

bool server_reload(struct parlord *parlord, server_out_fn *out, void *out_arg)
{
    struct plan plan = {0};
    struct report report = {.out = out, .arg = out_arg};
    char *cause = NULL;
    if (look(parlord, &plan, &cause) < 0) {
        log_event(LOG_ERROR, "not_reloaded", "reason=\"%s\"", cause);
        out(out_arg, true, cause);
        forget(&plan);
        free(cause);
        return false;
    }
    become(parlord, &plan, &report);
    log_event(LOG_INFO, "reloaded", "changes=%d", report.n);
    if (report.n == 0)
        out(out_arg, false, "Nothing has changed");
    return true;
}
