#include "http_chunk.h"

/* Digits of a size, and bytes of what nobody here needs. */
#define DIGITS_MAX 15
#define EXTRA_MAX  4096

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool take_digit(struct http_chunks *chunks, char c)
{
    chunks->left = 16 * chunks->left + (uint64_t)digit_of(c);
    return ++chunks->digits <= DIGITS_MAX;
}

static bool take_size(struct http_chunks *chunks, char c)
{
    if (digit_of(c) >= 0)
        return take_digit(chunks, c);
    chunks->place = c == '\r' ? HTTP_CHUNK_SIZE_END : HTTP_CHUNK_EXTENSION;
    return chunks->digits > 0 && (c == '\r' || c == ';' || c == ' ' || c == '\t');
}

/* What goes on up to a CR. */
static bool take_extra(struct http_chunks *chunks, char c, enum http_chunk_place next)
{
    if (c == '\r')
        chunks->place = next;
    bool is_text = (unsigned char)c >= ' ' || c == '\t';
    return (c == '\r' || (is_text && c != 0x7f)) && ++chunks->extra <= EXTRA_MAX;
}

static bool take(struct http_chunks *chunks, char c, char wanted, enum http_chunk_place next)
{
    chunks->place = next;
    return c == wanted;
}

static bool take_one(struct http_chunks *chunks, char c)
{
    switch (chunks->place) {
    case HTTP_CHUNK_SIZE: return take_size(chunks, c);
    case HTTP_CHUNK_EXTENSION: return take_extra(chunks, c, HTTP_CHUNK_SIZE_END);
    case HTTP_CHUNK_SIZE_END:
        return take(chunks, c, '\n', chunks->left > 0 ? HTTP_CHUNK_DATA : HTTP_CHUNK_TRAILER);
    case HTTP_CHUNK_DATA_CR: return take(chunks, c, '\r', HTTP_CHUNK_DATA_END);
    case HTTP_CHUNK_DATA_END: chunks->digits = 0; return take(chunks, c, '\n', HTTP_CHUNK_SIZE);
    case HTTP_CHUNK_TRAILER:
        chunks->place = HTTP_CHUNK_TRAILER_LINE;
        return take_extra(chunks, c, HTTP_CHUNK_LAST_END);
    case HTTP_CHUNK_TRAILER_LINE: return take_extra(chunks, c, HTTP_CHUNK_TRAILER_END);
    case HTTP_CHUNK_TRAILER_END: return take(chunks, c, '\n', HTTP_CHUNK_TRAILER);
    case HTTP_CHUNK_LAST_END: return take(chunks, c, '\n', HTTP_CHUNK_OVER);
    case HTTP_CHUNK_DATA:
    case HTTP_CHUNK_OVER: break;
    }
    return true;
}

bool http_chunks_fit(struct http_chunks *chunks, const char *data, size_t len)
{
    for (size_t i = 0; i < len && chunks->place != HTTP_CHUNK_OVER; i++) {
        if (chunks->place == HTTP_CHUNK_DATA) {
            size_t n = len - i < chunks->left ? len - i : (size_t)chunks->left;
            chunks->left -= n;
            i += n - 1;
            if (chunks->left == 0)
                chunks->place = HTTP_CHUNK_DATA_CR;
        } else if (!take_one(chunks, data[i])) {
            return false;
        }
    }
    return true;
}
