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

/* The same, made by irc_msg_make(), with its tags. */
bool ask_msg(struct network *network, const struct irc_msg *msg);

/*
 * Says text in a conversation: splits what is too long for a line at words, and
 * each row of several; each piece is an entry of the network's queue, shown as
 * pending until the server has answered. action: /me. False, with a complaint
 * shown, where nobody could ever hear it. Without a link it waits.
 */
bool ask_say(struct chat *chat, struct conv *conv, const char *text, bool action);

/* Says text as the answer to the message with this id; says it instead of that message of ours.
 * Whether the server can is seen when it is sent. */
bool ask_reply(struct chat *chat, struct conv *conv, const char *msgid, const char *text);
bool ask_edit(struct chat *chat, struct conv *conv, const char *msgid, const char *text);

/* Says what was typed as what it is to be (conv->compose), which is then done. */
bool ask_composed(struct chat *chat, struct conv *conv, const char *text);

/* Gives a message a reaction, or takes it back. False, with a complaint shown, if that cannot be.
 */
bool ask_react(struct chat *chat, struct conv *conv, const char *msgid, const char *value, bool on);

/* A conversation is to be closed: whether they come and go is watched no more. */
void ask_unmonitor(const struct conv *conv);

/* Something was typed, maybe: tells those in the open conversation, not too often. */
void ask_typing(struct chat *chat);

/* The same, each row as a message of its own and as it stands. */
bool ask_say_rows(struct chat *chat, struct conv *conv, const char *text);

/* Says the address of a file; file: its tag, "size,sha256,type". */
bool ask_say_file(struct chat *chat, struct conv *conv, const char *text, const char *file);

/* Asks for leave to use the server's files; the network's token, or token_denied, is the answer.
 * Again and again while it is awaited: one that does not come is given up. */
void ask_token(const struct chat *chat, struct network *network);

/* Sends of the queue what may go now. */
void ask_queue(struct chat *chat, struct network *network);

/* Shows how it stands with an entry, in its conversation; the line is made if there is none. */
void ask_queue_show(struct chat *chat, struct network *network, struct queued *queued);
void ask_queue_show_all(struct chat *chat, struct network *network);

/* Asks to enter a room; key may be NULL. */
void ask_join(struct network *network, const char *room, const char *key);

/* Older lines of a conversation, unless they are being fetched or there are none. */
void ask_older(struct conv *conv);

/* The same by as many as the server gives at once: what is looked for may be years back. */
void ask_older_far(struct conv *conv);

/* What was missed since the newest line that we have. */
void ask_newer(struct conv *conv);

/* A recovery code for our name; the answer is shown in the console. False if it cannot be sent. */
bool ask_recovery(struct network *network);

/* Lists a folder of what the server shares ("" is the top) anew, or the next page of the one that
 * is listed, if there is one; network->shared says how that stands. */
void ask_files(struct chat *chat, struct network *network, const char *path);
void ask_files_more(struct chat *chat, struct network *network);

/* Takes back what was said with that id; why may be NULL or "". False, with a complaint shown, if
 * the server cannot do it. */
bool ask_redact(struct chat *chat, const struct conv *conv, const char *msgid, const char *why);

/* Searches at the server for what it has not found yet (network->found_ms); false if it cannot.
 * What it finds goes to chat->seek.results. */
bool ask_search(struct network *network, const struct query *query);

/* Tells the server how far we have read. */
void ask_mark_read(struct chat *chat, struct conv *conv);

#endif
