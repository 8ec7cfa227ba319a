/*
 * lines_keep.h - between the lines of conversations and the archive, with what
 * is known of the files to which they lead.
 */
#ifndef LINES_KEEP_H
#define LINES_KEEP_H

#include "archive.h"
#include "chat.h"
#include "log_text.h"

/* key: of the conversation in the archive. The newest lines that are older than before_ms. */
void lines_load(struct archive *archive, struct conv *conv, const char *key, int64_t before_ms);

/* At start: a few, and what is unread of them; so many that one of them has a msgid. */
void lines_load_newest(struct archive *archive, struct conv *conv, const char *key);

/* Writes what is new or was taken back, within a transaction; for the readable log too, unless log
 * is NULL. */
void lines_save(struct archive *archive, struct conv *conv, const char *key,
                const struct log_form *log);

#endif
