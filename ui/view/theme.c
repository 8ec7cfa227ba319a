#include "theme.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "conf.h"
#include "map.h"
#include "mem.h"

static const char *const role_names[ROLE_COUNT] = {
#define X(name, text) [ROLE_##name] = (text),
    THEME_ROLES(X)
#undef X
};

static const char *const colour_names[] = {
    "black",        "red",           "green",       "yellow",         "blue",
    "magenta",      "cyan",          "white",       "bright-black",   "bright-red",
    "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
};

static const struct {
    const char *name;
    unsigned attr;
} attrs[] = {
    {"bold",      ATTR_BOLD     },
    {"dim",       ATTR_DIM      },
    {"italic",    ATTR_ITALIC   },
    {"reverse",   ATTR_REVERSE  },
    {"strike",    ATTR_STRIKE   },
    {"underline", ATTR_UNDERLINE},
};

/* What a file is read into: the theme, and the palette so far. */
struct reading {
    struct theme *theme;
    struct map palette; /* name -> text of the colour, owned */
};

static bool parse_rgb(const char *word, int32_t *colour)
{
    if (strlen(word) != 7 || strspn(word + 1, "0123456789abcdefABCDEF") != 6)
        return false;
    *colour = COLOUR_RGB | (int32_t)strtol(word + 1, NULL, 16);
    return true;
}

static bool parse_colour(const struct map *palette, const char *word, int32_t *colour)
{
    const char *alias = map_get(palette, word);
    if (alias)
        word = alias;
    if (*word == '#')
        return parse_rgb(word, colour);
    if (strcmp(word, "default") == 0) {
        *colour = COLOUR_DEFAULT;
        return true;
    }
    for (size_t i = 0; i < sizeof(colour_names) / sizeof(*colour_names); i++) {
        if (strcmp(word, colour_names[i]) == 0) {
            *colour = (int32_t)i;
            return true;
        }
    }
    char *end = NULL;
    long value = strtol(word, &end, 10);
    *colour = (int32_t)value;
    return *end == '\0' && end != word && value >= 0 && value <= 255;
}

static bool parse_attr(const char *word, unsigned *attr)
{
    for (size_t i = 0; i < sizeof(attrs) / sizeof(*attrs); i++) {
        if (strcmp(word, attrs[i].name) == 0) {
            *attr = attrs[i].attr;
            return true;
        }
    }
    return false;
}

/* "FG [on BG] [attribute ...]"; what is not said stays default. */
static int parse_style(const struct map *palette, char *value, struct style *style, char **cause)
{
    *style = (struct style){.fg = COLOUR_DEFAULT, .bg = COLOUR_DEFAULT};
    int32_t *ground = &style->fg;
    char *rest = NULL;
    for (char *word = strtok_r(value, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest)) {
        unsigned attr = 0;
        if (strcmp(word, "on") == 0) {
            ground = &style->bg;
        } else if (parse_attr(word, &attr)) {
            style->attrs |= attr;
        } else if (!parse_colour(palette, word, ground)) {
            *cause = xasprintf("\"%s\" is no colour and no attribute; allowed are #rrggbb, 0 to "
                               "255, a colour's name, a name of [palette], default, on, bold, dim, "
                               "italic, reverse, strike, underline",
                               word);
            return -1;
        }
    }
    return 0;
}

static int read_theme_key(struct theme *theme, const char *key, const char *value, char **cause)
{
    if (strcmp(key, "name") == 0) {
        xreplace(&theme->name, value);
    } else if (strcmp(key, "variant") == 0 &&
               (strcmp(value, "dark") == 0 || strcmp(value, "light") == 0)) {
        theme->light = strcmp(value, "light") == 0;
    } else if (strcmp(key, "author") != 0) {
        *cause = xasprintf("%s: allowed are name, author, and variant = dark or light", key);
        return -1;
    }
    return 0;
}

static int read_role(struct reading *reading, const char *key, const char *value, char **cause)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        if (strcmp(key, role_names[role]) != 0)
            continue;
        char *words = xstrdup(value);
        int result = parse_style(&reading->palette, words, &reading->theme->roles[role], cause);
        free(words);
        return result;
    }
    *cause = xasprintf("%s: there is no such role", key);
    return -1;
}

static int read_nicks(struct reading *reading, const char *key, const char *value, char **cause)
{
    if (strcmp(key, "colours") != 0) {
        *cause = xasprintf("%s: only colours is allowed here", key);
        return -1;
    }
    char *words = xstrdup(value);
    char *rest = NULL;
    int result = 0;
    struct theme *theme = reading->theme;
    theme->nnicks = 0;
    for (char *word = strtok_r(words, " \t", &rest); word && theme->nnicks < THEME_NICKS_MAX;
         word = strtok_r(NULL, " \t", &rest)) {
        if (!parse_colour(&reading->palette, word, &theme->nicks[theme->nnicks++])) {
            *cause = xasprintf("colours: \"%s\" is no colour", word);
            result = -1;
            break;
        }
    }
    free(words);
    return result;
}

