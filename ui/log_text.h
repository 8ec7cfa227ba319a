/*
 * log_text.h - what was said, as rows for people and for grep: time, who, text,
 * with a tab between.
 */
#ifndef LOG_TEXT_H
#define LOG_TEXT_H

#include "conv.h"

/* How it is written. */
struct log_form {
    int64_t now_ms;
    int utc_offset_s; /* of the user's clock */
};

/* Puts a line; one of several rows has its time and its name before each. */
void log_text_put(struct buf *out, const struct line *line, const struct log_form *form);

/* Into conv->log, which waits to be written: a line; other words for what was said; that it is
 * gone. Of what is gone and was not written yet, the words go too. */
void log_text_said(struct conv *conv, const struct line *line, const struct log_form *form);
void log_text_edited(struct conv *conv, const char *msgid, const char *text,
                     const struct log_form *form);
void log_text_redacted(struct conv *conv, const char *msgid, const char *why,
                       const struct log_form *form);

/* Takes the rows that wait; to free, NULL if there are none. */
char *log_text_take(struct conv *conv);

#endif
