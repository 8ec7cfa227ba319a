#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "scram.h"
#include "secret.h"
#include "url.h"
#include "utf8.h"

/* A piece of exactly that many characters says that more follow (IRCv3 sasl-3.1). */
#define PIECE_CHARS     400
#define CHALLENGE_MAX   4096
#define HOLD_REFUSED_MS 300000

static void end_registration(struct network *network)
{
    if (network->caps_done)
        return;
    network->caps_done = true;
    ask(network, "CAP", "END", NULL);
}

static bool offers(const struct network *network, const char *mechanism)
{
    /* Before version 302 nobody says which ones there are. */
    const char *list = network->sasl_mechanisms;
    if (!list)
        return true;
    size_t len = strlen(mechanism);
    for (const char *p = strstr(list, mechanism); p; p = strstr(p + 1, mechanism))
        if ((p == list || p[-1] == ',') && (p[len] == ',' || !p[len]))
            return true;
    return false;
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

static void start_sasl(struct network *network, bool scram)
{
    network->sasl = scram ? NETWORK_SASL_SCRAM_ASKED : NETWORK_SASL_PLAIN_ASKED;
    network->sasl_tries++;
    buf_clear(&network->sasl_in);
    ask(network, "AUTHENTICATE", scram ? "SCRAM-SHA-256" : "PLAIN", NULL);
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

static void drop_spare(struct network *network)
{
    secret_free(network->spare_secret);
    network->spare_secret = NULL;
}

/* The server has no way, or none that is safe, to take our secret. */
static void go_on_without(struct from *from)
{
    if (from->network->secret)
        chat_info(from->chat, from->network->console, LINE_ERROR,
                  "this server offers no safe way to log in: going on without");
    end_registration(from->network);
}

void account_begin(struct from *from)
{
    struct network *network = from->network;
    if (network->sasl != NETWORK_SASL_NONE)
        return;

    bool can_log_in = network->secret && network_can(network, IRC_CAP_SASL);
    bool can_claim = network->claim && !network->secret && may_claim(network);
    /* No proof is made with a code: it is used up by being shown. */
    bool is_code = can_log_in && recovery_is_code(network->secret) && may_try_plain(network);
    if (can_log_in && !is_code && offers(network, "SCRAM-SHA-256"))
        start_sasl(network, true);
    else if (can_log_in && may_try_plain(network))
        start_sasl(network, false);
    else if (can_claim)
        claim(network);
    else if (can_log_in)
        go_on_without(from);
    else
        end_registration(network);
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
    if (network->sasl == NETWORK_SASL_SCRAM_ASKED) {
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
        !network->secret)
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

void on_logged_out(struct from *from, const struct irc_msg *msg)
{
    (void)msg;
    xreplace(&from->network->account, NULL);
    chat_info(from->chat, from->network->console, LINE_INFO, "logged out");
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
    end_registration(network);
}

/* Nobody is served by trying again soon. */
static void refused(struct chat *chat, struct network *network)
{
    char *why = xasprintf("the server refuses our password for %s: "
                          "/connect with the right one, or with another name",
                          network->want_nick);
    network->hold_ms = HOLD_REFUSED_MS;
    ask(network, "QUIT", NULL);
    handle_lost(chat, network, why);
    free(why);
}

void account_required(struct from *from)
{
    struct network *network = from->network;
    network->hold_ms = HOLD_REFUSED_MS;
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
    /* Refused before our proof: the mechanism is not liked, the password may be right. */
    if (scram && network->sasl_tries < 2 && may_try_plain(network)) {
        start_sasl(network, false);
        return;
    }

    network->sasl = NETWORK_SASL_DONE;
    /* A secret of our own making that the server does not know: it forgot us, or never heard. If
     * the name is free it is claimed again, and not with the secret that only its owner knows. */
    if (is_own_secret(network->secret) && may_claim(network))
        claim(network);
    else
        refused(from->chat, network);
}

/* 908 <me> <mechanisms> :<text>; 904 follows */
void on_sasl_mechanisms(struct from *from, const struct irc_msg *msg)
{
    xreplace(&from->network->sasl_mechanisms, msg->params[1]);
}

/* REGISTER SUCCESS <account> :<text> */
void on_register(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    if (strcmp(msg->params[0], "SUCCESS") != 0 || !network->secret) {
        on_numeric(from, msg);
        end_registration(network);
        return;
    }
    if (network->spare_secret) {
        secret_free(network->secret);
        network->secret = network->spare_secret;
        network->spare_secret = NULL;
        network->secret_new = true;
    }
    network->claim = false;
    network->recovery_due = true;
    xreplace(&network->account, network->nick);
    from->chat->changed |= CHANGE_STATUS;
    chat_info(from->chat, network->console, LINE_INFO,
              "the name %s is yours here now; its secret is kept on this machine", network->nick);
    end_registration(network);
}

/* The name is another's, or cannot be claimed: go on as a guest, by another name if need be. */
static void go_on_unclaimed(struct from *from, const char *code, const char *text)
{
    static const char taken[] = "that name is taken: /connect with another name or its password";
    struct network *network = from->network;
    secret_free(network->secret);
    network->secret = NULL;
    network->secret_new = true;
    if (strcmp(code, "ACCOUNT_EXISTS") == 0) {
        chat_complain(from->chat, "%s", taken);
        chat_info(from->chat, network->console, LINE_ERROR, "%s", taken);
    } else {
        chat_info(from->chat, network->console, LINE_ERROR, "the name was not claimed: %s", text);
    }
    end_registration(network);
}

/* FAIL REGISTER <code> [...] :<text> */
void account_register_failed(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    const char *text = msg->params[msg->nparams - 1];
    if (network->stage != NETWORK_REGISTERING) {
        chat_info(from->chat, chat_here(from->chat, network), LINE_ERROR,
                  "the name was not claimed: %s", text);
    } else if (network->spare_secret) {
        drop_spare(network);
        refused(from->chat, network);
    } else if (network->claim) {
        go_on_unclaimed(from, msg->params[1], text);
    } else {
        end_registration(network);
    }
}

/* :<nick!user@host> ACCOUNT <name|*> */
void on_account(struct from *from, const struct irc_msg *msg)
{
    char account[FROM_NICK_SIZE];
    bool logged_in = strcmp(msg->params[0], "*") != 0;
    if (from->history || !clean_name(msg->params[0], account, sizeof(account)))
        return;

    if (from->self)
        xreplace(&from->network->account, logged_in ? account : NULL);
    MAP_FOREACH(entry, &from->network->convs) {
        struct conv *conv = map_value(entry);
        struct person *person = members_get(&conv->members, from->nick);
        if (person)
            xreplace(&person->account, logged_in ? account : NULL);
        if (person)
            from_changed(from, conv, CHANGE_MEMBERS | CHANGE_LINES);
    }
}
