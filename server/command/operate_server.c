/* log reload stop backup motd stats audit help: the server itself. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "audit.h"
#include "mem.h"
#include "operation.h"

/* Lines of the audit that are shown, by default and at most. */
#define AUDIT_LINES     20
#define AUDIT_LINES_MAX 500

/* ---- log reload stop ---- */

/* False where there is no program around the server. */
static bool has_host(struct operation *operation)
{
    if (operation->server->host)
        return true;
    operation_fail(operation, "This cannot be done here");
    return false;
}

void operate_log(struct operation *operation, char *rest)
{
    const struct server *server = operation->server;
    const char *word = operate_word(&rest);
    if (!has_host(operation))
        return;
    const char *level = server->host->log_level(server->host_arg, *word ? word : NULL);
    operation_note(operation, *word ? word : NULL, NULL);
    if (level)
        operation_say(operation, "The log level is %s", level);
    else
        operation_usage(operation, "There is no level %s", word);
}

static void pass_on(void *arg, bool bad, const char *sentence)
{
    struct operation *operation = arg;
    if (bad)
        operation_fail(operation, "%s", sentence);
    else
        operation_say(operation, "%s", sentence);
}

static void reload(struct operation *operation)
{
    const struct server *server = operation->server;
    if (!server->host->reload(server->host_arg, pass_on, operation))
        operation->is_bad = true;
}

void operate_reload(struct operation *operation, char *rest)
{
    (void)rest;
    if (has_host(operation))
        reload(operation);
}

void operate_stop(struct operation *operation, char *rest)
{
    const struct server *server = operation->server;
    if (!has_host(operation))
        return;
    operation_note(operation, NULL, *rest ? rest : NULL);
    operation_say(operation, "The server stops");
    server->host->stop(server->host_arg, *rest ? rest : "an operator stopped it");
}

/* ---- backup ---- */

static void copied(void *arg, enum store_status status, const char *said)
{
    struct operation *operation = arg;
    if (status == STORE_OK)
        operation_say(operation, "%s", said);
    else if (status == STORE_EXISTS)
        operation_fail(operation, "That file is there already: nothing is overwritten");
    else
        operation_fail(operation, "No backup was made: %s", said ? said : "the store failed");
    operation_end(operation);
}

void operate_backup(struct operation *operation, char *rest)
{
    const char *folder = *rest == '/' ? "" : operation->folder;
    char *path = xasprintf("%s%s%s", folder ? folder : "", *rest == '/' ? "" : "/", rest);
    operation_note(operation, folder ? path : rest, NULL);
    if (folder) {
        operation_wait(operation);
        store_backup(operation->server->store, path, copied, operation);
    } else {
        operation_usage(operation, "%s: say the whole path, from / on", rest);
    }
    free(path);
}

/* ---- motd ---- */

/* "\n" becomes the end of a line; to free. */
static char *with_lines(const char *text)
{
    struct buf out = {0};
    for (; *text; text++) {
        bool end = text[0] == '\\' && text[1] == 'n';
        buf_putc(&out, end ? '\n' : *text);
        text += end;
    }
    return buf_detach(&out);
}

static void show_motd(struct operation *operation)
{
    const struct world *world = operation->server->world;
    const char *motd = world->motd ? world->motd : world->config->motd;
    if (!motd || !*motd) {
        operation_say(operation, "There is no message of the day");
        return;
    }
    char *copy = xstrdup(motd);
    char *rest = copy;
    for (const char *line = NULL; (line = strsep(&rest, "\n"));) {
        if (*line || rest)
            operation_say(operation, "%s", line);
    }
    free(copy);
}

static void set_motd(struct operation *operation, const char *text)
{
    struct server *server = operation->server;
    char *motd = text ? with_lines(text) : NULL;
    xreplace(&server->world->motd, motd);
    store_put(server->store, "server", "motd", motd);
    free(motd);
}

