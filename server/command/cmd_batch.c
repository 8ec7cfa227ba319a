/* BATCH: a client's message of several lines (IRCv3 draft/multiline; server.md, 2.6) */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "batch_in.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "multiline_in.h"
#include "reply.h"
#include "services.h"

#define TIMEOUT_MS 10000

/* A message of so many bytes costs as much as one line of them (RFC 1459, 2.3). */
#define BYTES_PER_TOKEN IRC_LINE_MAX

#define REF_MAX 64

#define TEXT_OF(number)  #number
#define DIGITS_OF(macro) TEXT_OF(macro)

/* ---- what went wrong: told once, under the label of the batch ---- */

static void begin_failure(struct ctx *ctx, struct batch_in *in)
{
    in->failed = true;
    reply_resume(ctx, in->label);
    in->label = NULL;
}

static void fail(struct ctx *ctx, struct batch_in *in, const char *code, const char *word,
                 const char *text)
{
    begin_failure(ctx, in);
    if (word)
        reply_standard(ctx, "FAIL", "BATCH", code, word, text, NULL);
    else
        reply_standard(ctx, "FAIL", "BATCH", code, text, NULL);
    reply_end(ctx);
}

static void fail_invalid(struct ctx *ctx, struct batch_in *in, const char *text)
{
    fail(ctx, in, "MULTILINE_INVALID", NULL, text);
}

static void fail_target(struct ctx *ctx, struct batch_in *in, const char *given)
{
    begin_failure(ctx, in);
    reply_standard(ctx, "FAIL", "BATCH", "MULTILINE_INVALID_TARGET", in->target, given,
                   "All lines must be for the target of the batch", NULL);
    reply_end(ctx);
}

/* ---- lines ---- */

static bool has_stray_tags(const struct irc_msg *msg)
{
    for (size_t i = 0; i < msg->ntags; i++) {
        if (strcmp(msg->tags[i].key, "batch") != 0 &&
            strcmp(msg->tags[i].key, "draft/multiline-concat") != 0)
            return true;
    }
    return false;
}

static const char *talk_command(const struct irc_msg *msg)
{
    if (irc_name_equal(msg->command, "PRIVMSG"))
        return "PRIVMSG";
    return irc_name_equal(msg->command, "NOTICE") ? "NOTICE" : NULL;
}

/* Why the line may not be one of this batch; NULL if it may. */
static const char *complaint(const struct batch_in *in, const struct irc_msg *msg, const char *text)
{
    const char *command = talk_command(msg);
    if (!command || msg->nparams < 1)
        return "Only PRIVMSG or NOTICE may be in the batch";
    if (in->command && strcmp(in->command, command) != 0)
        return "PRIVMSG and NOTICE cannot be mixed";
    if (has_stray_tags(msg))
        return "Tags belong to the begin of the batch";
    if (!*text && irc_msg_tag(msg, "draft/multiline-concat"))
        return "A line that goes on must have text";
    return NULL;
}

static void append(struct batch_in *in, const char *text, bool goes_on)
{
    size_t len = strlen(text);
    if (goes_on)
        buf_printf(&in->joints, "%s%zu", in->joints.len > 0 ? "," : "", in->text.len);
    else if (in->lines > 0)
        buf_putc(&in->text, '\n');
    buf_puts(&in->text, text);
    in->has_text = in->has_text || len > 0;
    in->longest = len > in->longest ? len : in->longest;
    in->lines++;
}

static void take_line(struct ctx *ctx, struct batch_in *in, const struct irc_msg *msg)
{
    const char *text = irc_msg_param(msg, 1);
    bool goes_on = in->lines > 0 && irc_msg_tag(msg, "draft/multiline-concat");
    size_t joint = in->lines > 0 && !goes_on;
    const char *why = complaint(in, msg, text);
    if (why)
        fail_invalid(ctx, in, why);
    else if (!irc_name_equal(msg->params[0], in->target))
        fail_target(ctx, in, msg->params[0]);
    else if (in->lines == MULTILINE_LINES_MAX)
        fail(ctx, in, "MULTILINE_MAX_LINES", DIGITS_OF(MULTILINE_LINES_MAX), "Too many lines");
    else if (in->text.len + joint + strlen(text) > MULTILINE_BYTES_MAX)
        fail(ctx, in, "MULTILINE_MAX_BYTES", DIGITS_OF(MULTILINE_BYTES_MAX), "Too long");
    else
        append(in, text, goes_on);
    in->command = talk_command(msg);
}

/* What clients must say at any time. */
static bool is_upkeep(const struct irc_msg *msg)
{
    return irc_name_equal(msg->command, "PING") || irc_name_equal(msg->command, "PONG") ||
           irc_name_equal(msg->command, "QUIT");
}

/* Nobody is open: words that are said to be within one would come out one by one. */
static bool refuse_lost(struct ctx *ctx, const struct irc_msg *msg, const char *ref)
{
    if (!ref || !multiline_knows(ctx->session->caps) || !talk_command(msg))
        return false;
    ctx_pay(ctx, 1);
    reply_standard(ctx, "FAIL", "BATCH", "MULTILINE_INVALID", "No such batch is open", NULL);
    return true;
}

