#include "transfers_keep.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "secrets.h"
#include "transfer_keep.h"

/* "host:port id" -> the text of a transfer. */
#define SPACE "transfer"

struct loading {
    struct chat *chat;
    struct network *network;
    const char *server;
};

static void load_one(void *arg, const char *key, const char *value)
{
    const struct loading *loading = arg;
    size_t len = strlen(loading->server);
    if (strncmp(key, loading->server, len) != 0 || key[len] != ' ')
        return;
    struct transfer *transfer = transfer_read(loading->network, key + len + 1, value);
    if (!transfer)
        return;
    transfer_add(loading->chat, transfer);
    transfer->changed = false;
}

void transfers_load(struct archive *archive, struct chat *chat, struct network *network)
{
    char *server = secrets_server(network);
    struct loading loading = {chat, network, server};
    archive_each(archive, SPACE, load_one, &loading);
    free(server);
}

static void put(struct archive *archive, const struct network *network, const char *id,
                const char *text)
{
    char *server = secrets_server(network);
    char *key = xasprintf("%s %s", server, id);
    archive_put(archive, SPACE, key, text);
    free(key);
    free(server);
}

/* An id is of one network only; which one it was is not asked. */
static void forget(struct archive *archive, const struct chat *chat, const char *id)
{
    for (const struct network *network = chat->networks; network; network = network->next)
        put(archive, network, id, NULL);
}

static bool is_over(const struct transfer *transfer)
{
    return transfer->state == TRANSFER_DONE && !transfer->unsaid;
}

bool transfers_save(struct archive *archive, const struct chat *chat)
{
    bool any = chat->transfers.gone != NULL;
    char *gone = xstrdup(any ? chat->transfers.gone : "");
    char *rest = gone;
    for (char *id = strsep(&rest, " "); id; id = strsep(&rest, " "))
        if (*id)
            forget(archive, chat, id);
    free(gone);

    for (const struct transfer *one = chat->transfers.first; one; one = one->next) {
        if (!one->changed || is_over(one))
            continue;
        char *text = transfer_write(one);
        put(archive, one->network, one->id, text);
        free(text);
        any = true;
    }
    return any;
}

void transfers_saved(struct chat *chat)
{
    free(chat->transfers.gone);
    chat->transfers.gone = NULL;
    for (struct transfer *one = chat->transfers.first; one; one = one->next)
        one->changed = false;
}