void operate_motd(struct operation *operation, char *rest)
{
    const char *word = operate_word(&rest);
    operation_note(operation, *word ? word : "show", NULL);
    if (!*word || strcasecmp(word, "show") == 0) {
        show_motd(operation);
    } else if (strcasecmp(word, "set") == 0 && *rest) {
        set_motd(operation, rest);
        operation_say(operation, "The message of the day is set; motd reload brings the file's "
                                 "back");
    } else if (strcasecmp(word, "reload") == 0) {
        set_motd(operation, NULL);
        if (operation->server->host)
            reload(operation);
        show_motd(operation);
    } else {
        operation_usage(operation, strcasecmp(word, "set") == 0 ? "Set it to what?"
                                                                : "motd is shown, set or reloaded");
    }
}

/* ---- stats ---- */

static void fact(void *arg, const char *key, const char *value)
{
    const struct operate_value values[] = {
        {"name",  key  },
        {"value", value}
    };
    operation_fact(arg, values, 2, "%s: %s", key, value);
}

static void count(struct operation *operation, const char *key, int64_t n)
{
    char value[24];
    snprintf(value, sizeof(value), "%" PRId64, n);
    fact(operation, key, value);
}

void operate_stats(struct operation *operation, char *rest)
{
    const struct server *server = operation->server;
    const struct world *world = server->world;
    size_t accounts = 0;
    char started[OPERATE_TIME_SIZE];
    (void)rest;
    MAP_FOREACH(e, &world->users) {
        accounts += ((const struct user *)map_value(e))->account;
    }
    fact(operation, "started", operate_time(world->started_ms, started));
    count(operation, "connections", world->nsessions);
    count(operation, "registered", world->nregistered);
    count(operation, "people_here", world->npresent);
    count(operation, "most_people", world->npresent_max);
    count(operation, "accounts", (int64_t)accounts);
    count(operation, "rooms", (int64_t)map_count(&world->rooms));
    count(operation, "bans", (int64_t)world->bans.n);
    count(operation, "mutes", (int64_t)world->mutes.n);
    count(operation, "bytes_to_send", (int64_t)world->outbox_bytes);
    count(operation, "newest_message", (int64_t)store_last_id(server->store));
    fact(operation, "disk", world->degraded ? "takes nothing" : "well");
    if (server->host)
        server->host->statistics(server->host_arg, fact, operation);
}

/* ---- audit ---- */

static void audit_line(void *arg, const char *line)
{
    operation_say(arg, "%s", line);
}

void operate_audit(struct operation *operation, char *rest)
{
    const char *word = operate_word(&rest);
    char *end = NULL;
    unsigned long n = *word ? strtoul(word, &end, 10) : AUDIT_LINES;
    if (*word && (*word < '0' || *word > '9' || *end || n == 0))
        operation_usage(operation, "%s is no number of lines", word);
    else if (!operation->server->audit)
        operation_say(operation, "There is no audit log");
    else
        audit_tail(operation->server, n < AUDIT_LINES_MAX ? n : AUDIT_LINES_MAX, audit_line,
                   operation);
}

/* ---- help ---- */

/* One in a list leaves out how it is written. */
static void help_one(struct operation *operation, const struct operate_row *row, bool in_list)
{
    const struct operate_value values[] = {
        {"command", row->name },
        {"help",    row->help },
        {"usage",   row->usage},
        {"right",   row->right},
    };
    operation_fact(operation, values, in_list ? 2 : 4, "%s%s%s: %s", row->name,
                   *row->usage ? " " : "", row->usage, row->help);
}

void operate_help_show(struct operation *operation, char *rest)
{
    const char *word = operate_word(&rest);
    size_t n = 0;
    const struct operate_row *rows = operate_rows(&n);
    char *why = NULL;
    if (*word) {
        const struct operate_row *row = operate_find(word, &why);
        if (row)
            help_one(operation, row, false);
        else
            operation_fail(operation, "%s", why);
        free(why);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (operation_may(operation, &rows[i]))
            help_one(operation, &rows[i], true);
    }
    operation_say(operation, "help COMMAND says how one is written; its beginning is enough");
}
