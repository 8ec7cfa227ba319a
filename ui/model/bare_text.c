#include "bare_text.h"

#include <string.h>

#include "buf.h"

#define COLOUR     '\x03'
#define HEX_COLOUR '\x04'

/* Bytes of a colour's numbers: "04,12", or in hexadecimal digits (mIRC). */
static size_t colour_len(const char *text, const char *digits, size_t most)
{
    size_t len = strspn(text, digits);
    len = len > most ? most : len;
    if (len == 0 || text[len] != ',')
        return len;
    size_t behind = strspn(text + len + 1, digits);
    behind = behind > most ? most : behind;
    return behind ? len + 1 + behind : len;
}

char *bare_text(const char *text)
{
    struct buf bare = {0};
    for (; *text; text++) {
        if ((unsigned char)*text >= ' ' || *text == '\n')
            buf_putc(&bare, *text);
        else if (*text == COLOUR)
            text += colour_len(text + 1, "0123456789", 2);
        else if (*text == HEX_COLOUR)
            text += colour_len(text + 1, "0123456789abcdefABCDEF", 6);
    }
    return buf_detach(&bare);
}
