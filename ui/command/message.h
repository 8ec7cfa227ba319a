/*
 * message.h - what is done with a message, by a key on the picked one or by a
 * command: answer, react, edit, open and copy its links, unread.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "chat.h"
#include "pick.h"

/* What is typed next answers it; it is picked no more. */
void message_reply(struct chat *chat, const struct line *line);

/* Its text comes into the input, and what is sent replaces it. */
void message_edit(struct chat *chat, const struct line *line);

/* A list of emoji, the usual ones first: Enter gives the picked message one, or takes it back. */
void message_offer_reactions(struct chat *chat, const struct line *line);

/* Gives it a reaction, or takes back the one that is there: ":tada:" or the emoji itself. */
void message_react(struct chat *chat, const struct line *line, const char *value, bool on);

/* Does something with its address; asks which one if there are several. */
typedef void message_link_fn(struct chat *chat, const char *url);
void message_link(struct chat *chat, const struct line *line, message_link_fn *fn);
message_link_fn message_copy, message_open;

/* All from it on is unread again. */
void message_unread(struct chat *chat, const struct line *line);

/* "s/teh/the/": what we said last is changed. False if the text is none of that, or was not
 * taken (*refused). */
bool message_quick_edit(struct chat *chat, const char *text, bool *refused);

#endif
