/*
 * proxy.h - reaching a server through a SOCKS5 proxy, as Tor is one (RFC 1928,
 * RFC 1929), when the environment asks for it.
 */
#ifndef PROXY_H
#define PROXY_H

#include "dial.h"

/* Where the proxy is, and who we are to it. */
struct proxy {
    char *host;
    int port;
    char *user, *password; /* NULL: nobody asks */
};

/*
 * By which proxy a host is to be reached, or NULL for none: ALL_PROXY (or all_proxy) says
 * "socks5://[user:password@]host[:port]" or socks5h; NO_PROXY names hosts and domains that are
 * reached without it. This machine and unix sockets always are. Names are looked up by the proxy.
 * NULL with *cause (to free), where it says something else: it is not to be gone around.
 */
struct proxy *proxy_for(const char *host, char **cause);
void proxy_free(struct proxy *proxy);

struct tunnel;

/* Who is to be reached, and who is called then, as by dial_new(). */
struct tunnel_end {
    const char *host; /* copied */
    int port;
    dial_fn *fn;
    void *arg;
};

/* As dial_new() and dial_free(), through a proxy, which is taken over. */
struct tunnel *tunnel_new(struct loop *loop, struct proxy *proxy, const struct tunnel_end *end);
void tunnel_free(struct tunnel *tunnel);

#endif
