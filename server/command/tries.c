#include "tries.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "irc_name.h"
#include "lifecycle.h"
#include "log.h"
#include "mem.h"
#include "reply.h"

#define MINUTE_MS 60000LL
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

/* Wrong passwords on one connection, whatever the account. */
#define FAILURES_MAX 3

/* Names that one connection may try to claim. */
#define CLAIMS_MAX 10

/* How long the last wrong password waits for its answer. */
#define LATE_MS 2000

static const char everywhere[] = "*";
static const char local[] = "local";

/* ---- networks ---- */

static const char *network_of_6(const struct in6_addr *address, char out[TRIES_NETWORK_SIZE])
{
    struct in6_addr net = *address;
    memset(net.s6_addr + 8, 0, 8);
    inet_ntop(AF_INET6, &net, out, INET6_ADDRSTRLEN);
    strncat(out, "/64", TRIES_NETWORK_SIZE - strlen(out) - 1);
    return out;
}

const char *tries_network(const char *address, char out[TRIES_NETWORK_SIZE])
{
    static const char mapped[] = "::ffff:";
    struct in_addr v4;
    struct in6_addr v6;
    if (strncasecmp(address, mapped, strlen(mapped)) == 0 && strchr(address, '.'))
        address += strlen(mapped);
    if (inet_pton(AF_INET, address, &v4) == 1) {
        bool loopback = ntohl(v4.s_addr) >> 24 == IN_LOOPBACKNET;
        return loopback ? local : inet_ntop(AF_INET, &v4, out, TRIES_NETWORK_SIZE);
    }
    if (inet_pton(AF_INET6, address, &v6) == 1)
        return IN6_IS_ADDR_LOOPBACK(&v6) ? local : network_of_6(&v6, out);
    if (strcmp(address, "unix") == 0)
        return local;
    snprintf(out, TRIES_NETWORK_SIZE, "%s", address);
    return out;
}

static const char *network_of(const struct ctx *ctx, char out[TRIES_NETWORK_SIZE])
{
    return tries_network(ctx->session->address, out);
}

/* ---- wrong passwords ---- */

/* "network account"; to free. */
static char *guess_key(const char *address, const char *account)
{
    char network[TRIES_NETWORK_SIZE];
    char fold[IRC_NICK_SIZE];
    return xasprintf("%s %s", tries_network(address, network),
                     irc_fold_to(account, fold, sizeof(fold)));
}

bool tries_may_guess_from(const struct server *server, const char *address, const char *account)
{
    const struct world *world = server->world;
    int limit = world->config->wrong_passwords;
    char *key = guess_key(address, account);
    bool may = limit == 0 || tally_count(&world->failures, key, MINUTE_MS, server->mono_ms) < limit;
    free(key);
    return may;
}

bool tries_may_guess(const struct ctx *ctx, const char *account)
{
    return tries_may_guess_from(ctx->server, ctx->session->address, account);
}

void tries_count_wrong(struct server *server, const char *address, const char *account)
{
    char *key = guess_key(address, account);
    tally_add(&server->world->failures, key, server->mono_ms);
    free(key);
}

/* The session hears nothing more until it hears the end. */
static void answer_late(struct ctx *ctx, enum irc_num num, const char *text)
{
    struct login_state *login = login_state(ctx->session);
    login->late_ms = ctx->mono_ms + LATE_MS;
    login->late_num = (int)num;
    xreplace(&login->late_text, text);
    free(login->late_label);
    login->late_label = reply_defer(ctx);
    ctx->session->parked = true;
}

static void answer(struct ctx *ctx, enum irc_num num, const char *text)
{
    if (text)
        reply(ctx, num, text);
    else
        reply_plain(ctx, num);
}

void tries_wrong(struct ctx *ctx, const char *account, bool counted, enum irc_num num,
                 const char *text)
{
    struct session *session = ctx->session;
    log_event(LOG_WARN, "login_failed", "session=%llu address=%s",
              (unsigned long long)session->serial, session->address);
    if (counted) {
        tries_count_wrong(ctx->server, session->address, account);
        session->failures++;
    }
    if (session->failures >= FAILURES_MAX || !tries_may_guess(ctx, account))
        answer_late(ctx, num, text);
    else
        answer(ctx, num, text);
}

void tries_tick_session(struct ctx *ctx)
{
    struct session *session = ctx->session;
    struct login_state *login = session->login;
    if (!login || !login->late_ms || ctx->mono_ms < login->late_ms ||
        session->stage == SESSION_CLOSED)
        return;
    login->late_ms = 0;
    reply_resume(ctx, login->late_label);
    login->late_label = NULL;
    answer(ctx, (enum irc_num)login->late_num, login->late_text);
    session_close(ctx, "too many wrong passwords");
    session->parked = false;
}

/* ---- claims ---- */

static bool is_over(const struct ctx *ctx, const char *name, int limit, int64_t window_ms)
{
    return limit > 0 &&
           tally_count(&ctx_world(ctx)->claims, name, window_ms, ctx->mono_ms) >= limit;
}

bool tries_take_claim(struct ctx *ctx)
{
    struct world *world = ctx_world(ctx);
    const struct world_config *config = world->config;
    char buffer[TRIES_NETWORK_SIZE];
    const char *network = network_of(ctx, buffer);
    if (network == local)
        return true;
    if (is_over(ctx, network, config->claims_per_hour, HOUR_MS) ||
        is_over(ctx, network, config->claims_per_day, DAY_MS) ||
        is_over(ctx, everywhere, config->claims_everywhere, 10 * MINUTE_MS)) {
        log_event(LOG_WARN, "claims_limited", "address=%s", ctx->session->address);
        return false;
    }
    tally_add(&world->claims, network, ctx->mono_ms);
    tally_add(&world->claims, everywhere, ctx->mono_ms);
    return true;
}

bool tries_claim_failed(struct ctx *ctx)
{
    if (++ctx->session->claims < CLAIMS_MAX)
        return true;
    session_close(ctx, "too many names tried");
    return false;
}

void tries_tick(struct server *server, int64_t mono_ms)
{
    tally_expire(&server->world->failures, MINUTE_MS, mono_ms);
    tally_expire(&server->world->claims, DAY_MS, mono_ms);
}
