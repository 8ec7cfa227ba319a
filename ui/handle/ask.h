/*
 * ask.h - what we ask of a server. All of it goes into the network's outgoing
 * bytes, by irc_msg_write() alone.
 */
#ifndef ASK_H
#define ASK_H

#include "chat.h"
#include "irc_msg.h"

/* Any command of words, the last one NULL: ask(network, "TOPIC", "#tea", text, NULL). False if it
 * cannot be sent (offline, CR LF). */
bool ask(struct network *network, const char *command, ...) __attribute__((sentinel));

/*
 * Says text in a conversation: splits what is too long for a line at words,
 * sends each row of several, shows it as pending until the echo comes (or at
 * once as sent where the server has no echo-message). action: /me. False, with
 * a complaint shown, if there is no link.
 */
bool ask_say(struct chat *chat, struct conv *conv, const char *text, bool action);

void ask_join(struct network *network, const char *room, const char *key);

/* Older lines of a conversation, unless they are being fetched or there are none. */
void ask_older(struct chat *chat, struct conv *conv);

/* What was missed since the newest line that we have. */
void ask_newer(struct chat *chat, struct conv *conv);

/* A recovery code for our name; the answer is shown in the console. False if it cannot be sent. */
bool ask_recovery(struct network *network);

/* Tells the server how far we have read. */
void ask_mark_read(struct chat *chat, struct conv *conv);

#endif
