#include "transfer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utlist.h>

#include "chat.h"
#include "mem.h"
#include "safe_name.h"
#include "transfer_private.h"
#include "transfer_text.h"

#define URL_BYTES 8000

/* ---- made and freed ---- */

struct transfer *transfer_new(struct network *network, bool upload)
{
    struct transfer *transfer = xnew(struct transfer);
    transfer->network = network;
    transfer->upload = upload;
    transfer->size = -1;
    return transfer;
}

void transfer_free(struct transfer *transfer)
{
    if (!transfer)
        return;
    free(transfer->id);
    free(transfer->target);
    free(transfer->why);
    free(transfer->url);
    free(transfer->name);
    free(transfer->path);
    free(transfer->part);
    free(transfer->etag);
    free(transfer->tus);
    free(transfer->type);
    free(transfer->sha256);
    free(transfer->sum);
    free(transfer);
}

void transfer_touch(struct chat *chat, struct transfer *transfer)
{
    transfer->changed = true;
    chat->transfers.changes++;
    chat->changed |= CHANGE_CONVS | CHANGE_STATUS;
}

struct transfer *transfer_add(struct chat *chat, struct transfer *transfer)
{
    struct transfers *transfers = &chat->transfers;
    transfer->number = ++transfers->last_number;
    if (!transfer->id)
        transfer->id = xasprintf("%" PRId64 "-%u", chat->now_ms, transfer->number);
    DL_APPEND(transfers->first, transfer);
    chat->quit_asked = false;
    transfer_touch(chat, transfer);
    return transfer;
}

void transfer_forget_on_disk(struct transfers *transfers, const struct transfer *transfer)
{
    const char *before = transfers->gone ? transfers->gone : "";
    char *gone = xasprintf("%s%s ", before, transfer->id);
    free(transfers->gone);
    transfers->gone = gone;
}

void transfer_drop(struct chat *chat, struct transfer *transfer)
{
    transfer_touch(chat, transfer);
    transfer_forget_on_disk(&chat->transfers, transfer);
    DL_DELETE(chat->transfers.first, transfer);
    transfer_free(transfer);
}

void transfers_drop_network(struct chat *chat, const struct network *network)
{
    struct transfer *transfer;
    struct transfer *next;
    DL_FOREACH_SAFE(chat->transfers.first, transfer, next)
    if (transfer->network == network)
        transfer_drop(chat, transfer);
}

void transfers_clear(struct transfers *transfers)
{
    struct transfer *transfer;
    struct transfer *next;
    DL_FOREACH_SAFE(transfers->first, transfer, next)
    transfer_free(transfer);
    free(transfers->gone);
    *transfers = (struct transfers){0};
}

struct transfer *transfer_find(const struct chat *chat, long number)
{
    struct transfer *transfer;
    DL_FOREACH(chat->transfers.first, transfer)
    if ((long)transfer->number == number)
        return transfer;
    return NULL;
}

/* ---- addresses ---- */

/* Bytes of "https://host:port". */
static size_t origin_len(const char *url)
{
    const char *scheme = strstr(url, "://");
    return scheme ? (size_t)(scheme - url) + 3 + strcspn(scheme + 3, "/?#") : 0;
}

bool transfer_is_url(const char *url)
{
    bool http = strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0;
    size_t origin = http ? origin_len(url) : 0;
    if (!http || strlen(url) > URL_BYTES || memchr(url, '@', origin) || url[origin - 1] == '/')
        return false;
    for (const char *c = url; *c; c++)
        if (*c <= ' ' || *c > '~')
            return false;
    return true;
}

static const char *base_of(const struct network *network, const char *token)
{
    const char *base = map_get(&network->isupport, token);
    return base && transfer_is_url(base) ? base : NULL;
}

const char *transfer_files_base(const struct network *network)
{
    return base_of(network, "parlor.chat/FILES");
}

const char *transfer_uploads_base(const struct network *network)
{
    const char *base = base_of(network, "soju.im/FILEHOST");
    return base ? base : base_of(network, "draft/FILEHOST");
}

bool transfer_same_origin(const char *url, const char *base)
{
    size_t len = base ? origin_len(base) : 0;
    return len > 0 && origin_len(url) == len && strncasecmp(url, base, len) == 0;
}

bool transfer_url_is_own(const struct network *network, const char *url)
{
    return network && (transfer_same_origin(url, transfer_files_base(network)) ||
                       transfer_same_origin(url, transfer_uploads_base(network)));
}

/* ---- asked for ---- */

/* Typed or pasted by people, with letters that addresses do not have (RFC 3987, 3.1); to free. */
static char *as_url(const char *text)
{
    struct buf url = {0};
    for (; *text; text++) {
        if ((unsigned char)*text < 0x80)
            buf_putc(&url, *text);
        else
            buf_printf(&url, "%%%02X", (unsigned char)*text);
    }
    return buf_detach(&url);
}

