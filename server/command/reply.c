#include "reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "irc_cap.h"
#include "line.h"
#include "mem.h"

/* ---- the door: held while a labelled line is answered, else sent ---- */

static void emit(struct ctx *ctx, struct irc_msg *msg)
{
    struct session *session = ctx->session;
    char iso[CLOCK_ISO_SIZE];
    line_add_time(msg, session, ctx->now_ms, iso);
    if (session->label) {
        if (line_write(msg, &session->held))
            session->held_lines++;
        return;
    }
    struct buf line = {0};
    if (line_write(msg, &line))
        line_queue(ctx->server, session, line.data, line.len);
    buf_clear(&line);
}

static const char *own_source(const struct ctx *ctx)
{
    return ctx_world(ctx)->config->server_name;
}

void reply_msg(struct ctx *ctx, struct irc_msg *msg)
{
    /* Like PING it begins the line: that is where clients look for it (RFC 1459, 4.6.4). */
    bool bare = strcmp(msg->command, "ERROR") == 0;
    if (!msg->source && !bare)
        msg->source = own_source(ctx);
    emit(ctx, msg);
}

/* How many there are from an offset on. */
static int count_lines(const struct buf *lines, size_t from)
{
    int n = 0;
    for (size_t i = from; i < lines->len; i++)
        n += lines->data[i] == '\n';
    return n;
}

void reply_envelope(struct ctx *ctx, const struct envelope *envelope)
{
    struct session *session = ctx->session;
    if (!session->label) {
        deliver_session(ctx->server, session, envelope);
        return;
    }
    if (!line_wanted(envelope, session))
        return;
    bool first = session->held_lines == 0;
    bool batch = envelope->lines && multiline_knows(session->caps);
    size_t before = session->held.len;
    line_write_envelope(envelope, session->caps, &session->held);
    session->held_lines += count_lines(&session->held, before);
    if (batch && first) {
        session->held_batch = ++session->batch_serial;
        session->held_batch_end = session->held_lines;
    }
}

/* ---- numerics and standard replies ---- */

/* What a client said may be no word where it is shown again: empty, with spaces, or a colon first.
 */
static const char *as_word(const char *text)
{
    return *text == '\0' || *text == ':' || strchr(text, ' ') ? "*" : text;
}

static const char *own_nick(const struct session *session)
{
    if (session->user)
        return session->user->name;
    return session->nick ? session->nick : "*";
}

/* A numeric's line so far: source, number, nick. number lives as long as the message. */
static void begin_numeric(struct ctx *ctx, struct irc_msg *msg, enum irc_num num, char number[4])
{
    snprintf(number, 4, "%03u", (unsigned)num % 1000);
    irc_msg_make(msg, own_source(ctx), number, own_nick(ctx->session), NULL);
}

static void add_word(struct irc_msg *msg, const char *word)
{
    if (msg->nparams < IRC_PARAMS_MAX)
        msg->params[msg->nparams++] = word;
}

/* Words in the middle must be words; the last parameter may be any text. */
static void finish(struct ctx *ctx, struct irc_msg *msg)
{
    for (size_t i = 0; i + 1 < msg->nparams; i++)
        msg->params[i] = as_word(msg->params[i]);
    emit(ctx, msg);
}

void reply_words(struct ctx *ctx, enum irc_num num, ...)
{
    struct irc_msg msg;
    char number[4];
    begin_numeric(ctx, &msg, num, number);

    va_list words;
    va_start(words, num);
    const char *word = NULL;
    while ((word = va_arg(words, const char *)))
        add_word(&msg, word);
    va_end(words);
    if (irc_num_text(num))
        add_word(&msg, irc_num_text(num));
    finish(ctx, &msg);
}

void reply_plain(struct ctx *ctx, enum irc_num num)
{
    reply_words(ctx, num, NULL);
}

void reply_text(struct ctx *ctx, enum irc_num num, const char *word, const char *format, ...)
{
    struct irc_msg msg;
    char number[4];
    begin_numeric(ctx, &msg, num, number);

    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);
    if (word)
        add_word(&msg, word);
    add_word(&msg, text);
    finish(ctx, &msg);
    free(text);
}

void reply_standard(struct ctx *ctx, const char *type, const char *command, const char *code, ...)
{
    struct irc_msg msg;
    irc_msg_make(&msg, own_source(ctx), type, command, code, NULL);

    va_list words;
    va_start(words, code);
    const char *word = NULL;
    while ((word = va_arg(words, const char *)))
        add_word(&msg, word);
    va_end(words);
    finish(ctx, &msg);
}

void reply_notice(struct ctx *ctx, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);

    struct irc_msg msg;
    irc_msg_make(&msg, own_source(ctx), "NOTICE", own_nick(ctx->session), text, NULL);
    emit(ctx, &msg);
    free(text);
}

/* ---- batches ---- */

static void emit_batch(struct ctx *ctx, char sign, const struct irc_msg *opening)
{
    struct irc_msg msg = *opening;
    char ref[SESSION_BATCH_SIZE + 1];
    snprintf(ref, sizeof(ref), "%c%s", sign, ctx->session->batch);
    msg.source = own_source(ctx);
    msg.command = "BATCH";
    msg.params[0] = ref;
    emit(ctx, &msg);
}

