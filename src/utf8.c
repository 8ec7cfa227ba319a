#include "utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "mem.h"

#define REPLACEMENT  0xfffd
#define HIGH_BITS    UINT64_C(0x8080808080808080)
#define LOW_BITS     UINT64_C(0x0101010101010101)
#define CONTINUES(c) (((unsigned char)(c)&0xc0) == 0x80)
#define IS_ASCII(c)  ((unsigned char)(c) < 0x80)

static uint64_t load_word(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof(word));
    return word;
}

/* Bytes of the well-formed character that begins with a byte beyond ASCII, or 0 (Unicode, table
 * 3-7). */
static size_t long_char(const unsigned char *p, size_t len)
{
    unsigned char low = 0x80;
    unsigned char high = 0xbf;
    size_t size = 0;

    if (p[0] >= 0xc2 && p[0] <= 0xdf)
        size = 2;
    else if (p[0] >= 0xe0 && p[0] <= 0xef)
        size = 3;
    else if (p[0] >= 0xf0 && p[0] <= 0xf4)
        size = 4;
    if (size == 0 || size > len)
        return 0;

    if (p[0] == 0xe0)
        low = 0xa0;
    else if (p[0] == 0xed)
        high = 0x9f;
    else if (p[0] == 0xf0)
        low = 0x90;
    else if (p[0] == 0xf4)
        high = 0x8f;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++)
        if (!CONTINUES(p[i]))
            return 0;
    return size;
}

bool utf8_valid(const char *text, size_t len)
{
    size_t i = 0;
    while (i < len) {
        while (i + 8 <= len) {
            uint64_t word = load_word(text + i);
            /* No byte has its high bit, and none is 0 (borrowing sets the high bit). */
            if ((word | (word - LOW_BITS)) & HIGH_BITS)
                break;
            i += 8;
        }
        for (size_t n = 0; n < 8 && i < len; n++) {
            size_t size = IS_ASCII(text[i]) ? text[i] != '\0'
                                            : long_char((const unsigned char *)text + i, len - i);
            if (size == 0)
                return false;
            i += size;
        }
    }
    return true;
}

uint32_t utf8_decode(const char *text, size_t len, size_t *size)
{
    const unsigned char *p = (const unsigned char *)text;
    *size = 1;
    if (IS_ASCII(p[0]))
        return p[0];

    size_t n = long_char(p, len);
    if (n == 0)
        return REPLACEMENT;
    *size = n;
    /* A lead byte of n bytes has 7 - n bits of its own. */
    uint32_t code = p[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++)
        code = code << 6 | (p[i] & 0x3fu);
    return code;
}

size_t utf8_cluster(const char *text, size_t len)
{
    if (len == 0)
        return 0;
    if (IS_ASCII(text[0]) && text[0] != '\r' && (len == 1 || IS_ASCII(text[1])))
        return 1;

    size_t size = 0;
    uint32_t code = utf8_decode(text, len, &size);
    size_t end = size;
    utf8proc_int32_t state = 0;
    while (end < len) {
        uint32_t next = utf8_decode(text + end, len - end, &size);
        if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)code, (utf8proc_int32_t)next,
                                             &state))
            break;
        code = next;
        end += size;
    }
    return end;
}

size_t utf8_cluster_before(const char *text, size_t offset)
{
    if (offset == 0)
        return 0;

    /* Between two ASCII characters there is always a boundary, but for CR LF. */
    size_t start = offset - 1;
    while (start > 0 &&
           !(IS_ASCII(text[start]) && IS_ASCII(text[start - 1]) && text[start] != '\n'))
        start--;

    size_t next = start + utf8_cluster(text + start, offset - start);
    while (next < offset) {
        start = next;
        next += utf8_cluster(text + next, offset - next);
    }
    return start;
}

size_t utf8_cut_bytes(const char *text, size_t len, size_t size)
{
    if (len <= size)
        return len;

    size_t cut = 0;
    for (;;) {
        size_t next = cut + utf8_cluster(text + cut, len - cut);
        if (next > size)
            return cut;
        cut = next;
    }
}

char *utf8_fold(const char *text)
{
    /* NULL only for what is not UTF-8. */
    utf8proc_uint8_t *folded = utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)text);
    return folded ? (char *)folded : xstrdup(text);
}
