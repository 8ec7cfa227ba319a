#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "irc_cap.h"
#include "mem.h"
#include "scram.h"
#include "secret.h"
#include "url.h"

/* A piece of exactly that many characters says that more follow (IRCv3 sasl-3.1). */
#define PIECE_CHARS     400
#define CHALLENGE_MAX   4096
#define HOLD_REFUSED_MS 300000

void account_end_registration(struct network *network)
{
    if (network->caps_done)
        return;
    network->caps_done = true;
    ask(network, "CAP", "END", NULL);
}

/* Before version 302 nobody says which ones there are. */
static bool offers(const struct network *network, const char *mechanism)
{
    return !network->sasl_mechanisms || list_has(network->sasl_mechanisms, mechanism);
}

/* Nobody on the way can read along. */
static bool is_private_link(const struct network *network)
{
    return network->tls || url_is_local(network->host);
}

static bool may_try_plain(const struct network *network)
{
    return is_private_link(network) && offers(network, "PLAIN");
}

/* Of our own making, as claim() does; nobody types it. */
static bool is_own_secret(const char *secret)
{
    return strlen(secret) == SECRET_TEXT_SIZE - 1;
}

/* To a server of ours: it is the secret of one of the account's machines, whichever that is. */
static char *scram_name(const struct network *network)
{
    bool any = is_own_secret(network->secret) && (network->caps_seen & IRC_CAP_PARLOR_ACK);
    return xasprintf("%s%s", network->want_nick, any ? "@*" : "");
}

static void start_sasl(struct network *network, enum network_sasl asked)
{
    static const char *const names[] = {
        [NETWORK_SASL_EXTERNAL_ASKED] = "EXTERNAL",
        [NETWORK_SASL_SCRAM_ASKED] = "SCRAM-SHA-256",
        [NETWORK_SASL_PLAIN_ASKED] = "PLAIN",
    };
    network->sasl = asked;
    network->sasl_tries++;
    buf_clear(&network->sasl_in);
    ask(network, "AUTHENTICATE", names[asked], NULL);
}

/* The name as it was asked for, and no other; and nobody reads the new secret on its way. */
static bool may_claim(const struct network *network)
{
    return network->can_claim && network_can(network, IRC_CAP_ACCOUNT_REGISTRATION) &&
           network->nick_tries == 0 && is_private_link(network);
}

/* With a secret that is to be kept before it is sent; one that we have stays until the new one is
 * confirmed. */
static void claim(struct network *network)
{
    char secret[SECRET_TEXT_SIZE];
    secret_make_text(secret);
    if (network->secret) {
        secret_free(network->spare_secret);
        network->spare_secret = xstrdup(secret);
    } else {
        network->secret = xstrdup(secret);
        network->secret_new = true;
    }
    ask(network, "REGISTER", "*", "*", secret, NULL);
    secret_wipe(secret, sizeof(secret));
}

/* The server has no way, or none that is safe, to take our secret. */
static void go_on_without(struct from *from)
{
    if (from->network->secret)
        chat_info(from->chat, from->network->console, LINE_ERROR,
                  "this server offers no safe way to log in: going on without");
    account_end_registration(from->network);
}

static void log_in_by_secret(struct from *from)
{
    struct network *network = from->network;
    bool can_log_in = network->secret && network_can(network, IRC_CAP_SASL);
    bool can_claim = network->claim && !network->secret && may_claim(network);
    /* No proof is made with a code: it is used up by being shown. */
    bool is_code = can_log_in && recovery_is_code(network->secret) && may_try_plain(network);
    if (can_log_in && !is_code && offers(network, "SCRAM-SHA-256"))
        start_sasl(network, NETWORK_SASL_SCRAM_ASKED);
    else if (can_log_in && may_try_plain(network))
        start_sasl(network, NETWORK_SASL_PLAIN_ASKED);
    else if (can_claim)
        claim(network);
    else if (can_log_in)
        go_on_without(from);
    else
        account_end_registration(network);
}

