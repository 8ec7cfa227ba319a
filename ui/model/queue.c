#include "queue.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "network.h"
#include "secret.h"

/* The server knows keys for seven days (server.md, R3); a day is left for clocks that differ. */
#define KEYS_LAST_MS (6LL * 24 * 3600 * 1000)

static void free_queued(struct queued *queued)
{
    free(queued->idem);
    free(queued->target);
    free(queued->text);
    free(queued->file);
    free(queued->reply);
    free(queued->edits);
    free(queued->sent_as);
    free(queued);
}

void queue_clear(struct queue *queue)
{
    struct queued *queued;
    struct queued *next;
    DL_FOREACH_SAFE(queue->first, queued, next)
    free_queued(queued);
    buf_clear(&queue->gone);
    *queue = (struct queue){0};
}

struct queued *queue_add(struct queue *queue, const struct queued *said)
{
    return queue_insert(queue, said, NULL);
}

/* NOLINTNEXTLINE(readability-function-size): it counts what is inside the macro as nesting */
struct queued *queue_insert(struct queue *queue, const struct queued *said, struct queued *before)
{
    struct queued *queued = xnew(struct queued);
    char idem[SECRET_TEXT_SIZE];
    if (!said->idem)
        secret_make_text(idem);
    *queued = (struct queued){.idem = xstrdup(said->idem ? said->idem : idem),
                              .target = xstrdup(said->target),
                              .text = xstrdup(said->text),
                              .file = xstrdup(said->file),
                              .reply = xstrdup(said->reply),
                              .edits = xstrdup(said->edits),
                              .action = said->action,
                              .fleeting = said->fleeting,
                              .said_ms = said->said_ms,
                              .sent_ms = said->sent_ms,
                              .sent_as = xstrdup(said->sent_as),
                              .changed = !said->kept,
                              .kept = said->kept};
    DL_PREPEND_ELEM(queue->first, before, queued);
    queue->n++;
    queue->changes++;
    return queued;
}

void queue_drop(struct queue *queue, struct queued *queued)
{
    if (queued->kept)
        buf_append(&queue->gone, queued->idem, strlen(queued->idem) + 1);
    DL_DELETE(queue->first, queued);
    queue->n--;
    queue->changes++;
    free_queued(queued);
}

struct queued *queue_labelled(const struct queue *queue, const char *label)
{
    char *end = NULL;
    unsigned long number = label && *label >= '1' && *label <= '9' ? strtoul(label, &end, 10) : 0;
    struct queued *queued;
    if (number == 0 || *end)
        return NULL;
    DL_FOREACH(queue->first, queued)
    if (queued->label == number)
        return queued;
    return NULL;
}

struct queued *queue_find(const struct queue *queue, const char *idem)
{
    struct queued *queued;
    DL_FOREACH(queue->first, queued)
    if (strcmp(queued->idem, idem) == 0)
        return queued;
    return NULL;
}

size_t queue_flying(const struct queue *queue)
{
    const struct queued *queued;
    size_t n = 0;
    DL_FOREACH(queue->first, queued)
    n += queued->label != 0;
    return n;
}

size_t queue_waiting(const struct queue *queue, const char *target)
{
    const struct queued *queued;
    size_t n = 0;
    DL_FOREACH(queue->first, queued)
    n += queued->label == 0 && (!target || irc_name_equal(queued->target, target));
    return n;
}

void queue_hide(struct queue *queue, const char *target)
{
    struct queued *queued;
    DL_FOREACH(queue->first, queued)
    if (irc_name_equal(queued->target, target))
        queued->line = 0;
}

void queue_rename(struct queue *queue, const char *name, const char *to)
{
    struct queued *queued;
    DL_FOREACH(queue->first, queued)
    if (irc_name_equal(queued->target, name)) {
        xreplace(&queued->target, to);
        queued->changed = true;
        queue->changes++;
    }
}

bool queue_is_exact(const struct network *network)
{
    return network->account &&
           network_can(network, IRC_CAP_PARLOR_IDEMPOTENCY | IRC_CAP_MESSAGE_TAGS);
}

/* Can it be sent a second time without being heard twice? Before the welcome we hope so. The same
 * edit again changes nothing. */
static bool can_repeat(const struct network *network, const struct queued *queued, int64_t now_ms)
{
    if (queued->edits)
        return true;
    if (!queued->sent_as || !*queued->sent_as ||
        network_clock(network, now_ms) - queued->sent_ms > KEYS_LAST_MS)
        return false;
    return network->stage != NETWORK_READY ||
           (queue_is_exact(network) && irc_name_equal(queued->sent_as, network->account));
}

enum queued_state queue_state(const struct network *network, const struct queued *queued,
                              int64_t now_ms)
{
    if (queued->label)
        return QUEUED_SENDING;
    if (queued->sent_ms == 0 || can_repeat(network, queued, now_ms))
        return QUEUED_WAITING;
    return QUEUED_UNSURE;
}
