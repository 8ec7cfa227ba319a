/*
 * pick.h - the message of the open conversation that keys act on
 * (client.md, 3.2.7), and what is being written to or about one.
 *
 * Only what somebody said can be picked. While it is so, chat->focus is
 * FOCUS_PICK; the message stays picked when the focus goes back to the input,
 * for the commands, until pick_end().
 */
#ifndef PICK_H
#define PICK_H

#include <stdbool.h>
#include <stdint.h>

#include "lines.h"

struct chat;
struct conv;

/* What the line being typed will be. */
enum compose_kind { COMPOSE_TEXT, COMPOSE_REPLY, COMPOSE_EDIT };

/* Picks the lowest message that is seen, as far as the model knows. False, with a notice, if there
 * is none. */
bool pick_begin(struct chat *chat);

/* Nothing is picked any more; keys go to the input. */
void pick_end(struct chat *chat);

/* Picks the line with this serial, or the nearest one above it that somebody said; false if there
 * is none. */
bool pick_line(struct chat *chat, uint64_t serial);

/* Moves by so many messages: up is negative. False if there are not so many (it goes as far as it
 * can). */
bool pick_move(struct chat *chat, int by);

/* The picked line; false if there is none. */
bool pick_get(const struct chat *chat, struct line *line);

/* The newest line of the conversation that somebody said (own: we did) and the server has; false if
 * there is none. */
bool pick_newest(const struct conv *conv, bool own, struct line *line);

/* What is typed in conv answers the message with this id, or replaces it; COMPOSE_TEXT with NULL:
 * neither. */
void compose_set(struct chat *chat, struct conv *conv, enum compose_kind kind, const char *msgid);

/* What is typed is plain text after all; what was to be edited goes from the input. False if it
 * was plain text. */
bool compose_drop(struct chat *chat);

#endif
