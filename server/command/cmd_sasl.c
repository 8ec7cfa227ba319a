/* AUTHENTICATE: PLAIN and SCRAM-SHA-256. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "irc_cap.h"
#include "irc_name.h"
#include "lifecycle.h"
#include "login.h"
#include "mem.h"
#include "names.h"
#include "reply.h"
#include "sasl.h"
#include "secret.h"
#include "utf8.h"

/* Characters of a full chunk: more follows (IRCv3 sasl-3.1). */
#define CHUNK_LEN 400

/* Bytes of one payload, in base64. */
#define PAYLOAD_MAX 2048

/* ---- ends ---- */

static void reset(struct session *session)
{
    session->sasl = SASL_NONE;
    if (session->sasl_in.data)
        secret_wipe(session->sasl_in.data, session->sasl_in.cap);
    buf_clear(&session->sasl_in);
    scram_server_clear(&session->scram);
    secret_wipe(&session->scram_keys, sizeof(session->scram_keys));
    xreplace(&session->sasl_account, NULL);
}

/* Malformed, refused, too late: nothing was tried. */
static void refuse(struct ctx *ctx, enum irc_num num)
{
    reset(ctx->session);
    reply_plain(ctx, num);
}

/* Somebody tried, and was wrong. */
static void fail(struct ctx *ctx)
{
    refuse(ctx, ERR_SASLFAIL);
    login_failed(ctx);
}

/* Registered sessions keep their name: only its own account may be proved again. */
static bool is_own(const struct session *session, const char *account)
{
    return session->stage == SESSION_NEW ||
           (session->account && irc_name_equal(session->account, account));
}

static void succeed(struct ctx *ctx, const char *account, const char *device, const char *label)
{
    if (!is_own(ctx->session, account)) {
        refuse(ctx, ERR_SASLALREADY);
        return;
    }
    login_enter(ctx, account, device, label);
    reply_plain(ctx, RPL_SASLSUCCESS);
    reset(ctx->session);
}

void sasl_abort(struct ctx *ctx)
{
    if (ctx->session->sasl != SASL_NONE)
        refuse(ctx, ERR_SASLABORTED);
}

/* ---- payloads ---- */

/* Sends text as a payload, in chunks. */
static void send_payload(struct ctx *ctx, const char *text)
{
    char *encoded = secret_base64(text, strlen(text));
    size_t left = strlen(encoded);
    for (const char *p = encoded;; p += CHUNK_LEN) {
        size_t len = left < CHUNK_LEN ? left : CHUNK_LEN;
        char *chunk = len > 0 ? xstrndup(p, len) : xstrdup("+");
        struct irc_msg msg;
        irc_msg_make(&msg, NULL, "AUTHENTICATE", chunk, NULL);
        reply_msg(ctx, &msg);
        free(chunk);
        left -= len;
        if (len < CHUNK_LEN)
            break;
    }
    free(encoded);
}

/* Decodes what has come; NULL if it is no base64 of text. PLAIN has NULs inside, hence *size. */
static char *decode(const struct session *session, size_t *size)
{
    char *text = xcalloc(1, PAYLOAD_MAX + 1);
    int len = secret_unbase64(buf_text(&session->sasl_in), session->sasl_in.len, text, PAYLOAD_MAX);
    if (len < 0) {
        secret_free(text);
        return NULL;
    }
    *size = (size_t)len;
    return text;
}

/* ---- PLAIN (RFC 4616) ---- */

static void plain_verified(struct ctx *ctx, const struct login *login, enum login_result result)
{
    if (result == LOGIN_RIGHT)
        succeed(ctx, login->account, login->device, login->label);
    else if (result == LOGIN_WRONG)
        fail(ctx);
    else
        refuse(ctx, ERR_SASLFAIL);
}

/* True if authzid asks for nothing else than the account itself. */
static bool authzid_fits(const char *authzid, const char *account)
{
    return !*authzid || irc_name_equal(authzid, account);
}

static void plain_step(struct ctx *ctx, const char *text, size_t size)
{
    char account[IRC_NICK_SIZE];
    char device[IRC_NICK_SIZE];
    const char *end = text + size;
    const char *authcid = text + strlen(text) + 1;
    const char *password = authcid < end ? authcid + strlen(authcid) + 1 : end;
    bool good = password < end && password + strlen(password) == end &&
                utf8_valid(password, strlen(password)) && name_split(authcid, account, device) &&
                authzid_fits(text, account);
    if (good)
        login_verify(ctx, account, device, password, plain_verified);
    else
        refuse(ctx, ERR_SASLFAIL);
}

