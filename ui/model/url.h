/*
 * url.h - where a server is: "ircs://host:port/room", "host:port", "unix:PATH". A certificate's
 * fingerprint may stand behind: "ircs://host/room?fp=9f86d0...".
 */
#ifndef URL_H
#define URL_H

#include <stdbool.h>

#define URL_PORT_PLAIN 6667
#define URL_PORT_TLS   6697

struct url {
    char *host; /* a name, an address, or "unix:PATH"; owned */
    int port;   /* 0 for unix: */
    bool tls;
    char *rooms;       /* "#tea,#ops"; NULL for none; owned */
    char *fingerprint; /* of the server's certificate (trust.h); NULL for none; owned */
};

/*
 * Reads one. Without a scheme, TLS is spoken to everything but this machine
 * (loopback, unix), unless the port is 6667; and where a fingerprint is named.
 * Returns 0, or -1 with *cause.
 */
int url_parse(struct url *url, const char *text, char **cause);

/* Frees what it holds. */
void url_clear(struct url *url);

/* As short as url_parse() can read it back; to free. */
char *url_text(const char *host, int port, bool tls);

/* Reads a port, 1 to 65535; -1 if it is none. */
int url_port(const char *text);

/* True for "localhost", 127.x.x.x, ::1 and unix:. */
bool url_is_local(const char *host);

#endif
