/*
 * rows.h - how much of what is said goes into one line, and into one message
 * of several (IRCv3 draft/multiline).
 */
#ifndef ROWS_H
#define ROWS_H

#include <stdbool.h>
#include <stddef.h>

struct conv;
struct network;

/* Bytes of text that fit into ":source PRIVMSG target :text" CR LF. */
size_t rows_line_room(const struct network *network, const char *target, bool action);

/* Bytes of the next piece of text: as many words as fit, or what fits of a word that is too long.
 */
size_t rows_piece_len(const char *text, size_t len, size_t room);

/* Does the server take several rows as one message, or did it when it was last there? */
bool rows_taken(const struct network *network);

/* Would this text be several lines? */
bool rows_are_many(const struct network *network, const char *target, const char *text);

/* Bytes of text that one message of several rows may have, by the server's limits. */
size_t rows_message_len(const struct network *network, const char *target, const char *text);

/* Are several rows one message, said there? */
bool rows_go_together(const struct conv *conv);

/* Bytes of text that go as the first message, said there; where each row is one: of its first row.
 */
size_t rows_first_len(const struct conv *conv, const char *text);

#endif
