/* reset NAME: a code with which its owner gets in again (server.md, 4.1 rule 6). */
#include <inttypes.h>
#include <stdlib.h>

#include "credential.h"
#include "mem.h"
#include "operation.h"
#include "secret.h"

/* So long the code works. */
#define RESET_MS ((int64_t)24 * 3600 * 1000)

struct reset {
    struct operation *operation;
    char *account;                   /* folded; owned */
    char code[CREDENTIAL_CODE_SIZE]; /* wiped */
    char *secret;                    /* the code as it is compared; owned, wiped */
    struct scram_keys keys;
};

static void finish(struct reset *reset)
{
    operation_end(reset->operation);
    free(reset->account);
    secret_free(reset->secret);
    secret_wipe(reset->code, sizeof(reset->code));
    secret_wipe(&reset->keys, sizeof(reset->keys));
    free(reset);
}

static void kept(void *arg, enum store_status status)
{
    struct reset *reset = arg;
    const struct operate_value values[] = {
        {"name", reset->account},
        {"code", reset->code   },
    };
    if (status == STORE_OK)
        operation_fact(reset->operation, values, 2,
                       "%s - with this as its password %s gets in, once and within 24 hours",
                       reset->code, reset->account);
    else
        operation_fail(reset->operation, "It could not be kept, try again later");
    finish(reset);
}

static void hashed(void *arg)
{
    struct reset *reset = arg;
    const struct server *server = reset->operation->server;
    char *keys = credential_text(&reset->keys);
    char *value = xasprintf("%" PRId64 "@%s", server->now_ms + RESET_MS, keys);
    const struct store_credential credential = {
        .kind = CREDENTIAL_RECOVERY_KIND, .label = CREDENTIAL_RESET_LABEL, .value = value};
    store_credential_put(server->store, reset->account, &credential, kept, reset);
    secret_free(keys);
    secret_free(value);
}

/* On the hashing thread. */
static void work(void *arg)
{
    struct reset *reset = arg;
    scram_derive(&reset->keys, reset->secret);
}

void operate_reset(struct operation *operation, char *rest)
{
    struct server *server = operation->server;
    const struct user *user = operate_account(operation, operate_word(&rest));
    if (!user)
        return;
    struct reset *reset = xnew(struct reset);
    reset->operation = operation;
    reset->account = xstrdup(user->fold);
    credential_code_make(reset->code);
    reset->secret = credential_code_read(reset->code);
    credential_begin(&reset->keys, server->world, reset->account, reset->secret);
    reset->keys.iterations = SCRAM_ITERATIONS_SECRET;
    operation_note(operation, user->name, NULL);
    operation_wait(operation);
    if (server->hash(server->hasher, work, hashed, reset) == 0)
        return;
    operation_fail(operation, "Too many passwords are being checked, try again later");
    finish(reset);
}
