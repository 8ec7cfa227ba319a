#include "announce.h"

#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "log.h"
#include "mem.h"
#include "reply.h"
#include "secret.h"
#include "trouble.h"
#include "utf8.h"

/* What is said, piece by piece, until the last one is in the log. */
struct saying {
    struct server *server;
    const char *conv; /* as long as it is being said */
    int64_t time_ms;
    store_done_fn *done;
    void *arg;
    size_t pending;
    enum store_status status;
};

/* ---- what is in the log is heard ---- */

static void publish(struct server *server, const struct store_entry *entry)
{
    struct irc_msg msg;
    struct room *room = world_room(server->world, entry->conv);
    const char *target = room ? room->name : entry->conv;
    irc_msg_make(&msg, entry->source, "NOTICE", target, entry->body, NULL);
    struct envelope envelope = {
        .msg = &msg, .msgid = entry->msgid, .time_ms = entry->time_ms, .id = entry->id};
    history_published(server->world, entry);
    if (room) {
        if (room->last_ms < entry->time_ms)
            room->last_ms = entry->time_ms;
        deliver_room(server, room, &envelope);
    } else if (strcmp(entry->conv, STORE_EVERYBODY) == 0) {
        irc_msg_add_tag(&msg, ANNOUNCE_TAG, "");
        deliver_everybody(server, &envelope);
    }
}

static void conclude(struct saying *saying)
{
    if (--saying->pending > 0)
        return;
    if (saying->done)
        saying->done(saying->arg, saying->status);
    free(saying);
}

static void stored(void *arg, enum store_status status, const struct store_entry *entry)
{
    struct saying *saying = arg;
    trouble_note(saying->server, status);
    if (status == STORE_OK)
        publish(saying->server, entry);
    else
        saying->status = STORE_FAILED;
    conclude(saying);
}

/* ---- pieces ---- */

static void say_piece(struct saying *saying, const char *text, size_t len)
{
    char msgid[SECRET_MSGID_SIZE];
    char *body = xstrndup(text, len);
    bool to_all = strcmp(saying->conv, STORE_EVERYBODY) == 0;
    secret_make_msgid(saying->time_ms, msgid);
    struct store_entry entry = {
        .time_ms = saying->time_ms,
        .queued = true,
        .kind = HISTORY_NOTICE,
        .conv = saying->conv,
        .msgid = msgid,
        .sender = "",
        .device = "",
        .source = saying->server->world->config->server_name,
        .body = body,
        .tags = to_all ? ANNOUNCE_TAG : "",
    };
    saying->pending++;
    store_append(saying->server->store, &entry, stored, saying);
    free(body);
}

/* Bytes of text that fit into a line. */
static size_t line_room(const struct server *server, const char *target)
{
    const char *source = server->world->config->server_name;
    return IRC_LINE_MAX - strlen(": NOTICE  :\r\n") - strlen(source) - strlen(target);
}

/* Bytes of the text that make a line: to its end, or to the last blank that leaves it short. */
static size_t line_len(const char *text, size_t room)
{
    size_t len = strcspn(text, "\r\n");
    if (len <= room)
        return len;
    size_t cut = utf8_cut_bytes(text, len, room);
    for (size_t i = cut; i > room / 2; i--) {
        if (text[i] == ' ')
            return i;
    }
    return cut;
}

static void say_lines(struct saying *saying, const char *text, size_t room)
{
    while (*text) {
        text += strspn(text, "\r\n ");
        size_t len = line_len(text, room);
        if (len > 0)
            say_piece(saying, text, len);
        text += len;
    }
}

static void say(struct server *server, const char *conv, const char *shown, const char *text,
                const struct saying *how)
{
    const struct room *room = world_room(server->world, conv);
    struct saying *saying = xnew(struct saying);
    *saying = *how;
    saying->server = server;
    saying->conv = conv;
    saying->time_ms = server->now_ms;
    if (room && room->last_ms > saying->time_ms)
        saying->time_ms = room->last_ms;
    saying->status = STORE_MISSING;
    saying->pending = 1;
    say_lines(saying, text, line_room(server, shown));
    if (saying->pending > 1)
        saying->status = STORE_OK;
    conclude(saying);
}

void announce(struct server *server, const char *who, const char *text, store_done_fn *done,
              void *arg)
{
    log_event(LOG_INFO, "announce", "who=\"%s\" bytes=%zu", who, strlen(text));
    say(server, STORE_EVERYBODY, STORE_EVERYBODY, text, &(struct saying){.done = done, .arg = arg});
}

/* NOLINTNEXTLINE(readability-function-size): the contract has six parameters. */
void announce_in_room(struct server *server, const char *who, const char *room, const char *text,
                      store_done_fn *done, void *arg)
{
    const struct room *found = world_room(server->world, room);
    if (!found) {
        if (done)
            done(arg, STORE_MISSING);
        return;
    }
    log_event(LOG_INFO, "announce", "who=\"%s\" room=\"%s\" bytes=%zu", who, found->name,
              strlen(text));
    say(server, found->fold, found->name, text, &(struct saying){.done = done, .arg = arg});
}
