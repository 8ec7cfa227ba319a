#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "chat.h"
#include "mem.h"
#include "transfer.h"
#include "transfer_private.h"
#include "transfer_text.h"
#include "utf8.h"

#define BACK_OFF_MS   1000
#define BACK_OFF_MOST 60000

/* While a token is awaited, so often is looked whether it does not come. */
#define TOKEN_LOOK_MS 1000

/* ---- who may begin ---- */

static bool lacks_token(const struct chat *chat, const struct transfer *transfer)
{
    const struct network *network = transfer->network;
    return network && network->account && !network->token_denied &&
           (!network->token || chat->mono_ms - network->token_ms > TRANSFER_TOKEN_MS);
}

/* What keeps it from beginning, as a sentence; NULL: nothing but its turn. */
static const char *obstacle(const struct chat *chat, const struct transfer *transfer)
{
    if (!transfer->own)
        return NULL;
    if (!transfer->network || transfer->network->stage != NETWORK_READY)
        return "waits for the link to the server";
    if (transfer->upload && !transfer_uploads_base(transfer->network))
        return "waits for a server that takes files: this one does not say that it does";
    return lacks_token(chat, transfer) ? "asks the server for leave" : NULL;
}

static bool is_due(const struct chat *chat, const struct transfer *transfer)
{
    /* The server is back: no need to wait for the rest of the back-off. */
    bool back = transfer->own && transfer->network && transfer->tried_ms > 0 &&
                transfer->tried_ms < transfer->network->ready_ms;
    return back || transfer->retry_ms <= chat->mono_ms;
}

bool transfer_wants_token(const struct chat *chat, const struct transfer *transfer)
{
    return transfer->state == TRANSFER_QUEUED && transfer->own && transfer->network &&
           transfer->network->stage == NETWORK_READY && is_due(chat, transfer) &&
           lacks_token(chat, transfer);
}

static int count(const struct chat *chat, enum transfer_state state)
{
    const struct transfer *transfer;
    int n = 0;
    DL_FOREACH(chat->transfers.first, transfer)
    n += transfer->state == state;
    return n;
}

static void begin(struct chat *chat, struct transfer *transfer)
{
    transfer_set_state(chat, transfer, TRANSFER_RUNNING);
    transfer->tried_ms = chat->mono_ms;
    xreplace(&transfer->why, NULL);
}

/* Lets it begin, or says what it waits for. True if it took a place. */
static bool try_to_begin(struct chat *chat, struct transfer *transfer)
{
    const char *why = obstacle(chat, transfer);
    if (!why) {
        begin(chat, transfer);
        return true;
    }
    if (!transfer->why || strcmp(transfer->why, why) != 0) {
        xreplace(&transfer->why, why);
        transfer_touch(chat, transfer);
    }
    return false;
}

int64_t transfers_schedule(struct chat *chat)
{
    int places = chat->settings.transfers_at_once - count(chat, TRANSFER_RUNNING);
    int64_t next_ms = -1;
    struct transfer *transfer;
    DL_FOREACH(chat->transfers.first, transfer)
    {
        if (transfer->state != TRANSFER_QUEUED || places <= 0)
            continue;
        int64_t wait_ms = transfer->retry_ms - chat->mono_ms;
        bool due = is_due(chat, transfer);
        bool began = due && try_to_begin(chat, transfer);
        places -= began;
        if (due && !began && lacks_token(chat, transfer))
            wait_ms = TOKEN_LOOK_MS;
        else if (due)
            continue;
        if (next_ms < 0 || wait_ms < next_ms)
            next_ms = wait_ms;
    }
    return next_ms;
}

unsigned transfers_busy(const struct chat *chat)
{
    return (unsigned)(count(chat, TRANSFER_RUNNING) + count(chat, TRANSFER_QUEUED) +
                      count(chat, TRANSFER_ASKING));
}

/* ---- how it goes ---- */

/* Where the user asked for it. */
static struct conv *place_of(struct chat *chat, const struct transfer *transfer)
{
    struct conv *conv =
        transfer->target ? chat_conv(chat, transfer->network, transfer->target) : NULL;
    return conv ? conv : transfer->network->console;
}

