/*
 * lines_text.h - the records of lines.c: packed into chunks, named by
 * references of 32 bits. A chunk goes when its last line goes.
 */
#ifndef LINES_TEXT_H
#define LINES_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lines.h"

struct lines_chunk; /* private */

#define LINES_NICKS 512

/* A zeroed one is empty. A reference is never 0. */
struct lines_text {
    struct lines_chunk **chunks; /* by slot; NULL where one went; owned */
    size_t n;                    /* slots */
    struct lines_chunk *newest;  /* where lines are added */
    uint32_t slot;               /* of the newest */
    uint32_t born;               /* chunks made so far */
    uint16_t nicks[LINES_NICKS]; /* nicks that are in the newest chunk, by hash */
    size_t bytes;
};

void lines_text_clear(struct lines_text *text);

/* Returns the reference, and the serial that names the line for ever. */
uint32_t lines_text_add(struct lines_text *text, const struct line *line, uint64_t *serial);

void lines_text_drop(struct lines_text *text, uint32_t ref);

/* The reference of a serial, 0 if the line is gone. */
uint32_t lines_text_ref(const struct lines_text *text, uint64_t serial);

void lines_text_get(const struct lines_text *text, uint32_t ref, struct line *out);
int64_t lines_text_time(const struct lines_text *text, uint32_t ref);
const char *lines_text_msgid(const struct lines_text *text, uint32_t ref);
void lines_text_flag(struct lines_text *text, uint32_t ref, unsigned set, unsigned clear);

void lines_text_delay(struct lines_text *text, uint32_t ref, int64_t time_ms);

/* Gives a line that was added as pending its id (none if it is longer than expected) and time. */
void lines_text_confirm(struct lines_text *text, uint32_t ref, const char *msgid, int64_t time_ms);

#endif
