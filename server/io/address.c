#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "mem.h"

#define PORT_MAX  65535
#define RANGE_MAX 1024

#define CONNECTIONS_MAX 1000000

static int refuse(const char *text, const char *what, char **cause)
{
    *cause = xasprintf("%s: %s", text, what);
    return -1;
}

static int malformed(const char *text, char **cause)
{
    return refuse(text,
                  "not an address; write ADDR:PORT, [ADDR6]:PORT, ADDR:PORT-PORT or unix:PATH, "
                  "or tls: before one of the first three",
                  cause);
}

/* Digits up to one of the characters in end, or to the end. Returns -1 if there are none or the
 * number is no port. */
static int parse_port(const char **text)
{
    const char *c = *text;
    int port = 0;
    while (*c >= '0' && *c <= '9' && port <= PORT_MAX)
        port = port * 10 + (*c++ - '0');
    if (c == *text || port > PORT_MAX)
        return -1;
    *text = c;
    return port;
}

static int parse_ports(struct address *address, const char *ports)
{
    address->port = address->port_last = parse_port(&ports);
    if (address->port > 0 && *ports == '-') {
        ports++;
        address->port_last = parse_port(&ports);
    }
    int size = address->port_last - address->port;
    return address->port < 0 || *ports || size < 0 || size >= RANGE_MAX ? -1 : 0;
}

static int parse_host(struct address *address, const char *host)
{
    struct sockaddr_in *in = (struct sockaddr_in *)&address->name;
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&address->name;
    if (inet_pton(AF_INET, host, &in->sin_addr) == 1) {
        in->sin_family = AF_INET;
        address->len = sizeof(*in);
        return 0;
    }
    if (inet_pton(AF_INET6, host, &in6->sin6_addr) == 1) {
        in6->sin6_family = AF_INET6;
        address->len = sizeof(*in6);
        return 0;
    }
    return -1;
}

static int parse_unix(struct address *address, const char *text, const char *path, char **cause)
{
    struct sockaddr_un *un = (struct sockaddr_un *)&address->name;
    size_t len = strlen(path);
    if (len == 0 || len >= sizeof(un->sun_path))
        return refuse(text, "the path of a Unix socket has 1 to 107 bytes", cause);
    un->sun_family = AF_UNIX;
    memcpy(un->sun_path, path, len + 1);
    address->len = sizeof(*un);
    address->path = xstrdup(path);
    return 0;
}

/* What stands behind the address; 0, or -1. */
static int parse_most(struct address *address, const char *text)
{
    static const char key[] = "max_connections=";
    text += strspn(text, " ");
    char *end = NULL;
    long most = strncmp(text, key, strlen(key)) == 0 ? strtol(text + strlen(key), &end, 10) : 0;
    if (most < 1 || most > CONNECTIONS_MAX || *end)
        return -1;
    address->max_connections = (int)most;
    return 0;
}

static int parse_place(struct address *address, const char *text, char **cause)
{
    if (strncmp(text, "unix:", 5) == 0)
        return parse_unix(address, text, text + 5, cause);

    address->tls = strncmp(text, "tls:", 4) == 0;
    const char *host = text + (address->tls ? 4 : 0);
    const char *colon = strrchr(host, ':');
    if (!colon || parse_ports(address, colon + 1) < 0)
        return malformed(text, cause);

    bool bracketed = host[0] == '[' && colon > host && colon[-1] == ']';
    char *name = bracketed ? xstrndup(host + 1, (size_t)(colon - host) - 2)
                           : xstrndup(host, (size_t)(colon - host));
    int result = parse_host(address, name);
    free(name);
    if (result < 0 || bracketed != (address->name.ss_family == AF_INET6))
        return malformed(text, cause);
    return 0;
}

int address_parse(struct address *address, const char *text, char **cause)
{
    *address = (struct address){0};
    const char *space = strrchr(text, ' ');
    if (!space || space[1] == '\0' || !strchr(space, '='))
        return parse_place(address, text, cause);
    if (parse_most(address, space) < 0)
        return refuse(text, "behind an address may stand max_connections=NUMBER, 1 to 1000000",
                      cause);
    size_t len = (size_t)(space - text);
    while (len > 0 && text[len - 1] == ' ')
        len--;
    char *place = xstrndup(text, len);
    int result = parse_place(address, place, cause);
    free(place);
    return result;
}

void address_clear(struct address *address)
{
    free(address->path);
    *address = (struct address){0};
}

bool address_is_private(const struct address *address)
{
    if (address->path)
        return true;
    if (address->name.ss_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)&address->name)->sin6_addr);
    const struct sockaddr_in *in = (const struct sockaddr_in *)&address->name;
    return ntohl(in->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
}

void address_set_port(struct address *address, int port)
{
    if (address->name.ss_family == AF_INET)
        ((struct sockaddr_in *)&address->name)->sin_port = htons((uint16_t)port);
    else if (address->name.ss_family == AF_INET6)
        ((struct sockaddr_in6 *)&address->name)->sin6_port = htons((uint16_t)port);
}

char *address_text(const struct address *address, int port)
{
    char host[INET6_ADDRSTRLEN];
    const char *tls = address->tls ? "tls:" : "";
    if (address->path)
        return xasprintf("unix:%s", address->path);
    if (address->name.ss_family == AF_INET6) {
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)&address->name)->sin6_addr, host,
                  sizeof(host));
        return xasprintf("%s[%s]:%d", tls, host, port);
    }
    inet_ntop(AF_INET, &((const struct sockaddr_in *)&address->name)->sin_addr, host, sizeof(host));
    return xasprintf("%s%s:%d", tls, host, port);
}
