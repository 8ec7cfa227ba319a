/*
 * peer.h - who is at the other end of a socket.
 */
#ifndef PEER_H
#define PEER_H

#include <stdbool.h>

/* Bytes of the longest address as text, with NUL. */
#define PEER_ADDRESS_SIZE 46

struct peer {
    char address[PEER_ADDRESS_SIZE]; /* "127.0.0.1", "::1", "unix"; IPv4 in IPv6 is shown as IPv4 */
    int port;                        /* 0 for unix */
    bool is_local;                   /* loopback or unix: the bytes stay on this machine */
    bool is_tcp;
};

/* Finds out. A socket that is not connected any more has the address "unknown". */
struct peer peer_of(int fd);

/* The address at this end, where the peer reached us; "" for unix, and for a socket that is not
 * connected any more. */
void peer_here(int fd, char out[PEER_ADDRESS_SIZE]);

#endif
