#include "markup_codes.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>

#include "mem.h"
#include "theme_contrast.h"

/* On a ground of the sender's choice, which the theme knows nothing of. */
#define LEAST_CONTRAST 3.0

/* mIRC's codes 16 to 98 as colours of the 256 (modern.ircdocs.horse/formatting). */
static const uint8_t extended[] = {
    52,  94,  100, 58,  22,  29,  23,  24,  17,  54,  53,  89,  88,  130, 142, 64,  28,
    35,  30,  25,  18,  91,  90,  125, 124, 166, 184, 106, 34,  49,  37,  33,  19,  129,
    127, 161, 196, 208, 226, 154, 46,  86,  51,  75,  21,  171, 201, 198, 203, 215, 227,
    191, 83,  122, 87,  111, 63,  177, 207, 205, 217, 223, 229, 193, 157, 158, 159, 153,
    147, 183, 219, 212, 16,  233, 235, 237, 239, 241, 244, 247, 250, 254, 231,
};

_Static_assert(sizeof(extended) == 99 - 16, "one for each code");

struct toggle {
    char code;
    unsigned attr;
};

static const struct toggle toggles[] = {
    {'\x02', ATTR_BOLD     },
    {'\x16', ATTR_REVERSE  },
    {'\x1d', ATTR_ITALIC   },
    {'\x1e', ATTR_STRIKE   },
    {'\x1f', ATTR_UNDERLINE},
};

static void add_run(struct codes *codes, size_t len)
{
    if (len == 0)
        return;
    if (codes->n == codes->cap) {
        codes->cap = codes->cap ? codes->cap * 2 : 4;
        codes->runs = xreallocarray(codes->runs, codes->cap, sizeof(*codes->runs));
    }
    codes->runs[codes->n] = codes->now;
    codes->runs[codes->n++].len = len;
}

/* Reads up to max digits of a base; -1 if there are none. */
static long digits(const char **text, int max, int base)
{
    long value = -1;
    for (int n = 0; n < max; n++) {
        unsigned char c = (unsigned char)**text;
        if (base == 16 ? !isxdigit(c) : !isdigit(c))
            break;
        int digit = isdigit(c) ? c - '0' : tolower(c) - 'a' + 10;
        value = (value < 0 ? 0 : value * base) + digit;
        ++*text;
    }
    return value;
}

static int32_t irc_colour(const struct codes *codes, long code, int32_t none)
{
    if (code < 0 || code == 99 || codes->theme->irc[4] == COLOUR_DEFAULT)
        return none;
    return code < 16 ? codes->theme->irc[code] : extended[code - 16];
}

static int32_t hex_colour(const struct codes *codes, long code, int32_t none)
{
    if (code < 0 || codes->theme->irc[4] == COLOUR_DEFAULT)
        return none;
    return COLOUR_RGB | (int32_t)code;
}

/* Behind a colour code: "[FG[,BG]]"; nothing means none. Returns what follows. */
static const char *read_colours(struct codes *codes, const char *text, bool hex)
{
    int max = hex ? 6 : 2;
    int base = hex ? 16 : 10;
    int32_t (*const colour)(const struct codes *, long, int32_t) = hex ? hex_colour : irc_colour;
    long fg = digits(&text, max, base);
    long bg = -1;
    if (fg >= 0 && text[0] == ',' && isxdigit((unsigned char)text[1]) &&
        (hex || isdigit((unsigned char)text[1]))) {
        text++;
        bg = digits(&text, max, base);
    }
    codes->now.style.fg = colour(codes, fg, codes->base.fg);
    if (bg >= 0 || fg < 0)
        codes->now.style.bg = colour(codes, bg, codes->base.bg);
    codes->now.hidden = fg >= 0 && fg == bg && fg != 99;
    struct style *style = &codes->now.style;
    if (!codes->now.hidden && style->bg != codes->base.bg)
        style->fg = contrast_nudge(style->fg, style->bg, LEAST_CONTRAST);
    return text;
}

/* Takes the code at text, if it is one; returns what follows. */
static const char *read_code(struct codes *codes, const char *text)
{
    if (*text == '\x03' || *text == '\x04')
        return read_colours(codes, text + 1, *text == '\x04');
    if (*text == '\x0f')
        codes->now = (struct code_run){.style = codes->base};
    codes->now.mono ^= *text == '\x11';
    for (size_t i = 0; i < sizeof(toggles) / sizeof(*toggles); i++)
        if (*text == toggles[i].code)
            codes->now.style.attrs ^= toggles[i].attr;
    return text + 1;
}

static bool is_code(char c)
{
    return (unsigned char)c < ' ' && c != '\n';
}

void codes_read(struct codes *codes, const char *text)
{
    codes->now = (struct code_run){.style = codes->base};
    while (*text) {
        const char *start = text;
        while (*text && !is_code(*text))
            text++;
        buf_append(&codes->text, start, (size_t)(text - start));
        add_run(codes, (size_t)(text - start));
        if (*text)
            text = read_code(codes, text);
    }
}

void codes_clear(struct codes *codes)
{
    buf_clear(&codes->text);
    free(codes->runs);
}
