/* Messages of several rows (IRCv3 draft/multiline): their lines come as a batch, and are shown as
 * one. What the opening line's tags say holds for all of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handlers.h"
#include "mem.h"
#include "utf8.h"

#define OPENING_BYTES (IRC_SERVER_TAGS_MAX + IRC_LINE_MAX + 2)
#define ROWS_BYTES    40000
#define REF_BYTES     128

/* Begins as every batch does (network.h: one block of memory). */
struct rows_batch {
    struct open_batch batch;
    char parent[REF_BYTES]; /* batch that it is part of; "" for none */
    char opening[OPENING_BYTES];
    char text[ROWS_BYTES];
    size_t len;
    bool any;    /* a line came */
    bool notice; /* they are NOTICEs */
};

struct open_batch *rows_begin(const struct from *from, const struct irc_msg *msg)
{
    const char *parent = irc_msg_tag(msg, "batch");
    struct buf line = {0};
    if (msg->nparams < 3 || (parent && strlen(parent) >= REF_BYTES) ||
        irc_msg_write(msg, &line) != 0 || line.len >= OPENING_BYTES) {
        buf_clear(&line);
        return NULL;
    }
    struct rows_batch *rows = xnew(struct rows_batch);
    rows->batch.kind = BATCH_ROWS;
    snprintf(rows->parent, sizeof(rows->parent), "%s", parent ? parent : "");
    memcpy(rows->opening, line.data, line.len - strlen("\r\n"));
    if (from->label && strlen(from->label) < sizeof(rows->batch.label))
        snprintf(rows->batch.label, sizeof(rows->batch.label), "%s", from->label);
    buf_clear(&line);
    return &rows->batch;
}

static void append(struct rows_batch *rows, const char *text, bool joins)
{
    size_t room = ROWS_BYTES - 1 - rows->len;
    size_t len = strlen(text);
    if (rows->any && !joins && room > 0) {
        rows->text[rows->len++] = '\n';
        room--;
    }
    if (len > room)
        len = utf8_cut_bytes(text, len, room);
    memcpy(rows->text + rows->len, text, len);
    rows->len += len;
    rows->any = true;
}

bool rows_took(const struct from *from, const struct irc_msg *msg)
{
    if (!from->batch || from->batch->kind != BATCH_ROWS)
        return false;
    struct rows_batch *rows = (struct rows_batch *)(void *)from->batch;
    bool notice = strcasecmp(msg->command, "NOTICE") == 0;
    if (msg->nparams > 1 && (notice || strcasecmp(msg->command, "PRIVMSG") == 0)) {
        rows->notice = notice;
        append(rows, msg->params[1], irc_msg_tag(msg, "draft/multiline-concat") != NULL);
    }
    return true;
}

void rows_end(const struct from *from, struct open_batch *batch)
{
    struct rows_batch *rows = (struct rows_batch *)(void *)batch;
    struct from again = {.chat = from->chat, .network = from->network};
    struct irc_msg msg;
    if (!rows->any || irc_msg_parse(&msg, rows->opening) != 0)
        return;
    if (rows->parent[0] && !(again.batch = map_get(&from->network->batches, rows->parent)))
        return;
    again.history = again.batch && again.batch->kind == BATCH_HISTORY;
    again.label = batch->label[0] ? batch->label : NULL;
    msg.command = rows->notice ? "NOTICE" : "PRIVMSG";
    msg.params[0] = msg.params[2];
    msg.params[1] = rows->text;
    msg.nparams = 2;
    handle_joined(&again, &msg);
}