static int read_irc(struct reading *reading, const char *key, const char *value, char **cause)
{
    char *end = NULL;
    long i = strtol(key, &end, 10);
    if (*end != '\0' || i < 0 || i > 15) {
        *cause = xasprintf("%s: allowed are 0 to 15", key);
        return -1;
    }
    if (!parse_colour(&reading->palette, value, &reading->theme->irc[i])) {
        *cause = xasprintf("%s: \"%s\" is no colour", key, value);
        return -1;
    }
    return 0;
}

static int read_pair(void *arg, const char *section, const char *key, const char *value,
                     char **cause)
{
    struct reading *reading = arg;
    if (strcmp(section, "theme") == 0)
        return read_theme_key(reading->theme, key, value, cause);
    if (strcmp(section, "palette") == 0) {
        free(map_set(&reading->palette, key, xstrdup(value)));
        return 0;
    }
    if (strcmp(section, "roles") == 0)
        return read_role(reading, key, value, cause);
    if (strcmp(section, "nicks") == 0)
        return read_nicks(reading, key, value, cause);
    if (strcmp(section, "irc") == 0)
        return read_irc(reading, key, value, cause);
    *cause = xasprintf("[%s]: allowed are theme, palette, roles, nicks, irc", section);
    return -1;
}

void theme_init(struct theme *theme)
{
    *theme = (struct theme){0};
    for (int role = 0; role < ROLE_COUNT; role++)
        theme->roles[role] = (struct style){.fg = COLOUR_DEFAULT, .bg = COLOUR_DEFAULT};
    for (int i = 0; i < 16; i++)
        theme->irc[i] = i;
}

int theme_read(struct theme *theme, const char *path, char **cause)
{
    struct theme fresh;
    theme_init(&fresh);
    struct reading reading = {.theme = &fresh};
    int result = conf_walk(path, read_pair, &reading, cause);
    MAP_FOREACH(entry, &reading.palette)
        free(map_value(entry));
    map_clear(&reading.palette);
    if (result != 0) {
        theme_clear(&fresh);
        return -1;
    }
    theme_clear(theme);
    *theme = fresh;
    return 0;
}

void theme_clear(struct theme *theme)
{
    free(theme->name);
    *theme = (struct theme){0};
}

void theme_strip(struct theme *theme)
{
    /* What a colour alone said, an attribute says. */
    static const struct {
        enum role role;
        unsigned attrs;
    } instead[] = {
        {ROLE_BORDER,       ATTR_DIM                  },
        {ROLE_DAY_LINE,     ATTR_DIM                  },
        {ROLE_ERROR,        ATTR_BOLD                 },
        {ROLE_INPUT_OVER,   ATTR_REVERSE              },
        {ROLE_JOIN_FOLD,    ATTR_DIM                  },
        {ROLE_MENTION,      ATTR_BOLD                 },
        {ROLE_POPUP_SEL,    ATTR_REVERSE              },
        {ROLE_ROOM_ACTIVE,  ATTR_REVERSE              },
        {ROLE_ROOM_GONE,    ATTR_DIM                  },
        {ROLE_ROOM_MENTION, ATTR_BOLD | ATTR_UNDERLINE},
        {ROLE_ROOM_UNREAD,  ATTR_BOLD                 },
        {ROLE_TEXT_DIM,     ATTR_DIM                  },
        {ROLE_TIMESTAMP,    ATTR_DIM                  },
        {ROLE_UNREAD_LINE,  ATTR_BOLD                 },
        {ROLE_USER_AWAY,    ATTR_DIM                  },
    };
    for (int role = 0; role < ROLE_COUNT; role++)
        theme->roles[role].fg = theme->roles[role].bg = COLOUR_DEFAULT;
    for (size_t i = 0; i < sizeof(instead) / sizeof(*instead); i++)
        theme->roles[instead[i].role].attrs |= instead[i].attrs;
    for (int i = 0; i < 16; i++)
        theme->irc[i] = COLOUR_DEFAULT;
    theme->nnicks = 0;
}

struct style theme_nick(const struct theme *theme, const char *name)
{
    struct style style = theme->roles[ROLE_TEXT];
    if (theme->nnicks == 0) {
        style.attrs |= ATTR_BOLD;
        return style;
    }
    /* FNV-1a: stable over machines and versions, and short. */
    uint32_t hash = 2166136261U;
    for (const char *c = name; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619U;
    style.fg = theme->nicks[hash % (uint32_t)theme->nnicks];
    return style;
}