static struct transfer *find_same(const struct chat *chat, const char *url)
{
    struct transfer *transfer;
    DL_FOREACH(chat->transfers.first, transfer)
    if (!transfer->upload && transfer->state != TRANSFER_DONE && strcmp(transfer->url, url) == 0)
        return transfer;
    return NULL;
}

/* True while the user is to be asked before more is got. */
static bool must_ask(const struct chat *chat, const struct transfer *transfer)
{
    int64_t most = (int64_t)chat->settings.confirm_above;
    int64_t known = transfer->size > transfer->done ? transfer->size : transfer->done;
    if (transfer->upload || most <= 0 || known <= most)
        return false;
    if (transfer->agreed == TRANSFER_AGREED_NOTHING)
        return true;
    return transfer->agreed == TRANSFER_AGREED_BEGIN && transfer->size > 0 &&
           transfer->done >= transfer->size / 2 && transfer->done < transfer->size;
}

void transfer_set_state(struct chat *chat, struct transfer *transfer, enum transfer_state state)
{
    transfer->state = state;
    transfer->speed = 0;
    transfer->measured_ms = 0;
    transfer->checking = false;
    transfer_touch(chat, transfer);
}

void transfer_ask_if_large(struct chat *chat, struct transfer *transfer)
{
    if (must_ask(chat, transfer))
        transfer_set_state(chat, transfer, TRANSFER_ASKING);
}

void transfer_say_begun(struct chat *chat, const struct transfer *transfer)
{
    char *size = transfer->size >= 0 ? transfer_size_text(transfer->size) : NULL;
    if (size)
        chat_notice(chat, "%s %s (%s): /transfers shows how far it is",
                    transfer->upload ? "↑" : "↓", transfer->name, size);
    else
        chat_notice(chat, "↓ %s: asking how large it is", transfer->name);
    free(size);
}

static void note_place(struct transfer *transfer, const struct conv *conv)
{
    if (conv && conv->network == transfer->network && conv->kind != CONV_CONSOLE)
        transfer->target = xstrdup(conv->name);
}

struct transfer *transfer_get(struct chat *chat, struct network *network,
                              const struct transfer_file *file)
{
    char *url = as_url(file->url);
    if (!transfer_is_url(url)) {
        chat_complain(chat, "That is no address of a file: it begins with http:// or https://");
        free(url);
        return NULL;
    }
    struct transfer *transfer = find_same(chat, url);
    if (transfer) {
        free(url);
        transfer_resume(chat, transfer);
        return transfer;
    }
    transfer = transfer_new(network, false);
    note_place(transfer, chat->current);
    transfer->url = url;
    transfer->own = transfer_url_is_own(network, url);
    transfer->size = file->size;
    if (file->sha256 && strlen(file->sha256) == TRANSFER_SUM_CHARS)
        transfer->sha256 = xstrdup(file->sha256);
    if (file->as || file->name)
        transfer->name = safe_name(file->as ? file->as : file->name);
    else
        transfer->name = safe_name_of_url(url);
    transfer_add(chat, transfer);
    transfer_ask_if_large(chat, transfer);
    return transfer;
}

struct transfer *transfer_put(struct chat *chat, struct network *network, const struct conv *conv,
                              const char *path)
{
    struct transfer *transfer = transfer_new(network, true);
    const char *slash = strrchr(path, '/');
    note_place(transfer, conv);
    transfer->path = xstrdup(path);
    transfer->name = safe_name(slash ? slash + 1 : path);
    transfer->own = true;
    return transfer_add(chat, transfer);
}

bool transfer_pause(struct chat *chat, struct transfer *transfer)
{
    if (transfer->state != TRANSFER_QUEUED && transfer->state != TRANSFER_RUNNING &&
        transfer->state != TRANSFER_ASKING)
        return false;
    transfer_set_state(chat, transfer, TRANSFER_PAUSED);
    xreplace(&transfer->why, NULL);
    return true;
}

bool transfer_resume(struct chat *chat, struct transfer *transfer)
{
    if (transfer->state == TRANSFER_DONE || transfer->state == TRANSFER_RUNNING ||
        transfer->state == TRANSFER_CANCELLED)
        return false;
    if (must_ask(chat, transfer))
        transfer->agreed = transfer->agreed == TRANSFER_AGREED_NOTHING ? TRANSFER_AGREED_BEGIN
                                                                       : TRANSFER_AGREED_ALL;
    transfer_set_state(chat, transfer, TRANSFER_QUEUED);
    transfer->retry_ms = 0;
    transfer->attempts = 0;
    transfer->mismatch = false;
    xreplace(&transfer->why, NULL);
    return true;
}

void transfer_cancel(struct chat *chat, struct transfer *transfer)
{
    transfer_set_state(chat, transfer, TRANSFER_CANCELLED);
}
