#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf.h"
#include "spec.h"
#include "theme.h"

static const char *const names[] = {
#define X(name, text) text,
    THEME_ROLES(X)
#undef X
};

/* Reads a theme from text; the cause, to free, or NULL. */
static char *reads(struct theme *theme, const char *text)
{
    char path[] = "/tmp/theme.XXXXXX";
    char *cause = NULL;
    int fd = mkstemp(path);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    int result = theme_read(theme, path, &cause);
    unlink(path);
    assert_int_equal(result, cause ? -1 : 0);
    return cause;
}

static void refuses(const char *text, const char *part)
{
    struct theme theme = {0};
    char *cause = reads(&theme, text);
    assert_non_null(cause);
    if (!strstr(cause, part))
        fail_msg("\"%s\" does not say \"%s\"", cause, part);
    free(cause);
    theme_clear(&theme);
}

static void roles_have_colours_and_attributes(void **state)
{
    (void)state;
    struct theme theme = {0};
    assert_null(reads(&theme, "[theme]\nname = tea\nvariant = light\n"
                              "[palette]\nleaf = #00ff7f\n"
                              "[roles]\ntext = leaf on 236 bold italic\n"
                              "link = bright-blue underline\nerror = default on leaf\n"
                              "[nicks]\ncolours = leaf 9 red\n[irc]\n4 = leaf\n"));
    assert_string_equal(theme.name, "tea");
    assert_true(theme.light);
    assert_int_equal(theme.roles[ROLE_TEXT].fg, COLOUR_RGB | 0x00ff7f);
    assert_int_equal(theme.roles[ROLE_TEXT].bg, 236);
    assert_int_equal(theme.roles[ROLE_TEXT].attrs, ATTR_BOLD | ATTR_ITALIC);
    assert_int_equal(theme.roles[ROLE_LINK].fg, 12);
    assert_int_equal(theme.roles[ROLE_LINK].bg, COLOUR_DEFAULT);
    assert_int_equal(theme.roles[ROLE_ERROR].fg, COLOUR_DEFAULT);
    assert_int_equal(theme.nnicks, 3);
    assert_int_equal(theme.irc[4], COLOUR_RGB | 0x00ff7f);
    assert_int_equal(theme.irc[3], 3);
    theme_clear(&theme);
}

static void what_is_not_known_is_refused_by_line(void **state)
{
    (void)state;
    refuses("[roles]\ntxet = red\n", "txet");
    refuses("[roles]\ntext = red\nlink = reddish\n", ":3");
    refuses("[roles]\ntext = #12345\n", "#12345");
    refuses("[roles]\ntext = #-12345\n", "#-12345");
    refuses("[roles]\ntext = 256\n", "256");
    refuses("[keys]\nF1 = quit\n", "[keys]");
    refuses("[theme]\nvariant = blue\n", "variant");
    refuses("[theme]\nrun = ls\n", "run");
    refuses("[irc]\n16 = red\n", "16");
    refuses("[irc]\n1 = tea\n", "tea");
    refuses("[nicks]\ncolours = red tea\n", "tea");
    refuses("[nicks]\nseed = 1\n", "colours");
}

static void a_wrong_file_leaves_the_theme_as_it_was(void **state)
{
    (void)state;
    struct theme theme = {0};
    assert_null(reads(&theme, "[theme]\nname = tea\n[roles]\ntext = red\n"));
    char *cause = reads(&theme, "[theme]\nname = coffee\n[roles]\ntext = blueish\n");
    assert_non_null(cause);
    free(cause);
    assert_string_equal(theme.name, "tea");
    assert_int_equal(theme.roles[ROLE_TEXT].fg, 1);
    theme_clear(&theme);
}

static void names_keep_their_colour(void **state)
{
    (void)state;
    struct theme theme = {0};
    assert_null(reads(&theme, "[roles]\ntext = 7 on 0\n[nicks]\ncolours = 1 2 3 4 5\n"));
    struct style alice = theme_nick(&theme, "alice");
    assert_true(style_same(alice, theme_nick(&theme, "alice")));
    assert_int_equal(alice.bg, 0);
    assert_in_range(alice.fg, 1, 5);
    theme_clear(&theme);
}

