#include "theme_work.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "look.h"
#include "mem.h"
#include "own_file.h"
#include "settings.h"
#include "theme_contrast.h"
#include "theme_keep.h"

/* More is no theme. */
#define LINE_MAX_BYTES 4096

/* Takes the complaint over. */
static void fail(struct chat *chat, char *cause)
{
    chat_complain(chat, "%s", cause);
    free(cause);
}

/* ---- check ---- */

static void add_lines(struct dialog *dialog, const char *text)
{
    char *lines = xstrdup(text);
    char *rest = NULL;
    for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        dialog_add_text(dialog, line);
    free(lines);
}

static void check(struct chat *chat, const char *name)
{
    struct theme theme = {.name = NULL};
    struct buf report = {0};
    char *cause = NULL;
    if (look_read(&theme, name, &cause) != 0) {
        fail(chat, cause);
        return;
    }
    unsigned below = contrast_report(&theme, &report);
    char *sum =
        below == 0
            ? xasprintf("All of it can be read: text %.1f to 1, what is dim less.", theme.contrast)
            : xasprintf("%u below %.1f to 1, which it promises.", below, theme.contrast);
    struct dialog *dialog = dialog_new(DIALOG_TEXT, name, "type to search · Esc close", NULL);
    add_lines(dialog, sum);
    add_lines(dialog, theme.warnings ? theme.warnings : "");
    dialog_add_text(dialog, " ");
    add_lines(dialog, buf_text(&report));
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
    free(sum);
    buf_clear(&report);
    theme_clear(&theme);
}

/* ---- a copy of one's own ---- */

static char *own_path(const char *name)
{
    char *file = xasprintf("themes/%s.theme", name);
    char *path = settings_config_path(file);
    free(file);
    return path;
}

static bool is_name(const char *line)
{
    size_t len = strlen("name");
    return strncmp(line, "name", len) == 0 && line[len + strspn(line + len, " ")] == '=';
}

/* The same but for what it is called. */
static bool copy(FILE *from, FILE *to, const char *name)
{
    char line[LINE_MAX_BYTES];
    bool named = false;
    while (fgets(line, sizeof(line), from)) {
        bool names = !named && is_name(line);
        named = named || names;
        if (names ? fprintf(to, "name = %s\n", name) < 0 : fputs(line, to) < 0)
            return false;
    }
    return !ferror(from);
}

/* Writes a theme of the user's own; one that is there already stays as it is. */
static int write_copy(const char *of, const char *path, const char *name, char **cause)
{
    char *source = look_path(of);
    if (!source) {
        *cause = xasprintf("there is no theme %s", of);
        return -1;
    }
    FILE *from = fopen(source, "re");
    FILE *to = from && own_file_make_folders(path) == 0 ? fopen(path, "wxe") : NULL;
    bool good = to && copy(from, to, name);
    if (!good && !*cause)
        *cause = xasprintf("%s: %s", to || from ? path : source, strerror(errno));
    if (to && fclose(to) != 0 && good) {
        *cause = xasprintf("%s: %s", path, strerror(errno));
        good = false;
    }
    if (to && !good)
        unlink(path);
    if (from)
        fclose(from);
    free(source);
    return good ? 0 : -1;
}

static void use(struct chat *chat, const char *name)
{
    free(chat->theme_names);
    chat->theme_names = look_names();
    theme_keep(chat, name);
}

static void save(struct chat *chat, const char *of, const char *name)
{
    char *path = own_path(name);
    char *cause = NULL;
    if (access(path, F_OK) == 0) {
        chat_complain(chat, "You have a theme %s already: /theme edit %s", name, name);
    } else if (write_copy(of, path, name, &cause) != 0) {
        fail(chat, cause);
    } else {
        use(chat, name);
        chat_notice(chat, "%s is a copy of %s: /theme edit changes it", name, of);
    }
    free(path);
}

/* One that came with the program is copied first; the user's own comes before it. */
static void edit(struct chat *chat, const char *name)
{
    char *path = own_path(name);
    char *cause = NULL;
    if (access(path, F_OK) != 0 && write_copy(name, path, name, &cause) != 0) {
        fail(chat, cause);
        free(path);
        return;
    }
    use(chat, name);
    free(chat->edit_path);
    chat->edit_path = path;
    chat->wishes |= WISH_EDITOR;
}

void theme_work_turn(struct chat *chat, const struct display *display)
{
    struct theme_work work = chat->theme_work;
    bool found_out = strncmp(chat->theme, "auto", 4) == 0 && display->theme.name;
    char *shown = xstrdup(found_out ? display->theme.name : chat->theme); /* both may change */
    chat->theme_work = (struct theme_work){.deed = THEME_NOTHING};
    const char *name = work.name && strcmp(work.name, "auto") != 0 ? work.name : shown;
    switch (work.deed) {
    case THEME_CHECK: check(chat, name); break;
    case THEME_SAVE: save(chat, shown, name); break;
    case THEME_EDIT: edit(chat, name); break;
    case THEME_NOTHING: break;
    }
    free(shown);
    free(work.name);
}
