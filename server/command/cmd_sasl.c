/* AUTHENTICATE: the exchange, PLAIN and EXTERNAL. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "irc_cap.h"
#include "irc_name.h"
#include "login.h"
#include "mem.h"
#include "names.h"
#include "reply.h"
#include "sasl.h"
#include "secret.h"
#include "tries.h"
#include "utf8.h"

/* Characters of a full chunk: more follows (IRCv3 sasl-3.1). */
#define CHUNK_LEN 400

/* Bytes of one payload, in base64. */
#define PAYLOAD_MAX 2048

/* ---- ends ---- */

void sasl_refuse(struct ctx *ctx, int num)
{
    login_state_end_sasl(ctx->session);
    reply_plain(ctx, (enum irc_num)num);
}

void sasl_fail(struct ctx *ctx, const char *account)
{
    char *name = xstrdup(account);
    login_state_end_sasl(ctx->session);
    tries_wrong(ctx, name, true, ERR_SASLFAIL, NULL);
    free(name);
}

/* Who is logged in keeps the name: only its own account may be proved again. */
static bool is_own(const struct session *session, const char *account)
{
    return !session->account || irc_name_equal(session->account, account);
}

void sasl_succeed(struct ctx *ctx, const char *account, const char *device, const char *proof)
{
    struct session *session = ctx->session;
    if (!is_own(session, account)) {
        sasl_refuse(ctx, ERR_SASLALREADY);
    } else if (!login_enter(ctx, account, device, proof)) {
        sasl_fail(ctx, account);
    } else {
        login_state_end_sasl(session);
        reply_plain(ctx, RPL_SASLSUCCESS);
        if (session->stage == SESSION_REGISTERED)
            login_state_free(session);
    }
}

static enum sasl_stage stage_of(const struct session *session)
{
    return session->login ? session->login->sasl : SASL_NONE;
}

void sasl_abort(struct ctx *ctx)
{
    if (stage_of(ctx->session) != SASL_NONE)
        sasl_refuse(ctx, ERR_SASLABORTED);
}

/* ---- payloads ---- */

void sasl_send(struct ctx *ctx, const char *text)
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
static char *decode(const struct buf *in, size_t *size)
{
    char *text = xcalloc(1, PAYLOAD_MAX + 1);
    int len = secret_unbase64(buf_text(in), in->len, text, PAYLOAD_MAX);
    if (len < 0) {
        secret_free(text);
        return NULL;
    }
    *size = (size_t)len;
    return text;
}

bool sasl_authzid_fits(const char *authzid, const char *account)
{
    return !*authzid || irc_name_equal(authzid, account);
}

/* ---- PLAIN (RFC 4616) ---- */

static void plain_verified(struct ctx *ctx, const struct login *login, enum login_result result)
{
    if (result == LOGIN_RIGHT) {
        sasl_succeed(ctx, login->account, login_device(login), login_proof(login));
        return;
    }
    login_state_end_sasl(ctx->session);
    login_refuse(ctx, login, result, ERR_SASLFAIL, NULL);
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
                sasl_authzid_fits(text, account);
    if (good)
        login_verify(ctx, account, device, password, plain_verified);
    else
        sasl_refuse(ctx, ERR_SASLFAIL);
}

/* ---- EXTERNAL (RFC 4422, appendix A): the certificate of the connection ---- */

/* The account that a certificate opens; *print is what stands for it there. */
static const struct user *cert_owner(const struct ctx *ctx, const char **print)
{
    const struct session *session = ctx->session;
    const struct map *certs = &ctx_world(ctx)->certs;
    const char *prints[] = {session->cert_key, session->cert_full};
    for (size_t i = 0; i < sizeof(prints) / sizeof(*prints); i++) {
        const struct user *owner = prints[i] ? map_get(certs, prints[i]) : NULL;
        *print = prints[i];
        if (owner)
            return owner;
    }
    return NULL;
}

