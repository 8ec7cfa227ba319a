#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "conf.h"
#include "mem.h"
#include "spec.h"
#include "theme_contrast.h"

/* Reads a theme from text; the cause, to free, or NULL. */
static char *reads(struct theme *theme, const char *text)
{
    char path[] = "/tmp/theme.XXXXXX";
    char *cause = NULL;
    int fd = mkstemp(path);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    int result = theme_read(theme, (char *[]){path}, 1, &cause);
    unlink(path);
    assert_int_equal(result, cause ? -1 : 0);
    return cause;
}

/* Reads it, and says by line what it passed over. */
static void warns(const char *text, const char *part)
{
    struct theme theme = {0};
    assert_null(reads(&theme, text));
    if (!theme.warnings || !strstr(theme.warnings, part))
        fail_msg("\"%s\" does not say \"%s\"", theme.warnings, part);
    theme_clear(&theme);
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

static void what_is_not_known_is_passed_over_and_told_by_line(void **state)
{
    (void)state;
    warns("[roles]\ntext = red\ntxet = red\n", ":3: txet");
    warns("[keys]\nF1 = quit\n", "[keys]");
    warns("[theme]\nrun = ls\n", ":2: run");
}

static void what_is_no_colour_is_refused_by_line(void **state)
{
    (void)state;
    refuses("[roles]\ntext = red\nlink = reddish\n", ":3");
    refuses("[roles]\ntext = #12345\n", "#12345");
    refuses("[roles]\ntext = #-12345\n", "#-12345");
    refuses("[roles]\ntext = 256\n", "256");
    refuses("[theme]\ncontrast = much\n", "contrast");
    refuses("[theme]\nvariant = blue\n", "variant");
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
    char path[] = THEMES "/default-dark.theme";
    char *cause = NULL;
    assert_int_equal(theme_read(&theme, (char *[]){path}, 1, &cause), 0);
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

static void what_no_file_says_follows_another_role(void **state)
{
    (void)state;
    struct theme theme = {0};
    assert_null(reads(&theme, "[roles]\ntext = 7 on 0\nroom = 3 on 0\n"));
    assert_int_equal(theme.roles[ROLE_ROOM_MUTED].fg, 3);
    assert_int_equal(theme.roles[ROLE_REACT].fg, 7);
    theme_clear(&theme);
}

static void a_theme_names_its_twin_on_the_other_ground(void **state)
{
    (void)state;
    struct theme theme = {0};
    assert_null(reads(&theme, "[theme]\nlight-twin = noon\ndark-twin = night\n"));
    assert_string_equal(theme.light_twin, "noon");
    assert_string_equal(theme.dark_twin, "night");
    assert_null(theme.warnings);
    theme_clear(&theme);
}

static void one_theme_inherits_another_with_colours_of_its_own(void **state)
{
    (void)state;
    char light[] = THEMES "/gruvbox-light.theme";
    char dark[] = THEMES "/gruvbox-dark.theme";
    char *paths[] = {light, dark};
    char *cause = NULL;
    struct theme theme = {0};
    char *parent = theme_inherits(paths[0]);
    assert_string_equal(parent, "gruvbox-dark");
    free(parent);
    assert_int_equal(theme_read(&theme, paths, 2, &cause), 0);
    assert_string_equal(theme.name, "gruvbox-light");
    assert_string_equal(theme.dark_twin, "gruvbox-dark");
    assert_true(theme.light);
    assert_int_equal(theme.roles[ROLE_TEXT].bg, COLOUR_RGB | 0xfbf1c7);
    theme_clear(&theme);
}

static void names_are_made_legible(void **state)
{
    (void)state;
    struct theme theme = {0};
    assert_null(reads(&theme, "[roles]\ntext = #ffffff on #101010\n"
                              "[nicks]\ncolours = #102040 #ffff00 9\n"));
    assert_true(contrast_of(theme.nicks[0], COLOUR_RGB | 0x101010) >= THEME_CONTRAST);
    assert_int_equal(theme.nicks[1], COLOUR_RGB | 0xffff00);
    assert_int_equal(theme.nicks[2], 9);
    theme_clear(&theme);
}

/* Reads a theme that is shipped, and those that it inherits. */
static void read_shipped(struct theme *theme, const char *path)
{
    char *paths[2] = {xstrdup(path), NULL};
    char *cause = NULL;
    char *parent = theme_inherits(path);
    if (parent)
        paths[1] = xasprintf(THEMES "/%s.theme", parent);
    if (theme_read(theme, paths, parent ? 2 : 1, &cause) != 0)
        fail_msg("%s", cause);
    if (theme->warnings)
        fail_msg("%s", theme->warnings);
    free(parent);
    free(paths[0]);
    free(paths[1]);
}

/* Calls check for every theme that is shipped. */
static void each_shipped(void (*check)(const char *path, const struct theme *theme))
{
    glob_t found;
    assert_int_equal(glob(THEMES "/*.theme", 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= 13);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct theme theme = {0};
        read_shipped(&theme, found.gl_pathv[i]);
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
        if (strcmp(section, "roles") == 0 && strcmp(key, theme_role_name((enum role)i)) == 0)
            named[i] = true;
    return 0;
}

static void names_all(const char *path, const struct theme *theme)
{
    bool named[ROLE_COUNT] = {false};
    char *cause = NULL;
    char *parent = theme_inherits(path);
    char *from = parent ? xasprintf(THEMES "/%s.theme", parent) : xstrdup(path);
    assert_non_null(theme->name);
    assert_non_null(strstr(path, theme->name));
    assert_int_equal(conf_walk(from, note_role, named, &cause), 0);
    for (size_t i = 0; i < ROLE_COUNT; i++)
        if (!named[i])
            fail_msg("%s does not name %s", from, theme_role_name((enum role)i));
    free(parent);
    free(from);
}

static void every_shipped_theme_names_every_role(void **state)
{
    (void)state;
    each_shipped(names_all);
}

static void is_legible(const char *path, const struct theme *theme)
{
    struct buf report = {0};
    if (contrast_report(theme, &report) > 0)
        fail_msg("%s:\n%s", path, buf_text(&report));
    buf_clear(&report);
    if (strstr(path, "high-contrast"))
        assert_true(theme->contrast >= 7);
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
        cmocka_unit_test(what_is_not_known_is_passed_over_and_told_by_line),
        cmocka_unit_test(what_is_no_colour_is_refused_by_line),
        cmocka_unit_test(what_no_file_says_follows_another_role),
        cmocka_unit_test(a_theme_names_its_twin_on_the_other_ground),
        cmocka_unit_test(one_theme_inherits_another_with_colours_of_its_own),
        cmocka_unit_test(names_are_made_legible),
        cmocka_unit_test(a_wrong_file_leaves_the_theme_as_it_was),
        cmocka_unit_test(names_keep_their_colour),
        cmocka_unit_test(without_colours_attributes_say_it),
        cmocka_unit_test(every_shipped_theme_names_every_role),
        cmocka_unit_test(every_shipped_theme_is_legible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
