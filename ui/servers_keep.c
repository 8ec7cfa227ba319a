#include "servers_keep.h"

#include <stdlib.h>
#include <string.h>

#include "irc_name.h"
#include "mem.h"
#include "secrets.h"
#include "state.h"
#include "url.h"

#define SPACE "server"

/* A row: "PLACE start|stay NICK URL CERT", with tabs between; CERT may be missing. */
struct row {
    long place;
    bool at_start;
    char *nick, *url, *cert; /* cert: NULL for none; owned */
};

struct rows {
    struct row *all; /* owned */
    size_t n;
};

/* The next piece, to free; NULL at the end. */
static char *piece(const char **text)
{
    size_t len = strcspn(*text, "\t");
    char *found = len > 0 ? xstrndup(*text, len) : NULL;
    *text += len + ((*text)[len] == '\t');
    return found;
}

static void row_clear(struct row *row)
{
    free(row->nick);
    free(row->url);
    free(row->cert);
}

static bool row_read(struct row *row, const char *value)
{
    char *rest = NULL;
    *row = (struct row){.place = strtol(value, &rest, 10)};
    const char *text = *rest ? rest + 1 : rest;
    char *start = piece(&text);
    row->at_start = start && strcmp(start, "start") == 0;
    row->nick = piece(&text);
    row->url = piece(&text);
    row->cert = piece(&text);
    free(start);
    return row->nick && row->url;
}

static void add_row(void *arg, const char *key, const char *value)
{
    (void)key;
    struct rows *rows = arg;
    struct row row;
    if (!row_read(&row, value)) {
        row_clear(&row);
        return;
    }
    rows->all = xreallocarray(rows->all, rows->n + 1, sizeof(*rows->all));
    rows->all[rows->n++] = row;
}

static void rows_clear(struct rows *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        row_clear(&rows->all[i]);
    free(rows->all);
}

static int by_place(const void *a, const void *b)
{
    long x = ((const struct row *)a)->place;
    long y = ((const struct row *)b)->place;
    return (x > y) - (x < y);
}

/* Where it stands, else the place behind all others. */
static long place_of(struct archive *archive, const char *key)
{
    char *value = archive_get(archive, SPACE, key);
    long place = value ? strtol(value, NULL, 10) : 0;
    struct rows rows = {0};
    if (!value)
        archive_each(archive, SPACE, add_row, &rows);
    for (size_t i = 0; i < rows.n; i++)
        place = rows.all[i].place > place ? rows.all[i].place : place;
    rows_clear(&rows);
    place += value ? 0 : 1;
    free(value);
    return place;
}

void servers_keep(struct archive *archive, const struct network *network)
{
    char *key = secrets_server(network);
    char *url = url_text(network->host, network->port, network->tls);
    char *value = xasprintf("%ld\t%s\t%s\t%s\t%s", place_of(archive, key),
                            network->at_start ? "start" : "stay", network->want_nick, url,
                            network->cert_file ? network->cert_file : "");
    archive_put(archive, SPACE, key, value);
    archive_put(archive, "state", "server", NULL);
    archive_put(archive, "state", "name", NULL);
    free(value);
    free(url);
    free(key);
}

void servers_forget(struct archive *archive, const struct network *network)
{
    char *key = secrets_server(network);
    archive_put(archive, SPACE, key, NULL);
    free(key);
}

static void add_network(struct chat *chat, const struct row *row, const char *name)
{
    struct url url;
    char *cause = NULL;
    if (url_parse(&url, row->url, &cause) != 0) {
        free(cause);
        return;
    }
    const char *nick = name ? name : irc_nick_valid(row->nick) ? row->nick : "guest";
    struct network *network = network_new(url.host, url.port, url.tls, nick);
    network->kept = true;
    network->at_start = row->at_start;
    network->stage = row->at_start ? NETWORK_CONNECTING : NETWORK_OFFLINE;
    if (!row->at_start)
        xreplace(&network->why, "/reconnect makes a link");
    xreplace(&network->cert_file, row->cert);
    chat_add_network(chat, network);
    url_clear(&url);
}

/* Its rooms come when it is looked after; the last one opens then, if the console is open. */
static void open_last(struct archive *archive, struct chat *chat)
{
    char *open = archive_get(archive, "state", "open");
    for (struct network *network = chat->networks; open && network; network = network->next) {
        char *server = secrets_server(network);
        size_t len = strlen(server);
        if (strncmp(open, server, len) == 0 && open[len] == '/')
            chat_open(chat, network->console);
        free(server);
    }
    free(open);
}

/* What was remembered when there was one server only. */
static void add_former(struct rows *rows, struct archive *archive)
{
    char *url = state_server(archive);
    char *nick = state_name(archive);
    char *value = xasprintf("1\tstart\t%s\t%s", nick ? nick : "guest", url ? url : "");
    if (url)
        add_row(rows, "", value);
    free(value);
    free(nick);
    free(url);
}

size_t servers_load(struct archive *archive, struct chat *chat, const char *name)
{
    struct rows rows = {0};
    archive_each(archive, SPACE, add_row, &rows);
    if (rows.n == 0)
        add_former(&rows, archive);
    if (rows.n > 0)
        qsort(rows.all, rows.n, sizeof(*rows.all), by_place);
    for (size_t i = 0; i < rows.n && i < NETWORKS_MAX; i++)
        add_network(chat, &rows.all[i], name);
    rows_clear(&rows);
    open_last(archive, chat);
    size_t n = 0;
    for (const struct network *network = chat->networks; network; network = network->next)
        n++;
    return n;
}