static void new_batch(struct session *session)
{
    snprintf(session->batch, sizeof(session->batch), "b%x", ++session->batch_serial);
}

const char *reply_batch_begin(struct ctx *ctx, const char *type, const char *param)
{
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "BATCH", "+", type, param, NULL);
    return reply_batch_open(ctx, &msg);
}

const char *reply_batch_open(struct ctx *ctx, const struct irc_msg *opening)
{
    struct session *session = ctx->session;
    if (!(session->caps & IRC_CAP_BATCH))
        return NULL;

    new_batch(session);
    if (session->held_lines == 0)
        session->held_batch = session->batch_serial;
    emit_batch(ctx, '+', opening);
    return session->batch;
}

void reply_batch_end(struct ctx *ctx, const char *ref)
{
    struct session *session = ctx->session;
    if (!ref)
        return;
    snprintf(session->batch, sizeof(session->batch), "%s", ref);
    struct irc_msg msg;
    irc_msg_make(&msg, NULL, "BATCH", "-", NULL);
    emit_batch(ctx, '-', &msg);
    if (session->held_batch && strtoul(ref + 1, NULL, 16) == session->held_batch)
        session->held_batch_end = session->held_lines;
}

/* ---- labels ---- */

/* Puts "key=value" (escaped) among the tags of a line that is being copied to out. */
static void put_tagged(struct buf *out, const char *line, size_t len, const char *tag)
{
    buf_putc(out, '@');
    buf_puts(out, tag);
    buf_puts(out, line[0] == '@' ? ";" : " ");
    size_t skip = line[0] == '@';
    buf_append(out, line + skip, len - skip);
}

/* True if one of the line's tags is "batch". */
static bool in_batch(const char *line, size_t len)
{
    const char *end = line[0] == '@' ? memchr(line, ' ', len) : NULL;
    for (const char *tag = line; tag && tag < end; tag = memchr(tag, ';', (size_t)(end - tag))) {
        tag++;
        if (strncmp(tag, "batch=", 6) == 0)
            return true;
    }
    return false;
}

/* "label=text", escaped as in a line; to free. */
static char *label_tag(const char *label)
{
    struct irc_msg msg;
    struct buf line = {0};
    irc_msg_make(&msg, NULL, "X", NULL);
    irc_msg_add_tag(&msg, "label", label);
    irc_msg_write(&msg, &line);
    buf_truncate(&line, line.len - strlen(" X\r\n"));
    buf_consume(&line, 1);
    return buf_detach(&line);
}

/* The label on the first line: the only one, or the opening of a batch that is the whole answer. */
static void label_first(const struct session *session, const char *tag, struct buf *out)
{
    const char *lines = session->held.data;
    size_t first = (size_t)(strchr(lines, '\n') + 1 - lines);
    put_tagged(out, lines, first, tag);
    buf_append(out, lines + first, session->held.len - first);
}

/* Several lines: a batch around them. */
static void label_batch(struct session *session, const char *source, const char *tag,
                        struct buf *out)
{
    new_batch(session);
    char batch[SESSION_BATCH_SIZE + 8];
    snprintf(batch, sizeof(batch), "batch=%s", session->batch);
    buf_printf(out, "@%s :%s BATCH +%s labeled-response\r\n", tag, source, session->batch);
    const char *line = session->held.data;
    const char *end = line + session->held.len;
    while (line < end) {
        size_t len = (size_t)(strchr(line, '\n') + 1 - line);
        if (in_batch(line, len))
            buf_append(out, line, len);
        else
            put_tagged(out, line, len, batch);
        line += len;
    }
    buf_printf(out, ":%s BATCH -%s\r\n", source, session->batch);
}

static void label_held(struct ctx *ctx, const char *tag, struct buf *out)
{
    struct session *session = ctx->session;
    bool is_batch = session->held_batch && session->held_batch_end == session->held_lines;
    if (session->held_lines == 0)
        buf_printf(out, "@%s :%s ACK\r\n", tag, own_source(ctx));
    else if (session->held_lines == 1 || is_batch || !(session->caps & IRC_CAP_BATCH))
        label_first(session, tag, out);
    else
        label_batch(session, own_source(ctx), tag, out);
}

void reply_end(struct ctx *ctx)
{
    struct session *session = ctx->session;
    char *label = reply_defer(ctx);
    if (!label)
        return;

    char *tag = label_tag(label);
    struct buf out = {0};
    label_held(ctx, tag, &out);
    buf_clear(&session->held);
    session->held_lines = session->held_batch_end = 0;
    session->held_batch = 0;
    line_queue(ctx->server, session, out.data, out.len);
    buf_clear(&out);
    free(tag);
    free(label);
}

char *reply_defer(struct ctx *ctx)
{
    char *label = ctx->session->label;
    ctx->session->label = NULL;
    return label;
}

void reply_resume(struct ctx *ctx, char *label)
{
    free(ctx->session->label);
    ctx->session->label = label;
}
