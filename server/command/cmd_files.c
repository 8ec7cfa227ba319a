/* FILES: what is shared here, for clients that show it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "file_name.h"
#include "look_around.h"
#include "mem.h"
#include "reply.h"
#include "shelf.h"

/* Entries in one answer. */
#define PAGE 500

/* Room for a 64-bit number. */
#define NUMBER_SIZE 21

static void send(struct ctx *ctx, struct irc_msg *msg, const char *batch)
{
    if (batch)
        irc_msg_add_tag(msg, "batch", batch);
    reply_msg(ctx, msg);
}

static void send_entry(struct ctx *ctx, const struct library_entry *entry, const char *batch)
{
    char size[NUMBER_SIZE];
    char mtime[NUMBER_SIZE];
    struct irc_msg msg;
    const char *sum = shelf_digest(ctx->server, entry);
    snprintf(size, sizeof(size), "%" PRId64, entry->size);
    snprintf(mtime, sizeof(mtime), "%" PRId64, entry->mtime_ms);
    irc_msg_make(&msg, NULL, "FILES", "ENTRY", entry->is_folder ? "folder" : "file", size, mtime,
                 sum ? sum : "-", entry->name, NULL);
    send(ctx, &msg, batch);
}

static void send_end(struct ctx *ctx, const struct shelf *shelf, size_t next, const char *batch)
{
    char count[NUMBER_SIZE];
    char bytes[NUMBER_SIZE];
    char cursor[NUMBER_SIZE] = "*";
    struct irc_msg msg;
    snprintf(count, sizeof(count), "%zu", shelf->list.n);
    snprintf(bytes, sizeof(bytes), "%" PRId64, shelf->list.bytes);
    if (next < shelf->list.n)
        snprintf(cursor, sizeof(cursor), "%zu", next);
    irc_msg_make(&msg, NULL, "FILES", "END", count, bytes, cursor, NULL);
    send(ctx, &msg, batch);
}

static void show(struct ctx *ctx, const struct shelf *shelf)
{
    if (shelf->result != SHELF_READ) {
        reply_standard(ctx, "FAIL", "FILES", shelf_code(shelf->result), shelf->path,
                       shelf_sentence(shelf->result), NULL);
        return;
    }
    const size_t n = shelf->list.n;
    size_t end = shelf->from + look_around_limit(ctx, PAGE);
    if (end > n)
        end = n;
    char *batch = xstrdup(reply_batch_begin(ctx, "parlor.chat/files", shelf->path));
    for (size_t i = shelf->from; i < end; i++)
        send_entry(ctx, &shelf->list.entries[i], batch);
    send_end(ctx, shelf, end, batch);
    reply_batch_end(ctx, batch);
    free(batch);
}

/* Where a page begins; false for what is no cursor of ours. */
static bool take_cursor(const char *text, size_t *from)
{
    char *end = NULL;
    unsigned long long n = strtoull(text, &end, 10);
    *from = n;
    return *text >= '0' && *text <= '9' && !*end && n <= LIBRARY_ENTRIES_MAX;
}

/* A path comes as in addresses, or a name with blanks could have no cursor behind it. */
static void look(struct ctx *ctx, const char *encoded, size_t from)
{
    char *path = file_text_decode(encoded);
    shelf_look(ctx, path ? path : encoded, NULL, from, show);
    free(path);
}

/* FILES LIST <path> [<cursor>] */
void cmd_files(struct ctx *ctx, const struct irc_msg *msg)
{
    size_t from = 0;
    if (strcasecmp(msg->params[0], "LIST") != 0)
        reply_standard(ctx, "FAIL", "FILES", "UNKNOWN_COMMAND", msg->params[0],
                       "No such subcommand; say FILES LIST <path> [<cursor>]", NULL);
    else if (msg->nparams < 2)
        reply_standard(ctx, "FAIL", "FILES", "NEED_MORE_PARAMS", "LIST",
                       "Say FILES LIST <path> [<cursor>]", NULL);
    else if (msg->nparams > 2 && !take_cursor(msg->params[2], &from))
        reply_standard(ctx, "FAIL", "FILES", "INVALID_CURSOR", msg->params[2],
                       "The cursor is the last word of FILES END", NULL);
    else
        look(ctx, msg->params[1], from);
}