/* What else there is: a secret, a free name to be claimed, or nothing. */
static void go_on_without_cert(struct from *from, const char *why)
{
    struct network *network = from->network;
    chat_info(from->chat, network->console, LINE_ERROR, "%s: logging in %s", why,
              network->secret ? "by password" : "without it");
    network->sasl = NETWORK_SASL_NONE;
    network->sasl_tries = 0;
    log_in_by_secret(from);
}

void account_begin(struct from *from)
{
    struct network *network = from->network;
    if (network->sasl != NETWORK_SASL_NONE)
        return;

    if (!network->shows_cert || network->caps_done)
        log_in_by_secret(from);
    else if (network_can(network, IRC_CAP_SASL) && offers(network, "EXTERNAL"))
        start_sasl(network, NETWORK_SASL_EXTERNAL_ASKED);
    else
        go_on_without_cert(from, "this server takes no certificates");
}

/* Base64 in pieces; an empty or full last piece is followed by "+". */
static void send_text(struct network *network, const char *text, size_t len)
{
    char *all = secret_base64(text, len);
    size_t rest = strlen(all);
    const char *p = all;
    for (; rest >= PIECE_CHARS; p += PIECE_CHARS, rest -= PIECE_CHARS) {
        char *piece = xstrndup(p, PIECE_CHARS);
        ask(network, "AUTHENTICATE", piece, NULL);
        secret_free(piece);
    }
    ask(network, "AUTHENTICATE", rest ? p : "+", NULL);
    secret_free(all);
}

static void send_plain(struct network *network)
{
    struct buf text = {0};
    buf_putc(&text, '\0');
    buf_puts(&text, network->want_nick);
    buf_putc(&text, '\0');
    buf_puts(&text, network->secret);
    send_text(network, text.data, text.len);
    secret_wipe(text.data, text.len);
    buf_clear(&text);
}

static void give_up_sasl(struct network *network)
{
    ask(network, "AUTHENTICATE", "*", NULL);
}

static void answer_first(struct network *network, const char *challenge)
{
    char *text = scram_client_final(&network->scram, network->secret, challenge);
    if (!text) {
        give_up_sasl(network);
        return;
    }
    network->sasl = NETWORK_SASL_SCRAM_FINAL;
    send_text(network, text, strlen(text));
    secret_free(text);
}

/* A whole challenge was read. */
static void answer(struct network *network, const char *challenge)
{
    if (network->sasl == NETWORK_SASL_EXTERNAL_ASKED) {
        ask(network, "AUTHENTICATE", "+", NULL); /* as whom the certificate says */
    } else if (network->sasl == NETWORK_SASL_SCRAM_ASKED) {
        scram_client_clear(&network->scram);
        network->scram = (struct scram_client){0};
        char *name = scram_name(network);
        char *text = scram_client_first(&network->scram, name);
        free(name);
        network->sasl = NETWORK_SASL_SCRAM_FIRST;
        send_text(network, text, strlen(text));
        free(text);
    } else if (network->sasl == NETWORK_SASL_SCRAM_FIRST) {
        answer_first(network, challenge);
    } else if (network->sasl == NETWORK_SASL_SCRAM_FINAL) {
        /* Who does not know our keys is not the server that we claimed the name from. */
        if (!scram_client_verify(&network->scram, challenge)) {
            give_up_sasl(network);
            return;
        }
        network->sasl = NETWORK_SASL_SCRAM_PROVED;
        ask(network, "AUTHENTICATE", "+", NULL);
    } else if (network->sasl == NETWORK_SASL_PLAIN_ASKED) {
        send_plain(network);
    }
}

