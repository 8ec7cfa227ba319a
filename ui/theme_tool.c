#include "theme_tool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base16.h"
#include "look.h"
#include "mem.h"
#include "theme_contrast.h"

/* More is no scheme. */
#define SCHEME_MAX 65536

static int fail(const char *path, char *cause)
{
    fprintf(stderr, "parlor: %s%s%s\n", path, *path ? ": " : "", cause);
    free(cause);
    return 2;
}

int theme_tool_check(const char *path)
{
    struct theme theme = {.name = NULL};
    struct buf report = {0};
    char *cause = NULL;
    if (look_read_file(&theme, path, &cause) != 0)
        return fail("", cause);
    unsigned below = contrast_report(&theme, &report);
    fputs(buf_text(&report), stdout);
    if (theme.warnings)
        fputs(theme.warnings, stderr);
    printf("%u below, of a promised %.1f to 1\n", below, theme.contrast);
    buf_clear(&report);
    theme_clear(&theme);
    return below > 0;
}

/* A whole file; NULL with *cause; to free. */
static char *read_whole(const char *path, char **cause)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        *cause = xstrdup(strerror(errno));
        return NULL;
    }
    char *text = xcalloc(1, SCHEME_MAX);
    size_t len = fread(text, 1, SCHEME_MAX - 1, file);
    bool whole = feof(file) && !ferror(file) && strlen(text) == len;
    fclose(file);
    if (whole)
        return text;
    *cause = xstrdup("is no text, or too long");
    free(text);
    return NULL;
}

int theme_tool_import(const char *path)
{
    struct buf theme = {0};
    char *cause = NULL;
    char *text = read_whole(path, &cause);
    int result = text ? base16_theme(text, &theme, &cause) : -1;
    free(text);
    if (result != 0)
        return fail(path, cause);
    fputs(buf_text(&theme), stdout);
    buf_clear(&theme);
    return 0;
}
