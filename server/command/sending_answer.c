/* What a sender is told of its message (sending.h). */
#include <string.h>

#include "clock.h"
#include "irc_cap.h"
#include "sending_private.h"

/* R16: how often a sender is told that the same person is away. */
#define TOLD_MS 600000

/* Where there is a code for it, it is said by that to those who know codes. */
static void refuse(struct ctx *ctx, const struct target *target)
{
    const char *command = target->sending->command;
    const char *text = target->why ? target->why : irc_num_text(target->num);
    bool is_notice = strcmp(command, "NOTICE") == 0;
    bool knows_codes = ctx->session->caps & IRC_CAP_STANDARD_REPLIES;
    if (target->num == ERR_INPUTTOOLONG)
        reply_plain(ctx, target->num);
    else if (knows_codes && (is_notice || target->code))
        reply_standard(ctx, "FAIL", command, target->code ? target->code : "INVALID_TARGET",
                       target->shown, text, NULL);
    else if (!is_notice)
        reply_text(ctx, target->num, target->shown, "%s", text);
}

/* R4 */
static void tell_failure(struct ctx *ctx, const struct target *target)
{
    static const char text[] = "Not accepted, try again";
    const char *command = target->sending->command;
    if (ctx->session->caps & IRC_CAP_STANDARD_REPLIES)
        reply_standard(ctx, "FAIL", command, "STORAGE_ERROR", target->shown, text, NULL);
    else if (strcmp(command, "NOTICE") != 0)
        reply_text(ctx, target->is_room ? ERR_CANNOTSENDTOCHAN : ERR_CANNOTSENDTOUSER,
                   target->shown, "%s", text);
}

static void tell_offline(struct ctx *ctx, const struct user *user)
{
    char since[CLOCK_ISO_SIZE];
    struct stamps *told = &ctx->session->told;
    int64_t told_ms = stamps_get(told, user->fold);
    if (!ctx->session->label && told_ms >= 0 && ctx->mono_ms - told_ms < TOLD_MS)
        return;
    stamps_set(told, user->fold, ctx->mono_ms);
    clock_format_iso(user->last_seen_ms, since);
    reply_text(ctx, RPL_AWAY, user->name, "offline since %s, message stored", since);
}

/* R16 */
static void tell_absence(struct ctx *ctx, const struct target *target)
{
    const struct user *user = world_user(ctx_world(ctx), target->fold);
    if (!user || user == ctx_user(ctx) || strcmp(target->sending->command, "PRIVMSG") != 0)
        return;
    if (target->id && !user->sessions)
        tell_offline(ctx, user);
    else if (user->away)
        reply(ctx, RPL_AWAY, user->name, user->away);
}

/* Catching up or not: what one has said oneself is never replayed to the same device. */
static void echo(struct ctx *ctx, const struct target *target)
{
    struct irc_msg msg;
    struct multiline lines;
    struct envelope echo = sending_envelope(target, &msg, &lines);
    echo.id = 0;
    echo.caps_needed |= IRC_CAP_ECHO_MESSAGE;
    reply_envelope(ctx, &echo);
}

/* R3: all that a repetition brings. */
static void answer_again(struct ctx *ctx, struct target *target)
{
    if (target->is_elsewhere)
        reply_standard(ctx, "FAIL", target->sending->command, "IDEM_REUSED", target->shown,
                       "That key was used for something said elsewhere", NULL);
    else
        echo(ctx, target);
}

static void answer_target(struct ctx *ctx, struct target *target)
{
    if (target->fate == FATE_REFUSED) {
        refuse(ctx, target);
    } else if (target->status == STORE_REPEATED) {
        answer_again(ctx, target);
    } else if (target->status != STORE_OK) {
        tell_failure(ctx, target);
    } else {
        echo(ctx, target);
        if (!target->is_room)
            tell_absence(ctx, target);
    }
}

void sending_answer(struct ctx *ctx, struct sending *sending)
{
    for (size_t i = 0; i < sending->n; i++)
        answer_target(ctx, &sending->targets[i]);
}
