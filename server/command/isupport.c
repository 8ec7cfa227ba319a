#include "isupport.h"

#include <stdlib.h>
#include <string.h>

#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "mode.h"
#include "reply.h"
#include "sharing.h"

/* Tokens in one line: 15 parameters less nick and text. */
#define TOKENS_A_LINE 13
#define TOKENS_MAX    48

/* Words in one buffer, each with its NUL. */
struct tokens {
    struct buf text;
    size_t starts[TOKENS_MAX];
    size_t n;
};

static void add(struct tokens *tokens)
{
    buf_putc(&tokens->text, '\0');
    tokens->n++;
    tokens->starts[tokens->n] = tokens->text.len;
}

static void add_word(struct tokens *tokens, const char *word)
{
    buf_puts(&tokens->text, word);
    add(tokens);
}

static void add_number(struct tokens *tokens, const char *key, int value)
{
    buf_printf(&tokens->text, "%s%d", key, value);
    add(tokens);
}

/* A value in 005 has no spaces and no '=' but as \x20 and \x3D. */
static void add_network(struct tokens *tokens, const char *name)
{
    buf_puts(&tokens->text, "NETWORK=");
    for (; *name; name++) {
        if (strchr(" =\\", *name))
            buf_printf(&tokens->text, "\\x%02X", (unsigned)*name);
        else
            buf_putc(&tokens->text, *name);
    }
    add(tokens);
}

/* Addresses, as far as this session can go there. */
static void add_url(struct tokens *tokens, const struct ctx *ctx, const char *key, const char *path)
{
    char *url = sharing_url(ctx->server, ctx->session, path);
    if (url) {
        buf_printf(&tokens->text, "%s=%s", key, url);
        add(tokens);
    }
    free(url);
}

static void gather_files(struct tokens *tokens, const struct ctx *ctx)
{
    const struct sharing *sharing = ctx->server->sharing;
    if (sharing)
        add_word(tokens, "draft/AUTHTOKEN");
    if (sharing && sharing->nshares > 0)
        add_url(tokens, ctx, "parlor.chat/FILES", "files/");
    if (ctx->server->uploads)
        add_url(tokens, ctx, "soju.im/FILEHOST", "uploads");
}

static void gather(struct tokens *tokens, const struct world_config *config)
{
    add_word(tokens, "ACCOUNTEXTBAN=a");
    add_number(tokens, "AWAYLEN=", ISUPPORT_AWAY_MAX);
    add_word(tokens, "BOT=B");
    add_word(tokens, "CASEMAPPING=ascii");
    add_number(tokens, "CHANLIMIT=#:", config->rooms_max);
    add_word(tokens, "CHANMODES=b,k,l,imnst");
    add_number(tokens, "CHANNELLEN=", IRC_ROOM_MAX);
    add_word(tokens, "CHANTYPES=#");
    add_number(tokens, "CHATHISTORY=", config->history_max);
    add_word(tokens, "ELIST=MU");
    add_word(tokens, "EXTBAN=$,a");
    add_number(tokens, "KEYLEN=", MODE_KEY_MAX);
    add_number(tokens, "MAXLIST=b:", config->bans_max);
    add_number(tokens, "MODES=", MODE_PARAMS_MAX);
    add_number(tokens, "MONITOR=", ISUPPORT_MONITOR_MAX);
    add_word(tokens, "MSGREFTYPES=msgid,timestamp");
    add_number(tokens, "NAMELEN=", ISUPPORT_NAME_MAX);
    add_network(tokens, config->network);
    add_number(tokens, "NICKLEN=", IRC_NICK_MAX);
    add_word(tokens, "PREFIX=(qov)~@+");
    add_word(tokens, "SAFERATE");
    add_word(tokens, "STATUSMSG=~@+");
    add_word(tokens, "TARGMAX=NAMES:4,NOTICE:4,PRIVMSG:4,TAGMSG:4");
    add_number(tokens, "USERLEN=", ISUPPORT_USER_MAX);
    add_word(tokens, "UTF8ONLY");
    add_word(tokens, "WHOX");
    if (!config->guests)
        add_word(tokens, "draft/ACCOUNTREQUIRED");
}

static void send_line(struct ctx *ctx, const struct tokens *tokens, size_t first, const char *batch)
{
    struct irc_msg msg;
    const char *nick = ctx->session->nick ? ctx->session->nick : "*";
    irc_msg_make(&msg, NULL, "005", ctx_user(ctx) ? ctx_user(ctx)->name : nick, NULL);
    if (batch)
        irc_msg_add_tag(&msg, "batch", batch);
    for (size_t i = first; i < tokens->n && i < first + TOKENS_A_LINE; i++)
        msg.params[msg.nparams++] = tokens->text.data + tokens->starts[i];
    msg.params[msg.nparams++] = irc_num_text(RPL_ISUPPORT);
    reply_msg(ctx, &msg);
}

void isupport_send(struct ctx *ctx)
{
    struct tokens tokens = {0};
    gather(&tokens, ctx_world(ctx)->config);
    gather_files(&tokens, ctx);
    bool extended = ctx->session->caps & IRC_CAP_EXTENDED_ISUPPORT;
    char *batch = extended ? xstrdup(reply_batch_begin(ctx, "draft/isupport", NULL)) : NULL;
    for (size_t i = 0; i < tokens.n; i += TOKENS_A_LINE)
        send_line(ctx, &tokens, i, batch);
    reply_batch_end(ctx, batch);
    buf_clear(&tokens.text);
    free(batch);
}

/* ISUPPORT (IRCv3 draft/extended-isupport): also before registration. */
void cmd_isupport(struct ctx *ctx, const struct irc_msg *msg)
{
    (void)msg;
    isupport_send(ctx);
}

char *isupport_words(struct ctx *ctx)
{
    struct tokens tokens = {0};
    struct buf words = {0};
    gather(&tokens, ctx_world(ctx)->config);
    gather_files(&tokens, ctx);
    for (size_t i = 0; i < tokens.n; i++)
        buf_printf(&words, "%s%s", i ? " " : "", tokens.text.data + tokens.starts[i]);
    buf_clear(&tokens.text);
    return buf_detach(&words);
}
