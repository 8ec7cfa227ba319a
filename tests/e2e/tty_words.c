#include "tty_words.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "utf8.h"

#define TITLE "\033]2;"
#define LINK  "\033]8;"
#define END   "\033\\"

/* Last bytes of the CSI sequences that ncurses and we write for xterm. */
static const char csi_ends[] = "ABCDGHJKLMPSTX@bdhlmrt";

/* What else begins with ESC: cursor kept and brought back, keypad, character set, colours as they
 * were. */
static const char *const short_ones[] = {"\0337",  "\0338", "\033=",      "\033>",
                                         "\033(B", "\033M", "\033]104\a", "\033]11;?\033\\"};

static bool is_foul(uint32_t c)
{
    bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    bool direction = c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
                     (c >= 0x2066 && c <= 0x2069);
    return control || direction;
}

/* Bytes of one character; 0: it is foul. */
static size_t text_len(const char *at, size_t left)
{
    size_t size = 0;
    uint32_t c = utf8_decode(at, left, &size);
    return is_foul(c) || !utf8_valid(at, size) ? 0 : size;
}

/* Bytes of a title, or of where a link leads, up to its end; 0: there is something foul in it. */
static size_t told_len(const char *at, size_t left, const char *begin, const char *end)
{
    size_t len = strlen(begin);
    while (len < left &&
           strncmp(at + len, end, left - len < strlen(end) ? left - len : strlen(end))) {
        size_t size = text_len(at + len, left - len);
        if (size == 0)
            return 0;
        len += size;
    }
    return len + strlen(end);
}

static size_t csi_len(const char *at, size_t left)
{
    size_t len = 2;
    while (len < left && strchr("0123456789;?>", at[len]) && at[len])
        len++;
    return len == left || (at[len] && strchr(csi_ends, at[len])) ? len + 1 : 0;
}

static size_t sequence_len(const char *at, size_t left)
{
    if (left > 1 && at[1] == '[')
        return csi_len(at, left);
    if (left >= strlen(TITLE) && memcmp(at, TITLE, strlen(TITLE)) == 0)
        return told_len(at, left, TITLE, "\a");
    if (left >= strlen(LINK) && memcmp(at, LINK, strlen(LINK)) == 0)
        return told_len(at, left, LINK, END);
    for (size_t i = 0; i < sizeof(short_ones) / sizeof(*short_ones); i++) {
        size_t len = strlen(short_ones[i]);
        if (left >= len && memcmp(at, short_ones[i], len) == 0)
            return len;
    }
    return left < strlen("\033]11;?" END) ? left : 0;
}

static size_t word_len(const char *at, size_t left)
{
    if (*at == '\033')
        return sequence_len(at, left);
    if (*at && strchr("\r\n\b\a", *at))
        return 1;
    size_t len = text_len(at, left);
    return len == 0 && left < 4 && (unsigned char)*at >= 0xc2 ? left : len;
}

const char *tty_words_find_foul(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t word = word_len(bytes + i, len - i);
        if (word == 0)
            return bytes + i;
        i += word;
    }
    return NULL;
}
