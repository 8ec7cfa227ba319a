#include "tty_able.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

const char *able_env(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

bool able_plain(void)
{
    static const char *const plain[] = {"linux", "dumb", "vt", "cons", "unknown"};
    for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
        if (strncmp(able_env("TERM"), plain[i], strlen(plain[i])) == 0)
            return true;
    return false;
}

bool able_rgb(enum tty_colours colours)
{
    const char *says = able_env("COLORTERM");
    bool able = strcmp(says, "truecolor") == 0 || strcmp(says, "24bit") == 0;
    return colours == TTY_COLOURS_RGB ||
           (colours == TTY_COLOURS_AUTO && able && !*able_env("NO_COLOR"));
}

enum tty_colours able_settle(enum tty_colours asked, bool direct)
{
    if (asked == TTY_COLOURS_NONE || (asked == TTY_COLOURS_AUTO && *able_env("NO_COLOR")) ||
        start_color() == ERR || COLORS < 8)
        return TTY_COLOURS_NONE;
    use_default_colors();
    if (direct)
        return TTY_COLOURS_RGB;
    if (COLORS >= 256 && asked != TTY_COLOURS_16)
        return TTY_COLOURS_256;
    return COLORS >= 16 ? TTY_COLOURS_16 : TTY_COLOURS_8;
}
