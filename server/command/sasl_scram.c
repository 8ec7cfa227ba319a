/* SCRAM-SHA-256 (RFC 5802, RFC 7677). */
#include <stdlib.h>

#include "irc_num.h"
#include "login.h"
#include "mem.h"
#include "names.h"
#include "sasl.h"
#include "tries.h"

static void challenge(struct ctx *ctx, const struct login *login, enum login_result result)
{
    struct login_state *state = login_state(ctx->session);
    if (result != LOGIN_RIGHT) {
        login_state_end_sasl(ctx->session);
        login_refuse(ctx, login, result, ERR_SASLFAIL, NULL);
        return;
    }
    state->scram_keys = login->match->keys;
    xreplace(&state->account, login->fold);
    xreplace(&state->device, login_device(login));
    xreplace(&state->proof, login_proof(login));
    state->sasl = SASL_SCRAM_FINAL;
    sasl_send(ctx, scram_server_challenge(&state->scram, &state->scram_keys));
}

void sasl_scram_first(struct ctx *ctx, const char *text, size_t size)
{
    char account[IRC_NICK_SIZE];
    char device[IRC_NICK_SIZE];
    char *authzid = NULL;
    char *authcid = NULL;
    (void)size;
    if (scram_server_first(&login_state(ctx->session)->scram, text, &authzid, &authcid) == 0 &&
        name_split(authcid, account, device) && sasl_authzid_fits(authzid, account))
        login_find_keys(ctx, account, device, challenge);
    else
        sasl_refuse(ctx, ERR_SASLFAIL);
    free(authzid);
    free(authcid);
}

/* Guesses that failed since the challenge count for this one. */
void sasl_scram_final(struct ctx *ctx, const char *text, size_t size)
{
    struct login_state *state = login_state(ctx->session);
    (void)size;
    char *proof = tries_may_guess(ctx, state->account)
                      ? scram_server_final(&state->scram, &state->scram_keys, text)
                      : NULL;
    if (!proof) {
        sasl_fail(ctx, state->account);
        return;
    }
    state->sasl = SASL_SCRAM_DONE;
    sasl_send(ctx, proof);
    free(proof);
}

void sasl_scram_done(struct ctx *ctx, const char *text, size_t size)
{
    const struct login_state *state = login_state(ctx->session);
    (void)text;
    (void)size;
    sasl_succeed(ctx, state->account, state->device, state->proof);
}
