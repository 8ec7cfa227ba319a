#include "outbox_keep.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "secrets.h"

/* What a message announces, answers, or replaces stands beside the queue, under its key. */
#define FILES   "announced"
#define REPLIES "answering"
#define EDITS   "editing"

struct loading {
    struct archive *archive;
    struct chat *chat;
    struct network *network;
};

static void load_one(void *arg, const struct archive_queued *kept)
{
    const struct loading *loading = arg;
    struct queued said = {.idem = xstrdup(kept->idem),
                          .target = xstrdup(kept->target),
                          .text = xstrdup(kept->text),
                          .file = archive_get(loading->archive, FILES, kept->idem),
                          .reply = archive_get(loading->archive, REPLIES, kept->idem),
                          .edits = archive_get(loading->archive, EDITS, kept->idem),
                          .action = kept->action,
                          .said_ms = kept->said_ms,
                          .sent_ms = kept->sent_ms,
                          .sent_as = xstrdup(kept->sent_as),
                          .kept = true};
    struct queue *queue = &loading->network->queue;
    if (!queue_find(queue, said.idem)) {
        struct conv *conv = chat_conv_make(loading->chat, loading->network, said.target);
        /* Who said it was there, even if nothing else could be kept since. */
        conv->rejoin = conv->kind == CONV_ROOM;
        queue_add(queue, &said);
    }
    free(said.idem);
    free(said.target);
    free(said.text);
    free(said.file);
    free(said.reply);
    free(said.edits);
    free(said.sent_as);
}

void outbox_load(struct archive *archive, struct chat *chat, struct network *network)
{
    struct loading loading = {archive, chat, network};
    char *server = secrets_server(network);
    archive_queue_each(archive, server, load_one, &loading);
    free(server);
}

static void save_one(struct archive *archive, const char *server, const struct queued *queued)
{
    struct archive_queued kept = {.idem = queued->idem,
                                  .server = server,
                                  .target = queued->target,
                                  .text = queued->text,
                                  .action = queued->action,
                                  .said_ms = queued->said_ms,
                                  .sent_ms = queued->sent_ms,
                                  .sent_as = queued->sent_as};
    archive_queue_put(archive, &kept);
    if (queued->file)
        archive_put(archive, FILES, queued->idem, queued->file);
    if (queued->reply)
        archive_put(archive, REPLIES, queued->idem, queued->reply);
    if (queued->edits)
        archive_put(archive, EDITS, queued->idem, queued->edits);
}

static bool wants_saving(const struct queued *queued)
{
    return queued->changed && !queued->fleeting;
}

static bool save_queue(struct archive *archive, const struct network *network)
{
    const struct queue *queue = &network->queue;
    const char *gone = queue->gone.data;
    bool any = queue->gone.len > 0;
    for (size_t at = 0; at < queue->gone.len; at += strlen(gone + at) + 1) {
        archive_queue_remove(archive, gone + at);
        archive_put(archive, FILES, gone + at, NULL);
        archive_put(archive, REPLIES, gone + at, NULL);
        archive_put(archive, EDITS, gone + at, NULL);
    }

    char *server = secrets_server(network);
    for (const struct queued *queued = queue->first; queued; queued = queued->next) {
        if (!wants_saving(queued))
            continue;
        save_one(archive, server, queued);
        any = true;
    }
    free(server);
    return any;
}

bool outbox_save(struct archive *archive, const struct chat *chat)
{
    bool any = false;
    for (const struct network *network = chat->networks; network; network = network->next)
        if (network->queue.first || network->queue.gone.len > 0)
            any = save_queue(archive, network) || any;
    return any;
}

void outbox_saved(struct chat *chat)
{
    for (struct network *network = chat->networks; network; network = network->next) {
        buf_clear(&network->queue.gone);
        for (struct queued *queued = network->queue.first; queued; queued = queued->next) {
            queued->kept = queued->kept || wants_saving(queued);
            queued->changed = false;
        }
    }
}
