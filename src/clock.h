/*
 * clock.h - the time, in milliseconds.
 *
 * Wall time is for people (stamps); monotonic time for limits and timers,
 * since the wall clock may jump.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/* Bytes for "2026-11-20T18:04:05.123Z" and its NUL. */
#define CLOCK_ISO_SIZE 25

/* Milliseconds since 1970-01-01 UTC. */
int64_t clock_wall_ms(void);

/* Milliseconds since some moment; never goes back. */
int64_t clock_mono_ms(void);

/* "YYYY-MM-DDThh:mm:ss.sssZ" (IRCv3 server-time). out holds CLOCK_ISO_SIZE bytes. Years 1970 to
 * 9999; clamped. */
void clock_format_iso(int64_t wall_ms, char *out);

/* Reads the same form, fraction optional; returns milliseconds, or -1 if it is not one. */
int64_t clock_parse_iso(const char *text);

#endif
