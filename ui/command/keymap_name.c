#include <stdio.h>
#include <string.h>

#include "keymap.h"

/* Names of keys that are no character. */
static const char *const names[] = {
    [PRESS_ENTER] = "Enter",  [PRESS_TAB] = "Tab",   [PRESS_BACKTAB] = "S-Tab",
    [PRESS_BACKSPACE] = "BS", [PRESS_ESC] = "Esc",   [PRESS_UP] = "Up",
    [PRESS_DOWN] = "Down",    [PRESS_LEFT] = "Left", [PRESS_RIGHT] = "Right",
    [PRESS_HOME] = "Home",    [PRESS_END] = "End",   [PRESS_PGUP] = "PgUp",
    [PRESS_PGDN] = "PgDn",    [PRESS_DEL] = "Del",   [PRESS_INS] = "Ins",
    [PRESS_F1] = "F1",        [PRESS_F2] = "F2",     [PRESS_F3] = "F3",
    [PRESS_F4] = "F4",        [PRESS_F5] = "F5",     [PRESS_F6] = "F6",
    [PRESS_F7] = "F7",        [PRESS_F8] = "F8",     [PRESS_F9] = "F9",
    [PRESS_F10] = "F10",      [PRESS_F11] = "F11",   [PRESS_F12] = "F12",
};

char *keymap_name(const struct key *key, char *out, size_t size)
{
    const char *base = "";
    if (key->code == PRESS_CHAR)
        base = strcmp(key->text, " ") == 0 ? "Space" : key->text;
    else if ((size_t)key->code < sizeof(names) / sizeof(*names) && names[key->code])
        base = names[key->code];

    /* Shift is part of a character, and of S-Tab. */
    bool shift = (key->mods & PRESS_SHIFT) && key->code != PRESS_CHAR && key->code != PRESS_BACKTAB;
    snprintf(out, size, "%s%s%s%s", key->mods & PRESS_CTRL ? "C-" : "",
             key->mods & PRESS_ALT ? "M-" : "", shift ? "S-" : "", base);
    return out;
}