static void without_colours_attributes_say_it(void **state)
{
    (void)state;
    struct theme theme = {0};
    char *cause = NULL;
    assert_int_equal(theme_read(&theme, THEMES "/default-dark.theme", &cause), 0);
    theme_strip(&theme);
    for (int role = 0; role < ROLE_COUNT; role++) {
        assert_int_equal(theme.roles[role].fg, COLOUR_DEFAULT);
        assert_int_equal(theme.roles[role].bg, COLOUR_DEFAULT);
    }
    assert_true(theme.roles[ROLE_ROOM_ACTIVE].attrs & ATTR_REVERSE);
    assert_true(theme.roles[ROLE_POPUP_SEL].attrs & ATTR_REVERSE);
    assert_true(theme.roles[ROLE_MENTION].attrs & ATTR_BOLD);
    assert_true(theme_nick(&theme, "bob").attrs & ATTR_BOLD);
    theme_clear(&theme);
}

/* Calls check for every theme that is shipped. */
static void each_shipped(void (*check)(const char *path, const struct theme *theme))
{
    glob_t found;
    assert_int_equal(glob(THEMES "/*.theme", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct theme theme = {0};
        char *cause = NULL;
        if (theme_read(&theme, found.gl_pathv[i], &cause) != 0)
            fail_msg("%s", cause);
        check(found.gl_pathv[i], &theme);
        theme_clear(&theme);
    }
    globfree(&found);
}

static int note_role(void *arg, const char *section, const char *key, const char *value,
                     char **cause)
{
    bool *named = arg;
    (void)value;
    (void)cause;
    for (size_t i = 0; i < ROLE_COUNT; i++)
        if (strcmp(section, "roles") == 0 && strcmp(key, names[i]) == 0)
            named[i] = true;
    return 0;
}

static void names_all(const char *path, const struct theme *theme)
{
    bool named[ROLE_COUNT] = {false};
    char *cause = NULL;
    assert_non_null(theme->name);
    assert_non_null(strstr(path, theme->name));
    assert_int_equal(conf_walk(path, note_role, named, &cause), 0);
    for (size_t i = 0; i < ROLE_COUNT; i++)
        if (!named[i])
            fail_msg("%s does not name %s", path, names[i]);
}

static void every_shipped_theme_names_every_role(void **state)
{
    (void)state;
    each_shipped(names_all);
}

/* WCAG 2.1, relative luminance. */
static double luminance(int32_t colour)
{
    static const double weights[] = {0.0722, 0.7152, 0.2126};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double part = (colour >> 8 * i & 0xff) / 255.0;
        sum += weights[i] * (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(int32_t a, int32_t b)
{
    double high = luminance(a);
    double low = luminance(b);
    if (high < low) {
        double swap = high;
        high = low;
        low = swap;
    }
    return (high + 0.05) / (low + 0.05);
}

static void demand(const char *path, const char *what, struct style style, double least)
{
    if (style.fg == COLOUR_DEFAULT || style.bg == COLOUR_DEFAULT)
        return;
    assert_true(style.fg & COLOUR_RGB && style.bg & COLOUR_RGB);
    double is = contrast(style.fg, style.bg);
    if (is < least)
        fail_msg("%s: %s has a contrast of %.2f, less than %.1f", path, what, is, least);
}

static void is_legible(const char *path, const struct theme *theme)
{
    static const enum role dim[] = {ROLE_ROOM_GONE, ROLE_USER_AWAY, ROLE_TEXT_DIM, ROLE_TIMESTAMP,
                                    ROLE_DAY_LINE,  ROLE_JOIN_FOLD, ROLE_PENDING};
    for (int role = 0; role < ROLE_COUNT; role++) {
        double least = role == ROLE_BORDER ? 1.2 : 4.5;
        for (size_t i = 0; i < sizeof(dim) / sizeof(*dim); i++)
            if (dim[i] == (enum role)role)
                least = 3;
        demand(path, names[role], theme->roles[role], least);
    }
    struct style nick = theme->roles[ROLE_TEXT];
    for (int i = 0; i < theme->nnicks; i++) {
        nick.fg = theme->nicks[i];
        demand(path, "a name", nick, 4.5);
    }
    for (int i = 0; i < 16; i++) {
        nick.fg = theme->irc[i];
        demand(path, "a mIRC colour", nick, 2.5);
    }
}

static void every_shipped_theme_is_legible(void **state)
{
    (void)state;
    each_shipped(is_legible);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_have_colours_and_attributes),
        cmocka_unit_test(what_is_not_known_is_refused_by_line),
        cmocka_unit_test(a_wrong_file_leaves_the_theme_as_it_was),
        cmocka_unit_test(names_keep_their_colour),
        cmocka_unit_test(without_colours_attributes_say_it),
        cmocka_unit_test(every_shipped_theme_names_every_role),
        cmocka_unit_test(every_shipped_theme_is_legible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
