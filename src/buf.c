#include "buf.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define FIRST_CAP 64

/* Makes room for len more bytes and a NUL. */
static void reserve(struct buf *buf, size_t len)
{
    size_t needed = buf->len + len + 1;
    assert(needed > len);
    if (needed <= buf->cap)
        return;

    size_t cap = buf->cap ? buf->cap : FIRST_CAP;
    while (cap < needed)
        cap *= 2;
    buf->data = xreallocarray(buf->data, cap, 1);
    buf->cap = cap;
}

void buf_clear(struct buf *buf)
{
    free(buf->data);
    *buf = (struct buf){0};
}

void buf_reset(struct buf *buf)
{
    buf_truncate(buf, 0);
}

void buf_append(struct buf *buf, const void *data, size_t len)
{
    reserve(buf, len);
    if (len > 0)
        memcpy(buf->data + buf->len, data, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void buf_puts(struct buf *buf, const char *text)
{
    buf_append(buf, text, strlen(text));
}

void buf_putc(struct buf *buf, char c)
{
    buf_append(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);
    buf_puts(buf, text);
    free(text);
}

void buf_consume(struct buf *buf, size_t len)
{
    size_t n = len < buf->len ? len : buf->len;
    if (n == 0)
        return;
    memmove(buf->data, buf->data + n, buf->len - n);
    buf_truncate(buf, buf->len - n);
}

void buf_truncate(struct buf *buf, size_t len)
{
    assert(len <= buf->len);
    buf->len = len;
    if (buf->data)
        buf->data[len] = '\0';
}

const char *buf_text(const struct buf *buf)
{
    return buf->data ? buf->data : "";
}

char *buf_detach(struct buf *buf)
{
    reserve(buf, 0);
    buf->data[buf->len] = '\0';
    char *text = buf->data;
    *buf = (struct buf){0};
    return text;
}
