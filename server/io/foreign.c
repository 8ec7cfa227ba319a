#include "foreign.h"

#include <string.h>

/* The type of a TLS record that carries a handshake (RFC 8446, 5.1). */
#define TLS_HANDSHAKE 0x16

static const struct foreign http = {
    "HTTP",
    "HTTP/1.1 400 Bad Request\r\n"
    "Content-Type: text/plain\r\n"
    "Content-Length: 48\r\n"
    "Connection: close\r\n"
    "\r\n"
    "This is a server for IRC. Use a client for IRC.\n",
};

/* In plain text: TLS libraries know at once that this is no TLS, and people read it in a trace. */
static const struct foreign tls = {
    "TLS", "ERROR :This port speaks plain IRC; use the one for TLS, mostly 6697\r\n"};

static const struct foreign ssh = {"SSH", "ERROR :This is a server for IRC\r\n"};

const struct foreign *foreign_bytes(const char *data, size_t len)
{
    return len > 0 && data[0] == TLS_HANDSHAKE ? &tls : NULL;
}

/* The first word of what others say. CONNECT and TRACE are commands of RFC 2812 too, for servers'
 * operators. */
static const struct greeting {
    const char *word;
    const struct foreign *foreign;
} greetings[] = {
    {"CONNECT ", &http},
    {"DELETE ",  &http},
    {"GET ",     &http},
    {"HEAD ",    &http},
    {"OPTIONS ", &http},
    {"PATCH ",   &http},
    {"POST ",    &http},
    {"PRI ",     &http},
    {"PUT ",     &http},
    {"SSH-",     &ssh },
    {"TRACE ",   &http},
};

const struct foreign *foreign_line(const char *line)
{
    for (size_t i = 0; i < sizeof(greetings) / sizeof(greetings[0]); i++) {
        if (strncmp(line, greetings[i].word, strlen(greetings[i].word)) == 0)
            return greetings[i].foreign;
    }
    return NULL;
}
