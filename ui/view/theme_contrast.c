#include "theme_contrast.h"

#include <math.h>

#define DIM_CONTRAST    3.0
#define BORDER_CONTRAST 1.2
#define IRC_CONTRAST    2.5 /* who sends a colour wants that one */
#define NUDGE_STEPS     64

/* 0xrrggbb of a colour that looks the same everywhere; -1 for one of the terminal's 16. */
static int32_t rgb_of(int32_t colour)
{
    static const int levels[] = {0, 95, 135, 175, 215, 255};
    if (colour != COLOUR_DEFAULT && colour & COLOUR_RGB)
        return colour & 0xffffff;
    if (colour < 16)
        return -1;
    if (colour >= 232)
        return (8 + 10 * (colour - 232)) * 0x010101;
    colour -= 16;
    return levels[colour / 36] << 16 | levels[colour / 6 % 6] << 8 | levels[colour % 6];
}

static double luminance(int32_t rgb)
{
    static const double weights[] = {0.0722, 0.7152, 0.2126};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double part = (rgb >> 8 * i & 0xff) / 255.0;
        sum += weights[i] * (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double contrast_of(int32_t a, int32_t b)
{
    int32_t one = rgb_of(a);
    int32_t other = rgb_of(b);
    if (one < 0 || other < 0)
        return 0;
    double first = luminance(one) + 0.05;
    double second = luminance(other) + 0.05;
    return first > second ? first / second : second / first;
}

/* step of NUDGE_STEPS on the way from one colour to another. */
static int32_t between(int32_t from, int32_t to, int step)
{
    int32_t rgb = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        int a = from >> shift & 0xff;
        int b = to >> shift & 0xff;
        rgb |= (a + (b - a) * step / NUDGE_STEPS) << shift;
    }
    return COLOUR_RGB | rgb;
}

int32_t contrast_nudge(int32_t colour, int32_t ground, double least)
{
    double is = contrast_of(colour, ground);
    if (is == 0 || is >= least)
        return colour;
    int32_t black = COLOUR_RGB;
    int32_t white = COLOUR_RGB | 0xffffff;
    int32_t to = contrast_of(white, ground) > contrast_of(black, ground) ? white : black;
    int32_t nudged = to;
    for (int step = NUDGE_STEPS; step > 0; step--) {
        int32_t nearer = between(rgb_of(colour), rgb_of(to), step);
        if (contrast_of(nearer, ground) < least)
            break;
        nudged = nearer;
    }
    return nudged;
}

/* What a role has to have: less where it is a line that separates, or says that something is less
 * worth reading. */
static double due_of(const struct theme *theme, enum role role)
{
    static const enum role dim[] = {ROLE_ROOM_GONE, ROLE_ROOM_MUTED, ROLE_USER_AWAY, ROLE_TEXT_DIM,
                                    ROLE_TIMESTAMP, ROLE_DAY_LINE,   ROLE_JOIN_FOLD, ROLE_PENDING,
                                    ROLE_QUOTE,     ROLE_REPLY,      ROLE_REACT};
    if (role == ROLE_BORDER)
        return BORDER_CONTRAST;
    for (size_t i = 0; i < sizeof(dim) / sizeof(*dim); i++)
        if (dim[i] == role && theme->contrast <= THEME_CONTRAST)
            return DIM_CONTRAST;
    return theme->contrast;
}

/* One row of the report; 1 if it is below. */
static unsigned report(struct buf *out, const char *what, struct style style, double due)
{
    double is = contrast_of(style.fg, style.bg);
    if (is == 0) {
        buf_printf(out, "%-16s     -  the terminal's own\n", what);
        return 0;
    }
    buf_printf(out, "%-16s %5.2f  %s %.1f\n", what, is, is < due ? "BELOW" : "ok, at least", due);
    return is < due;
}

unsigned contrast_report(const struct theme *theme, struct buf *out)
{
    unsigned below = 0;
    struct style style = theme->roles[ROLE_TEXT];
    for (int role = 0; role < ROLE_COUNT; role++)
        below += report(out, theme_role_name((enum role)role), theme->roles[role],
                        due_of(theme, (enum role)role));
    for (int i = 0; i < theme->nnicks; i++) {
        style.fg = theme->nicks[i];
        below += report(out, "a name", style, theme->contrast);
    }
    for (int i = 0; i < 16; i++) {
        style.fg = theme->irc[i];
        below += report(out, "a mIRC colour", style, IRC_CONTRAST);
    }
    return below;
}
