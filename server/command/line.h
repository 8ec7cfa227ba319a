/*
 * line.h - bytes on their way out: one bounded builder for every line, one door
 * to every outbox.
 */
#ifndef LINE_H
#define LINE_H

#include "clock.h"
#include "reply.h"

/*
 * Appends the message as a line. What is longer than IRC_LINE_MAX loses the end
 * of its longest parameter (texts of ours; what users say was checked before).
 * False, and logged, if the message cannot be a line; nothing is appended then.
 */
bool line_write(const struct irc_msg *msg, struct buf *out);

/* Puts an answer into a session's outbox, and the session among the dirty ones. One that does not
 * read is cut off (lagging.h). */
void line_queue(struct server *server, struct session *session, const char *data, size_t len);

/* The same for what it did not ask for, which lies in an arena already. */
void line_queue_extent(struct server *server, struct session *session, struct extent extent);

/* True if the envelope is for this session. */
bool line_wanted(const struct envelope *envelope, const struct session *session);

/* Appends the envelope's message with the tags that a session with these capabilities asked for. */
bool line_write_envelope(const struct envelope *envelope, uint64_t caps, struct buf *out);

/* Adds a time tag if the session wants it; iso lives as long as the message. */
void line_add_time(struct irc_msg *msg, const struct session *session, int64_t now_ms,
                   char iso[CLOCK_ISO_SIZE]);

#endif
