/*
 * irc_msg.h - one IRC message, as a struct and as a line.
 *
 * Parsing cuts the line in place and allocates nothing: every pointer in the
 * message points into the line, and lives exactly as long as it does.
 */
#ifndef IRC_MSG_H
#define IRC_MSG_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* RFC 2812, 2.3: at most 15 parameters. */
#define IRC_PARAMS_MAX 15
#define IRC_TAGS_MAX   64

/* Bytes of a line's rest with CR LF (RFC 1459, 2.3), and of the tag section a client may send
 * (IRCv3 message-tags). */
#define IRC_LINE_MAX        512
#define IRC_CLIENT_TAGS_MAX 4096
#define IRC_SERVER_TAGS_MAX 8191

struct irc_tag {
    const char *key;
    const char *value; /* unescaped; "" when there is none */
};

struct irc_msg {
    struct irc_tag tags[IRC_TAGS_MAX];
    size_t ntags;
    const char *source; /* "nick!user@host" or a server's name; NULL when there is none */
    const char *command;
    const char *params[IRC_PARAMS_MAX];
    size_t nparams;
};

/*
 * Parses a line without its CR LF, overwriting it. A key that comes twice keeps
 * its last value; tags beyond IRC_TAGS_MAX are dropped.
 * Returns 0, or -1 if there is no command, or CR or LF within; the line is then
 * spoiled too.
 */
int irc_msg_parse(struct irc_msg *msg, char *line);

/*
 * Appends the message as a line with CR LF. Refuses, with -1 and nothing
 * appended, what would break the line: CR, LF or NUL anywhere but in tag
 * values (which are escaped), a space or nothing where a word must be, a colon
 * first in a middle parameter.
 *
 * The last parameter gets a colon where it must have one, and also whenever it
 * is not the only one (some clients look for " :"); but not in MODE, 221, 324
 * and 329, whose parameters are words.
 */
int irc_msg_write(const struct irc_msg *msg, struct buf *out);

/* The i-th parameter, "" if there are fewer. */
const char *irc_msg_param(const struct irc_msg *msg, size_t i);

/* Value of a tag, or NULL if it is not there. */
const char *irc_msg_tag(const struct irc_msg *msg, const char *key);

/* Adds a tag; one too many is dropped. Pointers are borrowed. */
void irc_msg_add_tag(struct irc_msg *msg, const char *key, const char *value);

/* Builds a message from words, the last one NULL: irc_msg_make(&m, source, "JOIN", "#tea", NULL).
 * Borrowed. */
void irc_msg_make(struct irc_msg *msg, const char *source, const char *command, ...)
    __attribute__((sentinel));

/* Length of the nick in a source ("nick!user@host"), in bytes. */
size_t irc_source_nick_len(const char *source);

#endif