void transfer_progress(struct chat *chat, struct transfer *transfer, int64_t done)
{
    if (transfer->began_ms == 0)
        transfer->began_ms = chat->mono_ms;
    if (done > transfer->done && !transfer->checking)
        transfer->attempts = 0;
    transfer->done = done;
    if (transfer->state == TRANSFER_RUNNING)
        transfer_ask_if_large(chat, transfer);
}

void transfer_size(struct chat *chat, struct transfer *transfer, int64_t size)
{
    bool news = transfer->size < 0 && !transfer->upload;
    if (transfer->size == size)
        return;
    transfer->size = size;
    transfer_touch(chat, transfer);
    if (transfer->state == TRANSFER_RUNNING)
        transfer_ask_if_large(chat, transfer);
    if (news && transfer->state == TRANSFER_RUNNING)
        transfer_say_begun(chat, transfer);
}

void transfer_measure(struct chat *chat, struct transfer *transfer)
{
    int64_t ms = chat->mono_ms - transfer->measured_ms;
    int64_t bytes = transfer->done - transfer->measured;
    if (transfer->measured_ms > 0 && ms <= 0)
        return;
    if (transfer->measured_ms > 0 && bytes >= 0 && !transfer->checking) {
        int64_t now = bytes * 1000 / ms;
        transfer->speed = transfer->speed ? (transfer->speed * 3 + now) / 4 : now;
    }
    transfer->measured_ms = chat->mono_ms;
    transfer->measured = transfer->done;
    chat->transfers.changes++;
    chat->changed |= CHANGE_CONVS;
}

void transfer_done(struct chat *chat, struct transfer *transfer, const char *sum)
{
    xreplace(&transfer->sum, sum);
    xreplace(&transfer->why, NULL);
    transfer->took_ms = transfer->began_ms ? chat->mono_ms - transfer->began_ms : 0;
    if (transfer->size < 0)
        transfer->size = transfer->done;
    transfer_set_state(chat, transfer, TRANSFER_DONE);
    transfer->unsaid = transfer->upload;
    if (!transfer->unsaid)
        transfer_forget_on_disk(&chat->transfers, transfer);
    chat_notice(chat, "✓ %s is %s", transfer->name, transfer->upload ? "on the server" : "here");
    if (transfer->upload && transfer->target)
        return; /* the message with its address says it */
    char *text = transfer_done_text(transfer);
    chat_info(chat, place_of(chat, transfer), LINE_INFO, "%s", text);
    free(text);
}

void transfer_said(struct chat *chat, struct transfer *transfer)
{
    transfer->unsaid = false;
    transfer_forget_on_disk(&chat->transfers, transfer);
    transfer_touch(chat, transfer);
}

static int64_t back_off_ms(int attempts)
{
    int64_t ms = BACK_OFF_MS;
    for (int i = 1; i < attempts && ms < BACK_OFF_MOST; i++)
        ms *= 2;
    return ms < BACK_OFF_MOST ? ms : BACK_OFF_MOST;
}

static void set_why(struct transfer *transfer, const char *why)
{
    free(transfer->why);
    transfer->why = utf8_sanitize(why, strlen(why), false, false);
}

void transfer_trouble(struct chat *chat, struct transfer *transfer, const char *why)
{
    transfer->attempts++;
    transfer->retry_ms = chat->mono_ms + back_off_ms(transfer->attempts);
    transfer_set_state(chat, transfer, TRANSFER_QUEUED);
    set_why(transfer, why);
}

void transfer_hold(const struct chat *chat, struct transfer *transfer, int64_t ms)
{
    int64_t least_ms = chat->mono_ms + ms;
    transfer->retry_ms = transfer->retry_ms > least_ms ? transfer->retry_ms : least_ms;
}

void transfer_fail(struct chat *chat, struct transfer *transfer, const char *why)
{
    transfer_set_state(chat, transfer, TRANSFER_FAILED);
    set_why(transfer, why);
    chat_info(chat, place_of(chat, transfer), LINE_ERROR, "%s: %s (/resume %u tries again)",
              transfer->name, why, transfer->number);
    chat_complain(chat, "%s: %s", transfer->name, why);
}
