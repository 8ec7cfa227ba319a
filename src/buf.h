/*
 * buf.h - growing bytes, for building text and for reading what comes in pieces.
 *
 * A zeroed struct buf is an empty one. data is NUL-terminated behind len
 * whenever it is not NULL.
 */
#ifndef BUF_H
#define BUF_H

#include <stdarg.h>
#include <stddef.h>

struct buf {
    char *data; /* owned; NULL while nothing was ever added */
    size_t len; /* bytes in use, without the NUL */
    size_t cap; /* bytes allocated */
};

/* Frees the bytes; the buf is empty and usable afterwards. */
void buf_clear(struct buf *buf);

/* Forgets the content, keeps the memory. */
void buf_reset(struct buf *buf);

/* Appends len bytes. */
void buf_append(struct buf *buf, const void *data, size_t len);

/* Appends a string. */
void buf_puts(struct buf *buf, const char *text);

/* Appends one byte. */
void buf_putc(struct buf *buf, char c);

/* Appends formatted text. */
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Drops the first len bytes (at most all). */
void buf_consume(struct buf *buf, size_t len);

/* Makes the content len bytes long; len is at most what it is. */
void buf_truncate(struct buf *buf, size_t len);

/* The content as a string; "" when empty. Borrowed until the next change. */
const char *buf_text(const struct buf *buf);

/* Takes the content out as a string to free; the buf is empty afterwards. */
char *buf_detach(struct buf *buf);

#endif
