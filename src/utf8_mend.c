#include <string.h>

#include "buf.h"
#include "utf8.h"

/* 0x80 to 0x9f of Windows-1252 (0: there is none); from 0xa0 on it is Latin-1. */
static const uint16_t low_codes[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

static void put_code(struct buf *out, unsigned code)
{
    if (code >= 0x800)
        buf_putc(out, (char)(0xe0 | code >> 12));
    if (code >= 0x800)
        buf_putc(out, (char)(0x80 | (code >> 6 & 0x3f)));
    else
        buf_putc(out, (char)(0xc0 | code >> 6));
    buf_putc(out, (char)(0x80 | (code & 0x3f)));
}

/* How many bytes a sequence that begins so has; 1 if none begins so. */
static size_t length_of(unsigned char first)
{
    return first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
}

/* A sequence that was cut off at the end of the text, as servers do with long lines. */
static bool is_cut(const char *text, size_t len)
{
    if (len == 0 || length_of((unsigned char)*text) <= len || (unsigned char)*text < 0xc2)
        return false;
    for (size_t i = 1; i < len; i++)
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            return false;
    return len > 1;
}

char *utf8_mend(const char *text, size_t len)
{
    struct buf out = {0};
    for (size_t i = 0, size; i < len; i += size) {
        size = length_of((unsigned char)text[i]);
        unsigned char byte = (unsigned char)text[i];
        if (is_cut(text + i, len - i))
            break;
        if (byte < 0x80 || (size > 1 && size <= len - i && utf8_valid(text + i, size))) {
            buf_append(&out, text + i, size);
            continue;
        }
        size = 1;
        unsigned code = byte >= 0xa0 ? byte : low_codes[byte - 0x80];
        put_code(&out, code ? code : 0xfffd);
    }
    return buf_detach(&out);
}
