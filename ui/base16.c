#include "base16.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "theme_contrast.h"

#define COLOURS    16
#define WORD_MAX   60
#define HALF_LIGHT 0x7f

/* What a scheme says. */
struct scheme {
    char name[WORD_MAX], author[WORD_MAX];
    int32_t colours[COLOURS];
    bool known[COLOURS];
};

/* What they are for in our palette; least is the contrast to the ground. */
static const struct {
    const char *name;
    int colour;
    double least;
} uses[] = {
    {"ground", 0,   0             },
    {"raised", 1,   0             },
    {"tint",   1,   0             },
    {"chosen", 2,   0             },
    {"line",   2,   1.3           },
    {"gone",   3,   3.1           },
    {"faint",  4,   3.6           },
    {"soft",   5,   5.5           },
    {"ink",    5,   7             },
    {"bright", 7,   8             },
    {"red",    8,   THEME_CONTRAST},
    {"orange", 9,   THEME_CONTRAST},
    {"yellow", 0xa, 5.5           },
    {"green",  0xb, 5.5           },
    {"cyan",   0xc, 5.5           },
    {"blue",   0xd, THEME_CONTRAST},
    {"violet", 0xe, THEME_CONTRAST},
    {"pink",   0xf, THEME_CONTRAST},
};

/* A value without blanks, quotes and '#', as far as it fits. */
static void take_word(const char *from, size_t len, char *word)
{
    size_t n = 0;
    while (len > 0 && strchr(" \t\r\"'#", *from)) {
        from++;
        len--;
    }
    for (size_t i = 0; i < len && n + 1 < WORD_MAX && !strchr("\"'\r", from[i]); i++)
        if ((unsigned char)from[i] >= ' ')
            word[n++] = from[i];
    while (n > 0 && word[n - 1] == ' ')
        n--;
    word[n] = '\0';
}

static void take_colour(struct scheme *scheme, const char *key, const char *word)
{
    char *end = NULL;
    long which = strtol(key + 4, &end, 16);
    if (end != key + 6 || which < 0 || which >= COLOURS || strlen(word) < 6 ||
        strspn(word, "0123456789abcdefABCDEF") < 6)
        return;
    char hex[7] = "";
    memcpy(hex, word, 6);
    scheme->colours[which] = COLOUR_RGB | (int32_t)strtol(hex, NULL, 16);
    scheme->known[which] = true;
}

/* "key: value"; all else in the file is passed over. */
static void take_line(struct scheme *scheme, const char *line, size_t len)
{
    char word[WORD_MAX];
    while (len > 0 && isspace((unsigned char)*line)) {
        line++;
        len--;
    }
    const char *colon = memchr(line, ':', len);
    if (!colon)
        return;
    size_t key = (size_t)(colon - line);
    take_word(colon + 1, len - key - 1, word);
    if (key == 6 && strncmp(line, "base0", 5) == 0)
        take_colour(scheme, line, word);
    else if ((key == 6 && strncmp(line, "scheme", key) == 0) ||
             (key == 4 && strncmp(line, "name", key) == 0))
        memcpy(scheme->name, word, sizeof(word));
    else if (key == 6 && strncmp(line, "author", key) == 0)
        memcpy(scheme->author, word, sizeof(word));
}

static void write_palette(const struct scheme *scheme, struct buf *out)
{
    buf_puts(out, "\n[palette]\n");
    for (size_t i = 0; i < sizeof(uses) / sizeof(*uses); i++) {
        int32_t colour =
            contrast_nudge(scheme->colours[uses[i].colour], scheme->colours[0], uses[i].least);
        buf_printf(out, "%s = #%06x\n", uses[i].name, (unsigned)colour & 0xffffffu);
    }
}

static void write_theme(const struct scheme *scheme, struct buf *out)
{
    static const char *const irc[COLOURS] = {
        "bright", "gone",  "blue", "green", "red",  "orange", "violet", "orange",
        "yellow", "green", "cyan", "cyan",  "blue", "pink",   "faint",  "soft"};
    bool light = contrast_of(scheme->colours[0], COLOUR_RGB) >
                 contrast_of(scheme->colours[0], COLOUR_RGB | 0xffffff);
    buf_printf(out,
               "# From a scheme of base16; what could not be read on its ground was moved.\n"
               "[theme]\nname = %s\nauthor = %s\nvariant = %s\ninherits = default-dark\n",
               *scheme->name ? scheme->name : "base16",
               *scheme->author ? scheme->author : "unknown", light ? "light" : "dark");
    write_palette(scheme, out);
    buf_puts(out, "\n[nicks]\ncolours = blue green yellow orange red violet cyan pink\n\n[irc]\n");
    for (int i = 0; i < COLOURS; i++)
        buf_printf(out, "%d = %s\n", i, irc[i]);
}

int base16_theme(const char *text, struct buf *out, char **cause)
{
    struct scheme scheme = {.name = ""};
    while (*text) {
        size_t len = strcspn(text, "\n");
        take_line(&scheme, text, len);
        text += len + (text[len] == '\n');
    }
    for (int i = 0; i < COLOURS; i++) {
        if (!scheme.known[i]) {
            *cause = xasprintf("no colour base%02X as six hexadecimal digits", (unsigned)i);
            return -1;
        }
    }
    write_theme(&scheme, out);
    return 0;
}
