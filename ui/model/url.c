#include "url.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "mem.h"
#include "trust.h"

int url_port(const char *text)
{
    char *end = NULL;
    if (!isdigit((unsigned char)*text))
        return -1;
    long port = strtol(text, &end, 10);
    return *end == '\0' && port >= 1 && port <= 65535 ? (int)port : -1;
}

bool url_is_local(const char *host)
{
    return strncmp(host, "unix:", 5) == 0 || strcasecmp(host, "localhost") == 0 ||
           strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
}

void url_clear(struct url *url)
{
    free(url->host);
    free(url->rooms);
    free(url->fingerprint);
    *url = (struct url){0};
}

/* "/%23tea,ops?x" to "#tea,#ops". */
static char *read_rooms(const char *path)
{
    struct buf rooms = {0};
    bool first = true;
    for (const char *c = path; *c && *c != '?'; c++) {
        unsigned value = 0;
        char decoded = *c;
        if (*c == '%' && isxdigit((unsigned char)c[1]) && isxdigit((unsigned char)c[2])) {
            char hex[3] = {c[1], c[2], '\0'};
            value = (unsigned)strtoul(hex, NULL, 16);
            decoded = (char)value;
            c += 2;
        }
        if (first && decoded != '#')
            buf_putc(&rooms, '#');
        if ((unsigned char)decoded > ' ')
            buf_putc(&rooms, decoded);
        first = decoded == ',';
    }
    return rooms.len > 0 ? buf_detach(&rooms) : NULL;
}

/* "host", "host:port", "[::1]:port", "::1" into url. */
static int read_authority(struct url *url, const char *text, char **cause)
{
    const char *host = text;
    const char *end = text + strlen(text);
    const char *port = NULL;
    const char *colon = strrchr(text, ':');
    if (*text == '[') {
        host = text + 1;
        end = strchr(text, ']');
        if (!end || (end[1] && end[1] != ':')) {
            *cause = xasprintf("\"%s\": an address that begins with [ ends with ]", text);
            return -1;
        }
        port = end[1] == ':' ? end + 2 : NULL;
    } else if (colon && colon == strchr(text, ':')) {
        end = colon;
        port = colon + 1;
    }
    url->host = xstrndup(host, (size_t)(end - host));
    for (char *c = url->host; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    url->port = port ? url_port(port) : 0;
    if (!*url->host || url->port < 0 || strpbrk(url->host, " \t\n")) {
        *cause =
            xasprintf("\"%s\" is no server: write host, host:port, or ircs://host:port/room", text);
        return -1;
    }
    return 0;
}

static bool guess_tls(const char *host, int port)
{
    return !url_is_local(host) && port != URL_PORT_PLAIN;
}

char *url_text(const char *host, int port, bool tls)
{
    if (strncmp(host, "unix:", 5) == 0)
        return xstrdup(host);
    const char *scheme = tls == guess_tls(host, port) ? "" : tls ? "ircs://" : "irc://";
    bool colons = strchr(host, ':') != NULL;
    return xasprintf("%s%s%s%s:%d", scheme, colons ? "[" : "", host, colons ? "]" : "", port);
}

static void guess(struct url *url, bool scheme)
{
    if (!scheme)
        url->tls = url->fingerprint || guess_tls(url->host, url->port);
    if (url->port == 0)
        url->port = url->tls ? URL_PORT_TLS : URL_PORT_PLAIN;
}

/* "?x=1&fp=9F:86:..." into url; what else stands there is not for us. */
static int read_query(struct url *url, const char *query, char **cause)
{
    while (*query) {
        query++;
        int len = (int)strcspn(query, "&");
        if (strncmp(query, "fp=", 3) == 0) {
            free(url->fingerprint);
            url->fingerprint = trust_read(query + 3, len - 3);
            if (!url->fingerprint) {
                *cause = xasprintf("\"%.*s\": a fingerprint is 64 hexadecimal digits (SHA-256)",
                                   len, query);
                return -1;
            }
        }
        query += len;
    }
    return 0;
}

int url_parse(struct url *url, const char *text, char **cause)
{
    *url = (struct url){0};
    if (strncmp(text, "unix:", 5) == 0) {
        url->host = xstrdup(text);
        return 0;
    }

    bool tls = strncasecmp(text, "ircs://", 7) == 0;
    bool plain = strncasecmp(text, "irc://", 6) == 0;
    if (!tls && !plain && strstr(text, "://")) {
        *cause = xasprintf("\"%s\": only ircs:// and irc:// are servers that we can talk to", text);
        return -1;
    }
    text += tls ? 7 : plain ? 6 : 0;
    size_t len = strcspn(text, "/#?");
    char *authority = xstrndup(text, len);
    int result = read_authority(url, authority, cause);
    free(authority);
    if (result == 0)
        result = read_query(url, text + strcspn(text, "?"), cause);
    if (result == 0 && plain && url->fingerprint) {
        *cause = xasprintf("a fingerprint (fp=) is for ircs://: irc:// shows no certificate");
        result = -1;
    }
    if (result != 0) {
        url_clear(url);
        return -1;
    }

    url->tls = tls;
    guess(url, tls || plain);
    url->rooms = read_rooms(text[len] == '/' ? text + len + 1 : text + len);
    return 0;
}
