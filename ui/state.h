/*
 * state.h - between the model and the archive: what is kept for the next start.
 */
#ifndef STATE_H
#define STATE_H

#include "archive.h"
#include "chat.h"

/* Panes, theme, what was typed: before there is a network. */
void state_load(struct archive *archive, struct chat *chat);

/* The one server that earlier versions remembered: "unix:PATH" or "irc://host:port"; and the name
 * there. To free; NULL if there is none. */
char *state_server(struct archive *archive);
char *state_name(struct archive *archive);

/* The theme was chosen; one that nobody chose is found anew at each start. */
void state_keep_theme(struct archive *archive, const struct chat *chat);

/* Conversations of a network as they were left: their newest lines, read marks and drafts. False if
 * there were none. */
bool state_load_network(struct archive *archive, struct chat *chat, struct network *network);

/* The key of a conversation in the archive, "host:port/fold". To free. */
char *state_key(const struct conv *conv);

/* Older lines of a conversation from the archive; false if it has none. */
bool state_load_older(struct archive *archive, struct conv *conv);

/* New lines, what was typed, and what waits to be sent: once a turn, and before it is sent. False
 * if they are only on their way to the disk: nothing waits to be sent, and it is not due. */
bool state_save_lines(struct archive *archive, struct chat *chat, bool due);

/* All the rest: a while after it changed, and at the end. */
void state_save(struct archive *archive, struct chat *chat);

#endif
