#include "keyboard.h"

#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "keymap.h"
#include "mem.h"
#include "spec.h"

/* What stands behind C-, M- and S-. */
static struct key bare_key(const char *name)
{
    char other[32];
    for (int code = PRESS_PASTE + 1; code <= PRESS_F12; code++) {
        struct key key = {.code = (enum key_code)code};
        if (strcmp(keymap_name(&key, other, sizeof(other)), name) == 0)
            return key;
    }
    return (struct key){.code = PRESS_CHAR, .text = name};
}

static void press_one(struct chat *chat, const char *name)
{
    unsigned mods = 0;
    const char *bare = name;
    for (; bare[0] && bare[1] == '-' && bare[2]; bare += 2) {
        if (strcmp(bare, "S-Tab") == 0)
            break;
        mods |= *bare == 'C' ? PRESS_CTRL : *bare == 'M' ? PRESS_ALT : PRESS_SHIFT;
    }
    struct key key = bare_key(bare);
    key.mods = mods;
    keymap_press(chat, &key);
}

void presses(struct scene *scene, const char *keys)
{
    char *all = xstrdup(keys);
    char *rest = all;
    for (char *name = strsep(&rest, " "); name; name = strsep(&rest, " "))
        press_one(scene->chat, name);
    free(all);
}

void enters(struct scene *scene, const char *text)
{
    types(scene, text);
    presses(scene, "Enter");
}

void pastes(struct scene *scene, const char *text)
{
    struct key key = {.code = PRESS_PASTE, .text = text};
    keymap_press(scene->chat, &key);
}

void input_shows(struct scene *scene, const char *picture)
{
    const struct edit *edit = action_edit(scene->chat);
    size_t cursor = edit_cursor(edit);
    char *text = xasprintf("%.*s|%s", (int)cursor, edit_text(edit), edit_text(edit) + cursor);
    bool same = strcmp(text, picture) == 0;
    if (!same)
        print_error("the input is \"%s\", not \"%s\"\n", text, picture);
    free(text);
    assert_true(same);
}