bool multiline_takes(struct ctx *ctx, const struct irc_msg *msg)
{
    struct batch_in *in = ctx->session->batch_in;
    const char *ref = irc_msg_tag(msg, "batch");
    bool is_part = in && ref && strcmp(ref, in->ref) == 0;
    if (is_part && in->failed) {
        ctx_pay(ctx, 1);
        return true;
    }
    if (!in || in->failed)
        return refuse_lost(ctx, msg, ref);
    if (irc_name_equal(msg->command, "BATCH") || (!ref && is_upkeep(msg)))
        return false;
    if (is_part)
        take_line(ctx, in, msg);
    else
        fail_invalid(ctx, in, "Something else was said before the batch ended");
    return true;
}

void multiline_spoil(struct ctx *ctx)
{
    struct batch_in *in = ctx->session->batch_in;
    if (in && !in->failed)
        fail_invalid(ctx, in, "A line was refused before the batch ended");
}

void multiline_tick(struct ctx *ctx)
{
    struct batch_in *in = ctx->session->batch_in;
    if (in && !in->failed && ctx->mono_ms - in->opened_ms >= TIMEOUT_MS)
        fail(ctx, in, "TIMEOUT", in->ref, "The batch was not ended in time");
}

/* ---- begin and end ---- */

static bool is_ref(const char *ref)
{
    size_t len = strlen(ref);
    size_t letters = 0;
    while (letters < len && (isalnum((unsigned char)ref[letters]) || ref[letters] == '-'))
        letters++;
    return len > 0 && len <= REF_MAX && letters == len;
}

/* The tags that the message will have, as a line. */
static char *line_of_tags(const struct irc_msg *msg)
{
    struct irc_msg bare = *msg;
    struct buf line = {0};
    bare.source = NULL;
    bare.command = "X";
    bare.nparams = 0;
    if (irc_msg_write(&bare, &line) < 0)
        return xstrdup("X");
    buf_truncate(&line, line.len - strlen("\r\n"));
    return buf_detach(&line);
}

static void begin(struct ctx *ctx, const struct irc_msg *msg)
{
    const char *ref = msg->params[0] + 1;
    const char *type = msg->nparams > 1 ? msg->params[1] : "*";
    const char *target = irc_msg_param(msg, 2);
    struct batch_in *in = xnew(struct batch_in);
    batch_in_free(ctx->session->batch_in);
    ctx->session->batch_in = in;
    in->ref = xstrdup(ref);
    in->target = xstrdup(target);
    in->opening = line_of_tags(msg);
    in->label = reply_defer(ctx);
    in->opened_ms = ctx->mono_ms;
    if (!is_ref(ref)) {
        fail(ctx, in, "INVALID_REFTAG", ref, "Not letters, digits and hyphens");
    } else if (strcmp(type, "draft/multiline") != 0 || !multiline_knows(ctx->session->caps)) {
        begin_failure(ctx, in);
        reply_standard(ctx, "FAIL", "BATCH", "UNKNOWN_TYPE", ref, type,
                       "Clients cannot begin such a batch here", NULL);
        reply_end(ctx);
    } else if (!*target) {
        fail_invalid(ctx, in, "The batch has no target");
    } else if (service_is(target)) {
        fail_invalid(ctx, in, "Services are told one line at a time");
    }
}

static void say(struct ctx *ctx, const struct batch_in *in)
{
    struct irc_msg opening;
    const struct multiline lines = {.text = buf_text(&in->text),
                                    .joints = in->joints.len > 0 ? buf_text(&in->joints) : NULL};
    ctx_pay(ctx, (int)(in->text.len / BYTES_PER_TOKEN));
    irc_msg_parse(&opening, in->opening);
    opening.params[0] = in->target;
    opening.nparams = 1;
    say_lines(ctx, in->command, &opening, &lines, in->longest);
}

static void end(struct ctx *ctx, struct batch_in *in)
{
    if (!in->failed && !in->has_text)
        fail_invalid(ctx, in, "There is no text in the batch");
    ctx->session->batch_in = NULL;
    if (!in->failed) {
        reply_resume(ctx, in->label);
        in->label = NULL;
        say(ctx, in);
    }
    batch_in_free(in);
}

/* BATCH +<ref> draft/multiline <target>, and BATCH -<ref> */
void cmd_batch(struct ctx *ctx, const struct irc_msg *msg)
{
    struct batch_in *in = ctx->session->batch_in;
    const char *word = msg->params[0];
    bool is_end = in && word[0] == '-' && strcmp(word + 1, in->ref) == 0;
    if (is_end)
        end(ctx, in);
    else if (in && !in->failed)
        fail_invalid(ctx, in, "There may be one batch at a time");
    else if (word[0] == '+')
        begin(ctx, msg);
    else
        reply_standard(ctx, "FAIL", "BATCH", "MULTILINE_INVALID", "No such batch is open", NULL);
}
