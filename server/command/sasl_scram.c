/* SCRAM-SHA-256 (RFC 5802, RFC 7677). */
#include <stdlib.h>
#include <string.h>

#include "irc_num.h"
#include "login.h"
#include "mem.h"
#include "names.h"
#include "sasl.h"
#include "tries.h"

/* The keys that the challenge is made for, and those that it fits as well. */
static void take_choices(struct login_state *state, const struct login *login)
{
    const struct scram_keys *made_for = &login->match->keys;
    state->choices = xcalloc(login->nkeys, sizeof(*state->choices));
    for (size_t i = 0; i < login->nkeys; i++) {
        const struct scram_keys *keys = &login->keys[i].keys;
        if (keys->iterations == made_for->iterations &&
            memcmp(keys->salt, made_for->salt, sizeof(keys->salt)) == 0)
            state->choices[state->nchoices++] =
                (struct scram_choice){*keys, xstrdup(login->keys[i].label)};
    }
}

static void challenge(struct ctx *ctx, const struct login *login, enum login_result result)
{
    struct login_state *state = login_state(ctx->session);
    if (result != LOGIN_RIGHT) {
        login_state_end_sasl(ctx->session);
        login_refuse(ctx, login, result, ERR_SASLFAIL, NULL);
        return;
    }
    take_choices(state, login);
    xreplace(&state->account, login->fold);
    xreplace(&state->device, login->device);
    state->sasl = SASL_SCRAM_FINAL;
    sasl_send(ctx, scram_server_challenge(&state->scram, &state->choices[0].keys));
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

/* The answer to a right proof, to free; NULL if it proves nothing. */
static char *check(struct login_state *state, const char *proof)
{
    for (size_t i = 0; i < state->nchoices; i++) {
        const struct scram_choice *choice = &state->choices[i];
        char *answer = scram_server_final(&state->scram, &choice->keys, proof);
        if (!answer)
            continue;
        xreplace(&state->proof, *choice->label ? choice->label : NULL);
        return answer;
    }
    return NULL;
}

/* Guesses that failed since the challenge count for this one. */
void sasl_scram_final(struct ctx *ctx, const char *text, size_t size)
{
    struct login_state *state = login_state(ctx->session);
    (void)size;
    char *answer = tries_may_guess(ctx, state->account) ? check(state, text) : NULL;
    if (!answer) {
        sasl_fail(ctx, state->account);
        return;
    }
    state->sasl = SASL_SCRAM_DONE;
    sasl_send(ctx, answer);
    free(answer);
}

void sasl_scram_done(struct ctx *ctx, const char *text, size_t size)
{
    const struct login_state *state = login_state(ctx->session);
    (void)text;
    (void)size;
    sasl_succeed(ctx, state->account, login_device_name(state->device, state->proof), state->proof);
}
