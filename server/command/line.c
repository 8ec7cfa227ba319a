#include "line.h"

#include <string.h>

#include "irc_cap.h"
#include "lagging.h"
#include "log.h"
#include "sending.h"
#include "utf8.h"

/* Bytes behind the tags, without CR LF. */
static size_t rest_len(const char *line, size_t len)
{
    const char *space = line[0] == '@' ? memchr(line, ' ', len) : NULL;
    return len - (space ? (size_t)(space + 1 - line) : 0) - 2;
}

static size_t longest_param(const struct irc_msg *msg)
{
    size_t longest = 0;
    for (size_t i = 1; i < msg->nparams; i++) {
        if (strlen(msg->params[i]) > strlen(msg->params[longest]))
            longest = i;
    }
    return longest;
}

/* Writes the message again with its longest parameter shorter by excess bytes. */
static bool write_cut(const struct irc_msg *msg, size_t excess, struct buf *out)
{
    size_t i = msg->nparams > 0 ? longest_param(msg) : 0;
    size_t len = msg->nparams > 0 ? strlen(msg->params[i]) : 0;
    if (len <= excess)
        return false;

    struct buf cut = {0};
    struct irc_msg shorter = *msg;
    buf_append(&cut, msg->params[i], utf8_cut_bytes(msg->params[i], len, len - excess));
    shorter.params[i] = buf_text(&cut);
    bool written = irc_msg_write(&shorter, out) == 0;
    buf_clear(&cut);
    return written;
}

bool line_write(const struct irc_msg *msg, struct buf *out)
{
    const size_t before = out->len;
    bool written = irc_msg_write(msg, out) == 0;
    size_t rest = written ? rest_len(out->data + before, out->len - before) : 0;
    if (rest > IRC_LINE_MAX - 2) {
        buf_truncate(out, before);
        written = write_cut(msg, rest - (IRC_LINE_MAX - 2), out);
    }
    if (!written)
        log_event(LOG_ERROR, "line_refused", "command=%s", msg->command);
    return written;
}

/* ---- into outboxes ---- */

static void queue(struct server *server, struct session *session, struct extent extent, bool asked)
{
    if (session->stage == SESSION_CLOSED)
        return;

    outbox_add(&session->outbox, extent);
    session->asked_bytes += asked ? extent.len : 0;
    world_dirty(server->world, session);
    lagging_check(server, session);
}

void line_queue_extent(struct server *server, struct session *session, struct extent extent)
{
    queue(server, session, extent, false);
}

void line_queue(struct server *server, struct session *session, const char *data, size_t len)
{
    while (len > 0) {
        size_t piece = len < ARENA_CHUNK_BYTES ? len : ARENA_CHUNK_BYTES;
        queue(server, session, arena_write(&server->world->arena, data, piece), true);
        data += piece;
        len -= piece;
    }
}

/* ---- envelopes ---- */

/* Said on the session's own device: what catching up leaves out. */
static bool is_own(const struct envelope *envelope, const struct session *session)
{
    return envelope->device && envelope->sender == session->user &&
           strcmp(envelope->device, session->device) == 0;
}

/* Catching up (history.h) brings it, or brought it. */
static bool has_from_log(const struct envelope *envelope, const struct session *session)
{
    const struct replay *replay = &session->replay;
    if (!envelope->id)
        return replay->lagging && strcmp(envelope->msg->command, "TAGMSG") == 0;
    if (is_own(envelope, session))
        return replay->lagging || envelope->id <= replay->own_upto;
    return replay->running || envelope->id <= replay->upto;
}

bool line_wanted(const struct envelope *envelope, const struct session *session)
{
    return session != envelope->except && session->stage == SESSION_REGISTERED &&
           (session->caps & envelope->caps_needed) == envelope->caps_needed &&
           !(session->caps & envelope->caps_unwanted) && !has_from_log(envelope, session);
}

void line_add_time(struct irc_msg *msg, const struct session *session, int64_t now_ms,
                   char iso[CLOCK_ISO_SIZE])
{
    if (!(session->caps & IRC_CAP_SERVER_TIME) || irc_msg_tag(msg, "time"))
        return;
    clock_format_iso(now_ms, iso);
    irc_msg_add_tag(msg, "time", iso);
}

/* All of them or, which is logged, none. */
static bool write_lines(const struct irc_msg *msg, const struct multiline *lines, uint64_t caps,
                        struct buf *out)
{
    struct multiline_walk walk;
    size_t before = out->len;
    bool well = true;
    multiline_begin(&walk, msg, lines, caps);
    while (well && multiline_next(&walk))
        well = line_write(&walk.line, out);
    multiline_end(&walk);
    if (!well)
        buf_truncate(out, before);
    return well && out->len > before;
}

bool line_write_envelope(const struct envelope *envelope, uint64_t caps, struct buf *out)
{
    const struct irc_msg *bare = envelope->msg;
    const struct user *sender = envelope->sender;
    struct irc_msg msg = *bare;
    char iso[CLOCK_ISO_SIZE];

    msg.ntags = 0;
    if ((caps & IRC_CAP_SERVER_TIME) && envelope->time_ms) {
        clock_format_iso(envelope->time_ms, iso);
        irc_msg_add_tag(&msg, "time", iso);
    }
    if ((caps & IRC_CAP_MESSAGE_TAGS) && envelope->msgid)
        irc_msg_add_tag(&msg, "msgid", envelope->msgid);
    if ((caps & IRC_CAP_ACCOUNT_TAG) && sender && sender->account)
        irc_msg_add_tag(&msg, "account", sender->name);
    if ((caps & IRC_CAP_MESSAGE_TAGS) && sender && sender->bot &&
        !irc_msg_tag(bare, SENDING_BOT_TAG))
        irc_msg_add_tag(&msg, SENDING_BOT_TAG, "");
    if ((caps & IRC_CAP_MESSAGE_TAGS) && envelope->repeated)
        irc_msg_add_tag(&msg, "parlor.chat/dup", "");
    for (size_t i = 0; (caps & IRC_CAP_MESSAGE_TAGS) && i < bare->ntags; i++)
        irc_msg_add_tag(&msg, bare->tags[i].key, bare->tags[i].value);
    return envelope->lines ? write_lines(&msg, envelope->lines, caps, out) : line_write(&msg, out);
}
