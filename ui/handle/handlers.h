/*
 * handlers.h - what the handlers share among them, and their list.
 */
#ifndef HANDLERS_H
#define HANDLERS_H

#include "handle.h"
#include "rows.h"

/* Where strangers could make us keep things for ever, there is an end. */
#define CONVS_MAX        1000
#define MEMBERS_MAX      20000
#define BATCHES_MAX      16
#define BATCH_LINES_MAX  5000
#define LINE_BYTES_MAX   16384
#define ISUPPORT_MAX     200
#define CARD_BYTES_MAX   8192
#define BATCH_TARGET_MAX 256
#define LABEL_SIZE       16

enum batch_kind { BATCH_OTHER, BATCH_HISTORY, BATCH_TARGETS, BATCH_SEARCH, BATCH_ROWS };

/* One block of memory (network.h). */
struct open_batch {
    enum batch_kind kind;
    bool ended;                    /* the server has no more in that direction */
    unsigned lines;                /* so far */
    unsigned fresh;                /* of them new to us */
    uint64_t before;               /* older lines of equal time go before that one; 0 */
    char target[BATCH_TARGET_MAX]; /* of history */
    char label[LABEL_SIZE];        /* "" if none */
    char last_id[IRC_LINE_MAX];    /* msgid of the newest line; "" if none */
};

/* What was asked and whose answer is awaited: one block of memory. */
enum asked_kind {
    ASKED_OLDER,  /* history of a conversation: one of these three at a time */
    ASKED_NEWER,  /* what was missed */
    ASKED_LATEST, /* the newest there is */
    ASKED_TARGETS,
    ASKED_JOIN, /* by the user, who wants to go there */
    ASKED_WHO   /* by us: not to be shown */
};

struct asked {
    enum asked_kind kind;
    unsigned limit;                /* lines asked for */
    char target[BATCH_TARGET_MAX]; /* conversation */
    char key[64];                  /* of the room */
};

/* Remembers what was asked, under a label or another key; replaces what stood there. */
struct asked *asked_put(struct network *network, const char *key, enum asked_kind kind,
                        const char *target);
struct asked *asked_get(const struct network *network, const char *key);
void asked_drop(struct network *network, const char *key);

/* The key of what is asked once per conversation: history, join, who. out: BATCH_TARGET_MAX. */
char *asked_key(char what, const char *target, char *out);
#define ASKED_KEY_HISTORY 'h'
#define ASKED_KEY_JOIN    'j'
#define ASKED_KEY_WHO     'w'
#define ASKED_TARGETS_KEY "targets"

/* Did the user ask to enter that room, and nobody has answered yet? What is said there waits. */
bool asked_to_enter(const struct network *network, const char *room);

/* Does the user not want to hear that of them (ignore.h)? room: NULL for none. */
bool from_ignored(const struct from *from, const struct irc_msg *msg, unsigned what,
                  const struct conv *conv);

/* Tells the server anew whose coming and going we watch, if there are others now. */
void ask_monitor(struct network *network);

/* ---- messages about messages ---- */

/* Tags by which a message says what it answers, and which one it replaces. */
#define REPLY_TAG "+reply"
#define EDIT_TAG  "+parlor.chat/edit"

/* What must be on to replace a message. */
#define EDIT_CAPS ((uint64_t)IRC_CAP_PARLOR_EDIT | IRC_CAP_MESSAGE_TAGS)

/* Msgid of what a message answers; NULL if it answers none. */
const char *reply_of(const struct irc_msg *msg);

/* True if it replaced a message that is here: nothing is to be added. Of one that is not, history
 * says that it is edited: so does line then. */
bool edit_took(struct from *from, const struct irc_msg *msg, struct conv *conv, struct line *line);

/* Does the server refuse to relay the tag of that name (CLIENTTAGDENY)? */
bool tag_denied(const struct network *network, const char *name);

/* Where a message belongs; NULL if nowhere in particular. A notice opens no conversation. */
struct conv *message_place(struct from *from, const struct irc_msg *msg, bool notice);

