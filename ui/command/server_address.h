/*
 * server_address.h - where a server is, as people write it who come from other
 * clients.
 */
#ifndef SERVER_ADDRESS_H
#define SERVER_ADDRESS_H

/*
 * Reads "ircs://host/room", "host 6697", "-tls host", and "name host/6697 -ssl" (the name is passed
 * over) as an address for url_parse(), to free; NULL if there is none. *nick is the word that is
 * left, in args; NULL if there is none.
 */
char *server_address(char *args, const char **nick);

#endif