/* "alice", "alice@phone" or nothing. */
static void external_step(struct ctx *ctx, const char *text, size_t size)
{
    char account[IRC_NICK_SIZE];
    char device[IRC_NICK_SIZE] = "";
    const char *print = NULL;
    const struct user *owner = cert_owner(ctx, &print);
    bool plain = strlen(text) == size;
    bool named = plain && *text && name_split(text, account, device);
    if (!owner || !plain || (*text && !(named && irc_name_equal(account, owner->fold)))) {
        sasl_refuse(ctx, ERR_SASLFAIL);
        return;
    }
    char *label = xasprintf("cert-%.8s", print);
    sasl_succeed(ctx, owner->fold, login_device_name(device, label), NULL);
    free(label);
}

/* ---- mechanisms ---- */

static bool has_cert(const struct ctx *ctx)
{
    return ctx->session->cert_key || ctx->session->cert_full;
}

/* A proof shows nothing to who reads along. */
static bool is_open(const struct ctx *ctx)
{
    (void)ctx;
    return true;
}

static const struct mechanism {
    const char *name;
    bool (*is_offered)(const struct ctx *ctx);
    enum sasl_stage first;
} mechanisms[] = {
    {"SCRAM-SHA-256", is_open,          SASL_SCRAM_FIRST},
    {"PLAIN",         login_is_private, SASL_PLAIN      },
    {"EXTERNAL",      has_cert,         SASL_EXTERNAL   },
};

const char *sasl_mechanisms(const struct ctx *ctx)
{
    if (has_cert(ctx))
        return login_is_private(ctx) ? "=SCRAM-SHA-256,PLAIN,EXTERNAL" : "=SCRAM-SHA-256,EXTERNAL";
    return login_is_private(ctx) ? "=SCRAM-SHA-256,PLAIN" : "=SCRAM-SHA-256";
}

static sasl_step_fn *const steps[] = {
    [SASL_PLAIN] = plain_step,
    [SASL_EXTERNAL] = external_step,
    [SASL_SCRAM_FIRST] = sasl_scram_first,
    [SASL_SCRAM_FINAL] = sasl_scram_final,
    [SASL_SCRAM_DONE] = sasl_scram_done,
};

/* ---- the command ---- */

static void step(struct ctx *ctx)
{
    struct login_state *state = login_state(ctx->session);
    size_t size = 0;
    char *text = decode(&state->sasl_in, &size);
    secret_wipe(state->sasl_in.data, state->sasl_in.len);
    buf_reset(&state->sasl_in);
    if (!text) {
        sasl_refuse(ctx, ERR_SASLFAIL);
        return;
    }
    steps[state->sasl](ctx, text, size);
    secret_wipe(text, size);
    free(text);
}

static void take_chunk(struct ctx *ctx, const char *chunk)
{
    struct buf *in = &login_state(ctx->session)->sasl_in;
    size_t len = strlen(chunk);
    if (len > CHUNK_LEN) {
        sasl_refuse(ctx, ERR_SASLTOOLONG);
        return;
    }
    if (strcmp(chunk, "+") != 0)
        buf_append(in, chunk, len);
    if (in->len > PAYLOAD_MAX)
        sasl_refuse(ctx, ERR_SASLFAIL);
    else if (len < CHUNK_LEN)
        step(ctx);
}

static void begin(struct ctx *ctx, const char *name)
{
    for (size_t i = 0; i < sizeof(mechanisms) / sizeof(*mechanisms); i++) {
        if (strcasecmp(name, mechanisms[i].name) == 0 && mechanisms[i].is_offered(ctx)) {
            login_state(ctx->session)->sasl = mechanisms[i].first;
            sasl_send(ctx, "");
            return;
        }
    }
    reply(ctx, RPL_SASLMECHS, sasl_mechanisms(ctx) + 1);
    reply_plain(ctx, ERR_SASLFAIL);
}

/* AUTHENTICATE <mechanism> | <chunk> | + | * */
void cmd_authenticate(struct ctx *ctx, const struct irc_msg *msg)
{
    const struct session *session = ctx->session;
    const char *word = msg->params[0];
    if (!(session->caps & IRC_CAP_SASL))
        reply_plain(ctx, ERR_SASLFAIL);
    else if (strcmp(word, "*") == 0)
        sasl_refuse(ctx, ERR_SASLABORTED);
    else if (stage_of(session) != SASL_NONE)
        take_chunk(ctx, word);
    else if (session->account && session->stage == SESSION_NEW)
        reply_plain(ctx, ERR_SASLALREADY);
    else
        begin(ctx, word);
}