/* Tells that we stopped to type there, if we did; ms until that is to be looked at again, -1:
 * never.
 */
int64_t ask_typing_paused(const struct chat *chat, struct conv *conv);

/* Forgets who stopped to type in the open conversation; ms until the next one, or wait_ms if that
 * is sooner (-1: never). */
int64_t typing_tick(struct chat *chat, const struct network *network, int64_t wait_ms);

/* ---- what was said and has no answer yet (queue.h) ---- */

/* A PING's token begins so if it stands behind what was said. */
#define QUEUE_PING "q"

/* An entry as it is on the wire; to free. */
char *queued_wire_text(const struct queued *queued);

/* It will not be said: marks it, says why, and drops it. */
void queue_refuse(struct chat *chat, struct network *network, struct queued *queued,
                  const char *why);

/* The same for all that waits for a room. */
void queue_refuse_room(struct chat *chat, struct network *network, const char *room,
                       const char *why);

/* The link is gone, and what was on it is open again. */
void queue_lost(struct chat *chat, struct network *network);

/* Answers: false if they are none to what was said. Our own text came back under its label; it was
 * refused (put off, if the code or the text says so); a server without labels refused something;
 * the PONG behind something. */
bool say_echoed(struct from *from, const struct irc_msg *msg);
bool say_failed(struct from *from, const char *code, const char *why);
bool say_blamed(struct from *from, const struct irc_msg *msg, const char *why);
bool say_ponged(struct from *from, const char *token);

/* All that there is to say under a label was said: without a refusal that is a yes. */
void say_answered(struct from *from, const char *label);

/* A line of ours that came is one whose fate was unknown: settles it. */
bool say_adopt(struct from *from, const struct irc_msg *msg, const struct conv *conv,
               const struct line *line);

/* ---- messages of several rows (draft/multiline) ---- */

/* Text with the codes for what is set off by *, _, ~ and `; to free. */
char *say_marked_up(const char *text);

/* Writes an entry as a batch, which opens with the tags of opening; false: nothing was written. */
bool rows_write(struct network *network, struct irc_msg *opening, const struct queued *queued);

/* A batch of such lines begins (NULL: it is not followed), gets a line, ends: then it is handled
 * as if it had come as one. */
struct open_batch *rows_begin(const struct from *from, const struct irc_msg *msg);
bool rows_took(const struct from *from, const struct irc_msg *msg);
void rows_end(const struct from *from, struct open_batch *batch);

/* Handles a message that was put together of several lines. */
void handle_joined(struct from *from, const struct irc_msg *msg);

/* The room or person of that name, made if there is room for one more; else the console. */
struct conv *named_conv(const struct from *from, const char *name);

/* The room of that name if we know it, or NULL. */
struct conv *known_room(const struct from *from, const char *name);

/* The conversation of that name if there is one, else where answers are shown. */
struct conv *best_conv(const struct from *from, const char *name);

/* Adds a line of the message's time, nick and msgid. Returns its serial or 0. */
uint64_t from_add(struct from *from, const struct irc_msg *msg, struct conv *conv,
                  enum line_kind kind, const char *text);
uint64_t from_add_flagged(struct from *from, const struct irc_msg *msg, struct conv *conv,
                          struct line line);

/* Sets bits of chat->changed if conv is the open one. */
void from_changed(struct from *from, const struct conv *conv, unsigned bits);

/* Is the word one of those with commas between? */
bool list_has(const char *list, const char *word);

/* Somebody in a room, put there if there is room for one more; else NULL. */
struct person *put_member(struct conv *conv, const char *nick);

/* "ACTION waves" between \x01: what stands behind that word; NULL if it is another one. To free. */
char *ctcp_text(const char *text, const char *word);

/* Copies a name, sanitised and cut to size. False if it is empty or has spaces. */
bool clean_name(const char *name, char *out, size_t size);

