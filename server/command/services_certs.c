/* NickServ CERT: certificates of clients that open an account (space "cert": fingerprint, account).
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "log.h"
#include "services.h"

/* SHA-256 as hexadecimal digits. */
#define PRINT_LEN 64

/* Certificates of one account. */
#define CERTS_MAX 16

/* Lower-case and without colons, as they stand in the world; false if it is no fingerprint. */
static bool read_print(const char *text, char print[PRINT_LEN + 1])
{
    size_t n = 0;
    for (; *text; text++) {
        if (*text == ':')
            continue;
        if (n == PRINT_LEN || !isxdigit((unsigned char)*text))
            return false;
        print[n++] = (char)tolower((unsigned char)*text);
    }
    print[n] = '\0';
    return n == PRINT_LEN;
}

static size_t count(const struct ctx *ctx)
{
    size_t n = 0;
    MAP_FOREACH(e, &ctx_world(ctx)->certs) {
        n += map_value(e) == ctx_user(ctx);
    }
    return n;
}

static void list(struct ctx *ctx)
{
    const struct session *session = ctx->session;
    MAP_FOREACH(e, &ctx_world(ctx)->certs) {
        const char *print = map_key(e);
        bool own = (session->cert_key && strcmp(print, session->cert_key) == 0) ||
                   (session->cert_full && strcmp(print, session->cert_full) == 0);
        if (map_value(e) == ctx_user(ctx))
            service_say(ctx, "%s%s", print, own ? " (this connection)" : "");
    }
    size_t n = count(ctx);
    if (n > 0)
        service_say(ctx, "%zu certificate%s", n, n == 1 ? "" : "s");
    else
        service_say(ctx, "0 certificates; over TLS with one, CERT ADD adds it");
}

/* Without a fingerprint: the key of this connection, which survives a renewal. */
static const char *wanted(struct ctx *ctx, const char *text, char print[PRINT_LEN + 1])
{
    if (!*text && !ctx->session->cert_key)
        service_say(ctx, "This connection has no certificate; say: CERT ADD <SHA-256 fingerprint>");
    else if (!*text)
        return ctx->session->cert_key;
    else if (!read_print(text, print))
        service_say(ctx, "A fingerprint is SHA-256: 64 hexadecimal digits");
    else
        return print;
    return NULL;
}

static void add(struct ctx *ctx, const char *text)
{
    struct map *certs = &ctx_world(ctx)->certs;
    char buffer[PRINT_LEN + 1];
    const char *print = wanted(ctx, text, buffer);
    if (!print)
        return;
    const struct user *owner = map_get(certs, print);
    if (owner) {
        service_say(ctx, owner == ctx_user(ctx) ? "You have it already"
                                                : "That certificate opens another account");
    } else if (count(ctx) >= CERTS_MAX) {
        service_say(ctx, "There are too many certificates; CERT DEL <fingerprint> removes one");
    } else {
        map_set(certs, print, ctx_user(ctx));
        store_put(ctx->server->store, "cert", print, ctx->session->account);
        log_event(LOG_INFO, "cert_added", "name=%s", ctx->session->account);
        service_say(ctx, "%s logs you in from now on", print);
    }
}

static void remove_cert(struct ctx *ctx, const char *text)
{
    struct map *certs = &ctx_world(ctx)->certs;
    char print[PRINT_LEN + 1];
    if (!read_print(text, print) || map_get(certs, print) != ctx_user(ctx)) {
        service_say(ctx, "You have no such certificate");
        return;
    }
    map_remove(certs, print);
    store_put(ctx->server->store, "cert", print, NULL);
    service_say(ctx, "%s is forgotten", print);
}

void service_cert(struct ctx *ctx, char *rest)
{
    const char *word = service_word(&rest);
    const char *text = service_word(&rest);
    if (!*word || strcasecmp(word, "LIST") == 0)
        list(ctx);
    else if (strcasecmp(word, "ADD") == 0)
        add(ctx, text);
    else if (strcasecmp(word, "DEL") == 0 && *text)
        remove_cert(ctx, text);
    else
        service_usage(ctx, "CERT");
}