void on_authenticate(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    const char *piece = msg->params[0];
    size_t len = strlen(piece);
    if (network->sasl == NETWORK_SASL_NONE || network->sasl == NETWORK_SASL_DONE ||
        (!network->secret && network->sasl != NETWORK_SASL_EXTERNAL_ASKED))
        return;
    if (network->sasl_in.len + len > CHALLENGE_MAX) {
        give_up_sasl(network);
        return;
    }
    if (strcmp(piece, "+") != 0)
        buf_append(&network->sasl_in, piece, len);
    if (len == PIECE_CHARS)
        return;

    char challenge[CHALLENGE_MAX];
    int size = secret_unbase64(buf_text(&network->sasl_in), network->sasl_in.len, challenge,
                               sizeof(challenge) - 1);
    buf_reset(&network->sasl_in);
    if (size < 0) {
        give_up_sasl(network);
        return;
    }
    challenge[size] = '\0';
    answer(network, challenge);
}

/* 900 <me> <mask> <account> :<text> */
void on_logged_in(struct from *from, const struct irc_msg *msg)
{
    char account[FROM_NICK_SIZE];
    const char *name = msg->nparams > 3 ? msg->params[2] : msg->params[1];
    if (!clean_name(name, account, sizeof(account)))
        return;
    xreplace(&from->network->account, account);
    from->chat->changed |= CHANGE_STATUS;
}

void on_sasl_done(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    /* Who says yes without having proved that it knows our keys may be anybody. */
    if (strcmp(msg->command, "903") == 0 && network->sasl >= NETWORK_SASL_SCRAM_ASKED &&
        network->sasl <= NETWORK_SASL_SCRAM_FINAL) {
        handle_lost(from->chat, network,
                    "the server did not prove that it is the one where the name is ours");
        return;
    }
    network->sasl = NETWORK_SASL_DONE;
    network->claim = false;
    account_end_registration(network);
}

/* Nobody is served by trying again soon. */
void account_refused(struct chat *chat, struct network *network)
{
    char *why = xasprintf("the server refuses our password for %s: "
                          "/connect with the right one, or with another name",
                          network->want_nick);
    network->hold_ms = HOLD_REFUSED_MS;
    network->name_refused = true;
    ask(network, "QUIT", NULL);
    handle_lost(chat, network, why);
    free(why);
}

void account_required(struct from *from)
{
    struct network *network = from->network;
    network->hold_ms = HOLD_REFUSED_MS;
    network->name_refused = true;
    ask(network, "QUIT", NULL);
    handle_lost(from->chat, network,
                "only claimed names get in here: /connect with a free name, or a password");
}

/* 904 <me> :<text>, and its like */
void on_sasl_failed(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    bool scram =
        network->sasl == NETWORK_SASL_SCRAM_ASKED || network->sasl == NETWORK_SASL_SCRAM_FIRST;
    if (network->stage != NETWORK_REGISTERING || network->sasl == NETWORK_SASL_NONE ||
        network->sasl == NETWORK_SASL_DONE) {
        on_numeric(from, msg);
        return;
    }
    if (network->sasl == NETWORK_SASL_EXTERNAL_ASKED) {
        go_on_without_cert(from, "this server does not know our certificate yet (/server cert)");
        return;
    }
    /* Refused before our proof: the mechanism is not liked, the password may be right. */
    if (scram && network->sasl_tries < 2 && may_try_plain(network)) {
        start_sasl(network, NETWORK_SASL_PLAIN_ASKED);
        return;
    }

    network->sasl = NETWORK_SASL_DONE;
    /* A secret of our own making that the server does not know: it forgot us, or never heard. If
     * the name is free it is claimed again, and not with the secret that only its owner knows. */
    if (is_own_secret(network->secret) && may_claim(network))
        claim(network);
    else
        account_refused(from->chat, network);
}

/* 908 <me> <mechanisms> :<text>; 904 follows */
void on_sasl_mechanisms(struct from *from, const struct irc_msg *msg)
{
    xreplace(&from->network->sasl_mechanisms, msg->params[1]);
}