/* Of a link that was: rooms are left, what was not confirmed is open again. */
void link_forget(struct chat *chat, struct network *network);

/* Welcomed: joins, and asks for what was missed, once. */
void link_settle(struct from *from);

/* Log in, claim the name, or do without; then end registration. */
void account_begin(struct from *from);
void account_end_registration(struct network *network);

/* Our secret does not do: hangs up, and says so. */
void account_refused(struct chat *chat, struct network *network);
void account_register_failed(struct from *from, const struct irc_msg *msg);

/* FAIL * ACCOUNT_REQUIRED: nobody gets in as a guest. */
void account_required(struct from *from);

/* The server has a policy of strict transport security ("port=6697,duration=300"). */
void sts_offered(struct from *from, const char *value);

/* Is it a code that works once, as it was printed? */
bool recovery_is_code(const char *secret);

/* We are in: asks for a recovery code if the name is new; who came with a code gets a secret, which
 * is to be kept before it is sent. */
void recovery_settle(struct from *from);

/* True if it was about a recovery code: shown, and kept in no file. */
bool recovery_took(struct from *from, const struct irc_msg *msg);

/* FAIL FILES, or 421: true if it answers a question of ours for files. */
bool files_failed(struct from *from, const struct irc_msg *msg);

/* The token that we asked for is refused; false if that is not what it is about. */
bool token_failed(struct from *from, const char *about);

/* A message is in a conversation: remembers a file that it leads to. */
void files_note(struct from *from, const struct irc_msg *msg, struct conv *conv);

/* It is only looked at: true if this is an answer to that, or of no matter to it. */
bool around_took(struct from *from, const struct irc_msg *msg);

/* The link stands, and nobody is to be there: asks what there is. */
void around_begin(struct chat *chat, struct network *network);

/* The link to it is gone, or could not be made: it is not tried again. */
void around_lost(struct chat *chat, struct network *network, const char *why);

/* An operator speaks to everybody: shown where one looks, and at the server's own, once. True if
 * it was that. */
bool announce_took(struct from *from, const struct irc_msg *msg);

/* Whoever the message is from goes out of a room's people; one with an account stays in it, and
 * hears later what is said, where the server keeps it. */
void people_leave(struct from *from, struct conv *conv);

/* What was announced while there was no link. */
void announce_ask(struct network *network);

/* It was found by a search: true if it is part of an answer to one. */
bool search_took(struct from *from, const struct irc_msg *msg);

/* An answer to a search is complete, or there will be none. */
void search_ended(struct chat *chat);

/* A question for history was refused. */
void history_failed(struct from *from, const struct irc_msg *msg);

/* Asks what is newer than a message id. */
void ask_after(struct network *network, const struct conv *conv, const char *msgid);

/* Asks for conversations with something newer than last_ms. */
void ask_targets(struct chat *chat, struct network *network);

/* Asks how far was read. */
void ask_read_mark(struct network *network, const struct conv *conv);

/* Tells what is still to be told of read marks, if it is time. */
void ask_marks_due(struct chat *chat, struct network *network);

handle_fn on_account, on_back, on_gone, on_authenticate, on_away, on_batch, on_cap, on_chathistory,
    on_error, on_fail, on_files, on_invite, on_isupport, on_join, on_kick, on_markread, on_mode,
    on_motd_end, on_nick, on_notice, on_part, on_ping, on_pong, on_privmsg, on_quit, on_register,
    on_redact, on_tagmsg, on_token, on_topic, on_wallops;
handle_fn on_welcome, on_numeric, on_away_reply, on_modes_are, on_no_topic, on_topic_is,
    on_topic_who, on_who, on_who_end, on_names, on_names_end, on_whois, on_whois_end, on_inviting,
    on_nick_bad, on_nick_taken, on_password_wrong, on_banned, on_logged_in, on_logged_out,
    on_sasl_done, on_sasl_failed, on_sasl_mechanisms, on_list, on_list_end, on_monitored;

#endif
