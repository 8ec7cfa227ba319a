#include "proxy.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "secret.h"

#define PORT_SOCKS 1080

static const char *variable(const char *upper, const char *lower)
{
    const char *value = getenv(upper);
    if (!value || !*value)
        value = getenv(lower);
    return value && *value ? value : NULL;
}

static bool is_here(const char *host)
{
    bool numbers = !host[strspn(host, "0123456789.")];
    return strncmp(host, "unix:", 5) == 0 || strcasecmp(host, "localhost") == 0 ||
           (numbers && strncmp(host, "127.", 4) == 0) || strcmp(host, "::1") == 0;
}

/* Is it this host, or a domain that it is in? */
static bool covers(const char *entry, const char *host)
{
    entry += *entry == '.';
    size_t len = strlen(entry);
    size_t host_len = strlen(host);
    if (strcmp(entry, "*") == 0)
        return true;
    if (len == 0 || host_len < len || strcasecmp(host + host_len - len, entry) != 0)
        return false;
    return host_len == len || host[host_len - len - 1] == '.';
}

static bool is_excepted(const char *host)
{
    const char *value = variable("NO_PROXY", "no_proxy");
    char *list = xstrdup(value ? value : "");
    char *rest = NULL;
    bool found = false;
    for (char *entry = strtok_r(list, ", ", &rest); entry && !found;
         entry = strtok_r(NULL, ", ", &rest))
        found = covers(entry, host);
    free(list);
    return found;
}

/* "user:password@" before the host. Returns what is behind it. */
static char *take_user(struct proxy *proxy, char *text)
{
    char *at = strrchr(text, '@');
    if (!at)
        return text;
    *at = '\0';
    char *colon = strchr(text, ':');
    if (colon)
        *colon = '\0';
    proxy->user = xstrdup(text);
    proxy->password = xstrdup(colon ? colon + 1 : "");
    return at + 1;
}

/* "host", "host:port", "[address]:port"; false if it is none of them. */
static bool take_host(struct proxy *proxy, char *text)
{
    text[strcspn(text, "/")] = '\0';
    bool bracket = *text == '[';
    char *end = bracket ? strchr(text, ']') : text + strcspn(text, ":");
    if (!end)
        return false;
    const char *port = bracket ? end + 1 : end;
    char *bad = NULL;
    proxy->host = xstrndup(text + bracket, (size_t)(end - text) - bracket);
    proxy->port = *port == ':' ? (int)strtol(port + 1, &bad, 10) : PORT_SOCKS;
    return *proxy->host && proxy->port > 0 && proxy->port < 65536 && (!bad || !*bad) &&
           (*port == ':' || !*port);
}

static struct proxy *parse(const char *url)
{
    static const char *const schemes[] = {"socks5://", "socks5h://", "socks://"};
    for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
        size_t len = strlen(schemes[i]);
        if (strncasecmp(url, schemes[i], len) != 0)
            continue;
        struct proxy *proxy = xnew(struct proxy);
        char *text = xstrdup(url + len);
        bool fits = take_host(proxy, take_user(proxy, text));
        secret_free(text);
        if (fits)
            return proxy;
        proxy_free(proxy);
    }
    return NULL;
}

struct proxy *proxy_for(const char *host, char **cause)
{
    const char *url = variable("ALL_PROXY", "all_proxy");
    if (!url || is_here(host) || is_excepted(host))
        return NULL;
    struct proxy *proxy = parse(url);
    if (!proxy)
        *cause = xstrdup("ALL_PROXY is not socks5://[user:password@]host[:port]: mend it, or name "
                         "this server in NO_PROXY");
    return proxy;
}

void proxy_free(struct proxy *proxy)
{
    if (!proxy)
        return;
    free(proxy->host);
    free(proxy->user);
    secret_free(proxy->password);
    free(proxy);
}
