/* NickServ DEVICES: ADD KEY, and which subcommand it is. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "credential.h"
#include "devices.h"
#include "irc_name.h"
#include "login.h"
#include "mem.h"
#include "secret.h"
#include "secret_job.h"
#include "services.h"

#define CODE_MS (10LL * 60 * 1000)

static char *folded_word(char **rest)
{
    char *word = service_word(rest);
    irc_fold_to(word, word, strlen(word) + 1);
    return word;
}

static void add(struct ctx *ctx, char *rest)
{
    char code[CREDENTIAL_CODE_SIZE];
    const char *label = folded_word(&rest);
    if (!service_label_fits(ctx, label))
        return;
    if (!login_is_private(ctx)) {
        service_say(ctx, "Codes are not told over an open network: use TLS");
        return;
    }
    credential_code_make(code);
    char *said = xasprintf("Code for %s: %s - log in with it as your password within 10 minutes, "
                           "once; there say: DEVICES KEY <new secret>",
                           label, code);
    const struct new_secret wanted = {.kind = CREDENTIAL_CODE_KIND,
                                      .label = label,
                                      .secret = code,
                                      .until_ms = ctx->now_ms + CODE_MS,
                                      .said = said};
    secret_job_begin(ctx, &wanted);
    secret_free(said);
    secret_wipe(code, sizeof(code));
}

/* Who came with a device's secret changes that one; who came with a password or a code, that of the
 * device it is on. */
static void key(struct ctx *ctx, const char *secret)
{
    const struct session *session = ctx->session;
    const char *label = session->proof ? session->proof : session->device;
    if (!*secret) {
        service_usage(ctx, "DEVICES");
        return;
    }
    if (!service_password_fits(ctx, secret))
        return;
    char *said = xasprintf("This device has a secret of its own now, under the label %s", label);
    const struct new_secret wanted = {
        .kind = CREDENTIAL_KIND, .label = label, .secret = secret, .said = said};
    secret_job_begin(ctx, &wanted);
    free(said);
}

static void remove_device(struct ctx *ctx, char *rest)
{
    const char *label = folded_word(&rest);
    if (*label)
        devices_remove(ctx, label);
    else
        service_usage(ctx, "DEVICES");
}

static void rename_device(struct ctx *ctx, char *rest)
{
    const char *label = folded_word(&rest);
    const char *renamed = folded_word(&rest);
    if (!*label || !*renamed)
        service_usage(ctx, "DEVICES");
    else if (service_label_fits(ctx, renamed))
        devices_rename(ctx, label, renamed);
}

void service_devices(struct ctx *ctx, char *rest)
{
    const char *word = service_word(&rest);
    if (!*word || strcasecmp(word, "LIST") == 0)
        devices_list(ctx);
    else if (strcasecmp(word, "ADD") == 0)
        add(ctx, rest);
    else if (strcasecmp(word, "KEY") == 0)
        key(ctx, rest);
    else if (strcasecmp(word, "DEL") == 0)
        remove_device(ctx, rest);
    else if (strcasecmp(word, "RENAME") == 0)
        rename_device(ctx, rest);
    else
        service_usage(ctx, "DEVICES");
}
