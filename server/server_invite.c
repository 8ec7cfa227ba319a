/* What is told at start: where the server listens, and how others get there. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "certs.h"
#include "identity.h"
#include "listener.h"
#include "mem.h"
#include "server_private.h"
#include "sharing_start.h"

char *server_ports(const struct parlord *parlord)
{
    struct buf text = {0};
    const struct listener *listener = NULL;
    while ((listener = listener_next(parlord->listeners, listener))) {
        buf_puts(&text, text.len ? ", " : "");
        buf_puts(&text, listener_text(listener));
    }
    return buf_detach(&text);
}

static const char *place_of(const struct listener *listener)
{
    return listener_text(listener) + (listener_is_tls(listener) ? strlen("tls:") : 0);
}

static bool is_of_this_machine(const char *place)
{
    return strncmp(place, "127.", 4) == 0 || strncmp(place, "[::1]:", 6) == 0 ||
           strncmp(place, "unix:", 5) == 0;
}

static int use_to_strangers(const struct listener *listener)
{
    return (listener_is_tls(listener) ? 2 : 0) + (is_of_this_machine(place_of(listener)) ? 0 : 1);
}

/* What an invitation names: TLS before plain text, a place of the network before one of this
 * machine's. */
static const struct listener *invited_to(const struct parlord *parlord)
{
    const struct listener *best = listener_next(parlord->listeners, NULL);
    for (const struct listener *each = best; each; each = listener_next(parlord->listeners, each)) {
        if (use_to_strangers(each) > use_to_strangers(best))
            best = each;
    }
    return best;
}

/* Behind "0.0.0.0" and "[::]", which are every address and nobody's, comes ":PORT". */
static const char *port_of_all(const char *place)
{
    static const char *const all[] = {"0.0.0.0", "[::]"};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        size_t len = strlen(all[i]);
        if (strncmp(place, all[i], len) == 0 && place[len] == ':')
            return place + len;
    }
    return NULL;
}

char *server_invite(const struct parlord *parlord)
{
    const char *room = parlord->config.default_room ? parlord->config.default_room : "";
    const struct listener *listener = invited_to(parlord);
    const char *place = place_of(listener);
    if (strncmp(place, "unix:", 5) == 0)
        return xstrdup(place);
    bool tls = listener_is_tls(listener);
    const char *host = identity_host(parlord->identity);
    const char *port = *host ? port_of_all(place) : NULL;
    /* One that an authority vouches for is renewed every few months. */
    bool pins = tls && certs_sign_themselves(identity_certs(parlord->identity));
    return xasprintf("%s://%s%s/%s%s%s", tls ? "ircs" : "irc", port ? host : "",
                     port ? port : place, room, pins ? "?fp=" : "",
                     pins ? server_fingerprint(parlord) : "");
}

const char *server_fingerprint(const struct parlord *parlord)
{
    const struct listener *listener = invited_to(parlord);
    return listener_is_tls(listener) ? certs_fingerprint(identity_certs(parlord->identity)) : NULL;
}

char *server_files(const struct parlord *parlord)
{
    return sharing_told(&parlord->server);
}

const char *server_data_folder(const struct parlord *parlord)
{
    return parlord->folder;
}
