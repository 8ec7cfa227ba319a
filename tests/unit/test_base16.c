#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base16.h"
#include "look.h"
#include "mem.h"
#include "spec.h"
#include "theme_contrast.h"
#include "theme_tool.h"

static const char scheme[] = "system: \"base16\"\nname: \"Tea\"\nauthor: 'Bob'\n"
                             "variant: \"light\"\npalette:\n"
                             "  base00: \"#fdf6e3\"\n  base01: \"#eee8d5\"\n  base02: \"#93a1a1\"\n"
                             "  base03: \"#839496\"\n  base04: \"#657b83\"\n  base05: \"#586e75\"\n"
                             "  base06: \"#073642\"\n  base07: \"#002b36\"\n  base08: \"#dc322f\"\n"
                             "  base09: \"#cb4b16\"\n  base0A: \"#b58900\"\n  base0B: \"#859900\"\n"
                             "  base0C: \"#2aa198\"\n  base0D: \"#268bd2\"\n  base0E: \"#6c71c4\"\n"
                             "  base0F: \"#d33682\"\n";

/* Writes text into a file; its path, to free. */
static char *file_of(const char *text)
{
    char *path = xstrdup("/tmp/scheme.XXXXXX");
    int fd = mkstemp(path);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    return path;
}

static void sixteen_colours_make_a_theme_that_can_be_read(void **state)
{
    (void)state;
    struct buf text = {0};
    struct buf report = {0};
    struct theme theme = {.name = NULL};
    char *cause = NULL;
    assert_int_equal(base16_theme(scheme, &text, &cause), 0);
    char *path = file_of(buf_text(&text));
    if (look_read_file(&theme, path, &cause) != 0)
        fail_msg("%s", cause);
    assert_string_equal(theme.name, "Tea");
    assert_true(theme.light);
    assert_int_equal(theme.roles[ROLE_TEXT].bg, COLOUR_RGB | 0xfdf6e3);
    assert_null(theme.warnings);
    if (contrast_report(&theme, &report) > 4)
        fail_msg("%s", buf_text(&report));
    unlink(path);
    free(path);
    buf_clear(&text);
    buf_clear(&report);
    theme_clear(&theme);
}

static void a_colour_that_is_missing_is_named(void **state)
{
    (void)state;
    struct buf text = {0};
    char *cause = NULL;
    assert_int_equal(base16_theme("base00: \"112233\"\nbase01: \"xyz\"\n", &text, &cause), -1);
    assert_non_null(strstr(cause, "base01"));
    assert_int_equal(text.len, 0);
    free(cause);
}

static void the_command_line_checks_and_imports_themes(void **state)
{
    (void)state;
    char *yaml = file_of(scheme);
    char *pale = file_of("[roles]\ntext = #777777 on #888888\n");
    char *wrong = file_of("[roles]\ntext = tea\n");
    assert_int_equal(theme_tool_check(THEMES "/high-contrast.theme"), 0);
    assert_int_equal(theme_tool_check(THEMES "/gruvbox-light.theme"), 0);
    assert_int_equal(theme_tool_check(pale), 1);
    assert_int_equal(theme_tool_check(wrong), 2);
    assert_int_equal(theme_tool_import(yaml), 0);
    assert_int_equal(theme_tool_import(wrong), 2);
    unlink(yaml);
    unlink(pale);
    unlink(wrong);
    free(yaml);
    free(pale);
    free(wrong);
}

/* What is shipped is found as if the user had put it there. */
static int with_themes(void **state)
{
    static char folder[] = "/tmp/themes.XXXXXX";
    *state = mkdtemp(folder);
    char *own = xasprintf("%s/parlor", folder);
    char *themes = xasprintf("%s/themes", own);
    int result = mkdir(own, 0700) != 0 || symlink(THEMES, themes) != 0 ||
                 setenv("XDG_CONFIG_HOME", folder, 1) != 0;
    free(own);
    free(themes);
    return result;
}

static int without_themes(void **state)
{
    const char *folder = *state;
    char *own = xasprintf("%s/parlor", folder);
    char *themes = xasprintf("%s/themes", own);
    int result = unlink(themes) != 0 || rmdir(own) != 0 || rmdir(folder) != 0;
    free(own);
    free(themes);
    return result;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixteen_colours_make_a_theme_that_can_be_read),
        cmocka_unit_test(a_colour_that_is_missing_is_named),
        cmocka_unit_test(the_command_line_checks_and_imports_themes),
    };
    return cmocka_run_group_tests(tests, with_themes, without_themes);
}
