/* How a scripted client comes in: as a guest, with a new name, with a kept one. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "peer.h"
#include "scram.h"
#include "secret.h"
#include "spec.h"

static void introduce(struct peer *peer)
{
    peer_send(peer, "NICK %s", peer_name(peer));
    peer_send(peer, "USER %s 0 * :%s", peer_name(peer), peer_name(peer));
}

void peer_enter(struct peer *peer)
{
    introduce(peer);
    peer_expect(peer, " (376|422) ");
}

static void ask_for_caps(struct peer *peer, const char *caps)
{
    peer_send(peer, "CAP LS 302");
    introduce(peer);
    peer_send(peer, "CAP REQ :sasl %s", caps);
    peer_expect(peer, "CAP [^ ]+ ACK ");
}

static void end_caps(struct peer *peer)
{
    peer_send(peer, "CAP END");
    peer_expect(peer, " (376|422) ");
}

void peer_claim(struct peer *peer, const char *secret, const char *caps)
{
    ask_for_caps(peer, caps);
    peer_send(peer, "REGISTER * * %s", secret);
    peer_expect(peer, "REGISTER SUCCESS");
    end_caps(peer);
}

static void authenticate(struct peer *peer, const char *text)
{
    char *base64 = secret_base64(text, strlen(text));
    peer_send(peer, "AUTHENTICATE %s", base64);
    free(base64);
}

/* What the server says in the exchange, decoded; to free. */
static char *challenge(struct peer *peer)
{
    char text[1024];
    const char *line = peer_expect(peer, "AUTHENTICATE [^ +]");
    const char *base64 = strstr(line, "AUTHENTICATE ") + strlen("AUTHENTICATE ");
    int n = secret_unbase64(base64, strlen(base64), text, sizeof(text));
    assert_true(n >= 0);
    return xstrndup(text, (size_t)n);
}

void peer_login(struct peer *peer, const char *secret, const char *device, const char *caps)
{
    struct scram_client scram = {0};
    char *login = xasprintf("%s%s%s", peer_name(peer), *device ? "@" : "", device);
    ask_for_caps(peer, caps);
    peer_send(peer, "AUTHENTICATE SCRAM-SHA-256");
    peer_expect(peer, "AUTHENTICATE [+]");

    char *first = scram_client_first(&scram, login);
    authenticate(peer, first);
    char *server_first = challenge(peer);
    char *final = scram_client_final(&scram, secret, server_first);
    assert_non_null(final);
    authenticate(peer, final);
    char *server_final = challenge(peer);
    assert_true(scram_client_verify(&scram, server_final));
    peer_send(peer, "AUTHENTICATE +");
    peer_expect(peer, " 903 ");
    end_caps(peer);

    free(first);
    free(server_first);
    free(final);
    free(server_final);
    free(login);
    scram_client_clear(&scram);
}

void peer_join(struct peer *peer, const char *room)
{
    /* Not the end of another room's, which everybody enters at first. */
    char *end = xasprintf(" 366 [^ ]+ %s ", room);
    peer_send(peer, "JOIN %s", room);
    peer_expect(peer, end);
    free(end);
}
