#include "peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static void set_ipv4(struct peer *peer, struct in_addr address)
{
    inet_ntop(AF_INET, &address, peer->address, sizeof(peer->address));
    peer->is_local = ntohl(address.s_addr) >> 24 == IN_LOOPBACKNET;
}

static void set_ipv6(struct peer *peer, const struct in6_addr *address)
{
    if (IN6_IS_ADDR_V4MAPPED(address)) {
        struct in_addr ipv4;
        memcpy(&ipv4, address->s6_addr + 12, sizeof(ipv4));
        set_ipv4(peer, ipv4);
        return;
    }
    inet_ntop(AF_INET6, address, peer->address, sizeof(peer->address));
    peer->is_local = IN6_IS_ADDR_LOOPBACK(address);
}

static struct peer peer_named(const struct sockaddr_storage *name)
{
    struct peer peer = {.address = "unknown"};
    if (name->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)name;
        set_ipv4(&peer, in->sin_addr);
        peer.port = ntohs(in->sin_port);
        peer.is_tcp = true;
    } else if (name->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)name;
        set_ipv6(&peer, &in6->sin6_addr);
        peer.port = ntohs(in6->sin6_port);
        peer.is_tcp = true;
    } else if (name->ss_family == AF_UNIX) {
        snprintf(peer.address, sizeof(peer.address), "unix");
        peer.is_local = true;
    }
    return peer;
}

struct peer peer_of(int fd)
{
    struct sockaddr_storage name = {0};
    socklen_t len = sizeof(name);
    if (getpeername(fd, (struct sockaddr *)&name, &len) != 0)
        name.ss_family = AF_UNSPEC;
    return peer_named(&name);
}

void peer_here(int fd, char out[PEER_ADDRESS_SIZE])
{
    struct sockaddr_storage name = {0};
    socklen_t len = sizeof(name);
    bool is_known = getsockname(fd, (struct sockaddr *)&name, &len) == 0;
    struct peer here = peer_named(&name);
    snprintf(out, PEER_ADDRESS_SIZE, "%s", is_known && here.is_tcp ? here.address : "");
}
