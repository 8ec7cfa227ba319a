#include "own_cert.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "secrets.h"
#include "settings.h"
#include "tls_cert.h"

/* "certs/chat.example.org_6697.pem" in the data folder, to free; NULL with *cause. */
static char *place_for(const struct network *network, char **cause)
{
    char *server = secrets_server(network);
    for (char *c = server; *c; c++)
        if (*c == '/' || *c == ':')
            *c = '_';
    char *name = xasprintf("certs/%s.pem", server);
    char *path = settings_data_path(name, cause);
    free(name);
    free(server);
    return path;
}

/* An old one is not thrown away: a server may know it. */
static char *make(struct network *network, char **cause)
{
    struct tls_cert old;
    char *unread = NULL;
    char *path = place_for(network, cause);
    if (path && tls_cert_read(&old, path, &unread) != 0 &&
        tls_cert_make_own(path, network->want_nick, cause) != 0) {
        free(path);
        path = NULL;
    }
    free(unread);
    return path;
}

static void tell(struct chat *chat, const struct network *network)
{
    struct tls_cert cert;
    char *cause = NULL;
    struct conv *here = chat_here(chat, network);
    if (tls_cert_read(&cert, network->cert_file, &cause) != 0) {
        chat_complain(chat, "%s", cause);
        free(cause);
        return;
    }
    chat_info(chat, here, LINE_INFO, "your certificate for %s: %s\nSHA-256 %s", network->name,
              network->cert_file, cert.full);
    if (!network->tls)
        chat_info(chat, here, LINE_INFO, "it is shown over TLS only: /server edit, ircs://...");
    else if (!network->shows_cert)
        chat_info(chat, here, LINE_INFO,
                  "/reconnect shows it to the server; then, logged in: /msg NickServ CERT ADD");
    else
        chat_info(chat, here, LINE_INFO,
                  "the server sees it. So that it logs you in, once: /msg NickServ CERT ADD");
}

void own_cert_turn(const struct app_files *files, struct chat *chat, struct network *network)
{
    enum cert_ask asked = network->cert_ask;
    char *cause = NULL;
    network->cert_ask = CERT_ASK_NONE;
    if (asked == CERT_ASK_MAKE && !files->archive)
        cause = xstrdup("nothing is kept (--no-save): name a file of yours, /server cert FILE");
    char *path = asked == CERT_ASK_MAKE && !cause ? make(network, &cause) : NULL;
    if (path) {
        xreplace(&network->cert_file, path);
        network->keep_due = true;
    }
    if (cause)
        chat_complain(chat, "No certificate was made: %s", cause);
    else if (asked != CERT_ASK_NONE && network->cert_file)
        tell(chat, network);
    free(path);
    free(cause);
}
