/*
 * when.h - days and times as people say them. Milliseconds since 1970 UTC in,
 * with the offset of local time in seconds.
 */
#ifndef WHEN_H
#define WHEN_H

#include <stddef.h>
#include <stdint.h>

#include "chat.h"

/* Bytes that any of the texts takes. */
#define WHEN_SIZE 48

/* Days and minutes since 1970, local. */
int64_t when_day(int64_t time_ms, int offset_s);
int64_t when_minute(int64_t time_ms, int offset_s);

/* " 9:14": 5 columns. Returns out. */
char *when_time(int64_t time_ms, int offset_s, char *out);

/* The same as the user wants it: "9:14:05" in 8 columns, "9:14am" in 7. Returns out. */
char *when_clock(int64_t time_ms, int offset_s, enum time_format format, char *out);
int when_clock_cols(enum time_format format);

/* "Friday 20 November", with the year if it is not that of now_ms. */
char *when_date(int64_t time_ms, int64_t now_ms, int offset_s, char *out);

/* "18:02", with the day before it if it was not today: "Thursday 18:02", "12 November 18:02". */
char *when_short(int64_t time_ms, int64_t now_ms, int offset_s, char *out);

/* "2026-11-20 18:04", "" for a time of 0; when_text(): without the date if it was today. */
char *when_stamp(const struct chat *chat, int64_t time_ms, char *out);
char *when_text(const struct chat *chat, int64_t time_ms, char *out);

/* The text with times that are written for machines as people say them; to free. */
char *when_in_words(const struct chat *chat, const char *text);

#endif
