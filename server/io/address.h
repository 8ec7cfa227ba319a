/*
 * address.h - where the server listens, as an operator writes it.
 *
 * "127.0.0.1:6667", "[::1]:6667", "127.0.0.1:55000-55015" (a range of ports),
 * "unix:PATH", and "tls:" before an address of the network. Behind any of
 * them may stand " max_connections=15".
 */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

struct address {
    bool tls;
    char *path;                   /* of a Unix socket, owned; NULL for the network */
    struct sockaddr_storage name; /* its port is not set */
    socklen_t len;
    int port, port_last; /* the same unless it is a range; 0: any free port */
    int max_connections; /* on each of its ports; 0: not said */
};

/* Reads one address. Returns 0; or -1 with *cause (to free), and nothing to clear. */
int address_parse(struct address *address, const char *text, char **cause);

void address_clear(struct address *address);

/* True if nobody outside this machine can reach it. */
bool address_is_private(const struct address *address);

/* Sets the port in name. */
void address_set_port(struct address *address, int port);

/* "127.0.0.1:6667", "[::1]:6667" or "unix:PATH"; to free. */
char *address_text(const struct address *address, int port);

#endif
