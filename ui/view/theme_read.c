#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "map.h"
#include "mem.h"
#include "theme.h"
#include "theme_contrast.h"

static const char *const role_names[ROLE_COUNT] = {
#define X(name, text, otherwise) [ROLE_##name] = (text),
    THEME_ROLES(X)
#undef X
};

/* Whose style a role has that no file names. */
static const enum role otherwise_role[ROLE_COUNT] = {
#define X(name, text, otherwise) [ROLE_##name] = ROLE_##otherwise,
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

/* What files are read into: the theme, and the palette of all of them. */
struct reading {
    struct theme *theme;
    struct map palette; /* name -> text of the colour, owned */
    bool set[ROLE_COUNT];
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

/* Between 1 and 21: what WCAG can measure. */
static int read_contrast(struct theme *theme, const char *value, char **cause)
{
    char *end = NULL;
    double contrast = strtod(value, &end);
    if (end == value || *end != '\0' || !(contrast >= 1 && contrast <= 21)) {
        *cause = xasprintf("contrast: \"%s\" is none; allowed are 1 to 21", value);
        return -1;
    }
    theme->contrast = contrast;
    return 0;
}

static int read_theme_key(struct theme *theme, const char *key, const char *value, char **cause)
{
    if (strcmp(key, "contrast") == 0)
        return read_contrast(theme, value, cause);
    if (strcmp(key, "name") == 0) {
        xreplace(&theme->name, value);
    } else if (strcmp(key, "dark-twin") == 0) {
        xreplace(&theme->dark_twin, value);
    } else if (strcmp(key, "light-twin") == 0) {
        xreplace(&theme->light_twin, value);
    } else if (strcmp(key, "variant") == 0) {
        if (strcmp(value, "dark") != 0 && strcmp(value, "light") != 0) {
            *cause = xasprintf("variant: \"%s\" is none; allowed are dark and light", value);
            return -1;
        }
        theme->light = strcmp(value, "light") == 0;
    } else if (strcmp(key, "author") != 0 && strcmp(key, "inherits") != 0) {
        *cause = xasprintf("%s: there is no such key; passed over", key);
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
        reading->set[role] = true;
        return result;
    }
    *cause = xasprintf("%s: there is no such role; passed over", key);
    return 0;
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

static int take_pair(void *arg, const char *section, const char *key, const char *value,
                     char **cause)
{
    struct reading *reading = arg;
    if (strcmp(section, "theme") == 0)
        return read_theme_key(reading->theme, key, value, cause);
    if (strcmp(section, "palette") == 0)
        return 0;
    if (strcmp(section, "roles") == 0)
        return read_role(reading, key, value, cause);
    if (strcmp(section, "nicks") == 0)
        return read_nicks(reading, key, value, cause);
    if (strcmp(section, "irc") == 0)
        return read_irc(reading, key, value, cause);
    *cause = xasprintf("[%s]: allowed are theme, palette, roles, nicks, irc; passed over", section);
    return 0;
}

static int take_palette(void *arg, const char *section, const char *key, const char *value,
                        char **cause)
{
    struct reading *reading = arg;
    (void)cause;
    if (strcmp(section, "palette") == 0)
        free(map_set(&reading->palette, key, xstrdup(value)));
    return 0;
}

/* A role that no file names is like the first one that it follows and that is named. */
static void settle(struct reading *reading, enum role role)
{
    enum role from = role;
    while (!reading->set[from] && from != otherwise_role[from])
        from = otherwise_role[from];
    reading->theme->roles[role] = reading->theme->roles[from];
}

static void finish(struct reading *reading)
{
    struct theme *theme = reading->theme;
    for (int role = 0; role < ROLE_COUNT; role++)
        settle(reading, (enum role)role);
    for (int i = 0; i < theme->nnicks; i++)
        theme->nicks[i] =
            contrast_nudge(theme->nicks[i], theme->roles[ROLE_TEXT].bg, theme->contrast);
}

/* All palettes first, so that those who inherit may colour anew what they inherit. */
static int walk_all(struct reading *reading, char *const *paths, size_t n, char **cause)
{
    for (size_t i = n; i-- > 0;)
        if (conf_walk(paths[i], take_palette, reading, cause) != 0)
            return -1;
    for (size_t i = n; i-- > 0;) {
        char *said = NULL;
        if (conf_walk(paths[i], take_pair, reading, &said) != 0) {
            *cause = said;
            return -1;
        }
        if (said && reading->theme->warnings) {
            char *both = xasprintf("%s%s", reading->theme->warnings, said);
            free(said);
            said = both;
        }
        if (said) {
            free(reading->theme->warnings);
            reading->theme->warnings = said;
        }
    }
    finish(reading);
    return 0;
}

int theme_read(struct theme *theme, char *const *paths, size_t n, char **cause)
{
    struct theme fresh;
    theme_init(&fresh);
    struct reading reading = {.theme = &fresh};
    int result = walk_all(&reading, paths, n, cause);
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

static int take_parent(void *arg, const char *section, const char *key, const char *value,
                       char **cause)
{
    char **name = arg;
    (void)cause;
    if (strcmp(section, "theme") == 0 && strcmp(key, "inherits") == 0)
        xreplace(name, value);
    return 0;
}

char *theme_inherits(const char *path)
{
    char *name = NULL;
    char *cause = NULL;
    if (conf_walk(path, take_parent, &name, &cause) != 0)
        free(cause); /* reading it in earnest says so */
    return name;
}

const char *theme_role_name(enum role role)
{
    return role_names[role];
}
