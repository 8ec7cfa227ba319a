#include "tty_colour.h"

#include <stdbool.h>

#define CUBE_FIRST 16
#define GREY_FIRST 232
#define CUBE_STEPS 6
#define GREY_STEPS 24

/* xterm's; others differ a little. */
static const uint32_t sixteen[] = {
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
    0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
};

static const int levels[CUBE_STEPS] = {0, 95, 135, 175, 215, 255};

static uint32_t cube_rgb(int r, int g, int b)
{
    return (uint32_t)levels[r] << 16 | (uint32_t)levels[g] << 8 | (uint32_t)levels[b];
}

static uint32_t grey_rgb(int i)
{
    return (uint32_t)(8 + 10 * i) * 0x010101u;
}

static uint32_t palette_rgb(int32_t i)
{
    if (i < CUBE_FIRST)
        return sixteen[i];
    if (i >= GREY_FIRST)
        return grey_rgb(i - GREY_FIRST);
    i -= CUBE_FIRST;
    return cube_rgb(i / 36, i / 6 % 6, i % 6);
}

static uint32_t rgb_of(int32_t colour)
{
    return colour & COLOUR_RGB ? (uint32_t)colour & 0xffffffu : palette_rgb(colour & 0xff);
}

static int part(uint32_t rgb, int shift)
{
    return (int)(rgb >> shift & 0xff);
}

/* The eye sees green best. */
static int distance(uint32_t a, uint32_t b)
{
    int r = part(a, 16) - part(b, 16);
    int g = part(a, 8) - part(b, 8);
    int d = part(a, 0) - part(b, 0);
    return 3 * r * r + 4 * g * g + 2 * d * d;
}

static int nearest_level(int value)
{
    int best = 0;
    for (int i = 1; i < CUBE_STEPS; i++)
        if ((value - levels[i]) * (value - levels[i]) <
            (value - levels[best]) * (value - levels[best]))
            best = i;
    return best;
}

/* Only of the cube and the greys: the first 16 are what the user likes. */
static int32_t nearest_256(uint32_t rgb)
{
    int r = nearest_level(part(rgb, 16));
    int g = nearest_level(part(rgb, 8));
    int b = nearest_level(part(rgb, 0));
    int mean = (part(rgb, 16) + part(rgb, 8) + part(rgb, 0)) / 3;
    int grey = mean < 8 ? 0 : (mean - 3) / 10;
    grey = grey >= GREY_STEPS ? GREY_STEPS - 1 : grey;
    if (distance(rgb, grey_rgb(grey)) < distance(rgb, cube_rgb(r, g, b)))
        return GREY_FIRST + grey;
    return CUBE_FIRST + 36 * r + 6 * g + b;
}

static int32_t nearest_of(int32_t n, uint32_t rgb)
{
    int32_t best = 0;
    for (int32_t i = 1; i < n; i++)
        if (distance(rgb, sixteen[i]) < distance(rgb, sixteen[best]))
            best = i;
    return best;
}

static int32_t nearest(int32_t colour, enum tty_colours colours)
{
    if (colour == COLOUR_DEFAULT || colours == TTY_COLOURS_NONE)
        return -1;
    if (colours == TTY_COLOURS_RGB)
        return (int32_t)rgb_of(colour);
    if (!(colour & COLOUR_RGB) && colour < (int32_t)colours)
        return colour;
    return colours == TTY_COLOURS_256 ? nearest_256(rgb_of(colour))
                                      : nearest_of((int32_t)colours, rgb_of(colour));
}

int32_t colour_bg(struct style style, enum tty_colours colours)
{
    return nearest(style.bg, colours);
}

int32_t colour_fg(struct style style, enum tty_colours colours)
{
    int32_t fg = nearest(style.fg, colours);
    if (colours > TTY_COLOURS_16 || fg < 0 || fg != nearest(style.bg, colours))
        return fg;
    bool dark = part(sixteen[fg], 8) < 0x7f;
    if (colours == TTY_COLOURS_8 || fg == 8)
        return dark ? 7 : 0;
    return 8;
}

/* base is 30 for text, 40 for the ground. */
static void append_colour(struct buf *out, int base, int32_t colour, enum tty_colours colours)
{
    if (colour < 0)
        return;
    if (colours == TTY_COLOURS_RGB)
        buf_printf(out, ";%d;2;%d;%d;%d", base + 8, part((uint32_t)colour, 16),
                   part((uint32_t)colour, 8), part((uint32_t)colour, 0));
    else if (colours == TTY_COLOURS_256)
        buf_printf(out, ";%d;5;%d", base + 8, (int)colour);
    else
        buf_printf(out, ";%d", colour < 8 ? base + (int)colour : base + 52 + (int)colour);
}

void colour_append(struct buf *out, struct style style, enum tty_colours colours)
{
    static const struct {
        unsigned attr;
        char code;
    } codes[] = {
        {ATTR_BOLD,      '1'},
        {ATTR_DIM,       '2'},
        {ATTR_ITALIC,    '3'},
        {ATTR_UNDERLINE, '4'},
        {ATTR_REVERSE,   '7'},
        {ATTR_STRIKE,    '9'},
    };
    buf_puts(out, "\x1b[0");
    for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
        if (style.attrs & codes[i].attr)
            buf_printf(out, ";%c", codes[i].code);
    append_colour(out, 30, colour_fg(style, colours), colours);
    append_colour(out, 40, colour_bg(style, colours), colours);
    buf_putc(out, 'm');
}