/* ---- SCRAM-SHA-256 (RFC 5802, RFC 7677) ---- */

/* Between first and final, sasl_account holds "account@device" with the label of the credential for
 * a device that was not named. */
static void scram_challenge(struct ctx *ctx, const struct login *login, enum login_result result)
{
    struct session *session = ctx->session;
    if (result != LOGIN_RIGHT) {
        refuse(ctx, ERR_SASLFAIL);
        return;
    }
    session->scram_keys = login->keys[0];
    free(session->sasl_account);
    const char *label = *login->label ? login->label : "password";
    session->sasl_account = xasprintf("%s@%s", login->fold, *login->device ? login->device : label);
    session->sasl = SASL_SCRAM_FINAL;
    send_payload(ctx, scram_server_challenge(&session->scram, &session->scram_keys));
}

static void scram_first(struct ctx *ctx, const char *text)
{
    char account[IRC_NICK_SIZE];
    char device[IRC_NICK_SIZE];
    char *authzid = NULL;
    char *authcid = NULL;
    if (scram_server_first(&ctx->session->scram, text, &authzid, &authcid) == 0 &&
        name_split(authcid, account, device) && authzid_fits(authzid, account))
        login_find_keys(ctx, account, device, scram_challenge);
    else
        refuse(ctx, ERR_SASLFAIL);
    free(authzid);
    free(authcid);
}

static void scram_final(struct ctx *ctx, const char *text)
{
    struct session *session = ctx->session;
    char *proof = scram_server_final(&session->scram, &session->scram_keys, text);
    if (!proof) {
        fail(ctx);
        return;
    }
    session->sasl = SASL_SCRAM_DONE;
    send_payload(ctx, proof);
    free(proof);
}

static void scram_done(struct ctx *ctx)
{
    char account[IRC_NICK_SIZE];
    char device[IRC_NICK_SIZE];
    name_split(ctx->session->sasl_account, account, device);
    succeed(ctx, account, device, "");
}

/* ---- the command ---- */

static void step(struct ctx *ctx)
{
    struct session *session = ctx->session;
    size_t size = 0;
    char *text = decode(session, &size);
    buf_reset(&session->sasl_in);
    if (!text) {
        refuse(ctx, ERR_SASLFAIL);
        return;
    }
    if (session->sasl == SASL_PLAIN)
        plain_step(ctx, text, size);
    else if (session->sasl == SASL_SCRAM_FIRST)
        scram_first(ctx, text);
    else if (session->sasl == SASL_SCRAM_FINAL)
        scram_final(ctx, text);
    else
        scram_done(ctx);
    secret_wipe(text, size);
    free(text);
}

static void take_chunk(struct ctx *ctx, const char *chunk)
{
    struct buf *in = &ctx->session->sasl_in;
    size_t len = strlen(chunk);
    if (len > CHUNK_LEN) {
        refuse(ctx, ERR_SASLTOOLONG);
        return;
    }
    if (strcmp(chunk, "+") != 0)
        buf_append(in, chunk, len);
    if (in->len > PAYLOAD_MAX)
        refuse(ctx, ERR_SASLFAIL);
    else if (len < CHUNK_LEN)
        step(ctx);
}

static void begin(struct ctx *ctx, const char *mechanism)
{
    struct session *session = ctx->session;
    if (strcasecmp(mechanism, "PLAIN") == 0) {
        session->sasl = SASL_PLAIN;
    } else if (strcasecmp(mechanism, "SCRAM-SHA-256") == 0) {
        session->sasl = SASL_SCRAM_FIRST;
    } else {
        reply(ctx, RPL_SASLMECHS, SASL_MECHANISMS);
        reply_plain(ctx, ERR_SASLFAIL);
        return;
    }
    send_payload(ctx, "");
}

/* AUTHENTICATE <mechanism> | <chunk> | + | * */
void cmd_authenticate(struct ctx *ctx, const struct irc_msg *msg)
{
    const struct session *session = ctx->session;
    const char *word = msg->params[0];
    if (!(session->caps & IRC_CAP_SASL) || !login_is_private(ctx))
        reply_plain(ctx, ERR_SASLFAIL);
    else if (strcmp(word, "*") == 0)
        refuse(ctx, ERR_SASLABORTED);
    else if (session->sasl != SASL_NONE)
        take_chunk(ctx, word);
    else if (session->account && session->stage == SESSION_NEW)
        reply_plain(ctx, ERR_SASLALREADY);
    else
        begin(ctx, word);
}
