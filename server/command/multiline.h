/*
 * multiline.h - a message of several lines on the wire (IRCv3 draft/multiline):
 * a batch for who knows those, lines one by one for the rest.
 */
#ifndef MULTILINE_H
#define MULTILINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "irc_msg.h"

/* Of all lines of one message together (server.md, 2.6). */
#define MULTILINE_BYTES_MAX 16384
#define MULTILINE_LINES_MAX 128

/* The same as the capability's value. */
#define MULTILINE_VALUE "=max-bytes=16384,max-lines=128"

/* Among the tags of an entry: where its sender split long lines. Never sent. */
#define MULTILINE_JOINTS_TAG "parlor.chat/joints"

struct multiline {
    const char *text;   /* lines joined by LF */
    const char *joints; /* offsets in text where a piece of a line goes on: "300,601"; NULL, none */
    const char *msgid;
};

/* Whether it is more than one line. */
bool multiline_is(const struct multiline *lines);

/* How many lines it is at most on the wire; 1 for a message of one line. */
size_t multiline_count(const char *text);

/* True if this session gets it as a batch. */
bool multiline_knows(uint64_t caps);

/* Line by line: begin, while (next) use walk.line, end. */
struct multiline_walk {
    struct irc_msg line;
    const struct irc_msg *whole;
    struct multiline what;
    bool batch;
    enum { MULTILINE_OPENING, MULTILINE_PIECES, MULTILINE_ENDED } stage;
    const char *at; /* the next piece; NULL: there is none */
    const char *joint;
    bool goes_on;     /* the next piece goes on where the last one ended */
    bool begun;       /* a piece was shown */
    struct buf piece; /* text of the line */
    struct buf ref;   /* of the batch, with its sign */
};

/*
 * whole: source, command and target of the message, with all tags that its
 * first line has; it and the texts of what live as long as the walk.
 */
void multiline_begin(struct multiline_walk *walk, const struct irc_msg *whole,
                     const struct multiline *what, uint64_t caps);
bool multiline_next(struct multiline_walk *walk);
void multiline_end(struct multiline_walk *walk);

#endif
